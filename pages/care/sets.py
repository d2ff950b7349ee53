"""Sets of assumptions: what differs from the defaults, saved under a name, compared, carried to another workspace."""

import pandas as pd
import streamlit as st

from analysis.assumptions import every_name
from analysis.care.sets import SET_FIELD, AssumptionSet, compared, differing, from_toml, present, taken, to_toml
from analysis.care.tornado_chart import value_of
from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation, evaluate
from pages.parts import fields, page, session, table, take_away


def show(evaluation: Evaluation) -> None:
    """The present assumptions and their notes on the left, saved sets on the right."""
    if page.hidden_here():
        return
    left, right = st.columns(2, gap="large")
    with left:
        _present(evaluation)
    with right:
        _saved(evaluation)


def words(name: str, value: float | bool) -> str:
    """An assumption's value as a person reads it."""
    if isinstance(value, bool):
        return session.language().text(f"care.sets.{'on' if value else 'off'}")
    return value_of(name, value, session.language())


def _present(evaluation: Evaluation) -> None:
    language, there = session.language(), session.workspace()
    different = differing(evaluation.assumptions)
    st.markdown(f"**{language.text('care.sets.present')}**")
    if different:
        default = type(evaluation.assumptions)()
        rows = compared(evaluation.assumptions, default)
        _comparison(rows, "care_sets_present", language.text("care.sets.here"), language.text("care.sets.default"))
        if st.button(language.text("care.sets.reset"), icon=":material/restart_alt:", key="care_sets_reset"):
            there.put_many({(f"assumption.{name}", 0): None for name in different})
            st.rerun()
    else:
        st.caption(language.text("care.sets.all_default"))
    names = {name: language.text(f"assumptions.{name}.label") for name in every_name()}
    name = st.selectbox(language.text("care.sets.note_on"), list(names), format_func=names.__getitem__,
                        key="care_note_on")  # fmt: skip
    fields.text(f"assumption_note.{name}", label=language.text("care.sets.note"), lines=2)


def _comparison(rows: pd.DataFrame, key: str, one: str, other: str) -> None:
    language = session.language()
    shown = rows.assign(
        name=[language.text(f"assumptions.{name}.label") for name in rows.index],
        one=[words(name, value) for name, value in rows["one"].items()],
        other=[words(name, value) for name, value in rows["other"].items()],
    )
    table.show(
        shown, key, alt=language.text("care.sets.title"),
        columns={"name": table.Column(language.text("care.assumption")), "one": table.Column(one),
                 "other": table.Column(other)},
    )  # fmt: skip


def _saved(evaluation: Evaluation) -> None:
    language, there = session.language(), session.workspace()
    st.markdown(f"**{language.text('care.sets.title')}**")
    here = present(language.text("care.sets.here"), evaluation.assumptions, there.fields())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = len(there.fields(SET_FIELD))
        name = st.text_input(language.text("care.sets.name"), max_chars=60, key=f"care_sets_name_{count}")
        if st.button(language.text("care.sets.save"), icon=":material/save:", key="care_sets_save") and name.strip():
            there.put(f"{SET_FIELD}{name.strip()}", here.stored())
            st.rerun()
    filed = there.fields(SET_FIELD)
    sets = {
        field.removeprefix(SET_FIELD): AssumptionSet.restored(field.removeprefix(SET_FIELD), stored)
        for field, stored in zip(filed["field"], filed["value"], strict=True)
    }
    if sets:
        chosen = st.selectbox(language.text("care.sets.choose"), list(sets), key="care_set")
        _one(evaluation, sets[chosen])
    st.download_button(
        language.text("care.sets.export"), to_toml(here, language, take_away.footer()), file_name="keepworthy.toml",
        on_click="ignore", mime="application/toml", icon=":material/download:", key="care_sets_export",
    )  # fmt: skip
    _import()


def _one(evaluation: Evaluation, chosen: AssumptionSet) -> None:
    language, there = session.language(), session.workspace()
    rows = compared(evaluation.assumptions, chosen.assumptions)
    if rows.empty:
        st.caption(language.text("care.sets.same"))
    else:
        _comparison(rows, f"care_sets_{chosen.name}", language.text("care.sets.here"), chosen.name)
        other = evaluate(evaluation.portfolio, chosen.assumptions, own=evaluation.own)
        st.markdown(page.escaped(language.text(
            "care.sets.results", name=chosen.name, here=evaluation.total("net_contribution"),
            there=other.total("net_contribution"), losing=evaluation.whale.losing_customers,
            losing_there=other.whale.losing_customers,
        )))  # fmt: skip
    with st.container(horizontal=True):
        if st.button(language.text("care.sets.take"), icon=":material/check:", key="care_set_take"):
            there.put_many(taken(chosen, there.fields()))
            st.rerun()
        if st.button(language.text("care.sets.delete"), icon=":material/delete:", key="care_set_delete"):
            there.put(f"{SET_FIELD}{chosen.name}", None)
            st.rerun()


def _import() -> None:
    language, there = session.language(), session.workspace()
    file = st.file_uploader(language.text("care.sets.import"), type=["toml"], key="care_sets_import")
    if file is None:
        return
    try:
        chosen = from_toml(file.getvalue().decode("utf-8", errors="replace"), file.name)
    except PortfolioError as trouble:
        page.tell_trouble(trouble)
        return
    if st.button(
        language.text("care.sets.take_file", name=page.escaped(chosen.name)),
        icon=":material/check:",
        key="care_sets_take_file",
    ):
        there.put_many({**taken(chosen, there.fields()), (f"{SET_FIELD}{chosen.name}", 0): chosen.stored()})
        st.rerun()
