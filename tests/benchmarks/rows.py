"""Every row by the name the command line knows it by; here are those that need no browser."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from tests.benchmarks.measure import Line, Size, against, best, spent

Row = Callable[[Size], Iterable[Line]]


def csv(size: Size) -> Iterable[Line]:
    yield from _read("international", "query_international", size)


def csv_german(size: Size) -> Iterable[Line]:
    yield from _read("german", "query_german", size)


def _read(form: str, floor: str, size: Size) -> Iterable[Line]:
    lines = size.of(1_000_000, 3_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        spent("invoices:write", form=form, path=path, lines=lines)
        yield against(
            f"CSV, {form}, {lines:,} lines",
            ("invoices:portfolio", {"path": path}),
            (f"invoices:{floor}", {"path": path}),
            1.5,
            size,
        )


def xlsx(size: Size) -> Iterable[Line]:
    lines = size.of(200_000, 3_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.xlsx"
        spent("invoices:write", form="workbook", path=path, lines=lines)
        done = {work: best({work: {"path": path}}, size.repeats)[work] for work in
                ("invoices:portfolio", "invoices:cells")}  # fmt: skip
        mine, least = done.values()
        yield Line(f"XLSX, {lines:,} lines", mine.seconds, "s", least.seconds, 1.3, mine.peak,
                   mine.processor / least.processor)  # fmt: skip


def many_lines(size: Size) -> Iterable[Line]:
    """Three sizes, and ten times the largest."""
    largest = size.of(1_000_000, 12_000)
    with tempfile.TemporaryDirectory() as folder:
        path, took = Path(folder) / "lines.csv", {}
        for lines in (largest // 4, largest // 2, largest):
            spent("invoices:write", form="international", path=path, lines=lines)
            took[lines] = best({"invoices:portfolio": {"path": path}}, size.repeats)["invoices:portfolio"]
            yield Line(f"growth: CSV, {lines:,} lines", took[lines].seconds, "s", peak=took[lines].peak)
        spent("invoices:write", form="international", path=path, lines=10 * largest)
        ten = spent("invoices:portfolio", path=path)
        yield Line(f"CSV, {10 * largest:,} lines, against 10 × {largest:,}", ten.seconds, "s",
                   10 * took[largest].seconds, 1.1, ten.peak, ten.processor / took[largest].processor / 10)  # fmt: skip
        yield Line("its peak memory", ten.peak / 1000, "GB", goal=4.0)


def many_customers(size: Size) -> Iterable[Line]:
    largest = size.of(50_000, 400)
    for customers in (largest // 4, largest // 2, largest):
        work = "figures:every_figure"
        done = best({work: {"customers": customers}}, size.repeats)[work]
        yield Line(f"growth: every figure of {customers:,} customers", done.seconds, "s", peak=done.peak)


def known(size: Size) -> Iterable[Line]:
    asked = {"lines": size.of(1_000_000, 3_000)}
    name = f"price, potential, drift of {asked['lines']:,} lines"
    yield against(name, ("invoices:answers", asked), ("invoices:query_products", asked), 2.0, size)


def how_sure(size: Size) -> Iterable[Line]:
    asked = {"customers": 240, "draws": size.of(10_000, 500)}
    name = f"how sure: {asked['draws']:,} draws, 240 customers"
    yield against(name, ("figures:how_sure", asked), ("figures:drawn_and_summed", asked), 2.0, size)


def profile(size: Size) -> Iterable[Line]:
    customers = size.of(50_000, 400)
    done = best({"figures:profile": {"customers": customers}}, size.repeats)["figures:profile"]
    yield Line(f"profile search, {customers:,} customers", done.seconds, "s", goal=5.0, peak=done.peak)
    luck = spent("figures:profile", customers=customers, shuffles=199)
    yield Line("the same with 199 shuffles, with progress", luck.seconds, "s", peak=luck.peak)


def workbook(size: Size) -> Iterable[Line]:
    asked = {"customers": size.of(50_000, 200)}
    done = best({"figures:workbook": asked, "figures:same_cells": asked}, min(size.repeats, 2))
    mine, least = done.values()
    yield Line(f"workbook with formulas, {asked['customers']:,} customers", mine.seconds, "s", least.seconds, 1.5,
               mine.peak, mine.processor / least.processor)  # fmt: skip
    yield Line("memory that writing it adds", mine.added, "MB", goal=250)


def _later(module: str, name: str) -> Row:
    """A row of another module, which is imported only when it is measured."""

    def row(size: Size) -> Iterable[Line]:
        return getattr(import_module(f"tests.benchmarks.{module}"), name)(size)

    return row


_ALONE: tuple[Row, ...] = (csv, csv_german, xlsx, many_lines, many_customers, known, how_sure, profile, workbook)
ROWS: dict[str, Row] = {
    **{row.__name__: row for row in _ALONE},
    **{name: _later("browser", name) for name in ("care_slider", "tag_threshold", "first_page")},
    "sessions": _later("sessions", "sessions"),
}
