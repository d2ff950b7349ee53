"""The Word documents, opened by a second library and laid out on their pages by LibreOffice."""

import io
import shutil
import subprocess

import mammoth
import pandas as pd
import pypdfium2
import pytest

from analysis.assumptions import Assumptions
from analysis.care.outcome import Terms
from analysis.care.plan import SECTIONS, prefilled
from analysis.care.plan_document import document
from analysis.evaluate import Evaluation, evaluate
from analysis.language import Language
from analysis.listen.guide import guide
from analysis.listen.questions import QUESTIONS
from tests.portfolios import make_portfolio

WRITER = shutil.which("lowriter")
TERMS = Terms(price=0.05, loss=0.02, hours=0.3, fee=1.0)
LANGUAGES = ("de", "en")
NOTHING_SAID = pd.DataFrame({"field": [], "customer_id": [], "value": [], "revision": []}).astype(
    {"field": "str", "customer_id": "int64", "value": "object", "revision": "int64"}
)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    portfolio = make_portfolio(12)
    portfolio.customers.loc[1, "name"] = "Gebr. Ölmühlen-Großhandelsgesellschaft <Süd> & Söhne mbH & Co. KG"
    portfolio.customers.loc[:, ["average_days_late", "standard_hours"]] = 34.66
    return evaluate(portfolio, Assumptions())


def plans(evaluation: Evaluation, language: Language) -> list[tuple[str, dict[str, str]]]:
    """A repair, a parting, and a plan nobody has begun."""
    names = evaluation.customers["name"]
    written = [
        (names[customer], prefilled(evaluation, customer, TERMS, customer == 2, language)) for customer in (1, 2)
    ]
    return [*written, (names[3], {})]


@pytest.fixture(scope="module")
def pages(evaluation: Evaluation, tmp_path_factory) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """Document to the text of each of its pages. All are laid out at once: starting LibreOffice takes longest."""
    if WRITER is None:
        pytest.skip("LibreOffice Writer is not installed")
    folder = tmp_path_factory.mktemp("paper")
    for code in LANGUAGES:
        language = Language(code)
        written = plans(evaluation, language)
        (folder / f"plans_{code}.docx").write_bytes(document(written, language))
        (folder / f"guide_{code}.docx").write_bytes(guide(evaluation, [1, 2], NOTHING_SAID, language))
    long = {key: "\n".join(f"{key} {line}" for line in range(12)) for key in SECTIONS}
    (folder / "long.docx").write_bytes(document([("Lang", long), ("Kurz", {})], Language("de")))
    command = [
        str(WRITER),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = [str(file) for file in sorted(folder.glob("*.docx"))]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)
    found = {}
    for file in folder.glob("*.pdf"):
        with pypdfium2.PdfDocument(file) as paper:
            found[file.stem] = [page.get_textpage().get_text_bounded() for page in paper]
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_second_library_reads_headings_lines_and_names(evaluation: Evaluation, code: str) -> None:
    language = Language(code)
    result = mammoth.convert_to_html(io.BytesIO(document(plans(evaluation, language), language)))
    assert [message for message in result.messages if message.type == "error"] == []
    html = result.value
    assert html.count("<h1>") == 3 and html.count("<h2>") == 3 * len(SECTIONS)
    assert "Großhandelsgesellschaft &lt;Süd&gt; &amp; Söhne" in html
    asked = plans(evaluation, language)[0][1]["ask"].splitlines()
    assert len(asked) > 1 and all(f"<li>{line}</li>" in html for line in asked)


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_plan_fits_its_page(pages: dict[str, list[str]], evaluation: Evaluation, code: str) -> None:
    language, found = Language(code), pages[f"plans_{code}"]
    assert len(found) == 3
    for text, (name, _) in zip(found, plans(evaluation, language), strict=True):
        assert name.split()[0] in text
        assert language.text("care.plan.section.who") in text  # its last section, not on another's page


def test_a_long_plan_runs_on_and_the_next_begins_a_page(pages: dict[str, list[str]]) -> None:
    found = pages["long"]
    assert all(text.strip() for text in found) and len(found) > 2
    assert "Lang" in found[0] and "Kurz" in found[-1] and "Kurz" not in "".join(found[:-1])


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_interview_guide_takes_two_pages_each(pages: dict[str, list[str]], code: str) -> None:
    language, found = Language(code), pages[f"guide_{code}"]
    assert len(found) == 4
    for questions, marks in (found[:2], found[2:]):
        assert all(language.text(f"listen.questions.{name}") in questions for name in QUESTIONS)
        assert language.text("listen.guide.marks") in marks and language.text("listen.guide.marks") not in questions
