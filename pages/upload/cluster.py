"""Tables that stay in a cluster: which of them count, of those that ``.streamlit/secrets.toml`` offers."""

from __future__ import annotations

import streamlit as st

from analysis.workspace import cluster, uploads
from pages.parts import session
from pages.parts.upload_actions import take_tables
from pages.upload.drop import work


def show() -> None:
    """The tables to choose from, and the button that has them read."""
    offered = cluster.tables()
    if not offered:
        return
    language = session.language()
    with st.expander(
        language.text("upload.cluster.title"), icon=":material/hub:", key="cluster_opened", on_change="rerun"
    ):
        st.caption(language.text("upload.cluster.help"))
        chosen = st.multiselect(
            language.text("upload.cluster.tables"), offered, placeholder=language.text("upload.cluster.choose")
        )
        if st.button(language.text("upload.cluster.run"), type="primary", disabled=not chosen):
            names = [uploads.name_of(place) for place in chosen]
            work(lambda step: take_tables(chosen, step), language.text("upload.cluster.title"), names)
