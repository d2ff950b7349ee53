"""A portfolio whose every text cell, header and file name is hostile: to HTML, Markdown, charts, SQL, spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

MARK = "zq7"
"""In every hostile text; nothing else in the app says it."""

TEXTS = (
    "<img src=x onerror=window.hit=1> zq7",
    "<script>window.hit=1</script> zq7",
    "**bold zq7** [link zq7](javascript:window.hit=1) ![zq7](http://zq7.example/x.png)",
    "$x^{zq7}$ $$y^{zq7}$$ :material/star: :red[zq7] :red-badge[zq7] :smile: `zq7`",
    "<b>fat zq7</b> <i>zq7</i><br>zq7 <a href='javascript:window.hit=1'>zq7</a>",
    "=1+1 zq7",
    "+1+1 zq7",
    "-2+3 zq7",
    "@SUM(A1) zq7",
    '=HYPERLINK("http://zq7.example";"zq7")',
    "=cmd|' /C calc'!A0 zq7",
    "Robert'); DROP TABLE typed; -- zq7",
    'zq7" OR "1"="1',
    "# zq7",
    "> zq7 | a | b |",
    "1. zq7",
    "{n:money} %{x} {0.__class__} %s zq7",
    "&lt;b&gt;zq7&lt;/b&gt; &amp; Söhne",
    "~~zq7~~ _zq7_ ==zq7== ^zq7^ \\zq7",
    "../../zq7",
    "www.zq7.example -> zq7 <- zq7 -- zq7 >= zq7 :material_star: :streamlit:",
)

HEADERS = {"branche": "<b>Branche zq7</b> $x$ **zq7**", "region": 'Region"); DROP TABLE zq7; --'}
"""Attributes of the customer list, under names of their own."""


def files() -> dict[str, bytes]:
    """File name to content: customer list, invoices of two years, care log, answers and lost deals."""
    start, numbered = date(2024, 1, 10), list(enumerate(TEXTS))
    customers = [["Kundennummer", "Kunde", *HEADERS.values()]]
    customers += [[f"K{at}", text, TEXTS[at % 5], TEXTS[at % 3 + 9]] for at, text in numbered]
    answers = [["Kundennummer", "Kunde", "Strategisch", "Notiz"]]
    answers += [[f"K{at}", text, "ja", text] for at, text in numbered]
    invoices = [["Rechnungsnummer", "Datum", "Kundennummer", "Kunde", "Artikelgruppe", "Nettobetrag", "Wareneinsatz"]]
    invoices += [
        [
            *(f"R{at}-{month}", f"{start + timedelta(days=30 * month + at):%d.%m.%Y}", f"K{at}", text),
            *(TEXTS[month % 7], f"{1000 + 137 * at * (1 + month // 12)},00", f"{600 + 40 * at},00"),
        ]
        for at, text in numbered
        for month in range(24)
    ]
    invoices += [["R-aside", "10.03.2025", "", "", text, "10,00", "1,00"] for text in TEXTS]
    care = [["Datum", "Kundennummer", "Art", "Stunden", "Bemerkung"]]
    care += [["12.05.2025", f"K{at}", "Nacharbeit", f"{4 + 9 * at},00", text] for at, text in numbered]
    losses = [["Datum", "Firma", "Phase", "Status", "Grund", "Wert", "Art"]]
    losses += [["06.11.2024", text, text, "verloren", text, f"{at + 1}000,00", "Angebot"] for at, text in numbered]
    return {
        "kunden <img src=x onerror=window.hit=1> zq7.csv": written(customers),
        "rechnungen **zq7** '; DROP.csv": written(invoices),
        "betreuung $x$ zq7.csv": written(care),
        "antworten zq7.csv": written(answers),
        "verluste zq7.csv": written(losses),
    }


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8")
