"""Loss review: every group's counts add up, and a real pipeline comes out as its own rows say."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.language import Language
from analysis.look import Look
from analysis.refill.charts import losses_figure
from analysis.refill.losses import OWN_GROUPS, groups, outcomes, review, stages, strangers, totals
from analysis.refill.plan import win_rate
from analysis.upload.load import load
from tests.portfolios import make_portfolio

CRM = Path(__file__).parents[3] / "shared" / "data" / "crm"
ENGLISH = Language("en")


def with_losses(many: int = 400):
    random = np.random.default_rng(1)
    portfolio = make_portfolio(80)
    ours = random.random(many) < 0.6
    losses = pd.DataFrame(
        {
            "customer_id": np.where(ours, random.integers(1, 81, many), np.nan),
            "name": [f"Firm {number}" for number in random.integers(1, 200, many)],
            "date": pd.Timestamp("2025-01-01") + pd.to_timedelta(random.integers(0, 600, many), "D"),
            "stage": random.choice(["First talk", "Offer", None], many),
            "reason": random.choice(["price", "time", None], many),
            "status": random.choice(["won", "lost", "open"], many),
            "kind": random.choice(["deal", "deal", "customer"], many),
            "value": random.integers(0, 10_000, many).astype(float),
            "industry": random.choice(["Food", "Retail", "Shipyards", None], many),
        }
    )
    return evaluate(replace(portfolio, losses=losses), Assumptions())


EVALUATION = with_losses()
LOSSES = EVALUATION.portfolio.losses


@pytest.mark.parametrize("by", [*OWN_GROUPS, *EVALUATION.portfolio.attributes])
@pytest.mark.parametrize("kind", [None, "deal", "customer"])
def test_however_they_are_grouped_the_losses_add_up(by, kind):
    table = review(LOSSES, groups(EVALUATION, by, ENGLISH), kind)
    count, value = totals(LOSSES, kind)["lost"]
    assert (table["lost"].sum(), table["value"].sum()) == (count, pytest.approx(value))
    assert (table["deals"] + table["customers"]).equals(table["lost"])
    deals = outcomes(LOSSES, groups(EVALUATION, by, ENGLISH))
    assert deals[["won", "lost", "open"]].sum().tolist() == [
        totals(LOSSES, "deal")[status][0] for status in ("won", "lost", "open")
    ]


def test_the_win_rate_is_that_of_the_decided_deals():
    found, of = win_rate(EVALUATION), totals(LOSSES, "deal")
    assert (found.won, found.decided) == (of["won"][0], of["won"][0] + of["lost"][0])
    assert found.rate == pytest.approx(found.won / found.decided, abs=0.005)
    few = replace(EVALUATION, portfolio=replace(EVALUATION.portfolio, losses=LOSSES.head(5)))
    assert win_rate(few) is None


def test_a_stage_names_its_most_frequent_reason():
    for stage, row in stages(LOSSES).iterrows():
        here = LOSSES[LOSSES["status"].eq("lost") & LOSSES["stage"].fillna("–").eq(stage)]
        assert row["times"] == here["reason"].value_counts().max() == here["reason"].eq(row["reason"]).sum()


def test_a_deal_of_no_customer_counts_where_it_says_it_belongs():
    group = groups(EVALUATION, "industry", ENGLISH)
    foreign = LOSSES["customer_id"].isna()
    expected = LOSSES.loc[foreign, "industry"].where(LOSSES["industry"].isin(["Food", "Retail"]))
    assert group[foreign].fillna("").equals(expected.fillna("").astype(group.dtype))


def test_the_chart_counts_where_no_values_are_known():
    table = review(LOSSES.assign(value=0.0))
    figure = losses_figure(table, "stage", Look(ENGLISH))
    assert list(figure.data[0].x) == table["lost"].tolist()


@pytest.mark.skipif(not CRM.exists(), reason="the real tables are not part of the project")
def test_a_real_pipeline_comes_out_as_its_own_rows_say(tmp_path):
    files = [(CRM / name, name) for name in ("accounts.csv", "sales_pipeline.csv")]
    portfolio = load(files, tmp_path).portfolio
    losses = portfolio.losses
    assert totals(losses, "deal") == {"won": (4238, 10_005_534.0), "lost": (2473, 0.0), "open": (2089, 0.0)}
    assert strangers(losses) == 1425
    accounts, deals = (pd.read_csv(path) for path, _ in files)
    sector = deals["account"].map(accounts.set_index("account")["sector"]).fillna("–")
    by_stage = pd.crosstab(sector, deals["deal_stage"])
    won_value = deals.groupby(sector)["close_value"].sum()
    table = outcomes(losses, groups(evaluate(portfolio, Assumptions()), "sector", ENGLISH)).sort_index()
    assert table["won"].tolist() == by_stage["Won"].tolist()
    assert table["lost"].tolist() == by_stage["Lost"].tolist()
    assert table["open"].tolist() == (by_stage["Engaging"] + by_stage["Prospecting"]).tolist()
    assert table["won_value"].tolist() == won_value.tolist()
    assert losses["stage"].value_counts().to_dict() == deals["deal_stage"].value_counts().to_dict()
