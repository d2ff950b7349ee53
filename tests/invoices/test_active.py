"""BG/NBD against published numbers, planted parameters, and the formulas computed another way."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import beta as beta_of

from analysis.invoices.active import Activity, fit, log_likelihood, summarised
from analysis.invoices.days import order_days

PUBLISHED = Activity(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4)
PLANTED = (0.8, 6.0, 1.2, 3.5)


def one(repeats: int, last: float, age: float) -> pd.DataFrame:
    return pd.DataFrame({"repeats": [repeats], "last": [last], "age": [age]})


def simulated(customers: int, seed: int, weeks: float = 78.0) -> pd.DataFrame:
    """Customers who order and leave as the model says, each watched for half to all of ``weeks``."""
    random, (r, alpha, a, b) = np.random.default_rng(seed), PLANTED
    rows = []
    ages = random.uniform(weeks / 2, weeks, customers)
    for age, rate, leaves in zip(
        ages, random.gamma(r, 1 / alpha, customers), random.beta(a, b, customers), strict=True
    ):
        now, last, repeats = 0.0, 0.0, 0
        while (now := now + random.exponential(1 / rate)) <= age:
            last, repeats = now, repeats + 1
            if random.random() < leaves:
                break
        rows.append((repeats, last, age))
    return pd.DataFrame(rows, columns=["repeats", "last", "age"])


def standard_errors(summary: pd.DataFrame, at: tuple[float, ...]) -> np.ndarray:
    """From the curvature of the log-likelihood, by differences."""
    steps = np.diag(np.array(at) * 1e-3)
    bends = np.array(
        [
            [
                sum(
                    sign * other * log_likelihood(tuple(at + sign * one_step + other * next_step), summary)
                    for sign in (1, -1)
                    for other in (1, -1)
                )
                / (4 * one_step.sum() * next_step.sum())
                for next_step in steps
            ]
            for one_step in steps
        ]
    )
    return np.sqrt(np.diag(np.linalg.inv(-bends)))


def test_expected_orders_as_published():
    assert PUBLISHED.expected_orders(one(2, 30.43, 38.86), 39).item() == pytest.approx(1.226, abs=5e-4)


def test_planted_parameters_are_recovered_within_their_standard_error():
    """In two of three cases within one standard error, as errors are, and hardly ever beyond three."""
    portfolios = [simulated(3000, seed) for seed in range(20, 32)]
    found = [fit(summary).parameters for summary in portfolios]
    errors = [standard_errors(summary, at) for summary, at in zip(portfolios, found, strict=True)]
    misses = (np.array(found) - PLANTED) / errors
    assert np.abs(misses).max() < 3
    assert (np.abs(misses) < 1).mean() == pytest.approx(0.68, abs=0.15)
    assert np.abs(np.mean(np.array(found) - PLANTED, axis=0) / np.mean(errors, axis=0)).max() < 1


def likelihoods(model: Activity, repeats: int, last: float, age: float) -> tuple[float, float]:
    """Of still active and of gone after the last order, integrated over rate and leaving instead of summed up."""

    def over_rate(until: float) -> float:
        def integrand(rate: float) -> float:
            return rate ** (model.r + repeats - 1) * np.exp(-rate * (until + model.alpha))

        return quad(integrand, 0, np.inf, epsabs=0)[0]

    def over_leaving(left: int, stayed: int) -> float:
        def integrand(p: float) -> float:
            return p**left * (1 - p) ** stayed * beta_of.pdf(p, model.a, model.b)

        return quad(integrand, 0, 1, epsabs=0, limit=200)[0]

    gone = over_rate(last) * over_leaving(1, repeats - 1) if repeats else 0.0
    return over_rate(age) * over_leaving(0, repeats), gone


@pytest.mark.parametrize(
    ("repeats", "last", "age"), [(0, 0.0, 30.0), (1, 2.0, 40.0), (3, 38.0, 40.0), (7, 20.0, 52.0), (12, 50.0, 52.0)]
)
@pytest.mark.parametrize("model", [PUBLISHED, Activity(*PLANTED, log_likelihood=0.0)])
def test_formulas_agree_with_integration(model: Activity, repeats: int, last: float, age: float):
    summary, weeks = one(repeats, last, age), 52.0
    still, gone = likelihoods(model, repeats, last, age)
    active = still / (still + gone)

    def orders(p: float) -> float:
        grown = 1 - (1 + p * weeks / (model.alpha + age)) ** -(model.r + repeats)
        return grown / p * beta_of.pdf(p, model.a, model.b + repeats)

    expected = active * quad(orders, 0, 1, epsabs=0, limit=200)[0]
    assert model.probability_active(summary).item() == pytest.approx(active, rel=1e-6)
    assert model.expected_orders(summary, weeks).item() == pytest.approx(expected, rel=1e-5)


def test_several_orders_on_a_day_and_credit_notes_are_no_repeat():
    days = pd.to_datetime(["2026-01-01", "2026-01-01", "2026-01-15", "2026-01-22", "2026-03-01"])
    orders = pd.DataFrame({"customer_id": 1, "date": days, "revenue": [10.0, 20.0, 5.0, -5.0, 9.0]})
    summary = summarised(order_days(orders), pd.Timestamp("2026-01-29"))
    assert summary.loc[1].to_dict() == {"repeats": 1.0, "last": 2.0, "age": 4.0}


def test_nothing_to_fit_where_nobody_comes_again():
    assert fit(pd.concat([one(0, 0.0, 10.0)] * 20, ignore_index=True)) is None
