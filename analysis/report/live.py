"""What each customer costs and leaves, as formulas over quantities and named assumptions.

The formulas are made from the same definitions as every figure in the app (``care.drivers``), so that a changed
assumption gives in a spreadsheet what the app would show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.care.drivers import DRIVERS, Driver, Part, quantities, switches
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.report.sheets import Formula, place

BASIS = ("revenue", "revenue_with_cost", "cost", "revenue_with_profit", "profit")
"""Columns of the portfolio that revenue and margin are made of."""
FIRST = 2
"""The row of the first customer, on both sheets."""


def name_in_book(assumption: str) -> str:
    """The defined name of an assumption's cell (``care.hourly_rate`` → ``care_hourly_rate``)."""
    return assumption.replace(".", "_")


@dataclass(frozen=True)
class Live:
    """The formulas of an evaluation's workbook.

    Parameters
    ----------
    evaluation, language : whose, and in which words the sheets are called.
    """

    evaluation: Evaluation
    language: Language

    @cached_property
    def counted(self) -> pd.DataFrame:
        """What the drivers count, and ``BASIS``; one row per customer. All that could count: no rate is off here."""
        evaluation = self.evaluation
        care = replace(evaluation.assumptions.care, unjustified_share=1.0)
        portfolio = evaluation.portfolio
        basis = portfolio.customers[list(BASIS)].add_prefix("basis_")
        return pd.concat([basis, quantities(portfolio, care)], axis=1).loc[evaluation.customers.index]

    @cached_property
    def drivers(self) -> tuple[Driver, ...]:
        """Every driver of which some quantity is known, on or off, and the user's own; the tangible ones first."""
        every = (*DRIVERS, *(driver.as_driver() for driver in self.evaluation.own))
        known = [driver for driver in every if any(self.counted[part.quantity].notna().any() for part in driver.parts)]
        return tuple(sorted(known, key=lambda driver: not driver.tangible))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the sheet of quantities, behind number and name."""
        used = [part.quantity for driver in self.drivers for part in driver.parts]
        return tuple(dict.fromkeys([*(f"basis_{name}" for name in BASIS), *used]))

    @cached_property
    def assumptions(self) -> frozenset[str]:
        """Names (``room.field``) of the assumptions that the formulas read."""
        named = {f"care.{rate}" for driver in self.drivers for part in driver.parts for rate in part.rates}
        switched = {f"care.{switch}" for switch in switches(self.drivers)}
        return frozenset(named | switched | {"upload.margin", "upload.variable_share"})

    def rows(self, column: str, sheet: str = "customers") -> str:
        """All customers' cells of a column (its letter) on a sheet."""
        last = FIRST + len(self.evaluation.customers) - 1
        return place(sheet, f"${column}${FIRST}:${column}${last}", self.language)

    def quantity(self, column: str, row: int | str) -> str:
        """A customer's cell on the sheet of quantities."""
        letter = get_column_letter(3 + self.columns.index(column))
        return place("quantities", f"${letter}{row}", self.language)

    def cost(self, driver: Driver, row: int | str) -> Formula:
        """€ of a driver, in cents; empty where nothing is known or the driver is off."""
        always = [self.quantity(part.quantity, row) for part in driver.parts if not part.switch]
        known = [f"COUNT({','.join(always)})>0"] if always else []
        known += [
            f"AND({name_in_book(f'care.{part.switch}')},COUNT({self.quantity(part.quantity, row)})>0)"
            for part in driver.parts
            if part.switch
        ]
        condition = known[0] if len(known) == 1 else f"OR({','.join(known)})"
        condition = f"AND({name_in_book(f'care.{driver.switch}')},{condition})" if driver.switch else condition
        parts = "+".join(self._part(part, row) for part in driver.parts)
        return Formula(f'=IF({condition},ROUND({parts},2),"")')

    def _part(self, part: Part, row: int | str) -> str:
        factors = (*part.rates, part.switch) if part.switch else part.rates
        rates = "".join(f"*{name_in_book(f'care.{factor}')}" for factor in factors)
        return f"N({self.quantity(part.quantity, row)}){rates}{_factor(part.factor)}"

    def avoidable(self, letters: Sequence[str], row: int | str) -> str:
        """What a parting with a customer would save at once, in cents, as part of a formula; ``letters``: the tangible
        drivers' columns on the customers' sheet."""
        saved = []
        for driver, letter in zip(self.drivers, letters, strict=False):
            shares = [f"{self._part(part, row)}*{part.avoidable!r}" for part in driver.parts if part.avoidable]
            if shares:
                cell = place("customers", f"{letter}{row}", self.language)
                saved.append(f"IF(ISNUMBER({cell}),ROUND({'+'.join(shares)},2),0)")
        return f"ROUND({'+'.join(saved) or 0},2)"

    def margin(self, row: int | str, moved: Sequence[str]) -> Formula:
        """Contribution margin; ``moved``: cells of care cost that is added back."""
        revenue, with_cost, cost, with_profit, profit = (self.quantity(f"basis_{name}", row) for name in BASIS)
        known = f"ROUND({with_cost}-{cost}*upload_variable_share,2)+ROUND({profit},2)"
        rest = f"ROUND(ROUND({revenue}-{with_cost}-{with_profit},2)*upload_margin,2)"
        return Formula(f"=ROUND(SUM(ROUND({known}+{rest},2),{','.join(moved) or 0}),2)")

    def revenue(self, row: int | str, moved: Sequence[str]) -> Formula:
        """Revenue with the care cost that is added back."""
        return Formula(f"=ROUND(SUM({self.quantity('basis_revenue', row)},{','.join(moved) or 0}),2)")


def _factor(factor: float) -> str:
    if factor == 1:
        return ""
    divisor = round(1 / factor, 9)
    return f"/{int(divisor)}" if divisor == int(divisor) and divisor > 1 else f"*({factor!r})"
