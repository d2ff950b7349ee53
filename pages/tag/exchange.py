"""The list for colleagues to fill in, and their answers back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.tag.exchange import TAGS, tagged_list
from pages.parts import incoming, session, take_away


def show(evaluation: Evaluation, rows: pd.Index) -> bool:
    """Export of ``rows``, and import; whether they are in sight."""
    language = session.language()
    with st.expander(language.text("tag.exchange.title"), icon=":material/group:", key="tag_exchange",
                     on_change="rerun") as box:  # fmt: skip
        if box.open:
            st.caption(language.text("tag.exchange.what"))
            _out(evaluation, rows)
            incoming.show(evaluation, TAGS)
    return bool(box.open)


def _out(evaluation: Evaluation, rows: pd.Index) -> None:
    language, given = session.language(), session.workspace().fields("tag.")
    name = language.text("tag.exchange.file")
    with st.container(horizontal=True):
        for kind, mime, write in (("xlsx", incoming.XLSX, TAGS.workbook), ("csv", "text/csv", TAGS.csv)):
            take_away.offer(
                language.text(f"tag.exchange.{kind}"),
                partial(_written, write, evaluation, rows, given),
                f"{name}.{kind}",
                key=f"tag_export_{kind}",
                of=evaluation,
                shown=lambda: tuple(rows),
                at_once=len(rows) <= take_away.ROWS_AT_ONCE,
                mime=mime,
                disabled=rows.empty,
            )


def _written(
    write: Callable[[pd.DataFrame, Language, str], bytes], evaluation: Evaluation, rows: pd.Index, given: pd.DataFrame
) -> bytes:
    language = session.language()
    return write(tagged_list(evaluation, rows, given, language), language, take_away.footer())
