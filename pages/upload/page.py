"""Step 1: bring the portfolio, and trust the sum. Reads from top to bottom like the screen."""

import streamlit as st

from pages.parts import page, session
from pages.upload import answer, cluster, database, drop, names, questions, span, tables

page.opening("upload")
hidden, portfolio = session.hidden(), session.portfolio()
if not hidden:
    drop.show()
    database.show()
    cluster.show()
    questions.show_pending()
elif portfolio is None:
    page.sample_button("sample_upload")

if portfolio is not None:
    answer.show(portfolio)
    questions.show(portfolio)
    st.subheader(session.language().text("upload.tables"), anchor=False)
    tables.show(portfolio)
    span.show(portfolio)
    if not hidden:
        names.show(portfolio)
    page.closing("upload")
