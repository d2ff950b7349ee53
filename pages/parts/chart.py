"""Charts on a page: the reader's language, an alternative text, and what was picked in them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.parts import rooms, session, take_away

GERMAN = {
    "moduleType": "locale",
    "name": "de",
    "dictionary": {
        "Autoscale": "Automatisch skalieren",
        "Box Select": "Auswahl mit Rahmen",
        "Lasso Select": "Auswahl mit Lasso",
        "Download plot as a PNG": "Als Bild speichern (PNG)",
        "Download plot as a png": "Als Bild speichern (PNG)",
        "Download plot": "Als Bild speichern",
        "Pan": "Verschieben",
        "Reset axes": "Achsen zurücksetzen",
        "Zoom": "Vergrößern",
        "Zoom in": "Vergrößern",
        "Zoom out": "Verkleinern",
        "Double-click to zoom back out": "Doppelklick verkleinert wieder",
    },
    "format": {
        "days": ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
        "shortDays": ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
        "months": [
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ],
        "shortMonths": ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
        "date": "%d.%m.%Y",
        "decimal": ",",
        "thousands": ".",
    },
}


def draw(
    figure: go.Figure, key: str, *, alt: str, select: str | tuple[str, ...] | None = None, **options: Any
) -> list[Any]:
    """Draws a figure; returns the ids (``customdata[0]``) picked in it, in the order they were picked, each once.

    ``select`` is None for a chart to look at, else ``points``, ``box``, ``lasso`` or several of them. Picks are lost
    when the figure's data change under the same key: what must stay belongs in the workspace.
    """
    modes = (select,) if isinstance(select, str) else tuple(select or ())
    tools = [{"box": "select2d", "lasso": "lasso2d"}[mode] for mode in modes if mode != "points"]
    if modes:
        # With a box or lasso in hand, a click picks nothing: where points can be picked, those wait in the toolbar.
        tool = {"select2d": "select", "lasso2d": "lasso"}.get((tools or [""])[-1], False)
        figure.update_layout(dragmode=False if "points" in modes else tool)
    arguments: dict[str, Any] = {
        "on_select": rooms.on_select(key) if modes else "ignore",
        "selection_mode": modes or ("points", "box", "lasso"),
        "config": {
            "locale": session.language_code(),
            "locales": {"de": GERMAN},
            "displaylogo": False,
            "modeBarButtons": [["toImage", *tools]],
            "toImageButtonOptions": {"filename": take_away.file_name(key.partition(":")[0]), "scale": 2},
            "scrollZoom": False,
            "doubleClick": "reset" if tools else False,
        },
    }
    event: Any = st.plotly_chart(figure, key=key, alt=alt, **arguments, **options)
    if not modes:
        return []
    picked = [point["customdata"] for point in event.selection.points if point.get("customdata") is not None]
    ids = [entry[0] if isinstance(entry, (list, tuple)) else entry for entry in picked]
    return list(dict.fromkeys(ids))
