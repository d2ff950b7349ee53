"""Prospects: a list of any columns, matched to the portfolio's attributes by its headers, or the deals that are open
or were lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from rapidfuzz import fuzz

from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation
from analysis.refill.classes import cut
from analysis.refill.segments import ALSO, MARK, conditions, matching
from analysis.upload.files import read_file
from analysis.upload.headers import FUZZY, matches, normalised
from analysis.upload.identity import plain_name
from analysis.upload.numbers import parse_number
from analysis.upload.source import NumberForm, SourceTable

SOURCES = ("list", "open", "lost")
"""Where prospects come from: an uploaded list, deals that are open, deals that were lost."""
ALIKE = 0.5
"""A column of another name is an attribute where this share of its filled rows hold one of the attribute's values."""


@dataclass(frozen=True)
class ProspectList:
    """A list as it was uploaded. ``cells``: one row per prospect, index the row's number in the file, texts under the
    list's own headers, None where empty; ``name``: the header under which the prospects' names stand; ``numbers``: how
    the numbers of a column are written; ``nameless``: rows without a name, which are left out."""

    cells: pd.DataFrame
    name: str
    numbers: Mapping[str, NumberForm]
    nameless: int


def read_list(path: Path, file: str, folder: Path) -> ProspectList:
    """Reads a prospect list, in any form that step 1 reads; of several tables the longest.

    Parameters
    ----------
    path, file, folder : see ``files.read_file``.

    Raises
    ------
    PortfolioError : where the file cannot be read, or no column holds names.
    """
    table = max(read_file(path, file, folder), key=lambda one: one.rows)
    cells = _cells(table)
    name = _name_column(table)
    if name is None or cells.empty:
        raise PortfolioError("refill.trouble.no_names", file=file, sheet=table.sheet)
    named = cells[name].notna()
    numbers = {column.name: column.number for column in table.columns if column.number}
    return ProspectList(cells[named], name, numbers, int((~named).sum()))


def match(listed: ProspectList, customers: pd.DataFrame, attributes: tuple[str, ...]) -> dict[str, str]:
    """Attribute to the list's header: by the header's words, else by what stands in the column. Each header once;
    attributes that the list does not know are left out."""
    found: dict[str, str] = {}
    headers = [header for header in listed.cells if header != listed.name]
    for sure in (_same_word, _alike_word, _alike_values):
        for attribute in attributes:
            free = [header for header in headers if header not in found.values()]
            scores = {header: sure(listed.cells[header], customers[attribute]) for header in free}
            best = max(scores, key=lambda header: scores[header], default=None)
            if attribute not in found and best is not None and scores[best] > 0:
                found[attribute] = best
    return found


def from_list(
    listed: ProspectList, customers: pd.DataFrame, attributes: tuple[str, ...], matched: Mapping[str, str]
) -> pd.DataFrame:
    """One row per prospect, index its row's number in the file: ``name``, and every attribute, numbers as numbers,
    texts in the spelling of the portfolio; None or NaN where the list does not say."""
    frame = pd.DataFrame({"name": listed.cells[listed.name].astype("str")}, index=listed.cells.index)
    for attribute in attributes:
        header = matched.get(attribute)
        cells = listed.cells[header] if header in listed.cells else pd.Series(None, index=frame.index)
        frame[attribute] = _typed(cells, customers[attribute], listed.numbers.get(header or ""))
    return frame


def from_deals(evaluation: Evaluation, status: str) -> pd.DataFrame:
    """The firms behind open or lost deals that are no customers, one row each, like ``from_list``; what several deals
    say of one is taken from the latest that says it."""
    losses, attributes = evaluation.portfolio.losses, evaluation.portfolio.attributes
    frame = pd.DataFrame({"name": pd.Series(dtype="str")}).assign(**dict.fromkeys(attributes))
    if losses.empty:
        return frame
    deals = losses[losses["kind"].eq("deal") & losses["customer_id"].isna() & losses["name"].notna()]
    won = set(deals.loc[deals["status"].eq("won"), "name"].map(plain_name))
    firm = deals["name"].map(plain_name)
    deals = deals[deals["status"].eq(status) & ~firm.isin(won)].sort_values("date", kind="stable")
    if deals.empty:
        return frame
    latest = deals.groupby(firm).last()
    frame = pd.DataFrame({"name": latest["name"].astype("str")})
    for attribute in attributes:
        cells = latest[attribute] if attribute in latest else pd.Series(None, index=latest.index)
        frame[attribute] = _typed(cells, evaluation.customers[attribute])
    return frame.reset_index(drop=True)


def known_attributes(prospects: pd.DataFrame, attributes: tuple[str, ...]) -> list[str]:
    """The attributes of which the prospects say anything."""
    return [attribute for attribute in attributes if prospects[attribute].notna().any()]


def already_customers(prospects: pd.DataFrame, customers: pd.DataFrame) -> pd.Series:
    """Which prospects bear the name of a customer: bool per prospect."""
    return prospects["name"].map(plain_name).isin(set(customers["name"].map(plain_name)))


def nearest(prospects: pd.DataFrame, picks: list[str], attributes: tuple[str, ...]) -> pd.DataFrame:
    """The picked segment each prospect is nearest to, the first of equally near ones: ``target`` (its key; None without
    picks), ``met`` and ``of`` (conditions), ``missed`` (the attributes whose condition is not met, known to differ or
    not known)."""
    result = pd.DataFrame({"target": None, "met": 0, "of": 0}, index=prospects.index)
    result["missed"] = [[] for _ in result.index]
    share = pd.Series(-1.0, index=prospects.index)
    for key in picks:
        parts = conditions(key, attributes) or {}
        if not parts:
            continue
        single = {
            attribute: matching(prospects, ALSO.join(f"{attribute}{MARK}{one}" for one in classes), attributes)
            for attribute, classes in parts.items()
        }
        held = pd.DataFrame(single)
        closer = held.mean(axis=1) > share + 1e-9
        result.loc[closer, "target"], result.loc[closer, "of"] = key, len(parts)
        result.loc[closer, "met"] = held.sum(axis=1)[closer].astype("int64")
        missed = [[name for name, yes in row.items() if not yes] for row in held[closer].to_dict("records")]
        result.loc[closer, "missed"] = pd.Series(missed, index=held.index[closer], dtype="object")
        share = share.where(~closer, held.mean(axis=1))
    return result


def _cells(table: SourceTable) -> pd.DataFrame:
    with duckdb.connect() as connection:
        cells = connection.sql(f"SELECT * FROM {table.scan} ORDER BY row").df().set_index("row")
    cells = cells[[column.key for column in table.columns]].astype("object")
    cells.columns = pd.Index([column.name for column in table.columns])
    return cells[~cells.index.isin(table.set_aside["row"])]


def _name_column(table: SourceTable) -> str | None:
    texts = [column for column in table.columns if column.number is None and column.date is None]
    for column in texts:
        if any(found.field == "customer_name" for found in matches(column.name)):
            return column.name
    return max(texts, key=lambda column: column.distinct).name if texts else None


def _same_word(cells: pd.Series, values: pd.Series) -> float:
    return float(normalised(str(cells.name)) == normalised(str(values.name)) != "")


def _alike_word(cells: pd.Series, values: pd.Series) -> float:
    here, there = normalised(str(cells.name)), normalised(str(values.name))
    alike = fuzz.ratio(here, there)
    inside = min(len(here), len(there)) >= 5 and (here in there or there in here)
    return max(alike, FUZZY * inside) / 100 if alike >= FUZZY or inside else 0.0


def _alike_values(cells: pd.Series, values: pd.Series) -> float:
    if values.dtype.kind in "fi":
        return 0.0
    known = set(values.dropna().map(_spelt))
    filled = cells.dropna().map(_spelt)
    share = float(filled.isin(known).mean()) if len(filled) else 0.0
    return share if share >= ALIKE else 0.0


def _typed(cells: pd.Series, values: pd.Series, form: NumberForm | None = None) -> pd.Series:
    if values.dtype.kind in "fi":
        if form:
            cells = cells.map(lambda cell: parse_number(cell, form), na_action="ignore")
        return pd.to_numeric(cells, errors="coerce").astype("float64")
    spelling = {_spelt(value): value for value in reversed(cut(values).values)}
    return cells.map(lambda cell: spelling.get(_spelt(cell), cell), na_action="ignore").astype("object")


def _spelt(value: object) -> str:
    return plain_name(str(value))
