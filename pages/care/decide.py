"""Ready, aim, hit: levers for one customer or a group, the decision, the conversation, the board of decisions."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from analysis.care.actions import ACTIONS
from analysis.care.decisions import PREFIX, STATES, board, decision_to_file
from analysis.care.outcome import Outcome, Terms, mildest_terms, outcome
from analysis.evaluate import Evaluation
from analysis.invoices.words import combined, lever
from pages.care import talk, views
from pages.parts import fields, page, session, table


def show(evaluation: Evaluation) -> None:
    """Levers on the left, the decision on the right; then the conversation plan and the board."""
    language = session.language()
    chosen, who = views.chosen(evaluation, "care.view.decide", default="one")
    if chosen.empty:
        st.info(language.text("care.nobody_here"))
        return
    customer = int(chosen[0]) if len(chosen) == 1 else None
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        terms = _levers(evaluation, chosen, customer, who)
    with right:
        if customer is None:
            _limits()
        else:
            _decision(evaluation, customer)
    if customer is not None:
        talk.show(evaluation, customer, terms)
    _board(evaluation)


def _levers(evaluation: Evaluation, chosen: pd.Index, customer: int | None, who: str) -> Terms:
    language, goals = session.language(), evaluation.assumptions.goals
    st.markdown(f"**{page.escaped(language.text('care.levers.title', who=who))}**")
    if customer is not None:
        needed, reachable = mildest_terms(evaluation, customer)
        key = (
            "reached"
            if evaluation.customers.loc[customer, "net_contribution"] >= 0
            else "takes"
            if reachable
            else "none"
        )
        st.markdown(page.escaped(language.text(
            f"care.levers.{key}", terms=_in_words(needed),
            best=evaluation.customers.loc[customer, "best_net"],
        )), help=language.text("care.levers.order"))  # fmt: skip
        if key == "takes" and st.button(language.text("care.levers.take"), icon=":material/build:", key="care_take"):
            there = session.workspace()
            there.put_many(
                {(f"lever.{name}", customer): getattr(needed, name) for name in ("price", "hours", "fee", "loss")}
            )
            st.rerun()
    if customer is not None:
        _price_by_reference(evaluation, customer)
        if words := combined(evaluation, customer, language):
            st.caption(page.escaped(words))
    hours = fields.share("lever.hours", customer, label=language.text("care.levers.hours"), high=1.0)
    fee = fields.share("lever.fee", customer, label=language.text("care.levers.fee"))
    price = fields.share("lever.price", customer, label=language.text("care.levers.price"), high=0.3, step=0.001)
    loss = fields.share("lever.loss", customer, label=language.text("care.levers.loss"), high=0.5)
    risk = fields.share("lever.risk", customer, label=language.text("care.levers.risk"),
                        help=language.text("care.levers.risk_help"))  # fmt: skip
    terms = Terms(price=price, loss=loss, hours=hours, fee=fee, risk=risk)
    beyond = [
        language.text(f"care.levers.{name}")
        for name, used, limit in (("hours", hours, goals.hours_limit), ("fee", fee, goals.fee_limit),
                                  ("price", price, goals.price_limit))
        if used > limit + 1e-9
    ]  # fmt: skip
    if beyond:
        st.warning(language.text("care.levers.beyond", levers=language.list(beyond)))
    _result(outcome(evaluation, chosen, terms), risk)
    if customer is not None:
        answers = {key: language.text(f"care.levers.test_{key}") for key in ("accepts", "negotiates", "leaves")}
        fields.choice("lever.test", customer, label=language.text("care.levers.test"), options=answers)
    return terms


def _price_by_reference(evaluation: Evaluation, customer: int) -> None:
    """What the reference price asks for, and a click that fills the price lever with it."""
    language, there = session.language(), session.workspace()
    suggested = lever(evaluation, customer, language)
    if suggested is None or there.get("lever.price", customer) == suggested[0]:
        return
    st.caption(page.escaped(suggested[1]))
    st.button(
        language.text("invoices.lever.take"),
        icon=":material/sell:",
        key="care_reference",
        disabled=not there.writable,
        on_click=fields.put,
        args=({("lever.price", customer): suggested[0]},),
    )


def _in_words(terms: Terms) -> str:
    language = session.language()
    used = [("hours", terms.hours), ("fee", terms.fee), ("price", terms.price)]
    return language.list([language.text(f"care.levers.term_{name}", share=share) for name, share in used if share > 0])


def _result(result: Outcome, risk: float) -> None:
    language = session.language()
    with st.container(horizontal=True):
        for name, amount in (("before", result.net_before), ("after", result.net_after)):
            st.metric(language.text(f"care.levers.{name}"), language.short(amount), border=True, width="stretch",
                      help=language.money(amount))  # fmt: skip
    gains = {"hours": result.hours_gain, "fee": result.fee_gain, "price": result.price_gain}
    words = [language.text(f"care.levers.gain_{name}", amount=gain) for name, gain in gains.items() if abs(gain) >= 0.5]
    if words:
        st.markdown(page.escaped(language.text("care.levers.gains", gains=language.list(words))))
    dearer = result.price_needed_with_loss - result.price_needed >= 0.0005  # as shown
    lines = [
        language.text("care.levers.expected", amount=result.expected, risk=risk) if risk > 0 else "",
        language.text("care.levers.reach", n=result.customers, reached=result.reached) if result.customers > 1 else "",
        language.text("care.levers.break_even", rise=result.price_needed)
        if result.net_before < 0 and result.price_needed == result.price_needed else "",
        language.text("care.levers.break_even_loss", rise=result.price_needed_with_loss)
        if result.net_before < 0 and dearer else "",
        language.text("care.levers.bearable", loss=result.bearable_loss)
        if result.bearable_loss == result.bearable_loss else "",
        language.text("care.levers.allowed", hours=max(result.allowed_hours, 0.0), used=result.used_hours)
        if result.allowed_hours == result.allowed_hours else "",
        language.text("care.levers.late_fee", amount=result.late_fee) if result.late_fee > 0 else "",
    ]  # fmt: skip
    st.markdown("\n".join(f"- {page.escaped(line)}" for line in lines if line))


def _limits() -> None:
    st.markdown(f"**{session.language().text('care.levers.limits')}**")
    for name in ("price_limit", "hours_limit", "fee_limit", "volume_loss", "target_margin", "base_rate"):
        fields.slider(f"goals.{name}")


def _decision(evaluation: Evaluation, customer: int) -> None:
    language, there = session.language(), session.workspace()
    row = evaluation.customers.loc[customer]
    with st.container(border=True):
        st.markdown(
            f"**{language.text('care.decision.recommended')}: {language.text('actions.' + row['action'] + '.label')}**"
        )
        st.caption(language.text(f"actions.rules.{row['rule']}"))
        actions = {action: language.text(f"actions.{action}.label") for action in ACTIONS}
        action = fields.choice(
            f"{PREFIX}action",
            customer,
            label=language.text("care.decision.action"),
            options=actions,
            widget=st.selectbox,
            placeholder=language.text("care.decision.none"),
        )
        decided = decision_to_file(evaluation, customer, action, there.get(f"{PREFIX}action_of_rule", customer))
        if decided:
            there.put_many({(field, customer): value for field, value in decided.items()})
        fired = there.get(f"{PREFIX}rule", customer)
        if action and fired and fired != row["rule"]:
            st.warning(language.text("care.decision.changed", rule=language.text(f"actions.rules.{row['rule']}")))
        with st.container(horizontal=True):
            fields.text(f"{PREFIX}owner", customer, label=language.text("care.decision.owner"))
            fields.day(f"{PREFIX}due", customer, label=language.text("care.decision.due"))
        states = {state: language.text(f"actions.states.{state}") for state in STATES}
        fields.choice(f"{PREFIX}state", customer, label=language.text("care.decision.state"), options=states,
                      default="planned")  # fmt: skip
        fields.text(f"{PREFIX}note", customer, label=language.text("care.decision.note"), lines=2)
        fields.choice(f"{PREFIX}refused", customer, label=language.text("care.decision.refused"),
                      options={True: language.text("care.decision.yes")}, widget=st.pills)  # fmt: skip
        expected = there.get(f"{PREFIX}expected", customer)
        if expected:
            st.caption(page.escaped(language.text("care.decision.expected", amount=expected)))
        fields.number(f"{PREFIX}outcome", customer, label=language.text("care.decision.outcome"), step=100.0)


def _board(evaluation: Evaluation) -> None:
    language = session.language()
    st.subheader(language.text("care.board.title"), anchor=False)
    rows = board(session.workspace().fields(PREFIX), evaluation, datetime.now(UTC).date())
    if rows.empty:
        st.caption(language.text("care.board.empty"))
        return
    actions = {action: language.text(f"actions.{action}.label") for action in ACTIONS}
    states = {state: language.text(f"actions.states.{state}") for state in STATES}
    marks = {
        True: language.text("care.board.overdue"),
        False: "",
    }
    shown = rows.assign(
        action=rows["action"].map(actions),
        recommended=rows["recommended"].map(actions),
        state=rows["state"].map(states),
        overdue=rows["overdue"].map(marks),
        changed=rows["changed"].map({True: language.text("care.board.changed"), False: ""}),
    )
    table.show(
        shown,
        "care_board",
        alt=language.text("care.board.title"),
        says=language.text("care.board.told", n=len(rows), late=len(rows[rows["overdue"]])),
        columns={
            "name": table.Column(language.text("care.customer"), pinned=True),
            "action": table.Column(language.text("care.decision.action")),
            "state": table.Column(language.text("care.decision.state")),
            "owner": table.Column(language.text("care.decision.owner")),
            "due": table.Column(language.text("care.decision.due"), "date"),
            "overdue": table.Column(language.text("care.board.late")),
            "expected": table.Column(language.text("care.board.expected"), "money"),
            "outcome": table.Column(language.text("care.board.outcome"), "money"),
            "recommended": table.Column(language.text("care.board.recommended")),
            "changed": table.Column(language.text("care.board.note")),
            "note": table.Column(language.text("care.decision.note")),
        },
    )
