"""Names so alike that they may be one customer: merged only by the user's word, and undone as easily."""

from __future__ import annotations

import streamlit as st

from analysis.portfolio import Portfolio
from analysis.upload.identity import close_names
from analysis.workspace import uploads
from pages.parts import page, session
from pages.parts.upload_actions import settle
from pages.upload.drop import told


def show(portfolio: Portfolio) -> None:
    """The pairs on offer, and the ones merged."""
    language, there = session.language(), session.real_workspace()
    merged = there.get(uploads.MERGED, default={})
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
                    args=({**merged, pair.other_key: pair.key},),
                )
        for other, key in merged.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    language.text("upload.merged", other=page.escaped(other), key=page.escaped(key)), width="stretch"
                )
                left = {name: kept for name, kept in merged.items() if name != other}
                st.button(language.text("upload.unmerge"), key=f"unmerge:{other}", on_click=_file, args=(left,))


def _file(merged: dict[str, str]) -> None:
    loaded = settle(uploads.files(session.real_workspace()), {uploads.MERGED: merged})
    st.session_state["upload:said"] = told(loaded, session.language())
