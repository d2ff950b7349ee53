"""Hidden names: nothing of them is left, every figure is, and what is chosen under a stand-in goes where it belongs."""

from __future__ import annotations

import ast
import io
import pickle
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from analysis.assumptions import Assumptions
from analysis.care.own import DRIVER_FIELD
from analysis.care.sets import SET_FIELD
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.portfolio import Portfolio
from analysis.refill.fit import fit_model
from analysis.refill.picks import FIELD as PICKS
from analysis.refill.prospects import from_list, match, read_list
from analysis.refill.ranking import ranked
from analysis.refill.segments import segment_keys, segments
from analysis.refill.targets import NUMBER
from analysis.report.made import Made
from analysis.report.summary_file import summary_file
from analysis.report.workbook import write_workbook
from analysis.stand_ins import MASK, StandIns, holds_people, stand_ins
from analysis.upload.load import load
from analysis.workspace.store import Workspace
from analysis.workspace.veiled import CHOICES, SIGNALS, Veiled
from tests.portfolios import make_portfolio

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data"
FILES = ("kunden.xlsx", "gutschriften.csv", "betreuung.csv", "verluste.csv", "antworten.csv", "rechnungen.csv")
GERMAN = Language("de")
SELLERS = "Außendienst"


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    loaded = load([(SAMPLE / name, name) for name in FILES], tmp_path_factory.mktemp("scratch"))
    assert loaded.portfolio is not None
    return loaded.portfolio


@pytest.fixture(scope="module")
def evaluation(portfolio: Portfolio) -> Evaluation:
    return evaluate(portfolio, Assumptions())


@pytest.fixture(scope="module")
def veil(portfolio: Portfolio) -> StandIns:
    return stand_ins(portfolio, GERMAN)


@pytest.fixture(scope="module")
def veiled(veil: StandIns, evaluation: Evaluation) -> Evaluation:
    return veil.evaluation(evaluation)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    return Workspace.create(name="Nordwerk")


def words_of(portfolio: Portfolio) -> set[str]:
    """Every name and free text of the sample."""
    customers = portfolio.customers
    found = {*customers["name"], *customers[SELLERS].dropna(), *customers["note"].dropna()}
    notes = portfolio.care["note"].dropna().unique()
    found |= {*portfolio.losses["name"].dropna(), *(note for note in notes if len(note) > 12), *FILES}
    return {str(word) for word in found}


def left_of(words: set[str], thing: object) -> list[str]:
    held = pickle.dumps(thing)
    return [word for word in words if word.encode() in held]


def test_nothing_of_a_name_is_left(
    portfolio: Portfolio, evaluation: Evaluation, veil: StandIns, veiled: Evaluation
) -> None:
    words = words_of(portfolio)
    assert len(left_of(words, evaluation)) > len(portfolio.customers)
    assert left_of(words, veiled) == []
    assert veiled.customers["key"].tolist() == veiled.customers["name"].tolist() == veil.customers.tolist()


@pytest.mark.parametrize("kind", ["xlsx", "pptx"])
def test_what_is_taken_away_holds_none(kind: str, portfolio: Portfolio, veiled: Evaluation) -> None:
    made = Made("Arbeitsbereich")
    file = io.BytesIO(b"" if kind == "xlsx" else summary_file(kind, veiled, GERMAN, made))
    if kind == "xlsx":
        write_workbook(file, veiled, GERMAN, made)
    with zipfile.ZipFile(file) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert re.search(rb">Kunde \d+", held)
    assert [word for word in words_of(portfolio) if escape(word).encode() in held] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_choice_on_a_page_holds_while_names_are_hidden(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    chosen = [
        call.args[0].value
        for call in calls
        if ast.unparse(call.func) == "fields.choice" and isinstance(call.args[0], ast.Constant)
    ]
    assert [field for field in chosen if not CHOICES.fullmatch(str(field))] == []


def test_every_figure_stays(evaluation: Evaluation, veiled: Evaluation) -> None:
    named = ["name", "key", "note", SELLERS]
    pd.testing.assert_frame_equal(evaluation.customers.drop(columns=named), veiled.customers.drop(columns=named))
    net, shown = (sorted(segments(one, SELLERS, GERMAN)["net"].round(2)) for one in (evaluation, veiled))
    assert net == shown


def test_stand_ins_stay_whatever_becomes_of_the_figures(portfolio: Portfolio, veil: StandIns) -> None:
    turned = replace(
        portfolio, customers=portfolio.customers.assign(revenue=-portfolio.customers["revenue"]).iloc[::-1]
    )
    again = stand_ins(turned, GERMAN)
    assert again.customers.sort_index().equals(veil.customers)
    assert again.columns == veil.columns
    assert veil.customers.is_unique


def test_a_firm_is_called_the_same_in_deals_and_list(portfolio: Portfolio, veil: StandIns, veiled: Evaluation) -> None:
    ours = portfolio.losses["customer_id"].notna()
    assert ours.any()
    expected = portfolio.losses.loc[ours, "customer_id"].map(veil.customers)
    assert veiled.portfolio.losses.loc[ours, "name"].tolist() == expected.tolist()
    names, shown = portfolio.losses["name"], veiled.portfolio.losses["name"]
    assert pd.DataFrame({"name": names, "shown": shown}).groupby("name")["shown"].nunique().eq(1).all()


def test_prospects_are_ranked_as_ever_under_other_names(
    veil: StandIns, evaluation: Evaluation, veiled: Evaluation, tmp_path: Path
) -> None:
    listed = read_list(SAMPLE / "interessenten.csv", "interessenten.csv", tmp_path)
    hidden = replace(listed, cells=veil.prospects(listed.cells, listed.name))
    found = []
    for one, cells in ((evaluation, listed), (veiled, hidden)):
        customers, attributes = one.customers, one.portfolio.attributes
        known = match(cells, customers, attributes)
        prospects = from_list(cells, customers, attributes, known)
        model = fit_model(customers, customers["listened"], list(known))
        picks = list(segment_keys(one, ["Branche", "Region"]).dropna().unique()[:2])
        found.append(ranked(one, prospects, picks, model, None))
    pd.testing.assert_frame_equal(found[0].drop(columns="name"), found[1].drop(columns="name"))
    assert left_of({*listed.cells[listed.name]}, found[1]) == []


@pytest.mark.parametrize(
    ("header", "values", "people"),
    [
        ("Außendienst", ["MO", "JE"], True),
        ("Sales rep", ["x"], True),
        ("Wer", ["Mirjam Osterloh", "Jonas Ellerkamp", "Dr. Hedda von Brink"], True),
        ("Branche", ["Logistik", "Medizintechnik", "Health Care"], False),
        ("Region", ["Nord", "Süd", "West"], False),
        ("Mitarbeiter", ["42", "1.200", "ca. 50"], True),
        ("Mitarbeiter", ["42", "1.200"], False),
        ("Klasse", [], False),
    ],
)
def test_a_column_of_people_is_known_by_header_or_values(header: str, values: list[str], people: bool) -> None:
    assert holds_people(header, pd.Series(values, dtype="object")) is people


def test_a_name_within_another_value_is_found() -> None:
    portfolio = make_portfolio(20)
    name = portfolio.customers["name"].iloc[3]
    customers = portfolio.customers.assign(region=["North"] * 19 + [f"bei {name.upper()}"])
    losses = pd.DataFrame(
        {"customer_id": [float("nan")] * 2, "name": ["Nova AG", None], "date": pd.Timestamp("2026-01-01"), "value": 1.0,
         "stage": ["Angebot", "Angebot bei Nova"], "reason": ["zu teuer, K000004 sagt es", "Preis"], "status": "lost",
         "kind": "deal", "Berater": "Eva Nowak"}
    )  # fmt: skip
    shown = stand_ins(replace(portfolio, customers=customers, losses=losses), GERMAN, more=["channel"]).portfolio
    assert shown.customers["region"].tolist() == ["North"] * 19 + ["region 1"]
    assert shown.losses[["stage", "reason"]].to_numpy().tolist() == [["Angebot", MASK], [MASK, "Preis"]]
    assert "Berater" not in shown.losses
    assert set(shown.customers["channel"]) == {"channel 1", "channel 2", "channel 3"}


def test_a_hidden_workspace_shows_choices_and_figures_and_no_words(there: Workspace, veil: StandIns) -> None:
    seller = next(iter(veil.columns[SELLERS]))
    there.put("listen.why_start", "Weil Herr Meier fragte", 3)
    there.put("a.field.nobody.thought.of", "Meier", 3, who="Eva Nowak")
    there.put("listen.who", "Eva Nowak", 3)
    there.put("listen.themes.why_start", ["Preis", f"wie {seller}"], 3)
    there.put(f"{DRIVER_FIELD}Meier", {"name": "Meier", "column": "orders", "rate": 1.0})
    there.put(f"{SET_FIELD}Meier", {"assumptions": {}})
    there.put("decision.action", "repair", 3)
    there.put("quantity.staff_hours", 4.5, 3)
    shown = Veiled(there, veil)
    assert (shown.get("decision.action", 3), shown.get("quantity.staff_hours", 3)) == ("repair", 4.5)
    assert shown.get("listen.why_start", 3) == MASK
    assert shown.get("listen.themes.why_start", 3) == ["Preis", MASK]
    assert shown.get("listen.who", 3) == shown.entry("a.field.nobody.thought.of", 3).who == "Person 1"  # type: ignore[union-attr]
    held = pickle.dumps([shown.fields(), shown.history(), shown.about("name"), shown.shares(), shown.identities()])
    assert not [word for word in ("Meier", "Nowak", "Nordwerk", seller) if word.encode() in held]


def test_what_is_chosen_under_a_stand_in_is_kept_under_its_name(
    there: Workspace, veil: StandIns, evaluation: Evaluation, veiled: Evaluation
) -> None:
    keys, hidden = (list(segment_keys(one, [SELLERS]).dropna().unique()) for one in (evaluation, veiled))
    shown = Veiled(there, veil)
    shown.put(PICKS, hidden[:2])
    shown.put(f"{NUMBER}{hidden[0]}", 7)
    shown.put(f"{SIGNALS}{SELLERS}", ["Außendienst 1"])
    assert there.get(PICKS) == keys[:2]
    assert there.get(f"{NUMBER}{keys[0]}") == 7
    assert there.get(f"{SIGNALS}{SELLERS}") == [veil.real_value(SELLERS, "Außendienst 1")] != ["Außendienst 1"]
    assert (shown.get(PICKS), shown.get(f"{NUMBER}{hidden[0]}")) == (hidden[:2], 7)
    assert set(there.fields()["value"].map(str)) & {MASK} == set()


def test_a_mask_is_never_kept(there: Workspace, veil: StandIns) -> None:
    there.put("tag.note", "wahr", 3)
    shown = Veiled(there, veil)
    shown.put("tag.note", shown.get("tag.note", 3), 3)
    shown.put_many({("tag.note", 3): "anders", ("listen.themes.why_start", 3): [MASK]})
    assert there.get("tag.note", 3) == "wahr"
    assert there.get("listen.themes.why_start", 3) is None
