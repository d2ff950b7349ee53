"""The sheets with a row per customer: what comes out, and the quantities it is made of."""

from __future__ import annotations

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.drivers import name_of
from analysis.language import Language
from analysis.report.live import BASIS, FIRST, Live
from analysis.report.sheets import MONEY, NUMBER, Formula, Rows, framed, head, table, worded

ROW = "\0"
"""Stands in a formula where the number of its row comes."""


class Columns:
    """Letters of the customers' sheet: ``revenue``, ``margin``, ``first`` and ``last`` driver, ``care``, ``net``,
    ``exported``, ``apart`` (the first intangible driver's)."""

    def __init__(self, live: Live) -> None:
        start = 3 + len(live.evaluation.portfolio.attributes)
        tangible = sum(driver.tangible for driver in live.drivers)
        places = {"revenue": 0, "margin": 1, "first": 2, "last": 1 + tangible}
        places |= {"care": 2 + tangible, "net": 3 + tangible, "exported": 4 + tangible, "apart": 5 + tangible}
        self.tangible = tangible
        self.letters = {name: get_column_letter(start + place) for name, place in places.items()}
        self.drivers = [get_column_letter(start + 2 + at) for at in range(tangible)]
        self.moved = [self.drivers[at] for at, driver in enumerate(live.drivers[:tangible]) if driver.from_revenue]


def customers_sheet(sheet: WriteOnlyWorksheet, live: Live, columns: Columns, language: Language) -> None:
    """Revenue, margin, care cost by driver and net contribution as formulas; net as exported beside it; verdict and
    recommendation as the app gave them."""
    evaluation = live.evaluation
    attributes = list(evaluation.portfolio.attributes)
    names = [name_of(driver.key, language) for driver in live.drivers]
    words = [language.text("report.number"), language.text("report.name"), *attributes]
    words += [language.text("report.revenue"), language.text("report.contribution_margin"), *names[: columns.tangible]]
    words += [language.text(f"report.{name}") for name in ("care_cost", "net_contribution", "exported")]
    words += [language.text("report.apart", name=name) for name in names[columns.tangible :]]
    words += [language.text(f"report.{name}") for name in ("verdict", "action", "rule")]
    head(sheet, words)
    made = [
        live.revenue(ROW, [f"{letter}{ROW}" for letter in columns.moved]),
        live.margin(ROW, [f"{letter}{ROW}" for letter in columns.moved]),
        *(live.cost(driver, ROW) for driver in live.drivers[: columns.tangible]),
        _care(columns),
        f"=ROUND({columns.letters['margin']}{ROW}-{columns.letters['care']}{ROW},2)",
    ]
    apart = [live.cost(driver, ROW) for driver in live.drivers[columns.tangible :]]
    before, behind = ([formula.split(ROW) for formula in formulas] for formulas in (made, apart))
    forms = [*[None] * (2 + len(attributes)), *[MONEY] * (len(made) + 1 + len(apart)), *[None] * 3]
    rows = evaluation.customers[["key", "name", *attributes, "net_contribution", "verdict", "action", "rule"]].assign(
        verdict=named(evaluation.customers["verdict"], "tag.verdict.{}", language),
        action=named(evaluation.customers["action"], "actions.{}.label", language),
        rule=named(evaluation.customers["rule"], "actions.rules.{}", language),
    )
    written = Rows(sheet, forms)
    for at, (*told, net, verdict, action, rule) in enumerate(rows.itertuples(index=False, name=None), start=FIRST):
        row = str(at)
        formulas = [Formula(row.join(parts)) for parts in before]
        estimates = [Formula(row.join(parts)) for parts in behind]
        written.write([*told, *formulas, net, *estimates, verdict, action, rule])
    framed(sheet, "customers", len(words), len(rows))


def _care(columns: Columns) -> str:
    if not columns.tangible:
        return "=ROUND(0,2)"
    letters = columns.letters
    return f"=ROUND(SUM({letters['first']}{ROW}:{letters['last']}{ROW}),2)"


def named(values: pd.Series, key: str, language: Language) -> pd.Series:
    """The words for each of a few keys; ``key``: the message, with ``{}`` for the value."""
    return values.map({value: language.text(key.format(value)) for value in values.dropna().unique()})


def quantities_sheet(sheet: WriteOnlyWorksheet, live: Live, language: Language) -> None:
    """What the formulas multiply: money from the tables, and what each driver counts; empty where not known."""
    who = live.evaluation.customers[["key", "name"]].itertuples(index=False, name=None)
    columns = worded({"report.number": None, "report.name": None}, language)
    columns += [(_word(name, language), NUMBER) for name in live.columns]
    counted = live.counted[list(live.columns)].itertuples(index=False, name=None)
    table(sheet, "quantities", columns, ((*one, *amounts) for one, amounts in zip(who, counted, strict=True)))


def _word(column: str, language: Language) -> str:
    basis = {f"basis_{name}": f"report.basis.{name}" for name in BASIS}
    key = basis.get(column, f"drivers.quantity.{column}")
    return language.text(key) if language.has(key) else column
