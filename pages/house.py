"""The entrance: language, workspace, navigation. What each step does is in its own folder beside this file."""

from pathlib import Path

import streamlit as st

from analysis.errors import PortfolioError
from analysis.language import Language
from pages.parts import autosave, present, rooms, session, sidebar, sign_in, turns, watch, workspaces
from pages.parts.page import ICONS, STEPS

ICON = Path(__file__).parent.joinpath("parts", "icon.png")

# A picture of our own: a named icon would be fetched from its maker's server at every visit.
st.set_page_config(page_title="keepworthy", page_icon=str(ICON), layout="wide")

rooms.begin()
sign_in.gate(Language(session.language_code()))
try:
    workspace = session.workspace()
    watch.begin()
except PortfolioError as trouble:
    workspaces.instead(trouble)
    st.stop()

# A page's own address drops the query, so it is written anew in every run; tabs and filters write theirs.
address = session.address() | session.address_of_customer()
st.query_params.update(address)
for gone in {"customer", "hidden", *session.KEPT} - address.keys():
    st.query_params.pop(gone, None)

language = session.language()
chosen = st.navigation(
    [
        st.Page(
            f"{step}/page.py",
            title=language.text("parts.numbered", n=number, step=language.text(f"parts.steps.{step}")),
            icon=ICONS[step],
            url_path=step,
            default=step == "upload",
        )
        for number, step in enumerate(STEPS, start=1)
    ],
    position="hidden",
)
with turns.taken():
    with st.sidebar:
        sidebar.show(chosen.url_path or "upload")
    autosave.mount()
    if session.presenting() and session.portfolio() is not None:
        present.show(chosen.url_path or "upload")
    else:
        chosen.run()
rooms.end()
