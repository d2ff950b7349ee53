"""The workspaces in the sidebar: everything a person does with them, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from analysis.workspace import shelf
from analysis.workspace.check import check_all
from analysis.workspace.store import Workspace
from analysis.workspace.users import LOCAL
from tests.browser.conftest import click, settle
from tests.browser.test_walk import workspace_of

NAME = "Nord & *Süd* <b>$x$</b>"


@pytest.fixture
def page(visit, server, monkeypatch):
    """The app in a workspace with a hostile name and one entry."""
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    workspace = Workspace.create(name=NAME)
    workspace.put("tag.note", "kept", 1)
    return visit(f"/?workspace={workspace.id}", language="en-GB")


def dialog(page, tab="This one"):
    click(page.get_by_role("button", name="Workspaces"))
    click(page.get_by_role("tab", name=tab))
    return page.get_by_role("dialog")


def names(state="active"):
    return sorted(entry.name for entry in shelf.listed(LOCAL, state))


def expand(page, there, title):
    """Opens an expander and waits until it has unfolded, or a click would land beside what still moves."""
    click(there.get_by_text(title))
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    settle(page)


def leads_elsewhere(page, before):
    page.wait_for_function(f"!location.search.includes('{before}')")
    settle(page)


def test_a_name_shows_as_it_is(page):
    expect(page.get_by_test_id("stSidebar").get_by_text(NAME, exact=True)).to_be_visible()


def test_renaming_shows_at_once(page):
    there = dialog(page)
    there.get_by_label("Name").first.fill("Spring review")
    click(there.get_by_role("button", name="Rename"))
    expect(page.get_by_test_id("stSidebar").get_by_text("Spring review")).to_be_visible()


def test_a_duplicate_opens_with_the_same_entries(page):
    before = workspace_of(page)
    click(dialog(page).get_by_role("button", name="Duplicate"))
    leads_elsewhere(page, before)
    assert Workspace.open(workspace_of(page)).get("tag.note", 1) == "kept"


def test_a_new_one_is_empty_and_the_old_one_opens_again(page):
    before = workspace_of(page)
    there = dialog(page, "New")
    there.get_by_label("Name").last.fill("Fresh")
    click(there.get_by_role("button", name="New workspace"))
    leads_elsewhere(page, before)
    assert Workspace.open(workspace_of(page)).fields().empty
    click(dialog(page, "Others").get_by_role("button", name="Open").first)
    page.wait_for_url(re.compile(before))


@pytest.mark.parametrize(("button", "state"), [("Archive", "archived"), ("Delete", "deleted")])
def test_what_was_put_away_comes_back(page, button, state):
    before = workspace_of(page)
    click(dialog(page).get_by_role("button", name=button))
    leads_elsewhere(page, before)
    assert names(state) == [NAME]
    there = dialog(page, "Others")
    expand(page, there, f"1 {state}")
    click(there.get_by_role("button", name="Bring back"))
    page.wait_for_url(re.compile(before))
    settle(page)
    assert (Workspace.open(before).get("tag.note", 1), names(state)) == ("kept", [])


def test_a_workspace_goes_out_as_a_file_and_comes_in_again(page, tmp_path):
    before = workspace_of(page)
    there = dialog(page)
    export = there.get_by_role("button", name="Export as a file")
    with page.expect_download() as download:
        click(export)
    download.value.save_as(tmp_path / "out.keepworthy")
    click(page.get_by_role("tab", name="New"))
    there.locator('input[type="file"]').set_input_files(tmp_path / "out.keepworthy")
    click(there.get_by_role("button", name="Open as a new workspace"))
    leads_elsewhere(page, before)
    assert Workspace.open(workspace_of(page)).get("tag.note", 1) == "kept"
    assert not any(check_all().values())


def test_a_foreign_file_is_refused_in_a_sentence(page, tmp_path):
    (tmp_path / "photo.keepworthy").write_bytes(b"no workspace")
    there = dialog(page, "New")
    there.locator('input[type="file"]').set_input_files(tmp_path / "photo.keepworthy")
    click(there.get_by_role("button", name="Open as a new workspace"))
    expect(there.get_by_text("Nothing here was changed.")).to_be_visible()
    assert names() == [NAME]


def test_a_copy_of_before_today_opens_beside_it(page):
    before = workspace_of(page)
    there = dialog(page)
    expand(page, there, "1 daily copy")
    click(there.get_by_role("button", name="Open copy"))
    leads_elsewhere(page, before)
    assert Workspace.open(workspace_of(page)).fields().empty and Workspace.open(before).get("tag.note", 1) == "kept"


def test_a_damaged_one_leaves_the_way_to_the_others(visit, server, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(server.home))
    damaged, whole = Workspace.create(name="Damaged"), Workspace.create(name="Whole")
    file, address = damaged.folder / "workspace.sqlite", f"/?workspace={damaged.id}"
    damaged.close()
    file.write_bytes(b"damaged" * 1000)
    page = visit(address, language="en-GB")
    expect(page.get_by_text("cannot be read")).to_be_visible()
    click(page.get_by_role("button", name="Open"))
    page.wait_for_url(re.compile(whole.id))
