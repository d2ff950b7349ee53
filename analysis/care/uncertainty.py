"""How sure: each assumption drawn from its low–likely–high range (PERT), many times, seeded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.care.assumptions import CareAssumptions
from analysis.care.drivers import OwnDriver, active, price
from analysis.ranges import Range, ranges

DRAWS = 10_000
SEED = 20_261_101


@dataclass(frozen=True)
class Triple:
    """Low, likely and high of an assumption, as the analyst sees it (not the slider's range)."""

    low: float
    likely: float
    high: float


def triples(assumptions: CareAssumptions, share: float, own: Mapping[str, Triple] | None = None) -> dict[str, Triple]:
    """Low, likely and high of every rate: ± ``share`` of its value within the slider's range, unless set in ``own``."""
    own = own or {}
    return {name: own.get(name) or _default(getattr(assumptions, name), limits, share) for name, limits in _rates()}


def _rates() -> list[tuple[str, Range]]:
    used = {name for driver in active(CareAssumptions(small_orders=True, intangible=True)) for part in driver.parts
            for name in part.rates}  # fmt: skip
    return [(name, limits) for name, limits in ranges(CareAssumptions).items() if name in used]


def _default(value: float, limits: Range, share: float) -> Triple:
    spread = abs(value) * share
    return Triple(max(value - spread, limits.low), value, min(value + spread, limits.high))


def pert(triple: Triple, random: np.random.Generator, draws: int) -> np.ndarray:
    """``draws`` values of PERT(low, likely, high): α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a); a = b is constant."""
    width = triple.high - triple.low
    if width <= 0:
        return np.full(draws, triple.likely)
    alpha = 1 + 4 * (triple.likely - triple.low) / width
    beta = 1 + 4 * (triple.high - triple.likely) / width
    return triple.low + width * random.beta(alpha, beta, draws)


def drawn_rates(ranged: Mapping[str, Triple], draws: int = DRAWS, seed: int = SEED) -> dict[str, np.ndarray]:
    """Rate name to its values, one per draw: a rate is drawn once per draw for all customers who share it."""
    random = np.random.default_rng(seed)
    return {name: pert(triple, random, draws) for name, triple in sorted(ranged.items())}


def drawn_net(
    margin: pd.Series,
    counted: pd.DataFrame,
    assumptions: CareAssumptions,
    rates: Mapping[str, np.ndarray],
    own: tuple[OwnDriver, ...] = (),
) -> np.ndarray:
    """Net contribution in every draw, € (customers × draws), from quantities (``drivers.quantities``) and rates."""
    parts = [part for driver in active(assumptions, own) if driver.tangible for part in driver.parts]
    draws = len(next(iter(rates.values()))) if rates else 1
    prices = np.array([np.broadcast_to(price(part, lambda name: rates[name]), draws) for part in parts])
    units = counted[[part.quantity for part in parts]].fillna(0).to_numpy()
    return margin.to_numpy()[:, None] - units @ prices


def earning_share(
    margin: pd.Series,
    counted: pd.DataFrame,
    assumptions: CareAssumptions,
    rates: Mapping[str, np.ndarray],
    own: tuple[OwnDriver, ...] = (),
    rows_at_once: int = 2_000,
) -> pd.Series:
    """Share of draws (0–1) in which each customer's net contribution is at least zero, in bounded memory."""
    shares = [
        (drawn_net(margin.iloc[at : at + rows_at_once], counted.iloc[at : at + rows_at_once], assumptions, rates, own)
         >= -0.005).mean(axis=1)
        for at in range(0, len(margin), rows_at_once)
    ]  # fmt: skip
    return pd.Series(np.concatenate(shares) if shares else [], index=margin.index, dtype="float64")
