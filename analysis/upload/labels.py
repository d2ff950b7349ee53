"""Columns that name rows without saying of what: whether they name customers, the names tell, or the table's own."""

from __future__ import annotations

import re

from analysis.upload.headers import normalised
from analysis.upload.source import SourceColumn, SourceTable

_FIRM = re.compile(
    r"(?i)(?:\b(?:gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|e\.? ?k\.?|ltd|limited|inc|llc|llp|plc|corp|pty|bv|b\.v\.|nv|n\.v\.|"
    r"sarl|sas|srl|s\.r\.l\.|spa|s\.p\.a\.|s\.a\.|oy|oyj|ab|aps|a/s|s\.r\.o\.|a\.s\.|sp\. ?z ?o\.? ?o\.|lda|"
    r"ltda|s\.l\.)\.?)"
    r"(?: \(.*\))?$"
)
"""The legal form that a company's name ends with."""
_CUSTOMERS = re.compile(r"(?i)(kunde|customer|client|debitor|klant|odběratel|nabywc|cliente)")
_ROW_LABELS = frozenset(
    ["zeilenbeschriftungen", "rowlabels", "etiquettesdelignes", "etiquetasdefila", "etichettediriga"]
)
NOBODY = ("(leer)", "(blank)", "(vide)", "(en blanco)", "(vacío)", "(vuoto)", "(leeg)", "(none)", "(null)")
"""What a pivot table calls the rows that name nobody."""
FIRMS = 0.3
"""So large a share of company names makes a column one of companies."""


def is_label(column: SourceColumn) -> bool:
    """Whether the column's header does not say what its names are."""
    worded = column.label or normalised(column.name) in _ROW_LABELS
    return worded and not column.number and not column.date and column.distinct > 1


def names_customers(table: SourceTable, column: SourceColumn) -> bool:
    """Whether the names are customers': companies with their legal form, or a table that says it is by customer."""
    firms = sum(bool(_FIRM.search(sample)) for sample in column.samples)
    said = " ".join([table.file, table.sheet or "", *table.title])
    return firms >= max(1, FIRMS * len(column.samples)) or bool(_CUSTOMERS.search(said))
