"""Slides in place of the pages: one statement, one chart, at most three figures; keys and clicker turn them."""

from __future__ import annotations

import html
from importlib import import_module

import streamlit as st

from analysis.care.groups import named
from analysis.evaluate import Evaluation
from analysis.slides import Figures, Shown, Slide, of_customer, shown
from pages.parts import chart, clicker, page, session

AROUND = 254
"""Pixels above and below a chart: its statement in two lines, its measure, the buttons."""
LOWEST, USUAL = 320, 720

_STYLE = """<style>
header, [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stMainMenu"] {display: none}
.st-key-slide_bar {position: fixed; bottom: 0.6rem; left: 2rem; right: 2rem; width: auto}
[data-testid="stMainBlockContainer"] {padding: 1.2rem 2rem 4rem; max-width: none}
.slide-title {font-size: 34px; line-height: 1.2; font-weight: 700; margin: 0}
.slide-subtitle {font-size: 20px; line-height: 1.3; opacity: 0.75; margin: 0.2rem 0 0}
.slide-figure {margin: 0 0 1.6rem; line-height: 1.15}
.slide-figure dt {font-size: 20px; font-weight: 400}
.slide-figure dd {font-size: 42px; font-weight: 700; margin: 0; white-space: nowrap}
.slide-who {font-size: 20px; line-height: 1.25; font-weight: 700; margin: 0 0 1.2rem;
overflow-wrap: anywhere}
.slide-alone {display: flex; gap: 4rem; padding-top: 3rem} .slide-alone dt {font-size: 26px}
.slide-alone dd {font-size: 68px}
.slide-position {font-size: 20px; margin: 0; white-space: nowrap}
</style>"""


def show(step: str) -> None:
    """The slide in sight, and the way to the others; those of the next page follow on the last of this one."""
    evaluation, pointed = session.evaluation(), session.pointed()
    decks = {name: _deck(name, evaluation, pointed) for name in page.STEPS}
    every = [(name, slide) for name, deck in decks.items() for slide in deck]
    names = [(name, slide.name) for name, slide in every]
    here = (step, session.slide())
    at = names.index(here) if here in names else names.index((step, decks[step][0].name))
    turned, left, room = clicker.mount(at, len(every))
    if left:
        session.stop_presenting()
        st.rerun()
    if turned is not None and turned != at and 0 <= turned < len(every):
        _turn(*names[turned], step)
    asked: int | None = st.session_state.pop("slide_asked", None)
    if asked is not None:
        _turn(*names[asked], step)
    height = max((room or USUAL) - AROUND, LOWEST)
    with st.container(key="slide", gap="small"):
        st.html(_STYLE)
        _draw(evaluation, every[at][1], pointed, height, f"slide:{step}:{every[at][1].name}")
    _bar(evaluation, pointed, at, len(every))


def _deck(step: str, evaluation: Evaluation, pointed: int | None) -> list[Slide]:
    return import_module(f"pages.{step}.slides").slides(evaluation, pointed)


def _turn(step: str, name: str, now: str) -> None:
    session.show_slide(name)
    if step != now:
        st.switch_page(f"{step}/page.py", query_params=session.address())
    st.rerun()


def _draw(evaluation: Evaluation, slide: Slide, pointed: int | None, height: int, key: str) -> None:
    customers, language = evaluation.customers, session.language()
    drawn = shown(slide, session.look(), height, customers, pointed)
    _say(drawn)
    figures, who = slide.figures, ""
    if slide.who and pointed is not None and pointed in customers.index:
        figures, who = of_customer(customers, pointed, language), str(customers.at[pointed, "name"])
    if drawn.figure is None:
        st.html(f'<div class="slide-alone">{_figures(figures)}</div>')
        return
    left, right = st.columns([3.4, 1], gap="medium", vertical_alignment="center") if figures else (st.container(), None)
    with left:
        picked = chart.draw(drawn.figure, f"{key}:{pointed}", alt=drawn.title, select="points")
    if right:
        right.html(
            f'<p class="slide-who" style="color: {session.look().selected}">{html.escape(who)}</p>{_figures(figures)}'
        )
    ids = [int(one) for one in picked if str(one).isdecimal() and int(one) in customers.index]
    if ids and ids[0] != pointed:
        session.point_at(ids[0])
        st.rerun()


def _say(drawn: Shown) -> None:
    below = f'<p class="slide-subtitle">{html.escape(drawn.subtitle)}</p>' if drawn.subtitle else ""
    st.html(f'<h1 class="slide-title">{html.escape(drawn.title)}</h1>{below}')


def _figures(figures: Figures) -> str:
    entries = (
        f'<dl class="slide-figure"><dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd></dl>'
        for label, value in figures
    )
    return "".join(entries)


def _bar(evaluation: Evaluation, pointed: int | None, at: int, of: int) -> None:
    """Back, position, next; whom to point at; the way out."""
    language = session.language()
    with st.container(horizontal=True, vertical_alignment="center", key="slide_bar"):
        for name, to, icon in (("previous", at - 1, "before"), ("following", at + 1, "next")):
            st.button(
                language.text(f"present.{name}"),
                icon=f":material/navigate_{icon}:",
                key=f"slide_{name}",
                disabled=not 0 <= to < of,
                on_click=_ask,
                args=(to,),
                help=language.text("present.keys"),
            )
        st.html(f'<p class="slide-position">{language.text("present.position", at=at + 1, of=of)}</p>', width="content")
        options = named(evaluation, "", pointed)
        key = session.key(f"slide_pointed:{pointed}:{len(options)}")
        st.selectbox(
            language.text("present.point"),
            list(options),
            index=list(options).index(pointed) if pointed in options else None,
            format_func=lambda customer: options.get(customer, ""),
            key=key,
            placeholder=language.text("present.nobody"),
            label_visibility="collapsed",
            on_change=_point,
            args=(key,),
            width=420,
        )
        st.button(
            language.text("present.leave"), icon=":material/close:", key="slide_leave", on_click=session.stop_presenting
        )


def _ask(to: int) -> None:
    st.session_state["slide_asked"] = to


def _point(key: str) -> None:
    session.point_at(st.session_state[key])
