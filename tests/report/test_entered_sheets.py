"""The workbook's sheets of what people said and decided, and of step 5, say what the app says."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.care.decisions import PREFIX, year_ahead
from analysis.care.outcome import Terms, outcome
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.refill import picks
from analysis.refill.plan import plan_for
from analysis.refill.segments import segments
from analysis.report.made import Made
from analysis.report.workbook import write_workbook
from tests.hostile import TEXTS
from tests.portfolios import make_portfolio
from tests.report.test_summary import fields

ENGLISH = Language("en")
ASKED, DECIDED = 3, 7
MADE = Made(
    "Nord",
    fields(
        {
            ("tag.strategic", ASKED): "yes",
            ("tag.note", ASKED): TEXTS[5],
            ("listen.why_start", ASKED): TEXTS[9],
            ("listen.themes.why_start", ASKED): ["Preis", TEXTS[4]],
            ("listen.leads_us", ASKED): 4,
            ("listen.when", ASKED): "2026-11-20",
            ("listen.sure", ASKED): "heard",
            ("listen.pays_fair_price", DECIDED): 2,
            ("lever.price", DECIDED): 0.05,
            ("lever.hours", DECIDED): 0.5,
            ("lever.risk", DECIDED): 0.1,
            (f"{PREFIX}action", DECIDED): "repair",
            (f"{PREFIX}owner", DECIDED): TEXTS[10],
            (f"{PREFIX}due", DECIDED): "2026-11-01",
            (f"{PREFIX}state", DECIDED): "talked",
            (f"{PREFIX}expected", DECIDED): 1234.5,
            (picks.FIELD, 0): ["industry=Food"],
        }
    ),
    date(2026, 11, 24),
)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    answers = pd.DataFrame({"strategic": ["yes"]}, index=[ASKED])
    return evaluate(make_portfolio(60), Assumptions(), answers)


@pytest.fixture(scope="module")
def sheets(evaluation) -> dict[str, list[dict[str, object]]]:
    """Sheet to its rows, each by its headers."""
    file = io.BytesIO()
    write_workbook(file, evaluation, ENGLISH, MADE)
    found = {}
    for sheet in openpyxl.load_workbook(file):
        assert [cell.value for row in sheet for cell in row if cell.data_type == "f" and cell.value in TEXTS] == []
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def of(rows: list[dict[str, object]], evaluation: Evaluation, customer: int) -> dict[str, object]:
    name = evaluation.customers.at[customer, "name"]
    return next(row for row in rows if row["Customer"] == name)


def test_answers_stand_with_who_gave_them(sheets, evaluation):
    rows = sheets["Tags"]
    assert len(rows) == len(evaluation.customers)
    row, other = (of(rows, evaluation, customer) for customer in (ASKED, DECIDED))
    assert (row["Strategically important?"], row["Note"]) == ("yes", TEXTS[5])
    assert row["Answered"] and not other["Answered"]


def test_conversations_stand_with_themes_and_marks(sheets, evaluation):
    rows = sheets["Conversations"]
    assert len(rows) == 2
    row, marked = (of(rows, evaluation, customer) for customer in (ASKED, DECIDED))
    assert (row["Answer"], row["Themes"]) == (TEXTS[9], f"Preis, {TEXTS[4]}")
    assert (row["When?"], row["How sure?"]) == (datetime(2026, 11, 20), "heard from the customer")
    assert [value for value in row.values() if value in (4, 2)] == [4]
    assert marked["Answer"] is None and 2 in marked.values()


def test_levers_give_what_the_page_gives(sheets, evaluation):
    row = of(sheets["Levers"], evaluation, DECIDED)
    terms = Terms(price=0.05, hours=0.5, risk=0.1)
    shown = outcome(evaluation, pd.Index([DECIDED]), terms)
    assert row["with the levers set, as exported"] == shown.net_after
    assert str(row["with the levers set"]).startswith("=IF(COUNT(")
    needed = {
        name for name, net in evaluation.customers[["name", "net_contribution"]].itertuples(index=False) if net < 0
    }
    assert needed <= {row["Customer"] for row in sheets["Levers"]}


def test_decisions_stand_with_owner_and_state(sheets, evaluation):
    (row,) = sheets["Decisions"]
    assert row["Customer"] == evaluation.customers.at[DECIDED, "name"]
    assert {TEXTS[10], datetime(2026, 11, 1), 1234.5, "overdue"} <= set(row.values())


def test_segments_and_plan_are_step_fives(sheets, evaluation):
    rows = [row for row in sheets["Segments"] if row["Attribute"] == "industry"]
    shown = segments(evaluation, "industry", ENGLISH)
    assert [row["Segment"] for row in rows] == shown["segment"].tolist()
    assert [row["Customers"] for row in rows] == shown["n"].tolist()
    assert all(str(row["Result"]).startswith("=ROUND(SUMPRODUCT(") for row in sheets["Segments"])
    assert [row["Result, as exported"] for row in rows] == shown["net"].tolist()
    for side in ("low", "high"):
        told = [row[ENGLISH.text(f"refill.column.{side}")] for row in rows]
        assert [bound is None for bound in told] == shown[side].isna().tolist()
        assert [bound for bound in told if bound is not None] == pytest.approx(shown[side].dropna().tolist())
    assert [row["Segment"] for row in sheets["Segments"] if "●" in row.values()] == ["Food"]
    plan = plan_for(
        evaluation, picks.targets(evaluation, ["industry=Food"]), year_ahead(MADE.starting(PREFIX), None, evaluation)
    )
    figures = {row["Figure"]: row["Value"] for row in sheets["Plan"]}
    assert figures["New customers in the plan"] == plan.customers
    assert figures["per customer and year"] == plan.per_customer
    assert "industry: Food" in figures
