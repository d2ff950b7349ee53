"""Columns of the table of customers: of words from numbers and back, and beside those already there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd


def words(codes: np.ndarray, names: Sequence[str], index: pd.Index) -> pd.Series:
    """A column of text: ``names[code]`` for each of ``codes``. Much quicker than from as many strings."""
    return pd.Series(_texts(tuple(names)).take(codes), index=index, copy=False)


def places(column: pd.Series, names: Sequence[str]) -> np.ndarray:
    """The reverse of ``words``: where in ``names`` each text of ``column`` stands; -1 for none of them."""
    codes, found = pd.factorize(column)
    return np.append(pd.Index(names).get_indexer(pd.Index(found)), -1)[codes]


@lru_cache(64)
def _texts(names: tuple[str, ...]) -> Any:
    return pd.array(list(names), dtype="str")


def beside(customers: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """``customers`` with the columns of ``more``. A header of the user's own may be called what a figure is called; the
    figure goes before it."""
    there = customers.columns.isin(more.columns)
    return pd.concat([customers.loc[:, ~there] if there.any() else customers, more], axis=1)
