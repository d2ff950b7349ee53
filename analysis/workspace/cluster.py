"""The cluster that whoever runs the server has set up, and which of its tables may be read into workspaces."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.engine.engine import Engine
from analysis.errors import PortfolioError


@dataclass(frozen=True)
class Cluster:
    """Spark at an ``address`` (see ``spark.session_of``) and its ``tables``: Parquet the cluster can read, or names of
    its catalogue. Nobody reads others through a page, whatever a workspace's file says."""

    address: str
    tables: tuple[str, ...]


_there: Cluster | None = None


def set_up(cluster: Cluster | None) -> None:
    """Says which cluster there is, once for the server."""
    global _there
    _there = cluster


def tables() -> tuple[str, ...]:
    """The tables that may be read; none without a cluster."""
    return _there.tables if _there else ()


@contextmanager
def engine_for(places: Collection[str]) -> Iterator[Engine | None]:
    """What reckons with the tables at ``places``: Spark, and None (DuckDB in this process) where there are none.

    Raises ``PortfolioError`` for a table that may not be read, and where Spark does not answer.
    """
    if not places:
        yield None
        return
    for place in places:
        if place not in tables():
            raise PortfolioError("errors.not_offered", file=place)
    assert _there is not None
    from analysis.engine.spark import Spark, session_of

    engine = Spark(session_of(_there.address))
    try:
        yield engine
    finally:
        engine.close()
