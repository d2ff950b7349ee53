"""The sheets with a row per customer: what comes out, and the quantities it is made of."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from analysis.care.drivers import name_of
from analysis.language import Language
from analysis.report.live import BASIS, FIRST, Live
from analysis.report.sheets import MONEY, NUMBER, Formula, cell, head


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
    letters = columns.letters
    rows = evaluation.customers[["key", "name", *attributes, "net_contribution", "verdict", "action", "rule"]]
    for at, (key, name, *told, net, verdict, action, rule) in enumerate(rows.itertuples(index=False), start=FIRST):
        moved = [f"{letter}{at}" for letter in columns.moved]
        made: list[object] = [live.revenue(at, moved), live.margin(at, moved)]
        made += [live.cost(driver, at) for driver in live.drivers[: columns.tangible]]
        spread = f"{letters['first']}{at}:{letters['last']}{at}"
        made.append(Formula(f"=ROUND(SUM({spread}),2)") if columns.tangible else 0.0)
        made += [Formula(f"=ROUND({letters['margin']}{at}-{letters['care']}{at},2)"), net]
        made += [live.cost(driver, at) for driver in live.drivers[columns.tangible :]]
        cells = [cell(sheet, key), cell(sheet, name), *(cell(sheet, value) for value in told)]
        cells += [cell(sheet, value, MONEY) for value in made]
        cells += [cell(sheet, language.text(f"tag.verdict.{verdict}"))]
        cells += [cell(sheet, language.text(f"actions.{action}.label"))]
        cells += [cell(sheet, language.text(f"actions.rules.{rule}"))]
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(words))}{len(rows) + 1}"


def quantities_sheet(sheet: WriteOnlyWorksheet, live: Live, language: Language) -> None:
    """What the formulas multiply: money from the tables, and what each driver counts; empty where not known."""
    head(
        sheet,
        [
            language.text("report.number"),
            language.text("report.name"),
            *(_word(name, language) for name in live.columns),
        ],
    )
    names = live.evaluation.customers[["key", "name"]].itertuples(index=False)
    for (key, name), amounts in zip(names, live.counted[list(live.columns)].itertuples(index=False), strict=True):
        sheet.append([cell(sheet, key), cell(sheet, name), *(cell(sheet, amount, NUMBER) for amount in amounts)])


def _word(column: str, language: Language) -> str:
    basis = {f"basis_{name}": f"report.basis.{name}" for name in BASIS}
    key = basis.get(column, f"drivers.quantity.{column}")
    return language.text(key) if language.has(key) else column
