"""German and English say the same: same messages, same placeholders, same kinds."""

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

from analysis.language import NO_BREAK, Language, messages

ROOT = Path(__file__).parents[2]
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for room in ("analysis", "pages")
    for path in sorted((ROOT / room).rglob("*.py"))
}
KINDS = {"", "count", "number", "money", "rough", "whole", "short", "percent", "date", "month", "moment"}


def placeholders(message: str | dict[str, str]) -> set[tuple[str, str]]:
    forms = message.values() if isinstance(message, dict) else [message]
    return {
        (name, (kind or "").partition("|")[0])
        for form in forms
        for _, name, kind, _ in string.Formatter().parse(form)
        if name
    }


def test_both_languages_have_the_same_messages():
    assert messages("de").keys() == messages("en").keys()


@pytest.mark.parametrize("key", sorted(messages("en").keys() & messages("de").keys()))
def test_both_languages_fill_the_same_placeholders(key):
    assert placeholders(messages("de")[key]) == placeholders(messages("en")[key])


@pytest.mark.parametrize("code", ["de", "en"])
def test_every_placeholder_is_of_a_known_kind(code):
    unknown = {
        key: kind for key, message in messages(code).items() for _, kind in placeholders(message) if kind not in KINDS
    }
    assert unknown == {}


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_message_that_counts_has_both_forms(code):
    for key, message in messages(code).items():
        if isinstance(message, dict):
            assert set(message) == {"one", "other"}, key


@pytest.mark.parametrize("code", ["de", "en"])
def test_no_figure_that_may_be_one_stands_before_a_plural(code):
    texts = [
        (key, text)
        for key, message in messages(code).items()
        for text in (message.values() if isinstance(message, dict) else [message])
    ]
    plurals = set(re.findall(r"\{\w+:\w+\|[^|}]+\|([^|}]+)\}", "".join(text for _, text in texts))) - {"times"}
    before = r"(?<!von )(?<!of )(?<!mindestens )(?<!least )"
    bare = re.compile(rf"{before}\{{(?!n:)\w+:(?:count|number)\}} (?:{'|'.join(plurals)})\b")
    many = {"care.goal.hours", "care.capacity.too_much", "errors.too_many_back"}  # hours of a team, rows beyond a limit
    assert len(plurals) > 10
    assert {key for key, text in texts if bare.search(text)} - many == set()


@pytest.mark.parametrize(
    ("code", "number", "written"),
    [
        ("de", 1, "1 Zeile"),
        ("de", 2, "2 Zeilen"),
        ("de", 0, "0 Zeilen"),
        ("en", 1, "1 row"),
        ("en", 1001, "1,001 rows"),
    ],
)
def test_a_noun_goes_with_its_figure(code, number, written):
    assert Language(code).text("upload.rows", read=number, used=0, aside=0).startswith(f"{written} ")


def test_nobody_is_called_du():
    familiar = re.compile(r"\b(du|dein|deine|deinen|deinem|deiner|dich|dir|euch|euer|eure)\b", re.IGNORECASE)
    found = {key for key, message in messages("de").items() if familiar.search(str(message))}
    assert found == set()


def test_every_message_named_in_the_code_exists():
    """What is handed to ``text`` of a language or to a ``PortfolioError``, whole or as one of two."""
    named = {
        (path.name, constant.value)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and asks_for_a_message(node.func)
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+(?<!_)", str(constant.value))
    }
    assert len(named) > 300
    assert {(file, key) for file, key in named if key not in messages("en")} == set()


def asks_for_a_message(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr == "text" and not (isinstance(called.value, ast.Name) and called.value.id == "fields")
    return isinstance(called, ast.Name) and called.id in ("PortfolioError", "text", "text_of")


def test_every_message_is_used():
    """By its whole key; or by one put together, whose other words occur in the code as well."""
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    whole = {node.value for node in nodes if isinstance(node, ast.Constant)}
    patterns = {
        "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"([\w.]+?)" for part in node.values)
        for node in nodes
        if isinstance(node, ast.JoinedStr) and re.match(r"[a-z_]+\.", str(getattr(node.values[0], "value", "")))
    }
    words = {word for path in TREES for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}

    def put_together(key: str) -> bool:
        found = (re.fullmatch(pattern, key) for pattern in patterns)
        return any(match and set(".".join(match.groups()).split(".")) <= words for match in found)

    assert [key for key in messages("en") if key not in whole and not put_together(key)] == []


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("de", ["1.234.567,89 €", "−340 T€", "1,2 Mio. €", "12,5 %", "142 %", "23.11.2026", "1.235"]),
        ("en", ["€1,234,567.89", "−€340k", "€1.2m", "12.5%", "142%", "23/11/2026", "1,235"]),
    ],
)
def test_figures_are_written_as_the_language_does(code, written):
    language = Language(code)
    figures = [
        language.money(1234567.89),
        language.short(-340_123),
        language.short(1_234_567),
        language.percent(0.125),
        language.percent(1.42),
        language.date(date(2026, 11, 23)),
        language.count(1234.6),
    ]
    assert [figure.replace(NO_BREAK, " ") for figure in figures] == written


@pytest.mark.parametrize(
    ("code", "currency", "written"),
    [
        ("de", "", ["580 Tsd.", "1,2 Mio.", "5", ""]),
        ("de", "GBP", ["580 Tsd. £", "1,2 Mio. £", "5 £", " in £"]),
        ("de", "EUR", ["580 T€", "1,2 Mio. €", "5 €", " in €"]),
        ("en", "", ["580k", "1.2m", "5", ""]),
        ("en", "CHF", ["CHF580k", "CHF1.2m", "CHF5", " in CHF"]),
    ],
)
def test_the_currency_shown_is_the_portfolios_own(code, currency, written):
    language = Language(code, currency)
    shown = [*(language.short(value) for value in (580_000, 1_200_000, 5)), language.in_currency]
    assert [text.replace(NO_BREAK, " ") for text in shown] == written
    word = {"de": "Verlorener Wert", "en": "Value lost"}[code]
    assert language.text("refill.losses.subtitle_value", by="x").startswith(f"{word}{language.in_currency} (")


@pytest.mark.parametrize("code", ["de", "en"])
def test_no_subtitle_takes_the_currency_for_granted(code):
    assert [key for key, message in messages(code).items() if "subtitle" in key and "€" in str(message)] == []
