"""One card per table: what it is taken for, what was used of it, and each column's meaning to correct."""

from __future__ import annotations

import streamlit as st

from analysis.portfolio import Finding, Portfolio, TableReport
from analysis.upload.export import set_aside_csv
from analysis.upload.roles import ROLE_FIELDS, ROLES, TableMapping
from analysis.upload.source import SourceTable
from analysis.workspace import uploads
from pages.parts import page, session, table, take_away
from pages.upload import said

PREVIEW_ROWS = 5


def show(portfolio: Portfolio) -> None:
    """A card per table, and all rows set aside as one download."""
    shown: set[str] = set()
    for report in portfolio.tables:
        with st.container(border=True):
            _card(report, [finding for finding in portfolio.findings if finding.table == report.name])
            if report.name not in shown and not session.hidden():
                shown.add(report.name)
                _correct(report)
    if len(portfolio.set_aside) and not session.hidden():
        _set_aside(portfolio)


def _card(report: TableReport, findings: list[Finding]) -> None:
    language = session.language()
    role = language.text(f"roles.{report.role}")
    left, right = st.columns([1, 2], vertical_alignment="center")
    left.markdown(f"**{page.escaped(report.name)}**  \n{role}")
    lines = [language.text("upload.rows", read=report.rows_read, used=report.rows_used, aside=report.rows_set_aside)]
    if report.amount_read is not None:
        lines.append(
            language.text(
                "upload.money",
                column=page.escaped(report.amount_column or ""),
                read=report.amount_read,
                used=report.amount_used,
                aside=report.amount_set_aside,
            )
        )
    reasons = [
        language.text("upload.reason", rows=rows, reason=language.text(f"set_aside.{reason}"))
        for reason, rows in report.reasons.items()
    ]
    if reasons:
        lines.append(language.text("upload.reasons", reasons=", ".join(reasons)))
    lines += [f":material/lightbulb: {page.escaped(finding.sentence(language))}" for finding in findings]
    right.markdown("  \n".join(lines))


def _correct(report: TableReport) -> None:
    """Role and columns, read afresh only while the card is open."""
    language = session.language()
    opened = st.expander(
        language.text("upload.correct"), key=f"correct:{report.name}", on_change="rerun", icon=":material/tune:"
    )
    if not opened.open:
        return
    with opened:
        source, mapping = _read(report.name)
        role = mapping.roles[0] if mapping.roles else "none"
        key = said.key("role", report.name, role)
        st.selectbox(
            language.text("upload.role"),
            [*ROLES, "none"],
            index=[*ROLES, "none"].index(role),
            format_func=lambda name: language.text(f"roles.{name}"),
            key=key,
            on_change=_file_role,
            args=(report.name, key),
        )
        _columns(source, mapping)
        st.caption(language.text("upload.preview"))
        first = source.head(PREVIEW_ROWS)
        st.dataframe(first, hide_index=True, alt=table.told(language.text("upload.preview"), len(first)))


def _columns(source: SourceTable, mapping: TableMapping) -> None:
    language = session.language()
    fields = {header: field for field, header in mapping.fields.items()}
    allowed = list(dict.fromkeys(name for role in mapping.roles for name in ROLE_FIELDS[role]))
    grid = st.columns(4)
    for at, column in enumerate(source.columns):
        field = fields.get(column.name, "")
        sure = mapping.sure.get(field, 0.0)
        examples = page.escaped(", ".join(column.samples[:3]))
        key = said.key("field", source.name, column.key, field)
        grid[at % 4].selectbox(
            page.escaped(column.name),
            ["", *allowed],
            index=["", *allowed].index(field) if field in allowed else 0,
            format_func=lambda name: language.text(f"roles.field.{name}") if name else language.text("upload.no_field"),
            key=key,
            help=language.text("upload.sure", sure=sure, examples=examples)
            if field
            else language.text("upload.examples", examples=examples),
            on_change=_file_column,
            args=(source.name, column.name, key),
        )


def _read(name: str) -> tuple[SourceTable, TableMapping]:
    there = session.real_workspace()
    loaded = uploads.read(there, uploads.files(there))
    at = next(at for at, source in enumerate(loaded.tables) if source.name == name)
    return loaded.tables[at], loaded.mappings[at]


def _file_role(name: str, key: str) -> None:
    there = session.real_workspace()
    roles = {**there.get(uploads.ROLES, default={}), name: st.session_state[key]}
    said.settled({uploads.ROLES: roles})


def _file_column(name: str, header: str, key: str) -> None:
    there = session.real_workspace()
    before = there.get(uploads.CORRECTIONS, default={})
    columns = {**before.get(name, {}), header: st.session_state[key]}
    said.settled({uploads.CORRECTIONS: {**before, name: columns}})


def _set_aside(portfolio: Portfolio) -> None:
    language = session.language()
    aside = portfolio.set_aside
    opened = st.expander(
        language.text("upload.aside.title", n=len(aside)),
        icon=":material/inventory_2:",
        key="aside_opened",
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        shown = aside.assign(reason=[language.text(f"set_aside.{reason}") for reason in aside["reason"]])
        names = {"file": "text", "sheet": "text", "row": "count", "reason": "text", "amount": "money", "text": "text"}
        table.show(
            shown,
            "aside",
            columns={
                name: table.Column(language.text(f"upload.aside.{name}"), kind)  # type: ignore[arg-type]
                for name, kind in names.items()
            },
            alt=language.text("upload.aside.title", n=len(aside)),
            says=language.text("upload.aside.title", n=len(aside)),
            take=False,  # the file below holds them too, as they can be read in again
        )
        take_away.offer(
            language.text("upload.aside.download"),
            lambda: set_aside_csv(aside, language, take_away.footer()),
            "keepworthy-set-aside.csv",
            key="aside_csv",
            of=portfolio,
            at_once=len(aside) <= take_away.ROWS_AT_ONCE,
            mime="text/csv",
        )
