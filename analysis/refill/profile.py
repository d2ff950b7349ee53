"""The optimal profile: which attribute values, up to three together, go with the best customers, and how likely one as
good is by luck.

Subgroup discovery with exhaustive search: every combination of classes of up to three attributes, and of neighbouring
classes of a number, is scored by ``√n · (mean of the group − mean of all) / standard deviation``, in which size counts
(Klösgen 1996). The best one is then widened by alternatives ("A or B") as long as that raises its score. Because so
many are tried, the best score of the whole search is compared with those of searches on shuffled customers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.refill.classes import Cut, cut
from analysis.refill.segments import ALSO, MARK

DEPTH = 3
SHUFFLES = 199
BETTER_THAN_CHANCE = 0.05
MOST_CLASSES = 12
"""Of an attribute with more values (cities, product codes) the most frequent ones are searched."""
ALIKE = 0.6
"""Of two profiles that share more of their customers than this (of those in either) the better one is shown."""


@dataclass(frozen=True)
class Profile:
    """A combination of attribute classes. ``classes``: attribute to the keys of its classes, alternatives of each
    other. ``n``: customers in it. ``score``: see the module. ``chance``: p, how often a shuffled search finds one as
    good; NaN until shuffles were made."""

    classes: tuple[tuple[str, tuple[str, ...]], ...]
    n: int
    score: float
    chance: float = float("nan")

    @property
    def key(self) -> str:
        """The key of the segment, as ``segments.members`` reads it."""
        return ALSO.join(f"{attribute}{MARK}{one}" for attribute, classes in self.classes for one in classes)

    @property
    def better_than_chance(self) -> bool:
        return self.chance <= BETTER_THAN_CHANCE


@dataclass(frozen=True)
class Search:
    """The found profiles, best first, and what the search went over: ``tried`` combinations, ``shuffles``."""

    profiles: tuple[Profile, ...]
    tried: int
    shuffles: int


def search(
    attributes: pd.DataFrame,
    target: pd.Series,
    fewest: int = 10,
    most: int = 8,
    shuffles: int = SHUFFLES,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Search:
    """Searches the profiles in which ``target`` is high.

    Parameters
    ----------
    attributes : one row per customer, a column per attribute.
    target : per customer: best (bool), or an amount. Amounts are ranked first, so that one customer makes no profile.
    fewest : customers a profile must have.
    most : profiles to return.
    shuffles : B of the permutation check, p = (1 + b)/(1 + B); 0 for none.
    progress : is told the share of shuffles made.
    """
    space = _space(attributes, fewest)
    values = _comparable(target)
    if not space or not len(values) or float(values.std()) == 0:
        return Search((), 0, 0)
    found, tried = _best_of(space, values, fewest, most)
    bar = _luck(space, values, fewest, shuffles, seed, progress) if found else np.empty(0)
    judged = tuple(
        Profile(entry.classes, entry.n, entry.score, _chance(entry.score, bar) if shuffles else float("nan"))
        for entry in found
    )
    return Search(judged, tried, shuffles)


@dataclass(frozen=True)
class _Axis:
    """An attribute in the search: ``codes`` per customer (``bins`` − 1 where there is none), and its selectors: the
    classes, neighbouring ones together, and first of all "whatever it is". ``choice``: selectors × bins, 0/1."""

    name: str
    made: Cut
    codes: np.ndarray
    choice: np.ndarray

    @property
    def bins(self) -> int:
        return self.choice.shape[1]

    def keys(self, selector: np.ndarray) -> tuple[str, ...]:
        """The keys of the classes in a selector (0/1 per bin); neighbours of a number as one range."""
        places = [int(place) for place in np.flatnonzero(selector[:-1])]
        if self.made.ordered:
            return (self.made.key(places[0], places[-1]),)
        return tuple(self.made.key(place) for place in places)


def _space(attributes: pd.DataFrame, fewest: int) -> list[_Axis]:
    axes = []
    for name in attributes:
        made = cut(attributes[name])
        codes = made.codes(attributes[name])
        if not made.ordered:
            codes = np.where(codes < MOST_CLASSES, codes, -1)
        classes = len(made) if made.ordered else min(len(made), MOST_CLASSES)
        bins = classes + 1
        rows = [np.ones(bins)]
        for first in range(classes):
            lasts = range(first, classes) if made.ordered else [first]
            for last in lasts:
                row = np.zeros(bins)
                row[first : last + 1] = 1
                size = int(((codes >= first) & (codes <= last)).sum())
                if fewest <= size < len(codes):
                    rows.append(row)
        if len(rows) > 1:
            axes.append(_Axis(str(name), made, np.where(codes < 0, classes, codes), np.array(rows)))
    return axes


def _comparable(target: pd.Series) -> np.ndarray:
    if target.dtype == bool:
        return target.to_numpy(dtype="float64")
    return target.fillna(target.median()).rank().to_numpy(dtype="float64")


def _cubes(space: list[_Axis], values: np.ndarray) -> Iterator[tuple[tuple[_Axis, ...], np.ndarray, np.ndarray]]:
    """For every combination of axes: per combination of selectors the number of customers, and the sums of each row
    of ``values`` (rows × customers)."""
    for axes in combinations(space, min(DEPTH, len(space))):
        shape = tuple(axis.bins for axis in axes)
        code = np.ravel_multi_index([axis.codes for axis in axes], shape)
        cells = int(np.prod(shape))
        counts = np.bincount(code, minlength=cells).astype("float64").reshape(1, *shape)
        sums = np.stack([np.bincount(code, weights=row, minlength=cells) for row in values]).reshape(-1, *shape)
        yield axes, _chosen(axes, counts)[0], _chosen(axes, sums)


def _chosen(axes: tuple[_Axis, ...], cube: np.ndarray) -> np.ndarray:
    """Sums over cells become sums over selectors, one axis after the other."""
    for axis in axes:
        cube = np.moveaxis(np.tensordot(cube, axis.choice, axes=([1], [1])), -1, cube.ndim - 1)
    return cube


def _scores(n: np.ndarray, sums: np.ndarray, values: np.ndarray, fewest: int) -> np.ndarray:
    mean, deviation, everybody = values.mean(), values.std(), len(values)
    allowed = (n >= fewest) & (n < everybody)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.sqrt(n) * (sums / n - mean) / deviation
    return np.where(allowed, scores, -np.inf)


def _best_of(space: list[_Axis], values: np.ndarray, fewest: int, most: int) -> tuple[list[Profile], int]:
    """The best profiles, none of which shares most of its customers with a better one; and how many were tried."""
    candidates: list[tuple[float, tuple[_Axis, ...], tuple[int, ...]]] = []
    tried: dict[tuple[str, ...], int] = {}
    for axes, n, sums in _cubes(space, values[None, :]):
        scores = _scores(n, sums[0], values, _seed_size(fewest))
        for together in _subsets(len(axes)):
            only = tuple(slice(1, None) if place in together else 0 for place in range(len(axes)))
            names = tuple(axes[place].name for place in together)
            tried[names] = int(np.isfinite(scores[only]).sum())
        flat = scores.ravel()
        for place in np.argsort(-flat, kind="stable")[: 12 * most]:
            if flat[place] > 0:
                candidates.append((float(flat[place]), axes, tuple(map(int, np.unravel_index(place, scores.shape)))))
    candidates.sort(key=lambda entry: (-entry[0], sum(place > 0 for place in entry[2])))
    found: list[Profile] = []
    taken: list[np.ndarray] = []
    for _, axes, places in candidates:
        chosen = {axis.name: axis.choice[place] for axis, place in zip(axes, places, strict=True) if place}
        if _alike(_inside(space, chosen), taken):
            continue
        chosen, score = _widened(space, chosen, values, fewest)
        inside = _inside(space, chosen)
        if inside.sum() < fewest or _alike(inside, taken):
            continue
        taken.append(inside)
        found.append(_profile(space, chosen, int(inside.sum()), score))
        if len(found) == most:
            break
    return sorted(found, key=lambda entry: -entry.score), sum(tried.values())


def _alike(inside: np.ndarray, taken: list[np.ndarray]) -> bool:
    return any((inside & other).sum() > ALIKE * (inside | other).sum() for other in taken)


def _seed_size(fewest: int) -> int:
    """Customers a combination must have to be widened: two halves, "A" and "B", may only together be enough."""
    return max(3, fewest // 2)


def _subsets(depth: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, depth + 1):
        yield from combinations(range(depth), size)


def _profile(space: list[_Axis], chosen: dict[str, np.ndarray], n: int, score: float) -> Profile:
    classes = tuple((axis.name, axis.keys(chosen[axis.name])) for axis in space if axis.name in chosen)
    return Profile(classes, n, score)


def _inside(space: list[_Axis], chosen: dict[str, np.ndarray]) -> np.ndarray:
    inside = np.ones(len(space[0].codes), dtype=bool)
    for axis in space:
        if axis.name in chosen:
            inside &= chosen[axis.name][axis.codes] > 0
    return inside


def _widened(
    space: list[_Axis], chosen: dict[str, np.ndarray], values: np.ndarray, fewest: int
) -> tuple[dict[str, np.ndarray], float]:
    """The profile with alternatives added, one at a time, while its score rises or it has too few customers; a score
    of −∞ where no alternatives make them enough."""
    inside = _inside(space, chosen)
    size, score = int(inside.sum()), _score(inside, values)
    while True:
        best: tuple[float, int, dict[str, np.ndarray]] | None = None
        for axis in space:
            if axis.name not in chosen or axis.made.ordered:  # neighbours of a number were all searched
                continue
            others = {name: selector for name, selector in chosen.items() if name != axis.name}
            elsewhere = _inside(space, others)
            n = np.bincount(axis.codes[elsewhere], minlength=axis.bins)
            sums = np.bincount(axis.codes[elsewhere], weights=values[elsewhere], minlength=axis.bins)
            now = chosen[axis.name] > 0
            more = _scores(n[now].sum() + n, sums[now].sum() + sums, values, 1)
            more[now | (n == 0)] = -np.inf
            more[-1] = -np.inf
            place = int(np.argmax(more))
            if np.isfinite(more[place]) and (best is None or more[place] > best[0]):
                wider = chosen[axis.name].copy()
                wider[place] = 1
                best = (float(more[place]), int(n[now].sum() + n[place]), {**chosen, axis.name: wider})
        if best is None or (size >= fewest and best[0] <= score + 1e-9):
            return chosen, score if size >= fewest else -np.inf
        score, size, chosen = best


def _score(inside: np.ndarray, values: np.ndarray) -> float:
    return float(_scores(np.array([inside.sum()]), np.array([values[inside].sum()]), values, 1)[0])


def _luck(
    space: list[_Axis],
    values: np.ndarray,
    fewest: int,
    shuffles: int,
    seed: int,
    progress: Callable[[float], None] | None,
) -> np.ndarray:
    """The best score of the whole search, widening included, for each of ``shuffles`` shuffles of the customers."""
    random = np.random.default_rng(seed)
    best = np.empty(shuffles)
    block = 25
    for start in range(0, shuffles, block):
        shuffled = np.stack([random.permutation(values) for _ in range(min(block, shuffles - start))])
        best[start : start + len(shuffled)] = _best_by_luck(space, shuffled, fewest)
        if progress:
            progress((start + len(shuffled)) / shuffles)
    return best


def _best_by_luck(space: list[_Axis], shuffled: np.ndarray, fewest: int) -> np.ndarray:
    """The best score in each row of ``shuffled`` (rows × customers), from the best combination that has customers
    enough, and from the best that may be widened to them."""
    leasts, rows = (fewest, _seed_size(fewest)), range(len(shuffled))
    top = np.full((len(leasts), len(shuffled)), -np.inf)
    where: dict[tuple[int, int], dict[str, np.ndarray]] = {}
    for axes, n, sums in _cubes(space, shuffled):
        for which, least in enumerate(leasts):
            scores = _scores(n[None], sums, shuffled[0], least).reshape(len(shuffled), -1)
            places = scores.argmax(axis=1)
            values = scores[rows, places]
            for row in map(int, np.flatnonzero(values > top[which])):
                spots = np.unravel_index(places[row], n.shape)
                chosen = {axis.name: axis.choice[spot] for axis, spot in zip(axes, spots, strict=True) if spot}
                where[which, row] = chosen
            top[which] = np.maximum(top[which], values)
    best = np.full(len(shuffled), -np.inf)
    for (_, row), chosen in where.items():
        best[row] = max(best[row], _widened(space, chosen, shuffled[row], fewest)[1])
    return best


def _chance(score: float, luck: np.ndarray) -> float:
    return float((1 + (luck >= score - 1e-9).sum()) / (1 + len(luck)))
