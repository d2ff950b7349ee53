"""A page that is nothing but text fields, and another one, drawn as the app draws its own: for tests of typing."""

import streamlit as st

from pages.parts import autosave, fields, session, watch


def notes() -> None:
    for number in range(1, 6):
        fields.text("listen.note", number, label=f"Note {number}", lines=2)
    fields.text("listen.word", label="Word")
    fields.choice("tag.strategic", 1, label="Strategic", options={"yes": "Yes", "no": "No"})
    fields.slider("care.hourly_rate")


def elsewhere() -> None:
    st.title("Elsewhere")


st.set_page_config(page_title="typing")
there = session.workspace()
watch.begin()
st.query_params["workspace"] = there.id
pages = [st.Page(notes, title="Notes", default=True), st.Page(elsewhere, title="Other page", url_path="other")]
chosen = st.navigation(pages)
with st.sidebar:
    watch.show()
    watch.undo()
autosave.mount()
chosen.run()
