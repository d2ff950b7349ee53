"""Are we the problem? Once for the house: it gates nothing, but what it admits is worth knowing everywhere."""

from __future__ import annotations

import streamlit as st

from pages.listen.self_check import checks
from pages.parts import fields, session


def show() -> None:
    language = session.language()
    st.markdown(language.text("listen.house_help"))
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        checks(None)
    with right:
        fields.text("listen.house_note", label=language.text("listen.check_note"), lines=8)
