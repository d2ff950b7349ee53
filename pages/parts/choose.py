"""A choice among customers that stays with its customer, whatever becomes of the labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st


def customer(
    label: str,
    order: Sequence[int],
    customers: pd.DataFrame,
    key: str,
    words: Callable[[int, str], str] = lambda number, name: name,
    **options: Any,
) -> int:
    """One of the customers in ``order``, at first the first; ``st.session_state[key]`` is the id, and may be set.

    ``words``: a customer's id and name to the label. Streamlit tells options by their labels, and takes the first
    where the chosen one's changes, so a new set of labels is a new widget that starts with the same customer.
    """
    labels = {number: words(number, name) for number, name in names(order, customers).items()}
    if st.session_state.get(key) not in labels:
        st.session_state[key] = order[0]
    widget = f"{key}:{crc32(repr(labels).encode())}"
    st.session_state[widget] = st.session_state[key]
    st.selectbox(
        label,
        list(labels),
        format_func=lambda number: labels[number],
        key=widget,
        on_change=_chosen,
        args=(key, widget),
        **options,
    )
    return int(st.session_state[key])


def names(order: Iterable[int], customers: pd.DataFrame) -> dict[int, str]:
    """Customer ids to names; customers of one name are told apart by their numbers."""
    known = customers.loc[list(order), ["name", "key"]]
    alone = ~known["name"].duplicated(keep=False)
    return known["name"].where(alone, known["name"] + " · " + known["key"]).to_dict()


def _chosen(key: str, widget: str) -> None:
    st.session_state[key] = st.session_state[widget]
