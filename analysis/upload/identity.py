"""Who a row belongs to: customers across tables, by number, else by name; merged only by the user's word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from rapidfuzz import fuzz, process

_LEGAL_FORMS = re.compile(
    r"\b(gmbh|ag|kg|kgaa|ohg|gbr|ug|ek|e k|mbh|co|cokg|se|ltd|limited|inc|llc|llp|plc|corp|corporation|company|bv|nv|"
    r"sa|sas|sarl|srl|spa|snc|und|and|haftungsbeschraenkt)\b"
)
_WRITTEN_OUT = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
ALIKE = 92
"""Names at least this alike (of 100), legal forms left out, are offered as the same customer."""
TOO_MANY = 5_000
"""Above this many customers only names equal without legal form are offered: comparing all pairs would take minutes."""


def plain_name(name: str) -> str:
    """``Müller  GmbH`` → ``mueller gmbh``: small letters, umlauts written out, one blank."""
    text = name.lower().translate(_WRITTEN_OUT)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def bare_name(name: str) -> str:
    """The same without legal forms: ``mueller``."""
    plain = plain_name(name)
    return " ".join(_LEGAL_FORMS.sub(" ", plain).split()) or plain


def called(key: str, name: str | None) -> str:
    """A customer's name with the number, as far as there are both: ``Müller GmbH (K-104)``."""
    return f"{name} ({key})" if name and name != key else key


@dataclass(frozen=True)
class People:
    """``pairs``: every (number, who) as it stands in the tables, with its ``customer_id``. ``customers``: index
    ``customer_id``; ``key`` and ``name``. ``identities``: key to customer id, grown by the new ones."""

    pairs: pd.DataFrame
    customers: pd.DataFrame
    identities: dict[str, int]

    @cached_property
    def _by_number(self) -> dict[str, int]:
        known = self.pairs[self.pairs["number"].notna()]
        return dict(zip(known["number"], known["customer_id"], strict=True))

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        known: dict[str, set[int]] = {}
        for who, customer in zip(self.pairs["who"], self.pairs["customer_id"], strict=True):
            if isinstance(who, str):
                known.setdefault(plain_name(who), set()).add(customer)
        return known

    def known(self, number: str | None, who: str | None) -> int | None:
        """The customer a number, else a name, belongs to; None where it is nobody's, or not one customer's alone."""
        if number in self._by_number:
            return self._by_number[str(number)]
        found = self._by_name.get(plain_name(who), set()) if who else set()
        return next(iter(found)) if len(found) == 1 else None


def resolve(pairs: pd.DataFrame, identities: Mapping[str, int], merged: Mapping[str, str]) -> People:
    """Gives every pair of ``number`` and ``who`` its customer.

    A row with a number belongs to that number, with leading zeros or without as long as the names agree; one with a
    name alone to the number that bears exactly this name, else to the only one that bears it but for case, umlauts and
    punctuation, else to the name itself.

    Parameters
    ----------
    pairs : columns ``number``, ``who`` (text or missing; not both missing), in order of weight (master data first).
    identities : keys known from earlier uploads, with their ids.
    merged : key to the key it is the same customer as, by the user's word.
    """
    frame = pairs.drop_duplicates(["number", "who"]).reset_index(drop=True)
    numbered = frame[frame["number"].notna()]
    names = numbered[numbered["who"].notna()].drop_duplicates("number").set_index("number")["who"]
    by_name = {name: number for number, name in reversed(list(names.items()))}
    by_plain: dict[str, set[str]] = {}
    for number, name in names.items() if len(numbered) < len(frame) else ():  # only names alone are looked up in it
        by_plain.setdefault(plain_name(str(name)), set()).add(str(number))

    spelled = _one_of_each(numbered["number"].drop_duplicates(), names.to_dict(), identities)

    def key_of(number: object, who: object) -> str:
        if isinstance(number, str):
            return spelled.get(number, number)
        name = str(who)
        if name in by_name:
            return spelled.get(by_name[name], str(by_name[name]))
        alike = {spelled.get(number, number) for number in by_plain.get(plain_name(name), set())}
        return next(iter(alike)) if len(alike) == 1 else name

    own = [key_of(*pair) for pair in zip(frame["number"], frame["who"], strict=True)]
    frame["key"] = [_followed(key, merged) for key in own]
    grown = dict(identities)
    following = max(grown.values(), default=0) + 1
    for key in sorted(set(frame["key"]) - grown.keys()):
        grown[key] = following
        following += 1
    frame["customer_id"] = frame["key"].map(grown).astype("int64")
    frame["own"] = own
    named = frame[frame["who"].notna() & (frame["own"] == frame["key"])]
    name_of = pd.concat([named, frame[frame["who"].notna()]]).drop_duplicates("customer_id").set_index("customer_id")
    customers = frame.drop_duplicates("customer_id").set_index("customer_id")[["key"]].sort_index()
    customers["name"] = name_of["who"].reindex(customers.index).fillna(customers["key"]).astype("str")
    return People(frame[["number", "who", "customer_id"]], customers, grown)


def _one_of_each(numbers: Iterable[str], names: Mapping[str, str], identities: Mapping[str, int]) -> dict[str, str]:
    """Numbers that are another one but for leading zeros (``0000010010`` and ``10010``, as two systems write them) to
    the one that stands for both: the one known already, else the first. Not where their names differ."""
    alike: dict[str, list[str]] = {}
    for number in numbers:
        if number.isdigit():
            alike.setdefault(number.lstrip("0"), []).append(number)
    found = {}
    for spellings in alike.values():
        if len(spellings) > 1 and len({plain_name(names[one]) for one in spellings if one in names}) <= 1:
            kept = next((one for one in spellings if one in identities), spellings[0])
            found.update(dict.fromkeys(spellings, kept))
    return found


def _followed(key: str, merged: Mapping[str, str]) -> str:
    seen = {key}
    while key in merged and merged[key] not in seen:
        key = merged[key]
        seen.add(key)
    return key


def close_names(customers: pd.DataFrame, limit: int = 50) -> pd.DataFrame:
    """Customers whose names are so alike that they may be one: ``key``, ``name``, ``other_key``, ``other_name``,
    ``alike`` (0–100), the most alike first.

    ``customers``: columns ``key`` and ``name``.
    """
    table = customers[["key", "name"]].astype("str").reset_index(drop=True)
    table["bare"] = [bare_name(name) for name in table["name"]]
    rows: list[tuple[int, int, float]] = []
    for _, group in table.groupby("bare", sort=False):
        places = list(group.index)
        rows += [(places[0], place, 100.0) for place in places[1:]]
    if len(table) <= TOO_MANY:
        distinct = table.drop_duplicates("bare")
        names = distinct["bare"].tolist()
        scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        for one, other in zip(*scores.nonzero(), strict=True):
            if one < other and min(len(names[one]), len(names[other])) >= 5 and not _numbered(names[one], names[other]):
                rows.append((int(distinct.index[one]), int(distinct.index[other]), float(scores[one, other])))
    found = pd.DataFrame(rows, columns=["one", "other", "alike"]).sort_values("alike", ascending=False, kind="stable")
    found = found.head(limit)
    return pd.DataFrame(
        {
            "key": table["key"].reindex(found["one"]).to_list(),
            "name": table["name"].reindex(found["one"]).to_list(),
            "other_key": table["key"].reindex(found["other"]).to_list(),
            "other_name": table["name"].reindex(found["other"]).to_list(),
            "alike": found["alike"].to_list(),
        }
    )


def _numbered(one: str, other: str) -> bool:
    """``Kunde 12`` and ``Kunde 13`` differ in their number: two customers."""
    return re.sub(r"\d+", "", one) == re.sub(r"\d+", "", other) and one != other
