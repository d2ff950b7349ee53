"""Who mentions which theme: by question, by segment, best customers against others; and everything as one table."""

from __future__ import annotations

import pandas as pd

from analysis.evaluate import Evaluation
from analysis.listen.questions import MARKS
from analysis.listen.themes import answers, mentions
from analysis.shares import wilson


def counts(told: pd.DataFrame, column: pd.Series, fewest: int) -> pd.DataFrame:
    """How many customers mention each theme, by a column that their answers are put in.

    Parameters
    ----------
    told : see ``themes.mentions``, or ``heard``.
    column : the column of each row of ``told``, such as its question or its customer's segment, in the order of its
        categories where it has some; missing: left out.
    fewest : with fewer customers than this in a column its shares are those of single voices (``small``).

    Returns
    -------
    One row per theme and column, zeros too, the most mentioned theme and the fullest column first: ``theme``,
    ``column``, ``customers`` (mention it there), ``asked`` (customers with an answer there), ``share`` (0–1), ``low``,
    ``high`` (Wilson 90 %), ``small`` (bool).
    """
    asked = told["customer_id"].groupby(column, observed=True).nunique()
    if not isinstance(column.dtype, pd.CategoricalDtype):
        asked = asked.sort_index().sort_values(ascending=False, kind="stable")
    told = told.assign(column=column.astype("object")).dropna(subset=["theme", "column"])
    in_all = told.groupby("theme")["customer_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    grid = pd.MultiIndex.from_product([in_all.index, asked.index.astype("object")], names=["theme", "column"])
    found = told.groupby(["theme", "column"])["customer_id"].nunique()
    table = found.reindex(grid, fill_value=0).rename("customers").reset_index()
    table["asked"] = table["column"].map(asked).astype("int64")
    table["share"] = table["customers"] / table["asked"]
    between = [wilson(int(n), int(of)) for n, of in zip(table["customers"], table["asked"], strict=True)]
    table["low"], table["high"] = [low for low, _ in between], [high for _, high in between]
    table["small"] = table["asked"] < fewest
    return table


def most_different(table: pd.DataFrame) -> pd.DataFrame:
    """``counts`` of two columns, the theme first whose share in the first column exceeds that in the second most."""
    wide = table.pivot(index="theme", columns="column", values="share")
    columns = list(table["column"].unique())
    gap = wide[columns[0]] - wide[columns[1]] if len(columns) > 1 else wide[columns[0]]
    order = gap.reindex(table["theme"].unique()).sort_values(ascending=False, kind="stable").index
    return table.set_index("theme").loc[order].reset_index() if len(table) else table


def heard(evaluation: Evaluation, fields: pd.DataFrame) -> pd.DataFrame:
    """Themes and marks joined to the customers they came from: what step 5 reads.

    Parameters
    ----------
    fields : ``Workspace.fields("listen.")``.

    Returns
    -------
    One row per answer and theme, and one for an answer without a theme (``theme`` missing), of customers of this
    portfolio: ``customer_id``, ``name``, ``listened`` (bool: a best customer for steps 3 and 5), ``net_contribution``
    (€), ``question``, ``theme``, ``quote``, the customer's ``MARKS`` (1–5, NaN not given), ``marks_note``, ``who``,
    ``when`` (ISO date), ``sure`` (heard / believed / guessed) (missing: not said), and the portfolio's attributes.
    """
    told = mentions(answers(fields))
    said = noted(fields)
    attributes = [name for name in evaluation.portfolio.attributes if name not in said.columns.union(told.columns)]
    customers = evaluation.customers[["name", "listened", "net_contribution", *attributes]]
    joined = told.merge(customers.reset_index(), on="customer_id").merge(said.reset_index(), "left", on="customer_id")
    first = ["customer_id", "name", "listened", "net_contribution", "question", "theme", "quote"]
    return joined[[*first, *said.columns, *attributes]].reset_index(drop=True)


def noted(fields: pd.DataFrame) -> pd.DataFrame:
    """What was noted about each conversation, index ``customer_id``: the ``MARKS`` (1–5), ``marks_note``, ``who``,
    ``when`` (ISO date), ``sure``; missing where nobody said. ``fields``: ``Workspace.fields("listen.")``."""
    about = fields.assign(field=fields["field"].str.removeprefix("listen."))
    about = about[about["field"].isin([*MARKS, "marks_note", "who", "when", "sure"])]
    said = about.pivot(index="customer_id", columns="field", values="value")
    return said.reindex(columns=[*MARKS, "marks_note", "who", "when", "sure"]).astype(dict.fromkeys(MARKS, "float64"))
