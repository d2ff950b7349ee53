"""Lengths of time as people and time-tracking programs write them: ``1:30``, ``01:30:00``, ``1,5 h``, ``1h 30m``,
``45 min``, ``PT1H30M``. Understood alike in Python and in DuckDB, in hours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.upload.numbers import PLACEHOLDERS

_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,4})?"
_HOURS = r"(?i:h|hrs?|hours?|std|stunden?|st|heures?|ore|horas?|uur)"
_MINUTES = r"(?i:m|mins?|minutes?|minuten?|minuti|minutos)"
_CLOCK = r"-?([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?"
_WORDS = rf"-?(?:({_NUMBER}) ?{_HOURS}\.?)?(?:,? ?({_NUMBER}) ?{_MINUTES}\.?)?"
_ISO = r"PT(?:([0-9]{1,5})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})(?:\.[0-9]+)?S)?"
_PLAIN = re.compile(rf"-?{_NUMBER}")
_FORMS = tuple(re.compile(form) for form in (_CLOCK, _WORDS, _ISO))


def is_duration(text: str) -> bool:
    """Whether the cell says a length of time by its own words or colons."""
    return any(match and any(match.groups()) for match in (form.fullmatch(text) for form in _FORMS))


def durations(values: Mapping[str, int]) -> bool:
    """Whether the cells of a column (text → number of cells) are lengths of time, at least nine in ten; plain numbers
    among them are hours."""
    filled = {text: count for text, count in values.items() if text.lower() not in PLACEHOLDERS}
    said = sum(count for text, count in filled.items() if is_duration(text))
    plain = sum(count for text, count in filled.items() if _PLAIN.fullmatch(text))
    return said > plain and said + plain >= 0.9 * sum(filled.values())


def duration_sql(key: str) -> str:
    """A DuckDB expression over the VARCHAR column ``key``: hours as DECIMAL(18,6), NULL where the cell is neither a
    length of time nor a plain number."""

    def part(form: str, group: int, seconds: int) -> str:
        digits = f"replace(regexp_extract({key}, '{form}', {group}), ',', '.')"
        return f"coalesce(TRY_CAST({digits} AS DOUBLE), 0) * {seconds}"

    def hours(form: str, *seconds: int) -> str:
        whole = " + ".join(part(form, group, worth) for group, worth in enumerate(seconds, start=1))
        return f"CASE WHEN starts_with({key}, '-') THEN -1 ELSE 1 END * ({whole}) / 3600"

    return (
        f"CAST(CASE WHEN regexp_full_match({key}, '-?{_NUMBER}') THEN TRY_CAST(replace({key}, ',', '.') AS DOUBLE) "
        f"WHEN regexp_full_match({key}, '{_CLOCK}') THEN {hours(_CLOCK, 3600, 60, 1)} "
        f"WHEN NOT regexp_matches({key}, '[0-9]') THEN NULL "
        f"WHEN regexp_full_match({key}, '{_WORDS}') THEN {hours(_WORDS, 3600, 60)} "
        f"WHEN regexp_full_match({key}, '{_ISO}') THEN {hours(_ISO, 3600, 60, 1)} END AS DECIMAL(18,6))"
    )
