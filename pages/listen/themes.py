"""What the answers are about: themes by question, by segment, best customers against others, and who said what."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.listen.counts import counts, heard, most_different
from analysis.listen.questions import QUESTIONS
from analysis.listen.themes import renamed
from analysis.listen.themes_chart import COLUMNS, THEMES, best_sentence, sentence, themes_figure
from analysis.look import title_of
from analysis.refill.segments import segment_of
from analysis.tag.groups import words
from pages.parts import chart, fields, page, session, table, watch

VIEWS = ("question", "segment", "best")
SIDES = ("best", "others")


def show(evaluation: Evaluation) -> None:
    language = session.language()
    told = heard(evaluation, session.workspace().fields("listen."))
    if told["theme"].dropna().empty:
        st.info(language.text("listen.themes.none" if len(told) else "listen.themes.nobody"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            language.text("listen.themes.view"),
            VIEWS,
            default=VIEWS[0],
            required=True,
            format_func=lambda name: language.text(f"listen.themes.by.{name}"),
            key="listen_view",
            persist_state="session",
        )
        column, in_words = _columns(evaluation, told, view)
    found, figure = picture(evaluation, told, view, column, in_words)
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        picked = chart.draw(figure, f"listen_themes_{view}", alt=title_of(figure), select="points")
        if found["small"].any():
            st.caption(language.text("listen.themes.small", n=int(evaluation.assumptions.refill.small_segment)))
        if found["theme"].nunique() > THEMES or found["column"].nunique() > COLUMNS:
            st.caption(language.text("listen.themes.more"))
    with right:
        _quotes(told, picked, list(found["theme"].unique()))
    with st.expander(language.text("listen.themes.table")):
        _table(found, in_words)
    if not session.hidden():
        _rename(list(found["theme"].unique()))


def picture(
    evaluation: Evaluation,
    told: pd.DataFrame,
    view: str,
    column: pd.Series,
    in_words: Callable[[str], str],
    **size: int,
) -> tuple[pd.DataFrame, go.Figure]:
    """The counts of a view (see ``columns``), and their chart."""
    found = counts(told, column, int(evaluation.assumptions.refill.small_segment))
    if view == "best":
        found, title = most_different(found), best_sentence(found, session.look())
    else:
        title = sentence(told, found, session.look(), in_words)
    return found, themes_figure(found, title, session.look(), in_words, **size)


def columns(told: pd.DataFrame, view: str) -> tuple[pd.Series, Callable[[str], str]]:
    """The column of each mention by question, or of best customers and others, and how a column is called."""
    language = session.language()
    if view == "question":
        order = pd.CategoricalDtype(QUESTIONS, ordered=True)
        return told["question"].astype(order), lambda name: language.text(f"listen.short.{name}")
    side = told["listened"].map({True: "best", False: "others"}).astype(pd.CategoricalDtype(SIDES))
    return side, lambda name: language.text(f"listen.themes.side.{name}")


def _columns(evaluation: Evaluation, told: pd.DataFrame, view: str) -> tuple[pd.Series, Callable[[str], str]]:
    """The same, or by an attribute chosen here."""
    language = session.language()
    if view != "segment":
        return columns(told, view)
    attribute = st.selectbox(
        language.text("listen.themes.attribute"),
        evaluation.portfolio.attributes,
        key="listen_segment_by",
        persist_state="session",
        width=280,
    )
    if attribute is None:
        return pd.Series(language.text("tag.none"), index=told.index), str
    segment = words(segment_of(evaluation, attribute, language), language.text("tag.none"))
    return told["customer_id"].map(segment), str


def _quotes(told: pd.DataFrame, picked: list[str], themes: list[str]) -> None:
    """Who said it, in their own words: the theme picked in the chart, or chosen here."""
    if page.hidden_here():
        return
    language = session.language()
    if picked and picked != st.session_state.get("listen_theme_picked"):
        st.session_state["listen_theme"] = picked[0]
    st.session_state["listen_theme_picked"] = picked
    if st.session_state.get("listen_theme") not in themes:
        st.session_state["listen_theme"] = themes[0]
    theme = st.selectbox(language.text("listen.themes.quotes"), themes, key="listen_theme")
    rows = told[told["theme"] == theme]
    with st.container(height=380, border=False):
        for row in rows.itertuples():
            st.markdown(f"> {page.escaped(row.quote)}")
            about = [f"**{page.escaped(row.name)}**", language.text(f"listen.short.{row.question}")]
            if isinstance(row.sure, str):
                about.append(language.text(f"listen.sure_options.{row.sure}"))
            st.caption(" · ".join(about))


def _table(found: pd.DataFrame, in_words: Callable[[str], str]) -> None:
    language = session.language()
    table.show(
        found.assign(column_word=found["column"].map(in_words), few=found["small"].map({True: "●", False: ""})),
        "listen_counts",
        alt=language.text("listen.themes.table"),
        columns={
            "theme": table.Column(language.text("listen.themes.theme"), pinned=True),
            "column_word": table.Column(language.text("listen.themes.column")),
            "customers": table.Column(language.text("listen.themes.customers"), "count"),
            "asked": table.Column(language.text("listen.themes.of_asked"), "count"),
            "share": table.Column(language.text("listen.themes.share"), "percent"),
            "low": table.Column(language.text("listen.themes.low"), "percent"),
            "high": table.Column(language.text("listen.themes.high"), "percent"),
            "few": table.Column(language.text("listen.themes.small_column")),
        },
    )


def _rename(themes: list[str]) -> None:
    """One theme under another name, or several as one, everywhere at once."""
    language, off = session.language(), not session.workspace().writable
    st.markdown(f"**{language.text('listen.themes.rename')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            language.text("listen.themes.which"), themes, key="listen_rename", disabled=off,
            placeholder=language.text("listen.themes.which_placeholder"),
        )  # fmt: skip
        into = st.text_input(language.text("listen.themes.into"), key="listen_into", disabled=off)
        st.button(
            language.text("listen.themes.merge" if len(chosen) > 1 else "listen.themes.rename_one"),
            key="listen_merge",
            disabled=off or not chosen or not into.strip(),
            on_click=_renamed,
            args=(chosen, into),
        )


def _renamed(chosen: list[str], into: str) -> None:
    edit = renamed(session.workspace().fields("listen."), chosen, into)
    if fields.filed(edit):
        watch.tell(session.language().text("listen.themes.done", n=len(edit), theme=into))
        st.session_state["listen_rename"], st.session_state["listen_into"] = [], ""
