"""Loss review: where in the sales process, why, with whom and when; and what we change."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.evaluate import Evaluation
from analysis.look import title_of
from analysis.refill.charts import losses_figure
from analysis.refill.losses import NOTE, OWN_GROUPS, groups, named, outcomes, review, stages, strangers, totals
from pages.parts import chart, fields, page, session, table
from pages.refill import quiet

KINDS = ("all", "deal", "customer")
STAGES = 8


def show(evaluation: Evaluation) -> None:
    """The known losses, where a table has any, and apart from them the customers gone quiet."""
    if len(evaluation.portfolio.losses):
        _known(evaluation)
    else:
        st.caption(session.language().text("refill.losses.quiet.none_known"))
    quiet.show(evaluation)


def _known(evaluation: Evaluation) -> None:
    language, losses = session.language(), evaluation.portfolio.losses
    deals, gone = totals(losses, "deal"), totals(losses, "customer")["lost"]
    st.markdown(
        language.text(
            "refill.losses_sum",
            won=deals["won"][0],
            won_value=deals["won"][1],
            lost=deals["lost"][0],
            lost_value=deals["lost"][1],
            gone=gone[0],
            gone_value=gone[1],
            open=deals["open"][0],
        )
    )
    if unknown := strangers(losses):
        st.caption(language.text("refill.losses.strangers", n=unknown))
    kind, by = _choices(evaluation)
    words = {name: language.text(f"refill.losses.by.{name}") for name in OWN_GROUPS}
    group = groups(evaluation, by, language)
    for side, column, name, of in zip(
        ("left", "right"), st.columns(2, gap="large"), ("stage", by), (losses["stage"], group), strict=True
    ):
        with column:
            found = review(losses, of, kind)
            figure = losses_figure(found, words.get(name, name), session.look(), in_order=name == "quarter")
            chart.draw(figure, f"refill_losses:{side}:{name}:{kind}", alt=title_of(figure))
    with st.expander(language.text("refill.losses.outcomes")):
        _outcomes(outcomes(losses, group), words.get(by, by))
    if not session.hidden():
        _stages(losses)


def _choices(evaluation: Evaluation) -> tuple[str | None, str]:
    """Deals, customers or both, and by what they are counted beside the stage."""
    language = session.language()
    left, right = st.columns(2, gap="large")
    with left:
        kind = fields.choice(
            "refill.loss_kind",
            label=language.text("refill.losses.what"),
            options={name: language.text(f"refill.losses.kinds.{name}") for name in KINDS},
            default="all",
        )
    own = {name: language.text(f"refill.losses.by.{name}") for name in OWN_GROUPS if name != "stage"}
    options = {**{name: name for name in evaluation.portfolio.attributes}, **own}
    with right:
        by = fields.choice(
            "refill.loss_by",
            label=language.text("refill.losses.second"),
            options=options,
            default="reason",
            widget=st.selectbox,
        )
    return (kind if kind in ("deal", "customer") else None), (by if by in options else "reason")


def _outcomes(rows: pd.DataFrame, by: str) -> None:
    language = session.language()
    kinds: dict[str, table.Kind] = {
        "won": "count",
        "won_value": "money",
        "lost": "count",
        "lost_value": "money",
        "open": "count",
        "loss_rate": "percent",
    }
    shown = rows.reset_index()
    table.show(
        shown.assign(group=[named(str(group), language) for group in shown["group"]]),
        f"refill_outcomes:{by}",
        alt=language.text("refill.losses.outcomes"),
        columns={
            "group": table.Column(by, pinned=True),
            **{name: table.Column(language.text(f"refill.losses.{name}"), kind) for name, kind in kinds.items()},
        },
    )


def _stages(losses: pd.DataFrame) -> None:
    """For each stage the question back to our own process, with a note and an owner."""
    language = session.language()
    st.markdown(f"##### {language.text('refill.losses.stages')}")
    for stage, row in stages(losses).head(STAGES).iterrows():
        key = "refill.losses.question" if row["reason"] else "refill.losses.question_open"
        asked = language.text(key, lost=row["lost"], reason=row["reason"] or "", times=row["times"])
        st.markdown(f"**{page.escaped(named(str(stage), language))}** · {page.escaped(asked)}")
        left, right = st.columns([3, 1])
        with left:
            fields.text(f"{NOTE}{stage}.note", label=language.text("refill.losses.note"))
        with right:
            fields.text(f"{NOTE}{stage}.owner", label=language.text("refill.losses.owner"))
