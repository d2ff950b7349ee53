"""A customer's card: an answer that a file gave is shown as one, until a person gives another."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.language import Language
from analysis.upload.load import load
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio
from pages.parts.page import escaped

INVOICES = "Kunde;Datum;Beleg;Nettobetrag\nAlpha GmbH;02.01.2025;R1;100,00\nBeta AG;03.02.2025;R2;50,00\n"
ANSWERS = "Kunde;Strategisch\nAlpha GmbH;ja\n"
GERMAN = Language("de")


def card() -> None:
    import streamlit as st

    from pages.parts import customer_card, session

    st.session_state["language"] = "de"
    st.query_params["workspace"] = st.session_state["of"]
    evaluation = session.evaluation()
    customer = int(evaluation.customers.index[evaluation.customers["name"] == "Alpha GmbH"][0])
    customer_card.show(evaluation, customer)


@pytest.fixture
def there(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    files = []
    for name, text in (("rechnungen.csv", INVOICES), ("antworten.csv", ANSWERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append((tmp_path / name, name))
    found = load(files, tmp_path)
    made = Workspace.create()
    keep_portfolio(made, found.portfolio, found.identities)
    return made


def test_an_answer_from_a_file_is_shown_until_a_person_gives_another(there):
    window = AppTest.from_function(card, default_timeout=30)
    window.session_state["of"] = there.id
    window.run()
    assert not window.exception
    in_file = escaped(GERMAN.text("card.in_file", answer=GERMAN.text("tag.answer.yes")))
    strategic = next(group for group in window.button_group if "tag.strategic" in group.key)
    assert strategic.value == "yes"
    assert any(in_file in caption.value for caption in window.caption)
    customer = int(strategic.key.rsplit(":", 1)[1])
    there.put("tag.strategic", "no", customer)
    window.run()
    strategic = next(group for group in window.button_group if "tag.strategic" in group.key)
    assert strategic.value == "no"
    assert not any(in_file in caption.value for caption in window.caption)
