"""Amounts that stand there twice, in the document's currency and in one's own: the own ones count, and add up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.upload.fields import MONEY
from analysis.upload.headers import normalised
from analysis.upload.source import SourceTable

_END = r"(?=$|[\W_])"
_OWN = re.compile(
    r"(?i)(?:\b|(?<=_))(?:in[ _])?(?:lcy|loc\.? ?curr?\.?"
    r"|(?:haus|mandanten|eigen|landes|firmen|leit|basis|buchungs)währung"
    rf"|(?:local|company|base|home|functional)[ _]currency){_END}"
)
_OWN_SHORT = re.compile(rf"(?i)(?:\b|(?<=_))(?:in[ _])?(?:hw|mw|lw|lc){_END}")
"""May be something else as well: hardware, a mean …"""
_DOCUMENT = re.compile(
    r"(?i)(?:\b|(?<=_))(?:in[ _])?(?:fcy|fw|doc\.? ?curr?\.?|(?:fremd|beleg|transaktions|rechnungs)währung"
    rf"|(?:(?:document|transaction|foreign)[ _])?currency){_END}"
)
_DOCUMENT_SHORT = re.compile(rf"(?i)(?:\b|(?<=_))(?:in[ _])?(?:bw|fc|dc){_END}")
"""… a forecast, or a region."""
_MARKS = (_OWN, _OWN_SHORT, _DOCUMENT, _DOCUMENT_SHORT)


def in_own_currency(table: SourceTable, fields: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """``fields`` (field to header) with each amount's own-currency column, and then without the documents' currency.

    A column that a person named (``said``) stays.
    """
    numbers = [column.name for column in table.columns if column.number]
    named = table.column(fields["currency"]) if "currency" in fields else None
    several = named is not None and (named.distinct > 1 or named.filled < table.rows)
    own = {
        name: header
        for name, chosen in fields.items()
        if name in MONEY and chosen not in said and (header := _own(chosen, numbers, several))
    }
    found = {**fields, **own}
    if own and "currency" in found and found["currency"] not in said and not _OWN.search(found["currency"]):
        del found["currency"]
    return found


def _own(chosen: str, headers: list[str], several: bool) -> str | None:
    """Of the columns called like ``chosen`` but for the currency they are in: the one in one's own; None where there
    are no two, or where their marks may say something else. ``several``: whether there are documents in other
    currencies."""
    alike = [header for header in headers if _stem(header) == _stem(chosen)]
    if len(alike) < 2:
        return None
    others = [header for header in alike if _DOCUMENT.search(header)]
    own = [header for header in alike if _OWN.search(header)]
    if not own and (several or others or any(_DOCUMENT_SHORT.search(header) for header in alike)):
        own = [header for header in alike if _OWN_SHORT.search(header)]
    if not own and others:
        own = [header for header in alike if not any(mark.search(header) for mark in _MARKS)]
    return next(iter(own), None)


def _stem(header: str) -> str:
    for mark in _MARKS:
        header = mark.sub("", header)
    return normalised(header)
