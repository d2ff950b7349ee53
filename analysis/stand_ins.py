"""Stand-ins for names: what a room full of people sees where nobody may read who the customers are.

A customer is called by its number in the workspace (``Kunde 17``), which stays from upload to upload and says nothing
of its figures. People and firms are numbered as they come. What somebody wrote in words of their own is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from analysis.care.own import OwnDriver
from analysis.evaluate import Evaluation
from analysis.language import Language
from analysis.portfolio import Portfolio, TableReport
from analysis.refill.segments import ALSO, MARK
from analysis.upload.identity import bare_name, plain_name

MASK = "•••"
"""Stands where something was written that is not shown."""
SHORTEST = 4
"""Numbers of customers shorter than this are found in too many a word to look for them."""
LONGEST = 40
"""A reason or stage longer than this is no name of a kind but somebody's own words."""
PEOPLE_LIKE = 0.8
"""A column holds people where this share of its values look like a first and a last name."""

_PEOPLE = re.compile(
    r"(au(ß|ss)endienst|innendienst|verk[aä]ufer|vertreter|betreuer|sachbearbeiter|bearbeiter|zust[aä]ndig|verantwort|"
    r"berater|inhaber|gesch[aä]ftsf[uü]hrer|mitarbeiter|benutzer|key.?account|account.?(manager|owner)|manager|"
    r"sales.?(rep|person|man)|represent|owner|employee|responsible|advisor|agent|person|contact|kontakt|ansprech)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"((dr|prof|herr|frau|mr|mrs|ms)\.? )*[^\W\d_][\w.'’-]*( (von|van|de|der|den|zu|el|al))*( [^\W\d_][\w.'’-]+){1,2}",
    re.IGNORECASE,
)
_LOSSES = ("customer_id", "name", "date", "stage", "status", "reason", "value", "kind")


@dataclass(frozen=True)
class StandIns:
    """The stand-ins of one portfolio in one language.

    ``whole`` : the portfolio with its names; None where there is none yet.
    ``customers`` : stand-in per customer, index ``customer_id``.
    ``firms`` : plain name of customers and of the firms behind deals to stand-in.
    ``columns`` : attribute to value to stand-in, for people and for values in which a customer's name stands.
    ``names`` : every plain name and number that is looked for within other texts.
    """

    language: Language
    whole: Portfolio | None = None
    customers: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    firms: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @cached_property
    def portfolio(self) -> Portfolio:
        """The portfolio without a name in it; every figure and every ``customer_id`` stay."""
        portfolio = self.whole
        assert portfolio is not None
        losses, products = portfolio.losses, portfolio.products
        if len(losses):
            known = [name for name in losses if name in _LOSSES or name in portfolio.attributes]
            losses = self._in_columns(losses[known])
            losses = losses.assign(
                name=self._firms(losses), **{name: self._kinds(losses[name]) for name in ("stage", "reason")}
            )
        if len(products):
            products = products.assign(product=self._products(products["product"]))
        return replace(
            portfolio,
            customers=self._customers(portfolio.customers),
            losses=losses,
            products=products,
            orders=_numbered(portfolio.orders, "order"),
            credits=_numbered(_with(portfolio.credits, "reason", self._kinds), "document"),
            care=_with(portfolio.care, "note", _masked),
            set_aside=self._set_aside(portfolio),
            tables=self._tables(portfolio.tables),
            questions=(),
            findings=(),
        )

    def evaluation(self, evaluation: Evaluation) -> Evaluation:
        """The evaluation of the same portfolio without a name in it; its figures are what they were."""
        return replace(
            evaluation,
            portfolio=replace(self.portfolio, customers=self._customers(evaluation.portfolio.customers)),
            customers=self._customers(evaluation.customers),
        )

    def drivers(self, own: Iterable[OwnDriver]) -> tuple[OwnDriver, ...]:
        """Care drivers of the user's own, by number."""
        named = enumerate(own, start=1)
        return tuple(replace(driver, name=self.language.text("hidden.driver", n=n)) for n, driver in named)

    def prospects(self, cells: pd.DataFrame, name: str) -> pd.DataFrame:
        """An uploaded list of firms, texts under its own headers, with their names in the column ``name``: customers
        are called as everywhere, others by their place in the list; people and names in other columns are left out."""
        firms, known = cells[name].astype("str").map(plain_name), self._known_values
        names = self.names | set(firms) | set(cells[name].astype("str").map(bare_name))
        shown = cells.copy()
        for header in cells.columns.drop(name):
            people = header in self.columns or holds_people(header, cells[header])
            hide = set(cells[header].dropna()) if people else set(_holding(cells[header], names))
            shown[header] = _replaced(cells[header], {value: known.get(value, MASK) for value in hide})
        numbers = {firm: self.language.text("hidden.prospect", n=n) for n, firm in enumerate(firms.unique(), start=1)}
        return shown.assign(**{name: firms.map({**numbers, **self.firms})})

    def value(self, attribute: str, value: str) -> str:
        """What is shown of an attribute's value."""
        return self.columns.get(attribute, {}).get(value, value)

    def real_value(self, attribute: str, shown: str) -> str:
        """The value of which ``shown`` is shown."""
        return self._real.get(attribute, {}).get(shown, shown)

    def key(self, key: str) -> str:
        """A segment's key as it is shown."""
        return self._per_line(key, self.columns)

    def real_key(self, shown: str) -> str:
        """The segment's key of which ``shown`` is shown."""
        return self._per_line(shown, self._real)

    def free(self, text: str) -> str:
        """A short word of someone's own, such as a theme; masked where a name stands in it."""
        return MASK if len(text) > LONGEST or _holding(pd.Series([text]), self.names) else text

    def firm(self, name: str) -> str:
        """What is shown of a firm's name."""
        return self.firms.get(plain_name(name), MASK)

    def person(self, name: str) -> str | None:
        """What is shown of a person whom the portfolio names; None for anybody else."""
        return self._known_values.get(name)

    @cached_property
    def _real(self) -> dict[str, dict[str, str]]:
        return {column: {shown: value for value, shown in values.items()} for column, values in self.columns.items()}

    @cached_property
    def _known_values(self) -> dict[str, str]:
        return {value: shown for values in self.columns.values() for value, shown in values.items()}

    def _per_line(self, key: str, columns: Mapping[str, Mapping[str, str]]) -> str:
        lines = key.split(ALSO)
        for place, line in enumerate(lines):
            for column, values in columns.items():
                if line.startswith(start := f"{column}{MARK}"):
                    value = line.removeprefix(start)
                    lines[place] = start + values.get(value, value)
        return ALSO.join(lines)

    def _customers(self, customers: pd.DataFrame) -> pd.DataFrame:
        shown = self._in_columns(customers)
        names = self.customers.reindex(customers.index)
        return shown.assign(name=names, key=names, note=_masked(customers["note"]))

    def _in_columns(self, frame: pd.DataFrame) -> pd.DataFrame:
        hidden = [column for column in self.columns if column in frame]
        return frame.assign(**{column: _replaced(frame[column], self.columns[column]) for column in hidden})

    def _firms(self, losses: pd.DataFrame) -> pd.Series:
        ours = losses["customer_id"].map(self.customers)
        others = losses["name"].map(lambda name: self.firm(name) if isinstance(name, str) else None)
        return ours.where(ours.notna(), others)

    def _kinds(self, values: pd.Series) -> pd.Series:
        long = values.dropna().astype("str")
        hide = {*long[long.str.len() > LONGEST], *_holding(values, self.names)}
        return values.mask(values.isin(list(hide)), MASK)

    def _products(self, products: pd.Series) -> pd.Series:
        hide = _holding(products, self.names)
        words = {product: self.language.text("hidden.product", n=n) for n, product in enumerate(hide, start=1)}
        return _replaced(products, words)

    def _tables(self, reports: tuple[TableReport, ...]) -> tuple[TableReport, ...]:
        numbers = {name: n for n, name in enumerate(dict.fromkeys(report.name for report in reports), start=1)}
        return tuple(
            replace(report, file=self.language.text("hidden.table", n=numbers[report.name]), sheet=None)
            for report in reports
        )

    def _set_aside(self, portfolio: Portfolio) -> pd.DataFrame:
        rows = portfolio.set_aside
        return rows.assign(file=MASK, sheet=None, text=MASK) if len(rows) else rows


def stand_ins(portfolio: Portfolio | None, language: Language, more: Iterable[str] = ()) -> StandIns:
    """The stand-ins of a portfolio; ``more``: attributes that hold names though they do not look it."""
    if portfolio is None:
        return StandIns(language)
    customers = portfolio.customers.sort_index()
    own = pd.Series(
        [language.text("hidden.customer", n=str(number)) for number in customers.index], index=customers.index
    )
    firms = dict(zip(customers["name"].map(plain_name), own, strict=True))
    others = portfolio.losses["name"].dropna().astype("str") if len(portfolio.losses) else pd.Series(dtype="str")
    strangers = others.map(plain_name)[lambda plain: ~plain.isin(list(firms))].unique()
    firms |= {firm: language.text("hidden.firm", n=n) for n, firm in enumerate(strangers, start=1)}
    written = [*customers["name"], *others]
    keys = [plain_name(str(key)) for key in customers["key"] if len(str(key)) >= SHORTEST]
    names = {*firms, *(bare_name(name) for name in written), *keys}
    texts = {name: customers[name] for name in portfolio.attributes if customers[name].dtype.kind not in "fiub"}
    people = {name for name, values in texts.items() if name in set(more) or holds_people(name, values)}
    names |= {plain_name(str(value)) for name in people for value in texts[name].dropna().unique()}
    found = frozenset(name for name in names if name)
    columns = {}
    for name, values in texts.items():
        own_losses = portfolio.losses[name] if name in portfolio.losses else pd.Series(dtype="str")
        both = pd.concat([values.astype("object"), own_losses.astype("object")])
        hide = list(both.dropna().astype("str").unique()) if name in people else _holding(both, found)
        if hide:
            columns[name] = {value: f"{name} {n}" for n, value in enumerate(hide, start=1)}
    return StandIns(language, portfolio, own, firms, columns, found)


def holds_people(header: str, values: pd.Series) -> bool:
    """Whether a column of texts holds people: by its header's words, or because its values look like it."""
    told = [value for value in values.dropna().astype("str").unique() if any(map(str.isalpha, value))]
    if not told:
        return False
    like = sum(bool(_PERSON.fullmatch(value)) for value in told)
    return bool(_PEOPLE.search(header)) or (len(told) > 2 and like >= PEOPLE_LIKE * len(told))


def _holding(values: pd.Series, names: frozenset[str] | set[str]) -> list[str]:
    """Those of the different ``values`` in which one of the plain ``names`` stands, in their order."""
    longest = max((name.count(" ") + 1 for name in names), default=0)
    return [value for value in values.dropna().astype("str").unique() if _holds(plain_name(value), names, longest)]


def _holds(plain: str, names: frozenset[str] | set[str], longest: int) -> bool:
    words = plain.split()
    return any(
        " ".join(words[start:end]) in names
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
    )


def _replaced(values: pd.Series, words: Mapping[str, str]) -> pd.Series:
    return values.map(lambda value: words.get(value, value)) if words else values


def _with(frame: pd.DataFrame, column: str, change: object) -> pd.DataFrame:
    return frame.assign(**{column: change(frame[column])}) if column in frame and len(frame) else frame  # type: ignore[operator]


def _masked(values: pd.Series) -> pd.Series:
    return values.astype("object").mask(values.notna(), MASK)


def _numbered(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Each customer's documents by number in the order they come, in place of the house's own numbers."""
    if column not in frame or frame.empty:
        return frame
    places = pd.Series(pd.factorize(frame[column])[0], index=frame.index).where(frame[column].notna())
    numbers = places.groupby(frame["customer_id"]).rank("dense").astype("Int64").astype("str")
    return frame.assign(**{column: numbers.where(places.notna(), None)})
