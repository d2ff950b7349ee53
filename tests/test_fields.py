"""What a widget reports is filed only where somebody entered it."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from analysis.workspace.store import Workspace
from pages.parts import rooms

FIELD = "listen.note"


def page() -> None:
    import streamlit as st

    from pages.parts import fields, session

    st.query_params["workspace"] = session.workspace().id
    fields.text("listen.note", 1, label="Note")


@pytest.fixture
def there(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    return Workspace.create()


def test_the_text_of_before_sent_late_does_not_undo_anothers_edit(there):
    window = AppTest.from_function(page, default_timeout=30).run()
    there.put(FIELD, "from the other window", 1)
    window.run()
    assert window.text_input[0].value == "from the other window"
    window.text_input[0].set_value("").run()
    assert there.get(FIELD, 1) == "from the other window"
    assert window.text_input[0].value == "from the other window"


def test_what_is_entered_is_filed_and_can_be_emptied(there):
    window = AppTest.from_function(page, default_timeout=30).run()
    for text in ("mine", "mine too", "mine", ""):
        window.text_input[0].set_value(text).run()
        assert there.get(FIELD, 1, "") == text


def choices() -> None:
    import streamlit as st

    from pages.parts import fields, session

    st.query_params["workspace"] = session.workspace().id
    fields.choice("refill.picks", label="Picks", options={"a": "A", "b": "B"}, many=True, widget=st.multiselect)


@pytest.mark.parametrize(("drawn", "picks"), [(["another part"], ["a", "b"]), (None, ["a"])])
def test_the_choice_of_before_counts_only_from_the_list_itself(there, monkeypatch, drawn, picks):
    """What looks every two seconds tells what the browser still shows while a click in a chart is being drawn."""
    there.put("refill.picks", ["a"])
    window = AppTest.from_function(choices, default_timeout=30).run()
    there.put("refill.picks", ["a", "b"])
    window.run()
    monkeypatch.setattr(rooms, "get_script_run_ctx", lambda **_: SimpleNamespace(fragment_ids_this_run=drawn))
    window.multiselect[0].set_value(["a"]).run()
    assert there.get("refill.picks") == picks
    assert window.multiselect[0].value == picks


def rates() -> None:
    import streamlit as st

    from pages.parts import fields, session

    st.query_params["workspace"] = session.workspace().id
    for name in ("one", "other", "third"):
        fields.share(f"refill.{name}", label=name)


@pytest.mark.parametrize(("others", "mine"), [(0, 2), (2, 0)])
def test_a_slider_not_yet_redrawn_does_not_undo_anothers_move_when_a_second_one_is_moved(there, others, mine):
    names = ("refill.one", "refill.other", "refill.third")
    window = AppTest.from_function(rates, default_timeout=30).run()
    there.put(names[others], 0.4)
    window.run()
    window.slider[others].set_value(0.0)  # what the browser still shows
    window.slider[mine].set_value(0.7).run()
    assert (there.get(names[others]), there.get(names[mine])) == (0.4, 0.7)
    assert (window.slider[others].value, window.slider[mine].value) == (0.4, 0.7)
    assert not window.toast


def test_a_slider_moved_back_to_where_it_stood_before_anothers_move_is_filed(there):
    window = AppTest.from_function(rates, default_timeout=30).run()
    there.put("refill.one", 0.4)
    window.run()
    window.slider[0].set_value(0.0).run()
    assert there.get("refill.one", None, 0.0) == 0.0
