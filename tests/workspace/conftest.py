"""A workspace in a home of its own, with a portfolio or without."""

import pytest

from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio
from tests.portfolios import make_portfolio


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path / "home"))
    return Workspace.create(name="Nord")


@pytest.fixture
def filled(workspace):
    """A workspace with a portfolio of five customers, an uploaded file and a few edits."""
    (workspace.folder / "files").mkdir()
    (workspace.folder / "files" / "abcdefgh2345").write_bytes(b"Kunde;Umsatz\nA;1,00\n" * 500)
    portfolio = make_portfolio(5)
    keep_portfolio(
        workspace,
        portfolio,
        {f"K{number}": number for number in portfolio.customers.index},
        {("upload.files", 0): [{"id": "abcdefgh2345", "name": "Müller & Söhne.csv"}]},
    )
    workspace.put("tag.strategic", "yes", 1)
    workspace.put("listen.note", "=SUMME(A1) <b>é</b>\u0007", 2)
    return workspace
