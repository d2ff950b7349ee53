"""Parts of a page that are drawn by themselves: when something in them draws the whole page."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from pages.parts import rooms

    def draw() -> None:
        if not st.session_state.get("narrowed"):
            st.toggle("Downward", value=True, key="down", on_change=rooms.on_change("down"))

    rooms.show("table", draw)


@pytest.fixture
def asked(monkeypatch) -> list[bool]:
    """One entry for each time that the whole page was asked for."""
    found: list[bool] = []
    monkeypatch.setattr(st, "rerun", lambda: found.append(True))
    return found


def test_a_widget_on_which_the_page_hangs_draws_it_whole(asked):
    page = AppTest.from_function(_page).run()
    page.toggle(key="down").set_value(False).run()
    page.toggle(key="down").set_value(True).run()
    assert len(asked) == 2


def test_a_widget_that_is_gone_and_told_once_more_does_not(asked):
    """The browser tells it with whatever it asks before it has heard that the widget is gone."""
    page = AppTest.from_function(_page).run()
    told = page._tree.get_widget_states()
    page.session_state["narrowed"] = True
    page.run()
    page._run(told)
    assert not page.toggle
    assert not asked


def _thresholds() -> None:
    import streamlit as st

    from pages.parts import rooms

    drawn, rows = st.session_state.setdefault("drawn", []), st.session_state.setdefault("rows", ["Ada", "Bert"])
    rooms.begin()
    rooms.show("table", lambda: drawn.append("table"), shows=lambda: tuple(rows))
    rooms.show("counts", lambda: drawn.append("counts"))
    rooms.show(
        "slider", lambda: st.slider("At least", 0, 9, key="least", on_change=rooms.redraw, args=(["table", "counts"],))
    )
    rooms.end()


@pytest.mark.parametrize(
    ("rows", "drawn"), [(["Ada", "Bert"], ["counts"]), (["Bert", "Ada"], ["table", "counts"])], ids=["same", "others"]
)
def test_a_room_that_shows_the_same_stays_as_it_stands(rows, drawn):
    page = AppTest.from_function(_thresholds).run()
    page.session_state["drawn"].clear()
    page.session_state["rows"][:] = rows
    page.slider(key="least").set_value(3).run()
    assert page.session_state["drawn"] == drawn
