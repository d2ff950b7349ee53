"""Sets of assumptions: what goes out as TOML comes back the same, and nothing else gets in."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assumptions import Assumptions, every_name, range_named
from analysis.care.own import OwnDriver
from analysis.care.sets import AssumptionSet, compared, differing, from_toml, present, taken, to_toml
from analysis.errors import PortfolioError
from analysis.evaluate import evaluate
from analysis.language import Language
from tests.portfolios import make_portfolio

DRIVER = OwnDriver('Besuche "vor Ort" \\ Ost', "orders", 80.0, 0.25, per="minutes").stored()
FULL = AssumptionSet(
    "Zweig\nSüd \x7f",
    {"care.hourly_rate": 80.0, "care.interest": 0.0525, "care.intangible": True, "goals.target": 1_234_567.0},
    {"care.hourly_rate": (60.0, 95.5)},
    {"care.interest": 'Quelle: Hausbank, "Kontokorrent"\nStand März'},
    {f"driver.{DRIVER['name']}": DRIVER},
)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of other rooms' assumptions are no matter of this test."""
    text = Language.text
    monkeypatch.setattr(
        Language, "text", lambda self, key, **values: text(self, key, **values) if self.has(key) else key
    )


@pytest.mark.parametrize("code", ["de", "en"])
def test_out_and_in_again_is_the_same_set(code: str) -> None:
    assert from_toml(to_toml(FULL, Language(code)), "set.toml") == FULL


def any_value(name: str) -> st.SearchStrategy[float | bool]:
    limits = range_named(name)
    if limits is None:
        return st.booleans()
    return st.floats(limits.low, limits.high, allow_subnormal=False)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_value_survives_to_the_last_digit(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(every_name())), unique=True, max_size=6))
    assumptions = Assumptions().changed({name: data.draw(any_value(name)) for name in names})
    text = to_toml(AssumptionSet("x", differing(assumptions)), Language("en"))
    assert from_toml(text, "x.toml").assumptions == assumptions


def test_the_file_names_every_assumption() -> None:
    text = to_toml(AssumptionSet("x"), Language("en"))
    assert all(f"\n{name.split('.')[1]} = " in text for name in every_name())


@pytest.mark.parametrize(
    "text",
    [
        "care = {",
        "[care]\nno_such = 1",
        "[nowhere]\nrate = 1",
        "[care]\nhourly_rate = 9999",
        '[care]\nhourly_rate = "much"',
        '[ranges]\n"care.hourly_rate" = [1]',
        '[ranges]\n"no.such" = [1, 2]',
        '[[drivers]]\nname = "x"',
        '[[drivers]]\nname = "x"\ncolumn = "y"\nrate = "a"',
        '[[drivers]]\nname = "x"\ncolumn = "y"\nrate = 1\nper = "moon"',
    ],
)
def test_what_is_no_set_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PortfolioError) as trouble:
        from_toml(text, "set.toml")
    assert trouble.value.sentence(Language("de"))


def fields(entries: dict[str, object]) -> pd.DataFrame:
    rows = [(0, field, value) for field, value in entries.items()]
    return pd.DataFrame(rows, columns=["customer_id", "field", "value"])


def test_taking_a_set_puts_everything_else_back() -> None:
    before = fields({"assumption.care.reminder": 50, "range.care.reminder": [1, 2], "driver.old": DRIVER, "tag.x": 1})
    edit = taken(FULL, before)
    assert edit["assumption.care.reminder", 0] is None
    assert edit["range.care.reminder", 0] is None
    assert edit["driver.old", 0] is None
    assert ("tag.x", 0) not in edit


def test_a_set_taken_into_another_workspace_gives_the_same_result() -> None:
    edit = taken(from_toml(to_toml(FULL, Language("en")), "set.toml"), fields({}))
    there = fields({field: value for (field, _), value in edit.items() if value is not None})
    here = present("x", FULL.assumptions, there)
    portfolio = make_portfolio(30)
    own = tuple(OwnDriver(**driver) for driver in here.drivers.values())
    first = evaluate(portfolio, FULL.assumptions, own=(OwnDriver(**DRIVER),), ranged=FULL.ranges)
    second = evaluate(portfolio, here.assumptions, own=own, ranged=here.ranges)
    pd.testing.assert_frame_equal(first.customers, second.customers)


def test_two_sets_are_compared_where_they_differ() -> None:
    table = compared(Assumptions(), Assumptions().changed({"care.reminder": 20}))
    assert table.to_dict("index") == {"care.reminder": {"one": 15, "other": 20}}


def test_a_stored_set_is_restored() -> None:
    assert AssumptionSet.restored(FULL.name, FULL.stored()) == FULL
