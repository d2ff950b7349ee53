"""The command line: from files to figures, for monthly runs and for checking.

Exit code 0 with a summary or one JSON object on stdout; 2 with one sentence on stderr where input is wrong or a
question must be answered first. ``--check`` looks at the workspaces instead: 0 where all are whole, 1 where one is not.
"""

from __future__ import annotations

import argparse
import json
import locale
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.assumptions import Assumptions, every_name, range_named
from analysis.care.own import OwnDriver, found
from analysis.care.tornado_chart import value_of
from analysis.engine.engine import Engine
from analysis.errors import PortfolioError
from analysis.evaluate import Evaluation, evaluate, summary
from analysis.language import LANGUAGES, Language, closest
from analysis.portfolio import TableReport
from analysis.upload.load import Loaded, load
from analysis.workspace.check import check_all

SHOWN = 8
"""So many options of a question are printed."""


def main(arguments: Sequence[str]) -> int:
    """Runs the command; returns its exit code."""
    language = Language(_language_of(arguments))
    parser = _parser(language)
    options = parser.parse_args(arguments)
    language = Language(options.language or language.code)
    if options.check:
        return _check(language)
    if options.assumptions:
        print("\n".join(_assumptions_table(language)))
        return 0
    if not options.files:
        parser.error(language.text("command.no_files"))
    try:
        return _run(options, language)
    except PortfolioError as trouble:
        print(trouble.sentence(language), file=sys.stderr)
        return 2


def _language_of(arguments: Sequence[str]) -> str:
    if "--language" in arguments[:-1]:
        chosen = arguments[list(arguments).index("--language") + 1]
        return chosen if chosen in LANGUAGES else "en"
    return closest(locale.getlocale()[0])


def _parser(language: Language) -> argparse.ArgumentParser:
    def text(key: str) -> str:
        return language.text(f"command.{key}").replace("%", "%%")

    parser = argparse.ArgumentParser(prog="python -m analysis", description=text("description"))
    parser.add_argument("files", nargs="*", metavar="FILE", help=text("files"))
    parser.add_argument("--role", action="append", default=[], metavar="NAME=ROLE", help=text("role"))
    parser.add_argument("--map", action="append", default=[], metavar="NAME:COLUMN=FIELD", help=text("map"))
    parser.add_argument("--answer", action="append", default=[], metavar="KEY=OPTION", help=text("answer"))
    parser.add_argument("--margin", metavar="0.35", help=text("margin"))
    parser.add_argument("--set", action="append", default=[], metavar="ROOM.NAME=VALUE", help=text("set"))
    parser.add_argument("--driver", action="append", default=[], metavar="COLUMN=RATE", help=text("driver"))
    parser.add_argument("--period", metavar="FROM..TO", help=text("period"))
    parser.add_argument("--engine", default="duckdb", metavar="ENGINE", help=text("engine"))
    parser.add_argument("--language", choices=LANGUAGES, help=text("language"))
    parser.add_argument("--json", action="store_true", help=text("json"))
    parser.add_argument("--report", metavar="OUT.xlsx", help=text("report"))
    parser.add_argument("--assumptions", action="store_true", help=text("assumptions"))
    parser.add_argument("--summary", metavar="OUT.pdf|OUT.pptx", help=text("summary"))
    parser.add_argument("--check", action="store_true", help=text("check"))
    return parser


def _assumptions_table(language: Language) -> list[str]:
    """Every assumption as a row of a Markdown table: what ``--set`` takes, what it means, default, range, source."""
    words = [language.text(f"report.{word}") for word in ("assumption", "default", "low", "high", "source")]
    rows = [["`--set`", *words], ["---"] * 6]
    for name in every_name():
        limits, default = range_named(name), Assumptions().value(name)
        values = [default, limits.low, limits.high] if limits else []
        told = [value_of(name, value, language) for value in values] or [str(default).lower(), "", ""]
        source = (limits.source or language.text("report.own_estimate")) if limits else ""
        rows.append([f"`{name}`", language.text(f"assumptions.{name}.label"), *told, source])
    return [f"| {' | '.join(row)} |" for row in rows]


def _check(language: Language) -> int:
    """Says of every workspace, by its id, what is wrong with it; 0 where nothing is."""
    found = check_all()
    for workspace_id, problems in found.items():
        for problem in problems:
            print(f"{workspace_id}: {problem.sentence(language)}")
        if not problems:
            print(language.text("command.whole", id=workspace_id))
    if not found:
        print(language.text("command.no_workspace"))
    return 1 if any(found.values()) else 0


def _run(options: argparse.Namespace, language: Language) -> int:
    assumptions = _assumptions(options)
    own = [OwnDriver.parsed(entry) for entry in options.driver]
    files = [_file(name, far=options.engine != "duckdb") for name in options.files]
    report = _target(options.report, (".xlsx",))
    paper = _target(options.summary, (".pdf", ".pptx"))
    answers = dict(_pair(entry, "KEY=OPTION") for entry in options.answer)
    engine = _engine(options.engine)
    with tempfile.TemporaryDirectory() as folder:
        loaded = load(
            files,
            Path(folder),
            roles=dict(_pair(entry, "NAME=ROLE") for entry in options.role),
            corrections=_corrections(options.map),
            answers=answers,
            period=_period(options.period),
            engine=engine,
        )
        _check_answers(loaded, answers)
        if loaded.nothing_usable:
            return _nothing_usable(loaded, options.json, language)
        if loaded.portfolio is None:
            raise _question(loaded, answers, language)
        evaluation = evaluate(loaded.portfolio, assumptions, own=found(own, loaded.portfolio))
        language = replace(language, currency=loaded.portfolio.currency)
        _write(report, paper, evaluation, language)
    if options.json:
        print(json.dumps(as_json(evaluation), ensure_ascii=False))
    else:
        _print_summary(loaded, evaluation, answers, language)
        for file in filter(None, (report, paper)):
            print(language.text("command.written", file=file.name))
    return 0


def _target(name: str | None, endings: Sequence[str]) -> Path | None:
    """The file to write; raises ``PortfolioError`` where there is one already, or one of another kind is asked for."""
    path = Path(name) if name else None
    if path and path.exists():
        raise PortfolioError("errors.report_exists", file=path.name)
    if path and path.suffix.lower() not in endings:
        raise PortfolioError("errors.report_kind", file=path.name, kinds=", ".join(endings))
    return path


def _write(report: Path | None, paper: Path | None, evaluation: Evaluation, language: Language) -> None:
    """Writes what was asked for; what it takes to write it is loaded only then."""
    if report:
        from analysis.report.workbook import write_workbook

        write_workbook(report, evaluation, language)
    if paper:
        from analysis.report.made import Made
        from analysis.report.summary_file import summary_file

        paper.write_bytes(summary_file(paper.suffix.lower()[1:], evaluation, language, Made()))


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The object ``--json`` prints: the tables' reconciliation, then the figures."""
    return {"tables": _tables(evaluation.portfolio.tables), **summary(evaluation)}


def _tables(reports: Sequence[TableReport]) -> list[dict[str, Any]]:
    names = ("file", "sheet", "role", "rows_read", "rows_used", "rows_set_aside", "reasons")
    amounts = ("amount_read", "amount_used", "amount_set_aside")
    return [{name: getattr(report, name) for name in (*names, *amounts)} for report in reports]


def _nothing_usable(loaded: Loaded, as_object: bool, language: Language) -> int:
    """No table is part of a portfolio: that is an answer, not a mistake, and says why for each."""
    if as_object:
        print(json.dumps({"tables": _tables(loaded.reports), "customers": 0}, ensure_ascii=False))
        return 0
    for mapping in loaded.mappings:
        why = language.text(f"roles.why.{mapping.why}")
        print(PortfolioError("errors.no_portfolio_table", file=mapping.table, why=why).sentence(language))
    return 0


def _assumptions(options: argparse.Namespace) -> Assumptions:
    assumptions = Assumptions()
    if options.margin is not None:
        assumptions = assumptions.parsed("upload.margin", options.margin)
    for entry in options.set:
        assumptions = assumptions.parsed(*_pair(entry, "ROOM.NAME=VALUE"))
    return assumptions


def _engine(name: str) -> Engine | None:
    """What reckons; None: DuckDB, as ever."""
    if name == "duckdb":
        return None
    if name != "spark" and "://" not in name:
        raise PortfolioError("errors.bad_option", value=name, form="duckdb | spark | spark://… | sc://…")
    from analysis.engine.spark import Spark, session_of

    return Spark(session_of(name))


def _file(name: str, far: bool) -> tuple[Path | str, str]:
    """A file; or, with ``far``, a table in Spark: Parquet, and whatever is no file here."""
    path = Path(name)
    if far and (path.is_dir() or path.suffix == ".parquet" or not path.exists()):
        return name, path.name
    if not path.is_file():
        raise PortfolioError("errors.no_such_file", file=name)
    return path, path.name


def _pair(entry: str, form: str) -> tuple[str, str]:
    name, mark, value = entry.rpartition("=")
    if not mark or not name:
        raise PortfolioError("errors.bad_option", value=entry, form=form)
    return name, value


def _corrections(entries: Sequence[str]) -> dict[str, dict[str, str]]:
    """``file.xlsx:Sheet:Column=field`` to {table: {column: field}}; the column is what stands behind the last colon."""
    said: dict[str, dict[str, str]] = {}
    for entry in entries:
        place, field = _pair(entry, "NAME:COLUMN=FIELD")
        table, mark, column = place.rpartition(":")
        if not mark:
            raise PortfolioError("errors.bad_option", value=entry, form="NAME:COLUMN=FIELD")
        said.setdefault(table, {})[column] = field
    return said


def _period(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in text.split(".."))
    except ValueError:
        raise PortfolioError("errors.bad_period", value=text) from None
    if last < first:
        raise PortfolioError("errors.bad_period", value=text)
    return first, last


def _check_answers(loaded: Loaded, answers: Mapping[str, str]) -> None:
    """An answer to nothing, or one that is not possible, is a slip and no answer."""
    asked = {question.key: question for question in loaded.questions}
    for key, option in answers.items():
        if key not in asked:
            raise PortfolioError("errors.unknown_answer", name=key, known=", ".join(asked) or "–")
        if asked[key].options and option not in asked[key].options:
            raise PortfolioError("errors.unknown_option", name=option, key=key, known=", ".join(asked[key].options))


def _question(loaded: Loaded, answers: dict[str, str], language: Language) -> PortfolioError:
    """The first needed question as one sentence, and how to answer it."""
    question = next(entry for entry in loaded.questions if entry.needed and entry.key not in answers)
    return PortfolioError(
        "errors.needed_answer",
        file=question.file,
        sheet=question.sheet,
        question=question.sentence(language),
        key=question.key,
        option=question.likely or "…",
        options=", ".join(question.options),
    )


def _print_summary(loaded: Loaded, evaluation: Evaluation, answers: dict[str, str], language: Language) -> None:
    portfolio, figures = evaluation.portfolio, summary(evaluation)
    for table in portfolio.tables:
        line = language.text(
            "command.table",
            name=table.name,
            role=language.text(f"roles.{table.role}"),
            read=table.rows_read,
            used=table.rows_used,
            aside=table.rows_set_aside,
        )
        if table.amount_read is not None:
            line += language.text(
                "command.money", read=table.amount_read, used=table.amount_used, aside=table.amount_set_aside
            )
        print(line)
        for reason, rows in table.reasons.items():
            print(language.text("command.reason", rows=rows, reason=language.text(f"set_aside.{reason}")))
    for question in loaded.questions:
        if question.key not in answers and question.likely:
            option = language.text(f"questions.{question.kind}_options.{question.likely}")
            sentence = question.sentence(language)
            print(
                language.text(
                    "command.likely",
                    question=sentence,
                    option=option,
                    key=question.key,
                    options="|".join(question.options[:SHOWN]) + ("|…" if len(question.options) > SHOWN else ""),
                )
            )
    first, last = portfolio.period
    print(language.text("command.customers", n=figures["customers"], first=first, last=last))
    if portfolio.period_basis == "assumed":
        print(language.text("command.period_assumed"))
    print(
        language.text(
            "command.result",
            revenue=figures["revenue"],
            margin=figures["contribution_margin"],
            care=figures["care_cost"],
            net=figures["net_contribution"],
        )
    )
    if figures["margin_assumed"]:
        print(language.text("command.assumed", share=evaluation.assumptions.upload.margin))
    whale = figures["whale"]
    key = "command.whale" if whale["peak_share"] is not None else "command.whale_money"
    values = {name: whale[name] for name in ("peak_customers", "peak_share", "losing_total")}
    print(language.text(key, losing=whale["losing_customers"], **values))
