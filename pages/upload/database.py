"""A database server instead of files: one query per role, through a connection in ``.streamlit/secrets.toml``."""

from __future__ import annotations

import streamlit as st

from analysis.errors import PortfolioError
from analysis.upload.fields import ROLES
from analysis.upload.load import Loaded, Step
from pages.parts import fields, session, sign_in
from pages.parts.upload_actions import take_results
from pages.upload.drop import work

ASKED = tuple(role for role in ROLES if role != "answers")


def show() -> None:
    """The queries, kept like everything that is typed, and the button that runs them."""
    names = sign_in.connections()
    if not names:
        return
    language = session.language()
    with st.expander(
        language.text("upload.database.title"), icon=":material/database:", key="database_opened", on_change="rerun"
    ):
        st.caption(language.text("upload.database.help"))
        name = names[0] if len(names) == 1 else st.selectbox(language.text("upload.database.connection"), names)
        grid = st.columns(2)
        queries = {}
        for at, role in enumerate(ASKED):
            with grid[at % 2]:
                queries[role] = fields.text(
                    f"upload.query.{name}.{role}", label=language.text(f"roles.{role}"), lines=3, placeholder="SELECT …"
                ).strip()
        asked = {role: query for role, query in queries.items() if query}
        if st.button(language.text("upload.database.run"), type="primary", disabled=not asked):
            names = [_label(name, role) for role in asked]
            work(lambda step: _run(name, asked, step), language.text("upload.database.title"), names)


def _label(name: str, role: str) -> str:
    """What the result of a role's query is called."""
    return f"{name}: {session.language().text(f'roles.{role}')}"


def _run(name: str, queries: dict[str, str], step: Step) -> Loaded:
    results = {}
    for role, query in queries.items():
        label = session.language().text(f"roles.{role}")
        step("query", label)
        try:
            results[_label(name, role)] = (
                role,
                st.connection(name, type="sql").query(query, ttl=0, show_spinner=False),
            )
        except Exception as trouble:  # whatever the server and its driver say
            why = str(trouble).strip().partition("\n")[0]
            raise PortfolioError("errors.query", file=name, sheet=label, why=why) from trouble
    return take_results(results, step)
