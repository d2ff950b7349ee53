"""Who is still active, and how many orders are to be expected: BG/NBD.

Source: P. Fader, B. Hardie, K. L. Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005) 275–284; the
probability active from their note of 2008, "Computing P(alive) Using the BG/NBD Model".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, hyp2f1
from threadpoolctl import ThreadpoolController

from analysis.invoices.days import OrderDays, day_of

WEEK = 7.0
SMALLEST, LARGEST = 1e-6, 1e6
_THREADS = ThreadpoolController()
"""The matrix library's. To look for it among all that is loaded takes longer than to fit."""


@dataclass(frozen=True)
class Activity:
    """The fitted model. While active a customer orders at random at a rate that differs among customers (gamma with
    shape ``r`` and scale ``alpha``, weeks); after each order the customer leaves for good with a probability that
    differs likewise (beta with ``a`` and ``b``). ``log_likelihood``: of the customers it was fitted on."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    @property
    def parameters(self) -> tuple[float, float, float, float]:
        """(r, alpha, a, b)."""
        return self.r, self.alpha, self.a, self.b

    def probability_active(self, summary: pd.DataFrame) -> pd.Series:
        """The probability (0–1) that each customer of ``summary`` (see ``summarised``) is still active."""
        return 1 / (1 + self._odds_gone(summary))

    def expected_orders(self, summary: pd.DataFrame, weeks: float) -> pd.Series:
        """Orders to be expected of each customer of ``summary`` in the next ``weeks`` (equation 10)."""
        (every_x, every_age), (of_x, of_age), which = _different(summary, "repeats", "age")
        x, age = every_x[of_x], every_age[of_age]
        before = self.a + self.b + x - 1
        share = weeks / (self.alpha + age + weeks)
        series = hyp2f1(self.r + x, self.b + x, before, share)
        stays = (1 - share) ** (self.r + x) * series
        return (before / (self.a - 1) * (1 - stays))[which] / (1 + self._odds_gone(summary))

    def _odds_gone(self, summary: pd.DataFrame) -> pd.Series:
        x, last, age = summary["repeats"], summary["last"], summary["age"]
        longer = (self.r + x) * np.log((self.alpha + age) / (self.alpha + last))
        odds = self.a / (self.b + x.clip(lower=1) - 1) * np.exp(np.minimum(longer, 700.0))
        return odds.where(x > 0, 0.0)


def summarised(days: OrderDays, until: pd.Timestamp) -> pd.DataFrame:
    """What the model needs to know: one row per customer with an order up to ``until``, index ``customer_id``;
    ``repeats`` (count of days with an order after the first such day), ``last`` and ``age`` (weeks from the first order
    to the last one, and to ``until``)."""
    days = days.until(until)
    first, last = days.day[days.starts], days.day[days.starts + days.sizes - 1]
    return pd.DataFrame(
        {"repeats": days.sizes - 1, "last": (last - first) / WEEK, "age": (day_of(until) - first) / WEEK},
        index=days.customers,
    )


def fit(summary: pd.DataFrame) -> Activity | None:
    """The model with the largest likelihood for ``summary`` (see ``summarised``); None where nobody ordered a second
    time, or the likelihood has no peak."""
    if not (summary["repeats"] > 0).any():
        return None
    likelihood = _Likelihood(summary)
    with _THREADS.limit(limits=1, user_api="blas"):  # for four numbers they would only wait for each other
        found = minimize(
            likelihood.loss,
            np.zeros(4),
            jac=True,
            method="L-BFGS-B",
            bounds=[(np.log(SMALLEST), np.log(LARGEST))] * 4,
            options={"maxiter": 500, "ftol": 1e-12, "gtol": 1e-7},
        )
    parameters = np.exp(found.x)
    if not np.isfinite(found.fun) or (parameters >= LARGEST / 2).any() or (parameters <= SMALLEST * 2).any():
        return None
    r, alpha, a, b = parameters.tolist()
    return Activity(r, alpha, a, b, log_likelihood=-float(found.fun) * len(summary))


def log_likelihood(parameters: tuple[float, float, float, float], summary: pd.DataFrame) -> float:
    """The log-likelihood of (r, alpha, a, b) for ``summary`` (equation 6)."""
    return -_Likelihood(summary).loss(np.log(parameters))[0] * len(summary)


class _Likelihood:
    """Minus the mean log-likelihood of a summary, and its slope. Many customers have the same figures, so each function
    is computed once for every different one."""

    def __init__(self, summary: pd.DataFrame) -> None:
        values, places, which = _different(summary, "repeats", "last", "age")
        self.x, self.last, self.age = values
        self.of_x, self.of_last, self.of_age = places
        self.weight = np.bincount(which) / len(summary)
        self.weight_of_x = np.bincount(self.of_x, self.weight)

    def loss(self, logs: np.ndarray) -> tuple[float, np.ndarray]:
        """At the logarithms of (r, alpha, a, b)."""
        r, alpha, a, b = parameters = np.exp(logs)
        x, share = self.x, self.weight_of_x
        beyond = np.maximum(x, 1) - 1
        longer, shorter = np.log(alpha + self.age)[self.of_age], np.log(alpha + self.last)[self.of_last]
        orders = (r + x)[self.of_x]
        leaves = np.where(x > 0, np.log(a) - np.log(b + beyond), -np.inf)[self.of_x]
        gone = leaves + orders * (longer - shorter)
        either = np.logaddexp(0, gone)
        is_gone = np.exp(gone - either)
        weight_gone = self.weight * is_gone
        weight_still = self.weight - weight_gone
        rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stayed = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        both = _dot(share, digamma(a + b) - digamma(a + b + x))
        per_still, per_gone = 1 / (alpha + self.age)[self.of_age], 1 / (alpha + self.last)[self.of_last]
        gone_of_x = np.bincount(self.of_x, weight_gone)
        slope = np.array(
            [
                _dot(share, digamma(r + x) - digamma(r) + np.log(alpha))
                - _dot(weight_still, longer)
                - _dot(weight_gone, shorter),
                r / alpha - _dot(orders, weight_still * per_still + weight_gone * per_gone),
                both + gone_of_x.sum() / a,
                both + _dot(share, digamma(b + x) - digamma(b)) - _dot(gone_of_x, 1 / (b + beyond)),
            ]
        )
        mean = _dot(share, rate + stayed) + _dot(self.weight, either - orders * longer)
        return -float(mean), -slope * parameters


def _different(summary: pd.DataFrame, *names: str) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray]:
    """The different values of each of the columns, sorted; for each different row, where among them its values are; and
    which of these rows each row of ``summary`` is."""
    values, code = [], np.zeros(len(summary), dtype="int64")
    for name in names:
        places, different = pd.factorize(summary[name].to_numpy(), sort=True)
        code = code * len(different) + places
        values.append(different)
    which, rows = pd.factorize(code, sort=True)
    found: list[np.ndarray] = []
    for different in reversed(values):
        rows, places = np.divmod(rows, len(different))
        found.insert(0, places)
    return values, found, which


def _dot(one: np.ndarray, other: np.ndarray) -> float:
    """Σ one × other, without the threads that ``@`` starts, which wait for each other where others work too."""
    return float(np.einsum("i,i", one, other))
