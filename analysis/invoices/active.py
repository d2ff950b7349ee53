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

WEEK = 7.0
SMALLEST, LARGEST = 1e-6, 1e6


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
        x, age = summary["repeats"], summary["age"]
        before = self.a + self.b + x - 1
        share = weeks / (self.alpha + age + weeks)
        series = hyp2f1(self.r + x, self.b + x, before, share)
        stays = (1 - share) ** (self.r + x) * series
        return before / (self.a - 1) * (1 - stays) / (1 + self._odds_gone(summary))

    def _odds_gone(self, summary: pd.DataFrame) -> pd.Series:
        x, last, age = summary["repeats"], summary["last"], summary["age"]
        longer = (self.r + x) * np.log((self.alpha + age) / (self.alpha + last))
        odds = self.a / (self.b + x.clip(lower=1) - 1) * np.exp(np.minimum(longer, 700.0))
        return odds.where(x > 0, 0.0)


def summarised(orders: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """What the model needs to know: one row per customer with an order up to ``until``, index ``customer_id``;
    ``repeats`` (count of days with an order after the first such day), ``last`` and ``age`` (weeks from the first order
    to the last one, and to ``until``).

    ``orders``: as in ``Portfolio.orders``. Only documents above zero count: a credit note is no order.
    """
    counted = orders[(orders["date"] <= until) & (orders["revenue"] > 0)]
    days = counted.groupby("customer_id")["date"].agg(["min", "max", "nunique"])
    return pd.DataFrame(
        {
            "repeats": days["nunique"] - 1,
            "last": (days["max"] - days["min"]).dt.days / WEEK,
            "age": (until - days["min"]).dt.days / WEEK,
        }
    )


def fit(summary: pd.DataFrame) -> Activity | None:
    """The model with the largest likelihood for ``summary`` (see ``summarised``); None where nobody ordered a second
    time, or the likelihood has no peak."""
    if not (summary["repeats"] > 0).any():
        return None
    found = minimize(
        lambda logs: _loss(logs, summary),
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
    return -_loss(np.log(parameters), summary)[0] * len(summary)


def _loss(logs: np.ndarray, summary: pd.DataFrame) -> tuple[float, np.ndarray]:
    """Minus the mean log-likelihood, and its slope in the logarithms of the parameters."""
    r, alpha, a, b = parameters = np.exp(logs)
    x, last, age = (summary[name].to_numpy(dtype="float64") for name in ("repeats", "last", "age"))
    beyond = np.maximum(x, 1) - 1
    still = -(r + x) * np.log(alpha + age)
    gone = np.where(x > 0, np.log(a) - np.log(b + beyond) - (r + x) * np.log(alpha + last), -np.inf)
    either = np.logaddexp(still, gone)
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    is_still, is_gone = np.exp(still - either), np.exp(gone - either)
    both = digamma(a + b) - digamma(a + b + x)
    slope = np.array(
        [
            np.mean(
                digamma(r + x) - digamma(r) + np.log(alpha)
                - is_still * np.log(alpha + age) - is_gone * np.log(alpha + last)
            ),
            np.mean(r / alpha - (r + x) * (is_still / (alpha + age) + is_gone / (alpha + last))),
            np.mean(both + is_gone / a),
            np.mean(both + digamma(b + x) - digamma(b) - is_gone / (b + beyond)),
        ]
    )  # fmt: skip
    return -float(np.mean(rate + stayed + either)), -slope * parameters
