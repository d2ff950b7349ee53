"""Room to grow with today's customers."""

from __future__ import annotations

import streamlit as st

from analysis.evaluate import Evaluation
from analysis.refill.potential import BASES, columns, growth_of_segments, guess, room
from pages.parts import fields, page, session, table


def show(evaluation: Evaluation) -> None:
    """Customer by customer, then segment by segment."""
    _customers(evaluation)
    _segments(evaluation)


def _segments(evaluation: Evaluation) -> None:
    language, attributes = session.language(), evaluation.portfolio.attributes
    st.markdown(f"##### {language.text('refill.potential.segments.title')}")
    if evaluation.invoices.selling.table.empty:
        st.caption(language.text("refill.potential.segments.nothing"))
        return
    chosen = fields.choice(
        "refill.potential_by",
        label=language.text("refill.potential.segments.by"),
        options={name: name for name in attributes},
        default=attributes[0],
        widget=st.selectbox,
        width=280,
    )
    attribute = chosen if chosen in attributes else attributes[0]
    rows = growth_of_segments(evaluation, attribute, language).reset_index()
    words = language.text("refill.potential.segments.answer", **rows.iloc[0])
    st.markdown(f"**{page.escaped(words)}**")
    kinds: dict[str, table.Kind] = {"customers": "count", "could": "count", "revenue": "money", "margin": "money",
                                    "each": "money"}  # fmt: skip
    table.show(
        rows,
        f"refill_potential_segments:{attribute}",
        alt=language.text("refill.potential.segments.title"),
        columns={
            "segment": table.Column(attribute, pinned=True),
            **{
                name: table.Column(language.text(f"refill.potential.segments.{name}"), kind)
                for name, kind in kinds.items()
            },
        },
    )


def _customers(evaluation: Evaluation) -> None:
    language, attributes = session.language(), evaluation.portfolio.attributes
    numbers, (likely, found) = columns(evaluation), guess(evaluation)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        options = {name: language.text(f"refill.potential.bases.{name}") for name in BASES}
        basis = fields.choice(
            "refill.potential", label=language.text("refill.potential.basis"), options=options, default=likely
        )
        basis = basis if basis in BASES else likely
    with right:
        column: str | None = None
        alike: tuple[str, ...] = ()
        if basis == "peers":
            chosen = fields.choice(
                "refill.alike",
                label=language.text("refill.potential.alike"),
                options={name: name for name in attributes},
                many=True,
                widget=st.multiselect,
                placeholder=language.text("refill.potential.alike_default", attribute=attributes[0]),
            )
            alike = tuple(name for name in chosen if name in attributes) or attributes[:1]
        else:
            column = fields.choice(
                "refill.potential_column",
                label=language.text("refill.potential.column"),
                options={name: name for name in numbers},
                default=found or next(iter(numbers), None),
                widget=st.selectbox,
            )
    rows = room(evaluation, basis, column if column in numbers else None, alike)
    if rows.empty:
        st.info(language.text("refill.potential.nothing"))
        return
    first = rows.iloc[0]
    values = {"n": len(rows), "name": first["name"], "most": first["more"], "worth": first["worth"]}
    st.markdown(f"**{page.escaped(language.text('refill.potential.answer', **values))}**")
    st.caption(language.text(f"refill.potential.how.{basis}"))
    kinds: dict[str, table.Kind] = {"revenue": "money", "possible": "money", "more": "money", "worth": "money"}
    kinds |= {"peers": "count"} if basis == "peers" else {}
    table.show(
        rows,
        f"refill_potential_rows:{basis}:{column}:{alike}",
        alt=language.text("refill.potential.title"),
        says=language.text("refill.potential.told", n=len(rows), worth=first["worth"]),
        columns={
            "name": table.Column(language.text("refill.potential.name"), pinned=True, width="medium"),
            **{name: table.Column(language.text(f"refill.potential.{name}"), kind) for name, kind in kinds.items()},
        },
    )
