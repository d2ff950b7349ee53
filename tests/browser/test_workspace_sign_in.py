"""Sign-in against a real OpenID Connect provider: who is signed out sees nothing, and everyone sees only their own."""

import re
import socket
import time

import pytest
from playwright.sync_api import expect

from analysis.workspace import shelf
from analysis.workspace.store import Workspace
from analysis.workspace.users import User
from tests.browser.conftest import click, settle, start

oidc_provider_mock = pytest.importorskip("oidc_provider_mock")

PEOPLE = {
    "anna": {"email": "anna@example.org", "email_verified": True},
    "bert": {"email": "bert@example.org", "email_verified": True},
    "eve": {"email": "bert@example.org", "email_verified": False},
}
SECRET = "Annas secret name"


@pytest.fixture(scope="module")
def provider():
    people = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def server(tmp_path, provider, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "only for this test, only for this test"
client_id = "keepworthy"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    log = tmp_path / "server.log"
    running = start(tmp_path / "home", log, port=port, STREAMLIT_SECRETS_FILES=str(secrets), KEEPWORTHY_LOG="-")
    yield running
    running.stop()
    told = log.read_text(errors="replace")
    assert "Traceback" not in told, told[-4000:]
    assert SECRET not in told and "example.org" not in told


@pytest.fixture
def annas(server, provider):
    """A workspace of Anna's, on the server's disk."""
    workspace = Workspace.create(User(f"{provider} anna", "anna@example.org"), SECRET)
    workspace.put("tag.note", "secret note", 1)
    return workspace


def sign_in(page, person, address):
    page.goto(address)
    settle(page)
    click(page.get_by_role("button", name="Sign in"))
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.get_by_role("button", name=person, exact=True).click()
    expect(
        page.get_by_text(f"Signed in as {PEOPLE[person]['email'] if PEOPLE[person]['email_verified'] else person}")
    ).to_be_visible()
    settle(page)
    return page


def test_signed_out_one_sees_nothing(visit, annas):
    for path in ("/", "/care", f"/tag?workspace={annas.id}", f"/?workspace={annas.id}&language=en"):
        page = visit(path, language="en-GB")
        assert page.get_by_role("button", name="Sign in").is_visible()
        assert SECRET not in page.content()
        assert page.locator(".st-key-steps").count() == 0
        assert page.get_by_role("dialog").count() == 0


def test_signing_in_leads_back_to_what_was_asked_for(visit, server, annas):
    page = visit("/", language="en-GB")
    sign_in(page, "anna", f"{server.address}/care?workspace={annas.id}")
    page.wait_for_url(re.compile(f"/care.*{annas.id}"))
    expect(page.get_by_text(SECRET)).to_be_visible()


def test_another_account_opens_nothing_by_any_address(visit, server, annas):
    page = visit("/", language="en-GB")
    sign_in(page, "bert", server.address)
    for path in ("/", "/upload", "/tag", "/listen", "/care", "/refill"):
        page.goto(f"{server.address}{path}?workspace={annas.id}")
        settle(page)
        assert SECRET not in page.content()
        assert annas.id not in page.url
    click(page.get_by_role("button", name="Workspaces"))
    click(page.get_by_role("tab", name="Others"))
    expect(page.get_by_text("No other workspaces.")).to_be_visible()


def test_an_unverified_address_opens_nothing(visit, server, annas):
    shelf.share(annas, "bert@example.org", "editor")
    page = visit("/", language="en-GB")
    sign_in(page, "eve", f"{server.address}/?workspace={annas.id}")
    time.sleep(1)
    assert SECRET not in page.content()


def test_a_reader_sees_and_cannot_write(visit, server, annas):
    shelf.share(annas, "bert@example.org", "reader")
    page = visit("/", language="en-GB")
    sign_in(page, "bert", f"{server.address}/?workspace={annas.id}")
    page.goto(f"{server.address}/?workspace={annas.id}")
    settle(page)
    expect(page.get_by_text(SECRET).first).to_be_visible()
    assert page.get_by_role("button", name="Undo").count() == 0
    click(page.get_by_role("button", name="Workspaces"))
    expect(page.get_by_label("Name", exact=True).first).to_be_disabled()
    assert page.get_by_role("button", name="Delete").count() == 0
    before = annas.history()
    load = page.get_by_role("button", name=re.compile("sample"))
    if load.count():
        page.keyboard.press("Escape")
        click(load.first)
        time.sleep(3)
    assert annas.history().equals(before)


def test_a_share_taken_back_closes_the_open_page(visit, server, annas):
    shelf.share(annas, "bert@example.org", "reader")
    page = visit("/", language="en-GB")
    sign_in(page, "bert", f"{server.address}/?workspace={annas.id}")
    expect(page.get_by_text(SECRET).first).to_be_visible()
    shelf.share(annas, "bert@example.org", None)
    expect(page.get_by_text(SECRET)).to_have_count(0, timeout=8000)


def test_what_one_makes_belongs_to_them(visit, server, provider):
    page = visit("/", language="en-GB")
    sign_in(page, "bert", server.address)
    bert = User(f"{provider} bert", "bert@example.org")
    assert [entry.role for entry in shelf.listed(bert)] == ["owner"]
    assert shelf.listed(User(f"{provider} anna", "anna@example.org"), None) == []
