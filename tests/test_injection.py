"""Hostile text stays text: in every chart, export and document, and in the database."""

import csv
import io
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from docx import Document

from analysis.assumptions import Assumptions
from analysis.care.driver_chart import cost_by_driver
from analysis.care.own import OwnDriver
from analysis.care.plan import SECTIONS
from analysis.care.plan_document import document
from analysis.care.quadrant import quadrant
from analysis.care.waterfall import waterfall
from analysis.care.whale_chart import whale_before_and_after
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.look import Look, plain
from analysis.refill.charts import losses_figure, profile_figure
from analysis.refill.losses import review
from analysis.refill.segments import segment_of, segments
from analysis.report.workbook import write_workbook
from analysis.tag.card import months_figure
from analysis.tag.curves import pareto
from analysis.tag.exchange import TAGS, tagged_list
from analysis.tag.group_chart import group_figure
from analysis.tag.groups import by_group, by_product
from analysis.tag.movers import movers
from analysis.tag.movers_chart import movers_figure
from analysis.tag.pareto_chart import pareto_figure
from analysis.tag.quadrant_chart import quadrant_figure
from analysis.tag.whale_chart import whale_figure
from analysis.upload.export import set_aside_csv
from analysis.upload.load import load
from tests.hostile import HEADERS, TEXTS, files

GERMAN = Language("de")
OWN = OwnDriver("<b>own zq7</b>", "revenue", 0.01)
FORMULA = re.compile(r"[=+\-@\t\r](?!\d)")
BELLS = "zq7 \x07\x0b\x1b bells"


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory) -> Evaluation:
    folder = tmp_path_factory.mktemp("hostile")
    for at, content in enumerate(files().values()):
        (folder / str(at)).write_bytes(content)
    portfolio = load([(folder / str(at), name) for at, name in enumerate(files())], folder).portfolio
    assert {table.role for table in portfolio.tables} == {"customers", "invoices", "care_log", "answers", "losses"}
    return evaluate(portfolio, Assumptions(), own=[OWN])


def test_what_was_uploaded_reads_back_equal(evaluation):
    portfolio = evaluation.portfolio
    assert sorted(portfolio.customers["name"]) == sorted(TEXTS) == sorted(portfolio.customers["note"])
    assert portfolio.attributes == tuple(HEADERS.values())
    assert sorted(portfolio.losses["reason"]) == sorted(TEXTS)
    assert sum(table.rows_used + table.rows_set_aside for table in portfolio.tables) == len(TEXTS) * (24 + 5)


def every_figure(evaluation: Evaluation) -> list:
    customers, look, below = evaluation.customers, Look(GERMAN), TEXTS[4]
    names, first = customers["name"], customers.index[:1]
    product = by_product(evaluation.portfolio, evaluation.assumptions.upload)
    figures = [
        whale_figure(evaluation.whale, names, look, below),
        pareto_figure(pareto(customers["revenue"], evaluation.assumptions.tag), names, look, below),
        quadrant_figure(customers, look, below),
        movers_figure(movers(evaluation), names, look),
        group_figure(product["contribution_margin"], product["customers"], look, below),
        *(waterfall(evaluation, customers.index[[at]], name, look) for at, name in enumerate(names)),
        whale_before_and_after(evaluation, look),
        cost_by_driver(evaluation, 20, look),
        quadrant(evaluation, look),
        *(months_figure(evaluation, customer, look) for customer in (*first, 5)),
        *(losses_figure(review(evaluation.portfolio.losses, by), by, look) for by in ("stage", "reason")),
    ]
    for attribute in evaluation.portfolio.attributes:
        table = by_group(customers, segment_of(evaluation, attribute, GERMAN), "–")
        figures.append(group_figure(table["net_contribution"], table["customers"], look, below))
        figures.append(profile_figure(segments(evaluation, attribute, GERMAN), [], look, below))
    return figures


def texts_of(part: object) -> list[str]:
    """Every text that a chart draws; a picked point's key, first in its ``customdata``, is not drawn."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        trace = dict(part)
        if rows := [row for row in trace.get("customdata", []) if isinstance(row, (list, tuple))]:
            assert "%{customdata[0]}" not in str(trace.get("hovertemplate"))
            trace["customdata"] = [list(row)[1:] for row in rows]
        return [text for value in trace.values() for text in texts_of(value)]
    return [text for value in part for text in texts_of(value)] if isinstance(part, (list, tuple)) else []


def test_a_chart_draws_no_markup_of_a_users(evaluation):
    drawn = [text for figure in every_figure(evaluation) for text in texts_of(figure.to_plotly_json())]
    hostile = [text for text in drawn if "zq7" in text]
    assert len(hostile) > 300
    own = plain(next(text for text in TEXTS if "&lt;" in text))
    again = [text for text in hostile if re.search("&amp;(lt|gt|amp|quot|#)", text.replace(own, ""))]
    assert again == []  # escaped once
    assert [text for text in hostile if re.search(r"<(?!/?b>|br>|extra>|/extra>)|<b>(fat|own|Branche)", text)] == []


def test_a_name_is_escaped_once_in_a_chart(evaluation):
    customer = int(evaluation.customers.index[evaluation.customers["name"] == TEXTS[4]][0])
    assert "&amp;lt;" not in months_figure(evaluation, customer, Look(GERMAN)).layout.title.subtitle.text


@pytest.mark.parametrize("code", ["de", "en"])
def test_no_export_as_csv_holds_a_formula(evaluation, code):
    language, fields = Language(code), pd.DataFrame(columns=["field", "customer_id", "value", "revision"])
    everybody = evaluation.customers.index
    listed = TAGS.csv(tagged_list(evaluation, everybody, fields, language), language)
    for content in (listed, set_aside_csv(evaluation.portfolio.set_aside, language)):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";" if code == "de" else ","))
        assert len(rows) == len(TEXTS) + 1
        assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []


def test_a_list_comes_back_as_it_went_out(evaluation, tmp_path):
    fields = pd.DataFrame(columns=["field", "customer_id", "value", "revision"])
    table = tagged_list(evaluation, evaluation.customers.index, fields, GERMAN)
    for ending, content in (("csv", TAGS.csv(table, GERMAN)), ("xlsx", TAGS.workbook(table, GERMAN))):
        path = tmp_path / f"list.{ending}"
        path.write_bytes(content)
        back = TAGS.read(path, path.name, tmp_path)
        assert sorted(back["name"]) == sorted(back["note"]) == sorted(TEXTS)


def test_no_workbook_computes_a_users_text(evaluation, tmp_path):
    named = evaluation.customers.replace({"name": {TEXTS[0]: BELLS}})
    write_workbook(tmp_path / "report.xlsx", replace(evaluation, customers=named), GERMAN)
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx") for row in sheet for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert len(formulas) >= 4 * len(TEXTS)
    ours = re.compile(r"=[BC\d+]*(ROUND|IF|COUNTIF|LARGE)\(['!$\w():,.+*/<>=\"-]+\)")
    assert [formula for formula in formulas if "zq7" in formula or not ours.fullmatch(formula)] == []
    assert {cell.value for cell in cells} >= {"zq7  bells", *TEXTS[1:]}


def test_a_document_holds_the_text_as_it_is():
    plans = [(name, dict.fromkeys(SECTIONS, f"{name} {BELLS}")) for name in TEXTS]
    paragraphs = [line.text for line in Document(io.BytesIO(document(plans, GERMAN))).paragraphs]
    assert sum(f"{name} zq7  bells" in paragraphs for name in TEXTS) == len(TEXTS)
