"""Chance that repeats itself: the same seed and words give the same numbers on every machine."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import TypeVar

SEED = "Nordwerk 2026"
Choice = TypeVar("Choice")


class Chance:
    """A stream of its own for each thing, so that a change to one customer leaves all others as they were.

    Built on ``random.Random(text).random()`` alone, the one part of the standard library's generators whose
    values are promised to stay the same from version to version.
    """

    def __init__(self, *about: object) -> None:
        self._random = random.Random(":".join(map(str, (SEED, *about))))

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int((high - low + 1) * self._random.random())

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[int(len(choices) * self._random.random())]

    def weighted(self, weights: Mapping[Choice, float]) -> Choice:
        point = self._random.random() * sum(weights.values())
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        return choice

    def spread(self, sigma: float) -> float:
        """A factor around 1, lognormal: median 1, σ of the logarithm ``sigma``."""
        return 2.718281828459045 ** (sigma * NormalDist().inv_cdf(self.between(0.001, 0.999)))

    def shuffled(self, items: Sequence[Choice]) -> list[Choice]:
        return [item for _, _, item in sorted((self._random.random(), at, item) for at, item in enumerate(items))]
