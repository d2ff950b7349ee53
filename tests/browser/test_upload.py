"""Bringing one's own files, in a real browser."""

from pathlib import Path

from analysis.language import Language
from tests.browser.conftest import ROOT, click, settle

GERMAN = Language("de")
FOUR = ("kunden.xlsx", "rechnungen.csv", "zahlungen.csv", "betreuung.csv")


def drop(page, *paths: Path) -> None:
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files([str(path) for path in paths])


def figures(page) -> list[str]:
    return page.get_by_test_id("stMetricValue").all_inner_texts()


def correct(page, table: str, column: str, meaning: str) -> None:
    """Opens a table's card if need be and says what a column means."""
    card = page.get_by_test_id("stVerticalBlock").filter(has_text=table).filter(has_text="verwendet").last
    field = card.get_by_label(column, exact=True)
    if not field.count():
        card.get_by_text(GERMAN.text("upload.correct")).click()
    field.wait_for(timeout=60_000)
    settle(page)
    click(field)
    field.fill(meaning)  # of a long list only a part is drawn
    page.get_by_role("option", name=meaning, exact=True).click()
    settle(page)


def remove_last(page, files: int) -> None:
    """Removes the last of so many files."""
    page.get_by_text(GERMAN.text("upload.files", n=files)).click()
    button = page.get_by_role("button", name=GERMAN.text("upload.remove")).last
    click(button)


def test_files_are_dropped_corrected_merged_and_broken_ones_change_nothing(visit, tmp_path):
    page = visit("/")
    drop(page, *(ROOT / "sample_data" / name for name in FOUR))
    page.get_by_text(GERMAN.text("upload.tables")).wait_for(timeout=60_000)
    settle(page)
    before = figures(page)
    assert before[0] == "240"

    broken = tmp_path / "kaputt.xlsx"
    broken.write_bytes((ROOT / "sample_data" / "kunden.xlsx").read_bytes()[:5_000])
    drop(page, broken)
    page.get_by_text(GERMAN.text("upload.kept")).wait_for()
    settle(page)
    assert page.get_by_test_id("stAlert").count() == 1
    assert "kaputt.xlsx" in page.get_by_test_id("stAlert").inner_text()
    assert figures(page) == before

    text = tmp_path / "text.xlsx"
    text.write_text("Kunde;Umsatz\nA;1\n")
    drop(page, text)
    page.get_by_test_id("stAlert").filter(has_text="text.xlsx").wait_for()
    settle(page)
    assert page.get_by_test_id("stAlert").count() == 1
    assert figures(page) == before

    drop(page, broken, ROOT / "sample_data" / "gutschriften.csv", text)
    page.get_by_text(GERMAN.text("upload.rest_taken", n=1)).wait_for()
    settle(page)
    assert [name in alert for name, alert in zip(
        ("kaputt.xlsx", "text.xlsx"), page.get_by_test_id("stAlert").all_inner_texts(), strict=False
    )] == [True, True]  # fmt: skip
    credited = figures(page)
    assert credited[1:] != before[1:]
    remove_last(page, 5)
    page.get_by_text(GERMAN.text("upload.removed", file="gutschriften.csv")).wait_for()
    settle(page)
    assert figures(page) == before
    click(page.get_by_test_id("stMain").get_by_role("button", name=GERMAN.text("workspace.undo")))
    page.get_by_text(GERMAN.text("upload.files", n=5)).wait_for()
    settle(page)
    assert figures(page) == credited
    remove_last(page, 5)
    page.get_by_text(GERMAN.text("upload.files", n=4)).wait_for()
    settle(page)

    correct(page, "rechnungen.csv", "Wareneinsatz", GERMAN.text("upload.no_field"))
    page.get_by_text(GERMAN.text("upload.margin_assumed")).wait_for(timeout=60_000)
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=GERMAN.text("workspace.undo")))
    page.get_by_text(GERMAN.text("upload.margin_known")).wait_for(timeout=60_000)
    settle(page)
    assert figures(page) == before

    page.get_by_text("Zeilen zur Seite gelegt", exact=False).last.click()
    button = page.get_by_role("button", name=GERMAN.text("upload.aside.download"))
    with page.expect_download() as download:
        click(button)
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Datei;Blatt;Zeile;Grund;Betrag;Inhalt"
    assert "rechnungen.csv" in text
    assert "ohne Kunde" in text

    page.get_by_text("Paare ähnlicher Namen").click()
    button = page.get_by_role("button", name=GERMAN.text("upload.merge")).first
    click(button)
    page.get_by_role("button", name=GERMAN.text("upload.unmerge")).wait_for(timeout=60_000)
    settle(page)
    assert figures(page)[0] == "239"
    click(page.get_by_role("button", name=GERMAN.text("upload.unmerge")))
    page.get_by_role("button", name=GERMAN.text("upload.unmerge")).wait_for(state="detached", timeout=60_000)
    settle(page)
    assert figures(page) == before
