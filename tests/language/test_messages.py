"""German and English say the same: same messages, same placeholders, same kinds."""

import re
import string
from datetime import date
from pathlib import Path

import pytest

from analysis.language import NO_BREAK, Language, messages

ROOT = Path(__file__).parents[2]
KINDS = {"", "count", "number", "money", "short", "percent", "date", "month", "moment"}


def placeholders(message: str | dict[str, str]) -> set[tuple[str, str]]:
    forms = message.values() if isinstance(message, dict) else [message]
    return {(name, kind or "") for form in forms for _, name, kind, _ in string.Formatter().parse(form) if name}


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


def test_nobody_is_called_du():
    familiar = re.compile(r"\b(du|dein|deine|deinen|deinem|deiner|dich|dir|euch|euer|eure)\b", re.IGNORECASE)
    found = {key for key, message in messages("de").items() if familiar.search(str(message))}
    assert found == set()


def test_every_message_named_in_the_code_exists():
    named = re.compile(r'language(?:\(\))?\.text\(\s*"([a-z_]+\.[a-z_.]+)"')
    for path in [*(ROOT / "analysis").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for key in named.findall(path.read_text(encoding="utf-8")):
            assert key in messages("en"), f"{path.name}: {key}"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("de", ["1.234.567,89 €", "-340 T€", "1,2 Mio. €", "12,5 %", "142 %", "23.11.2026", "1.235"]),
        ("en", ["€1,234,567.89", "-€340k", "€1.2m", "12.5%", "142%", "23/11/2026", "1,235"]),
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
    assert language.text("refill.losses.subtitle") == f"{word}{language.in_currency}"


@pytest.mark.parametrize("code", ["de", "en"])
def test_no_subtitle_takes_the_currency_for_granted(code):
    assert [key for key, message in messages(code).items() if "subtitle" in key and "€" in str(message)] == []
