"""Amounts that stand there twice, in the document's currency and in one's own: the own ones count, and add up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.upload.fields import MONEY
from analysis.upload.headers import normalised
from analysis.upload.source import SourceTable

_OWN = re.compile(
    r"(?i)(?:\b|(?<=_))(?:in[ _])?(?:lcy|hw|mw|lw|lc|loc\.? ?curr?\.?"
    r"|(?:haus|mandanten|eigen|landes|firmen|leit|basis|buchungs)währung"
    r"|(?:local|company|base|home|functional)[ _]currency)(?=$|[\W_])"
)
_DOCUMENT = re.compile(
    r"(?i)(?:\b|(?<=_))(?:in[ _])?(?:fcy|fw|bw|fc|dc|doc\.? ?curr?\.?|(?:fremd|beleg|transaktions|rechnungs)währung"
    r"|(?:(?:document|transaction|foreign)[ _])?currency)(?=$|[\W_])"
)


def in_own_currency(table: SourceTable, fields: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """``fields`` (field to header) with each amount's own-currency column, and then without the documents' currency.

    A column that a person named (``said``) stays.
    """
    numbers = [column.name for column in table.columns if column.number]
    own = {
        name: header
        for name, chosen in fields.items()
        if name in MONEY and chosen not in said and (header := _own(chosen, numbers))
    }
    found = {**fields, **own}
    if own and "currency" in found and found["currency"] not in said and not _OWN.search(found["currency"]):
        del found["currency"]
    return found


def _own(chosen: str, headers: list[str]) -> str | None:
    """Of the columns called like ``chosen`` but for the currency they are in: the one in one's own; None where there
    are no two."""
    alike = [header for header in headers if _stem(header) == _stem(chosen)]
    if len(alike) < 2:
        return None
    marked = [header for header in alike if _OWN.search(header)]
    plain = [header for header in alike if not _DOCUMENT.search(header)]
    return next(iter(marked or (plain if len(plain) < len(alike) else [])), None)


def _stem(header: str) -> str:
    return normalised(_DOCUMENT.sub("", _OWN.sub("", header)))
