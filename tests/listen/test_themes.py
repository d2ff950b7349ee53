"""Themes: no answer loses its quote, merging knows no order, counts add up, suggestions come from what was said."""

import re
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.listen.counts import counts, heard, most_different
from analysis.listen.questions import MARKS, QUESTIONS
from analysis.listen.themes import FIELD, answers, key_of, known, mentions, renamed, suggestions
from analysis.listen.themes_chart import best_sentence, sentence, themes_figure
from analysis.listen.words import terms
from analysis.look import Look, title_of
from tests.portfolios import make_portfolio

THEMES = ["Liefertreue", "liefertreue ", "Preis", "Service", "Termintreue", "Qualität"]
LOOK = Look(Language("de"))
THEME = st.sampled_from(THEMES)
KEYS = st.tuples(st.integers(1, 6), st.sampled_from(QUESTIONS))
ANSWERS = st.dictionaries(KEYS, st.tuples(st.sampled_from(["", " ", "gut", "Immer pünktlich"]), st.lists(THEME)))


def table(said: dict) -> pd.DataFrame:
    """What ``Workspace.fields("listen.")`` gives for {(customer, question): (text, themes)}."""
    rows = [(customer, f"listen.{question}", text) for (customer, question), (text, _) in said.items()]
    rows += [(customer, FIELD + question, themes) for (customer, question), (_, themes) in said.items()]
    return pd.DataFrame(rows, columns=["customer_id", "field", "value"])


def after(fields: pd.DataFrame, edit) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    pairs = zip(fields["field"], fields["customer_id"], fields["value"], strict=True)
    return fields.assign(value=[edit.get((field, customer), value) for field, customer, value in pairs])


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.lists(st.tuples(st.lists(THEME, max_size=3), st.sampled_from([*THEMES, "Neu"])), max_size=3))
def test_no_answer_loses_its_quote_or_its_last_theme(said, merges):
    fields = table(said)
    before = answers(fields)
    for themes, into in merges:
        fields = after(fields, renamed(fields, themes, into))
    now = answers(fields)
    assert now[["customer_id", "question", "quote"]].equals(before[["customer_id", "question", "quote"]])
    assert [bool(themes) for themes in now["themes"]] == [bool(themes) for themes in before["themes"]]
    told = mentions(now)
    assert set(told.index) == set(before.index)
    assert not told.duplicated(["customer_id", "question", "theme"]).any()


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.sets(THEME, min_size=1, max_size=3), st.sampled_from([*THEMES, "Neu"]))
def test_merging_is_order_independent(said, themes, into):
    fields = table(said)
    at_once = answers(after(fields, renamed(fields, themes, into)))
    for order in permutations(themes):
        step_by_step = fields
        for theme in order:
            step_by_step = after(step_by_step, renamed(step_by_step, [theme], into))
        assert answers(step_by_step).equals(at_once)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, THEME)
def test_a_rename_changes_the_name_and_no_count(said, theme):
    fields = table(said)
    before, now = (answers(one) for one in (fields, after(fields, renamed(fields, [theme], "Neu"))))
    expected = ["neu" if key_of(name) == key_of(theme) else key_of(name) for name in mentions(before)["theme"].dropna()]
    assert [key_of(name) for name in mentions(now)["theme"].dropna()] == expected


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_counts_are_those_of_counting_by_hand(said):
    answered = answers(table(said))
    told = mentions(answered)
    found = counts(told, told["question"], fewest=3)
    assert set(zip(found["theme"], found["column"], strict=True)) == {
        (theme, question) for theme in known(answered) for question in answered["question"].unique()
    }
    for row in found.itertuples():
        there = answered[answered["question"] == row.column]
        assert row.asked == there["customer_id"].nunique()
        assert row.customers == sum(row.theme in themes for themes in there["themes"])
        assert row.low - 1e-9 <= row.share <= row.high + 1e-9
        assert row.small == (row.asked < 3)


def test_two_spellings_are_one_theme():
    fields = table({(1, "why_start"): ("a", ["Liefertreue"]), (2, "why_start"): ("b", ["liefertreue "]),
                    (3, "why_start"): ("c", ["Liefertreue"])})  # fmt: skip
    assert known(answers(fields)) == ["Liefertreue"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Lieferzeiten waren kürzer als bei allen anderen.", ("Lieferzeit", "kurz")),
        ("They delivered on time, and the prices were fair", ("deliver", "price", "fair")),
        ("Pünktliche Ansprechpartnerinnen!", ("pünktlich", "Ansprechpartnerin")),
        ("Kurze Wege", ("kurz", "Weg")),
        ("Wir haben es Ihnen ja auch gesagt", ()),
        ("", ()),
    ],
)
def test_words_in_their_base_form_without_stop_words(text, expected):
    assert terms(text) == expected


def test_ones_own_themes_are_suggested_before_words_of_the_answers():
    answered = answers(table({
        (1, "why_start"): ("Ihr liefert pünktlich, die Beratung ist gut.", ["Termintreue"]),
        (2, "why_start"): ("Die Beratung durch Herrn Sommer", []),
        (3, "why_start"): ("Faire Preise", ["Preis"]),
    }))  # fmt: skip
    assert suggestions(answered, "Pünktlich, und die Beratungen.", []) == ["Termintreue", "Beratung", "pünktlich"]
    assert suggestions(answered, "Die Preise", []) == ["Preis"]
    assert suggestions(answered, "Die Preise", ["Preis"]) == []


def test_what_best_customers_mention_and_others_do_not_comes_first():
    answered = answers(table({
        (1, "why_start"): ("a", ["Liefertreue", "Preis"]), (2, "why_start"): ("b", ["Liefertreue", "Preis"]),
        (3, "why_start"): ("c", ["Preis"]),
    }))  # fmt: skip
    told = mentions(answered)
    sides = told["customer_id"].map({1: "best", 2: "best", 3: "others"}).astype(pd.CategoricalDtype(["best", "others"]))
    found = most_different(counts(told, sides, 10))
    assert found[["theme", "column", "customers", "asked"]].values.tolist() == [
        ["Liefertreue", "best", 2, 2], ["Liefertreue", "others", 0, 1],
        ["Preis", "best", 2, 2], ["Preis", "others", 1, 1],
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["de", "en"])
def test_the_picture_says_what_the_table_says(code):
    look = Look(Language(code))
    told = mentions(answers(table({
        (customer, question): ("a", ["<b>Preis</b>"] if customer % 3 else ["Service"])
        for customer in range(1, 13) for question in QUESTIONS[: 1 + customer % 2]
    })))  # fmt: skip
    found = counts(told, told["question"], fewest=10)
    title = sentence(told, found, look)
    figure = themes_figure(found, title, look)
    points = figure.data[0]
    assert "8" in title and "12" in title
    assert "<b>Preis</b>" in title_of(figure) and "<b>" not in figure.layout.title.text
    assert [point[0] for point in points.customdata] == found["theme"].tolist()
    for text, row in zip(points.text, found.itertuples(), strict=True):
        assert re.findall(r"\d+", text)[:2] == [str(row.customers), str(row.asked)]
        assert ("%" in text) == (not row.small)
    assert len(set(points.marker.color)) == 2
    assert "<b>" not in "".join(figure.layout.yaxis.ticktext)


def test_a_comparison_without_others_says_that_they_are_missing():
    told = mentions(answers(table({(1, "why_start"): ("a", ["Preis"]), (2, "why_start"): ("b", ["Service"])})))
    for sides, key in ((("best", "best"), "only_best"), (("others", "others"), "only_others")):
        found = counts(told, pd.Series(sides, told.index), 10)
        assert best_sentence(found, LOOK) == LOOK.language.text(f"listen.themes.{key}")
    found = counts(told, pd.Series(["best", "others"], told.index), 10)
    assert best_sentence(found, LOOK) == "„Preis“: genannt von 1 von 1 besten Kunden, von den anderen 0 von 1"


def test_step_5_gets_themes_and_marks_with_their_customers():
    evaluation = evaluate(make_portfolio(20), Assumptions())
    fields = table({(1, "why_start"): ("a", ["Preis", "Service"]), (2, "buy_more"): ("b", []),
                    (99, "buy_more"): ("no customer of ours", ["Preis"])})  # fmt: skip
    mark = pd.DataFrame([(1, f"listen.{MARKS[2]}", 4), (1, "listen.who", "Ada")], columns=fields.columns)
    rows = heard(evaluation, pd.concat([fields, mark]))
    assert rows[["customer_id", "question", "theme", "quote"]].fillna("").values.tolist() == [
        [1, "why_start", "Preis", "a"], [1, "why_start", "Service", "a"], [2, "buy_more", "", "b"]
    ]  # fmt: skip
    assert rows[MARKS[2]].fillna(0).tolist() == [4, 4, 0]
    assert rows["who"].fillna("").tolist() == ["Ada", "Ada", ""]
    assert rows["industry"].tolist() == evaluation.customers.loc[[1, 1, 2], "industry"].tolist()
    assert heard(evaluation, fields.iloc[:0]).empty
