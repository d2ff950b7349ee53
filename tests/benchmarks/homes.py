"""Homes with workspaces in them, for servers to start on."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[2] / "sample_data"


def filled(home: str, customers: int, workspaces: int = 1) -> Callable[[], dict[str, Any]]:
    """``workspaces`` workspaces in ``home``, with a made-up portfolio, or the sample where ``customers`` is 0; tells
    their ids."""
    os.environ["KEEPWORTHY_HOME"] = home
    from analysis.upload.load import load
    from analysis.workspace.store import Workspace
    from analysis.workspace.tables import keep_portfolio
    from tests.portfolios import make_portfolio

    def timed() -> dict[str, Any]:
        if customers:
            portfolio = make_portfolio(customers)
            identities = {str(key): int(number) for number, key in portfolio.customers["key"].items()}  # type: ignore[call-overload]
        else:
            with tempfile.TemporaryDirectory() as folder:
                files = [(path, path.name) for path in sorted(SAMPLE.iterdir()) if path.suffix in (".csv", ".xlsx")]
                loaded = load(files, Path(folder))
            assert loaded.portfolio is not None
            portfolio, identities = loaded.portfolio, loaded.identities
        made = [Workspace.create(name=f"Benchmark {number}") for number in range(workspaces)]
        for there in made:
            keep_portfolio(there, portfolio, identities)
        return {"workspaces": [there.id for there in made]}

    return timed
