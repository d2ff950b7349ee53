"""Themes by question, by segment, and of best customers against others: one picture, and its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from analysis.listen.counts import most_different
from analysis.look import Look, plain, shortened

THEMES, COLUMNS = 10, 6
"""So many themes and columns have room; the table below has all."""
ROW, HEADS = 58, 46
"""Height in pixels of a theme, and of the columns' heads."""
ABREAST = 66
"""Characters that the columns' heads have together."""
SMALLEST, LARGEST = 5, 26
"""Width in pixels of the mark of nobody, and of everybody."""


def themes_figure(
    table: pd.DataFrame, title: str, look: Look, words: Callable[[str], str] = str, most: int = THEMES
) -> go.Figure:
    """A mark per theme and column whose area is the share of those asked there, with count and share below it; grey
    and without the share where few were asked. ``customdata[0]`` is the theme.

    Parameters
    ----------
    table : see ``counts``; the first themes (at ``most``) and columns are drawn.
    words : a column in words.
    """
    language = look.language
    themes, columns = list(table["theme"].unique()[:most]), list(table["column"].unique()[:COLUMNS])
    rows = table[table["theme"].isin(themes) & table["column"].isin(columns)]
    asked = rows.drop_duplicates("column").set_index("column")["asked"]
    subtitle = language.text("listen.themes.subtitle")
    figure = look.figure(title, subtitle, HEADS + 70 + ROW * len(themes))
    figure.update_layout(margin_t=figure.layout.margin.t + HEADS)
    figure.add_scatter(
        x=[columns.index(column) for column in rows["column"]],
        y=[themes.index(theme) for theme in rows["theme"]],
        mode="markers+text",
        marker={
            "size": SMALLEST + (LARGEST - SMALLEST) * rows["share"] ** 0.5,
            "color": [look.muted if small else look.actual for small in rows["small"]],
            "line": {"width": 0},
        },
        selected={"marker": {"color": look.selected}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": look.text}},
        text=[_told(row, look) for row in rows.itertuples()],
        textposition="bottom center",
        textfont={"size": 11, "color": [look.text if n else look.muted for n in rows["customers"]]},
        cliponaxis=False,
        customdata=[
            [
                row.theme,
                language.text(
                    "listen.themes.hover",
                    theme=plain(row.theme), column=plain(words(row.column)),
                    n=row.customers, asked=row.asked, share=row.share, low=row.low, high=row.high,
                ),
            ]
            for row in rows.itertuples()
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )  # fmt: skip
    names = [plain(shortened(words(column), ABREAST // len(columns))) for column in columns]
    heads = [
        f"{name}<br>{language.text('listen.themes.asked', n=int(asked[column]))}"
        for name, column in zip(names, columns, strict=True)
    ]
    figure.update_xaxes(
        side="top", tickvals=list(range(len(columns))), ticktext=heads, range=[-0.5, max(len(columns), 2) - 0.5],
        tickangle=0,
        showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(themes))), ticktext=[plain(shortened(theme)) for theme in themes],
        range=[len(themes) - 0.3, -0.5], showgrid=False, zeroline=False,
    )  # fmt: skip
    return figure


def sentence(told: pd.DataFrame, table: pd.DataFrame, look: Look, words: Callable[[str], str] = str) -> str:
    """The theme most mentioned, by how many of those asked, and in which column by the largest share, where enough
    were asked there to say so."""
    theme = table["theme"].iloc[0]
    own = table[table["theme"] == theme].sort_values(["share", "asked"], ascending=False, kind="stable").iloc[0]
    return look.language.text(
        "listen.themes.title_few" if own["small"] else "listen.themes.title",
        theme=theme,
        n=told.loc[told["theme"] == theme, "customer_id"].nunique(),
        all=told["customer_id"].nunique(),
        column=words(own["column"]),
        here=int(own["customers"]),
        asked=int(own["asked"]),
    )


def best_sentence(table: pd.DataFrame, look: Look) -> str:
    """What best customers mention that others do not; ``table``: ``counts`` of the columns ``best`` and ``others``."""
    sides = set(table["column"])
    if sides != {"best", "others"}:
        return look.language.text(f"listen.themes.only_{'best' if 'best' in sides else 'others'}")
    first = most_different(table).iloc[:2].set_index("column")
    key = "best" if first.at["best", "share"] > first.at["others", "share"] else "alike"
    figures = {f"{side}_{name}": int(first.at[side, column])
               for side in ("best", "others") for name, column in (("n", "customers"), ("asked", "asked"))}  # fmt: skip
    return look.language.text(f"listen.themes.title_{key}", theme=first["theme"].iloc[0], **figures)


def _told(row: object, look: Look) -> str:
    """The count, and the share where enough were asked for one."""
    values = {"n": row.customers, "asked": row.asked, "share": row.share}  # type: ignore[attr-defined]
    return look.language.text(f"listen.themes.{'few' if row.small else 'told'}", **values)  # type: ignore[attr-defined]
