"""What a widget reports is filed only where somebody entered it."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.workspace.store import Workspace

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
