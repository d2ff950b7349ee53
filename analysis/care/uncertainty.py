"""How sure: each rate drawn from its low–likely–high range (PERT), many times, seeded.

Net contribution is linear in what the drivers count, so all draws of all customers are one matrix product.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.assumptions import Assumptions, range_named
from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import DRIVERS, Driver, Part, active, price

DRAWS = 10_000
SEED = 20_261_101
ROWS_AT_ONCE = 400
"""Customers per matrix product: 400 × 10,000 draws are 32 MB."""

ROBUST = ("robustly_earning", "depends", "robustly_losing")
"""How sure the sign of a customer's net contribution is."""

_MARGIN_RATES = {"margin": "upload.margin", "variable_share": "upload.variable_share"}


@dataclass(frozen=True)
class Triple:
    """Low, likely and high of an assumption, as the analyst sees it (not the slider's range)."""

    low: float
    likely: float
    high: float


def uncertain_names() -> list[str]:
    """Every assumption that multiplies something (``room.field``): what is drawn, and what the tornado turns."""
    rates = dict.fromkeys(rate for driver in DRIVERS if driver.tangible for part in driver.parts for rate in part.rates)
    return [*_MARGIN_RATES.values(), *(f"care.{rate}" for rate in rates)]


def triples(
    assumptions: Assumptions, ranged: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, Triple]:  # fmt: skip
    """Low, likely and high of each of ``uncertain_names``.

    ``ranged`` (name to low, high) is what the analyst set. Else ± the general share of its value within the slider's
    range; the variable share of cost stays as it is, since it says what kind of cost the column holds.
    """
    result = {}
    for name in uncertain_names():
        value = float(assumptions.value(name))
        spread = 0.0 if name == "upload.variable_share" else abs(value) * assumptions.goals.uncertainty
        low, high = (ranged or {}).get(name, (value - spread, value + spread))
        limits = range_named(name)
        assert limits is not None
        result[name] = Triple(min(max(low, limits.low), value), value, max(min(high, limits.high), value))
    return result


def pert(triple: Triple, random: np.random.Generator, draws: int) -> np.ndarray:
    """``draws`` values of PERT(low, likely, high): α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a); a = b is constant."""
    width = triple.high - triple.low
    if width <= 0:
        return np.full(draws, triple.likely)
    alpha = 1 + 4 * (triple.likely - triple.low) / width
    beta = 1 + 4 * (triple.high - triple.likely) / width
    return triple.low + width * random.beta(alpha, beta, draws)


def drawn_rates(ranged: Mapping[str, Triple], draws: int = DRAWS, seed: int = SEED) -> dict[str, np.ndarray]:
    """Name to values, one per draw: a rate is drawn once per draw for all customers who share it. A rate's draws
    depend on its own name and range alone, so that two sets of assumptions are compared under the same luck."""
    return {name: _drawn(name, triple, draws, seed) for name, triple in ranged.items()}


@lru_cache(256)
def _drawn(name: str, triple: Triple, draws: int, seed: int) -> np.ndarray:
    """A slider moves one rate: the others' draws are found ready. Not to be changed."""
    drawn = pert(triple, np.random.default_rng([seed, zlib.crc32(name.encode())]), draws)
    drawn.flags.writeable = False
    return drawn


@dataclass(frozen=True)
class Linear:
    """Net contribution as ``fixed + units @ prices``, before cents.

    ``fixed``: € per customer that no rate changes. ``units``: customers × parts, what each part counts (0 where not
    known). ``parts``: the parts, their sign in ``Part.factor``.
    """

    fixed: pd.Series
    units: pd.DataFrame
    parts: tuple[Part, ...]

    def prices(self, rates: Mapping[str, float | np.ndarray]) -> np.ndarray:
        """Parts × draws: € per unit under ``rates`` (``room.field`` to a number, or one per draw)."""
        draws = max((np.size(value) for value in rates.values()), default=1)
        found = [price(part, lambda name: rates[_MARGIN_RATES.get(name, f"care.{name}")]) for part in self.parts]
        return np.array([np.broadcast_to(value, draws) for value in found]).reshape(len(self.parts), draws)

    def of(self, customers: pd.Index) -> Linear:
        """The same for some customers."""
        return Linear(self.fixed.loc[customers], self.units.loc[customers], self.parts)

    def total(self, rates: Mapping[str, float | np.ndarray]) -> np.ndarray:
        """Net contribution of all customers together, € per draw."""
        return float(self.fixed.sum()) + self.units.sum().to_numpy() @ self.prices(rates)

    def earning_share(self, rates: Mapping[str, float | np.ndarray]) -> pd.Series:
        """Share of draws (0–1) in which each customer's net contribution is at least zero, in bounded memory."""
        prices, fixed, units = self.prices(rates), self.fixed.to_numpy(), self.units.to_numpy()
        cheapest, dearest = prices.min(axis=1), prices.max(axis=1)
        worst = fixed + np.minimum(units * cheapest, units * dearest).sum(axis=1)
        best = fixed + np.maximum(units * cheapest, units * dearest).sum(axis=1)
        # Half a cent is zero: the headline's figures are rounded to the cent. Whose sign no draw can change needs none.
        shares = np.where(worst >= -0.005, 1.0, 0.0)
        open_ = np.flatnonzero((worst < -0.005) & (best >= -0.005))
        for at in range(0, len(open_), ROWS_AT_ONCE):
            rows = open_[at : at + ROWS_AT_ONCE]
            shares[rows] = (fixed[rows, None] + units[rows] @ prices >= -0.005).mean(axis=1)
        return pd.Series(shares, index=self.fixed.index, dtype="float64")


def linear_net(
    counted: pd.DataFrame,
    assumptions: CareAssumptions,
    own: Iterable[Driver] = (),
    positions: np.ndarray | slice = slice(None),
) -> Linear:
    """Net contribution of each customer in terms of its rates, from ``drivers.quantities``; or of those at
    ``positions``."""

    def of(column: str) -> np.ndarray:
        return counted[column].to_numpy("float64")[positions]

    index = counted.index[positions]
    units = {"cost": of("cost"), "assumed": of("revenue") - of("revenue_with_cost") - of("revenue_with_profit")}
    parts = [Part("cost", ("variable_share",), -1.0), Part("assumed", ("margin",))]
    for driver in active(assumptions, own):
        # What moves from revenue to care cost leaves net as it is, whatever its rate.
        if driver.tangible and not driver.from_revenue:
            for part in driver.parts:
                parts.append(Part(part.quantity, part.rates, -part.factor))
                units[f"{driver.key}.{len(parts)}"] = of(part.quantity)
    matrix = np.nan_to_num(np.column_stack(list(units.values())), copy=False)
    fixed = pd.Series(of("revenue_with_cost") + of("profit"), index=index)
    return Linear(fixed, pd.DataFrame(matrix, index=index, columns=list(units), copy=False), tuple(parts))


def how_sure(earning: pd.Series, robust_share: float) -> pd.Series:
    """``robustly_earning``, ``depends`` or ``robustly_losing`` per customer, from the share of draws above zero."""
    classes = np.select(
        [earning >= robust_share - 1e-12, earning <= 1 - robust_share + 1e-12], [ROBUST[0], ROBUST[2]], ROBUST[1]
    )
    return pd.Series(classes, index=earning.index, dtype="str")


@dataclass(frozen=True)
class Band:
    """Net contribution over all draws, €: mean, and where 5, 50 and 95 % of draws lie below; ``negative`` is the
    share of draws below zero."""

    mean: float
    low: float
    middle: float
    high: float
    negative: float


def band(totals: np.ndarray) -> Band:
    """The band of net contribution over draws (€ per draw)."""
    low, middle, high = np.quantile(totals, [0.05, 0.5, 0.95])
    return Band(float(totals.mean()), float(low), float(middle), float(high), float((totals < 0).mean()))


def tornado(linear: Linear, ranged: Mapping[str, Triple]) -> pd.DataFrame:
    """What each assumption at its low and at its high changes in the net contribution of all customers together.

    One row per assumption with an effect, index its name, largest effect first: ``low``, ``likely``, ``high`` (the
    values), ``at_low``, ``at_high`` (€ against all at likely), ``effect`` (€, the larger of the two).
    """
    likely = {name: triple.likely for name, triple in ranged.items()}
    base = float(linear.total(likely)[0])
    rows = {
        name: {
            "low": triple.low,
            "likely": triple.likely,
            "high": triple.high,
            "at_low": float(linear.total({**likely, name: triple.low})[0]) - base,
            "at_high": float(linear.total({**likely, name: triple.high})[0]) - base,
        }
        for name, triple in ranged.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table["effect"] = table[["at_low", "at_high"]].abs().max(axis=1)
    return table[table["effect"] >= 0.005].sort_values("effect", ascending=False, kind="stable")
