"""Attributes cut into classes a person would choose: a text as it is, a number by round bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.language import Language

CLASSES = 5
"""A number is cut into at most so many classes."""
RANGE = ".."
STEPS = np.array([1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10])
SERIES = np.array([1, 2, 5, 10])
SPREAD = 10
"""Where the 95 % quantile is so many times the 5 % quantile, classes grow with the number."""


@dataclass(frozen=True)
class Cut:
    """How an attribute is cut. ``edges``: the lower bounds of all classes but the first, for a number; ``values``:
    the classes of a text or of a number with few different values, in their order. One of the two is empty."""

    edges: tuple[float, ...] = ()
    values: tuple[object, ...] = ()

    def __len__(self) -> int:
        return len(self.edges) + 1 if self.edges else len(self.values)

    @property
    def ordered(self) -> bool:
        """Whether neighbouring classes can be taken together."""
        return bool(self.edges)

    def codes(self, values: pd.Series) -> np.ndarray:
        """The class of each value, from 0; −1 where there is no value, or one of no class."""
        if self.edges:
            numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype="float64")
            return np.where(np.isnan(numbers), -1, np.searchsorted(np.array(self.edges), numbers, side="right"))
        places = {value: place for place, value in enumerate(self.values)}
        return values.map(places, na_action="ignore").fillna(-1).to_numpy(dtype="int64")

    def key(self, first: int, last: int | None = None) -> str:
        """A class, or the range of classes from ``first`` to ``last``, as it is kept: the value itself, or
        ``low..high`` (from low to below high, one side empty where it is open). The same in every language."""
        if not self.edges:
            return _plain(self.values[first])
        last = first if last is None else last
        low = _plain(self.edges[first - 1]) if first else ""
        return f"{low}{RANGE}{_plain(self.edges[last]) if last < len(self.edges) else ''}"

    def words(self, first: int, language: Language, last: int | None = None) -> str:
        """A class in words, or the range of classes from ``first`` to ``last``."""
        return words(self.key(first, last), bool(self.edges) or _is_number(self.values), language)


def holds(values: pd.Series, key: str) -> pd.Series:
    """Which of ``values`` belong to the class with this key: bool per row. ``values`` may be a prospect list's."""
    if values.dtype.kind not in "fi":
        return values.map(str, na_action="ignore").eq(key) & values.notna()
    low, between, high = key.partition(RANGE)
    if not between:
        return values.eq(_number(key))
    return values.ge(_number(low, -np.inf)) & values.lt(_number(high, np.inf))


def words(key: str, number: bool, language: Language) -> str:
    """A class's key in words, such as ``50 to below 200``; ``number``: whether the attribute is one."""
    low, between, high = key.partition(RANGE)
    if not number or not (between or _number(key) == _number(key)):
        return key
    years = all(1900 <= _number(bound) <= 2100 for bound in (low, high) if bound)
    low, high = (bound if years or not bound else language.number(_number(bound)) for bound in (low, high))
    if not between:
        return low
    if not low:
        return language.text("refill.class_below", high=high)
    if not high:
        return language.text("refill.class_from", low=low)
    return language.text("refill.class_between", low=low, high=high)


def _number(text: str, empty: float = float("nan")) -> float:
    try:
        return float(text) if text else empty
    except ValueError:
        return float("nan")


def _plain(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _is_number(values: tuple[object, ...]) -> bool:
    return bool(values) and all(isinstance(value, float) for value in values)


def cut(values: pd.Series) -> Cut:
    """How ``values`` are cut: a number with many different values into at most ``CLASSES`` classes of similar size
    with round bounds, anything else by its values, the most frequent first."""
    known = values.dropna()
    number = values.dtype.kind in "fi"
    if number and known.nunique() > CLASSES + 2:
        return Cut(edges=tuple(bounds(known)))
    if number:
        return Cut(values=tuple(float(value) for value in sorted(known.unique())))
    return Cut(values=tuple(known.value_counts(sort=True).index))


def bounds(values: pd.Series) -> list[float]:
    """Round bounds that cut ``values`` into classes: of similar size, or, where the largest are many times the
    smallest (employees, revenue), by a series such as 10, 20, 50, 100."""
    known = values.dropna()
    low, high = float(known.quantile(0.05)), float(known.quantile(0.95))
    if low > 0 and high / low >= SPREAD:
        inner = np.geomspace(low, high, CLASSES + 1)[1:-1]
        found = sorted({_round(float(bound), SERIES) for bound in inner})
    else:
        inner = known.quantile([step / CLASSES for step in range(1, CLASSES)])
        found = sorted({_round(float(bound), STEPS) for bound in inner})
    return [bound for bound in found if known.lt(bound).any() and known.ge(bound).any()]


def _round(bound: float, steps: np.ndarray) -> float:
    """To the nearest of ``steps`` × a power of ten, as a person would; years stay whole."""
    if bound == 0 or 1900 <= bound <= 2100:
        return float(round(bound))
    near = steps * 10.0 ** np.floor(np.log10(abs(bound)))
    return float(np.sign(bound) * near[np.argmin(np.abs(np.log(near / abs(bound))))])
