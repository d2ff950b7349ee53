"""What is computed from a portfolio: how sure, the profile, the workbook; and the least that each takes."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions
from analysis.care import uncertainty
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.refill.profile import search
from analysis.report.workbook import write_workbook
from tests.portfolios import make_portfolio

Timed = Callable[[], dict[str, Any]]


def every_figure(customers: int) -> Timed:
    """From the portfolio to all figures per customer, which a moved slider asks for."""
    portfolio = make_portfolio(customers)

    def timed() -> dict[str, Any]:
        evaluate(portfolio, Assumptions())
        return {}

    return timed


def _linear(customers: int) -> tuple[uncertainty.Linear, dict[str, uncertainty.Triple]]:
    made = evaluate(make_portfolio(customers), Assumptions().changed({"care.intangible": True}))
    return made.linear, uncertainty.triples(made.assumptions)


def how_sure(customers: int, draws: int) -> Timed:
    """Each customer's share of draws above zero, and the band of all together."""
    linear, ranged = _linear(customers)

    def timed() -> dict[str, Any]:
        rates = uncertainty.drawn_rates(ranged, draws)
        earning, band = linear.earning_share(rates), uncertainty.band(linear.total(rates))
        return {"earning": round(float(earning.sum()), 2), "middle": round(band.middle)}

    return timed


def drawn_and_summed(customers: int, draws: int) -> Timed:
    """NumPy drawing the same numbers and summing them."""
    linear, ranged = _linear(customers)
    fixed, units = linear.fixed.to_numpy(), linear.units.to_numpy()

    def timed() -> dict[str, Any]:
        rates = {}
        for name, triple in ranged.items():
            random = np.random.default_rng([uncertainty.SEED, zlib.crc32(name.encode())])
            width = triple.high - triple.low
            if width > 0:
                place = 4 * (triple.likely - triple.low) / width
                rates[name] = triple.low + width * random.beta(1 + place, 5 - place, draws)
            else:
                rates[name] = np.full(draws, triple.likely)
        net = units @ linear.prices(rates)
        net += fixed[:, None]
        middle = np.quantile(net.sum(axis=0), [0.05, 0.5, 0.95])[1]
        return {"earning": round(float((net >= -0.005).mean(axis=1).sum()), 2), "middle": round(middle)}

    return timed


def profile(customers: int, shuffles: int = 0) -> Timed:
    """The search over eight attributes, three deep."""
    random = np.random.default_rng(5)
    texts = {f"Attribute {size}": random.choice([f"value {at}" for at in range(size)], customers) for size in
             (3, 5, 6, 8, 10, 12)}  # fmt: skip
    numbers = {"Employees": random.lognormal(4, 1, customers).round(), "Years": random.integers(0, 40, customers)}
    attributes = pd.DataFrame({**texts, **numbers})
    likely = 0.1 + 0.2 * (attributes["Attribute 5"] == "value 1") * (attributes["Employees"] > 60)
    best, told = pd.Series(random.random(customers) < likely), list[float]()

    def timed() -> dict[str, Any]:
        found = search(attributes, best, shuffles=shuffles, progress=told.append)
        assert found.tried and bool(told) == bool(shuffles)
        return {}

    return timed


def _evaluation(customers: int) -> Evaluation:
    return evaluate(make_portfolio(customers), Assumptions())


def workbook(customers: int) -> Timed:
    """The workbook with its formulas."""
    return partial(_written, partial(write_workbook, evaluation=_evaluation(customers), language=Language("de")))


def same_cells(customers: int) -> Timed:
    """openpyxl writing cells of the same values, formulas and number formats, and nothing else."""
    from openpyxl import Workbook, load_workbook
    from openpyxl.cell import WriteOnlyCell

    with tempfile.TemporaryDirectory() as folder:
        write_workbook(Path(folder) / "book.xlsx", _evaluation(customers), Language("de"))
        sheets = [
            [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
            for sheet in load_workbook(Path(folder) / "book.xlsx", read_only=True)
        ]

    def write(path: Path) -> None:
        book = Workbook(write_only=True)
        for rows in sheets:
            sheet = book.create_sheet()
            for row in rows:
                cells = []
                for value, form in row:
                    cell = WriteOnlyCell(sheet, value)
                    if value is not None and form != "General":
                        cell.number_format = form
                    cells.append(cell)
                sheet.append(cells)
        book.save(path)

    return partial(_written, write)


def _written(write: Callable[[Path], None]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "book.xlsx")
    return {}
