"""Names so alike that they may be one customer: merged only by the user's word, and undone as easily."""

from __future__ import annotations

import streamlit as st

from analysis.portfolio import Portfolio
from analysis.upload.identity import called, close_names
from analysis.workspace import uploads
from pages.parts import page, session
from pages.upload import said


def show(portfolio: Portfolio) -> None:
    """The pairs on offer, and the ones merged."""
    language, there = session.language(), session.real_workspace()
    merged = there.get(uploads.MERGED, default={})
    gone = there.get(uploads.MERGED_NAMES, default={})
    pairs = close_names(portfolio.customers)
    if pairs.empty and not merged:
        return
    title = language.text("upload.names", n=len(pairs))
    with st.expander(title, icon=":material/join_inner:", expanded=bool(merged)):
        st.caption(language.text("upload.names_help"))
        for pair in pairs.itertuples(index=False):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{page.escaped(pair.name)}  ↔  {page.escaped(pair.other_name)}", width="stretch")
                st.button(
                    language.text("upload.merge"),
                    key=f"merge:{pair.other_key}:{pair.key}",
                    on_click=_file,
                    args=({**merged, pair.other_key: pair.key}, {**gone, pair.other_key: pair.other_name}),
                )
        names_of = portfolio.customers.set_index("key")["name"]
        for other, key in merged.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                names = {"other": called(other, gone.get(other)), "key": called(key, names_of.get(key))}
                said_of = {place: page.escaped(name) for place, name in names.items()}
                st.markdown(language.text("upload.merged", **said_of), width="stretch")
                left = {name: kept for name, kept in merged.items() if name != other}
                st.button(language.text("upload.unmerge"), key=f"unmerge:{other}", on_click=_file, args=(left, gone))


def _file(merged: dict[str, str], gone: dict[str, str]) -> None:
    said.settled({uploads.MERGED: merged, uploads.MERGED_NAMES: gone})
