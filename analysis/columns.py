"""Columns of the table of customers: of words from numbers and back, and beside those already there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd


def words(codes: np.ndarray, names: Sequence[str], index: pd.Index) -> pd.Series:
    """A column of categories: ``names[code]`` for each of ``codes``. Much quicker than as many strings."""
    kinds, place = _kinds(tuple(names))
    return pd.Series(pd.Categorical.from_codes(place[codes], dtype=kinds, validate=False), index=index, copy=False)


def places(column: pd.Series, names: Sequence[str]) -> np.ndarray:
    """The reverse of ``words``: where in ``names`` each text of ``column`` stands; -1 for none of them."""
    codes, found = pd.factorize(column)
    return np.append(pd.Index(names).get_indexer(pd.Index(found)), -1)[codes]


@lru_cache(64)
def _kinds(names: tuple[str, ...]) -> tuple[pd.CategoricalDtype, np.ndarray]:
    """The different ``names``, and where among them each of them stands."""
    there = list(dict.fromkeys(names))
    return pd.CategoricalDtype(pd.Index(there, dtype="str")), np.array(list(map(there.index, names)), dtype="int8")


def beside(customers: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """``customers`` with the columns of ``more``. A header of the user's own may be called what a figure is called; the
    figure goes before it."""
    same = [name for name in more if name in customers]
    if same:  # put in their place, which copies nothing else
        customers = customers.assign(**{name: more[name] for name in same})
        more = more[[name for name in more if name not in same]]
    return pd.concat([customers, more], axis=1)
