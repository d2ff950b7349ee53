"""A page that is nothing but text fields, drawn as the app draws its own: for tests of typing."""

import streamlit as st

from pages.parts import autosave, fields, session, watch

st.set_page_config(page_title="typing")
there = session.workspace()
watch.begin()
st.query_params["workspace"] = there.id
autosave.mount()
with st.sidebar:
    watch.show()
    watch.undo()
for number in range(1, 6):
    fields.text("listen.note", number, label=f"Note {number}", lines=2)
fields.text("listen.word", label="Word")
fields.choice("tag.strategic", 1, label="Strategic", options={"yes": "Yes", "no": "No"})
