"""Everyone sees their own workspaces and those shared with them, in their role, and nothing else."""

import pytest

from analysis.errors import PortfolioError
from analysis.workspace import shelf
from analysis.workspace.store import Workspace
from analysis.workspace.tables import keep_portfolio, kept_portfolio
from analysis.workspace.users import LOCAL, User, normal_address, user_from
from tests.portfolios import make_portfolio

ANNA = User("https://login.example anna", "anna@example.org")
BERT = User("https://login.example bert", "bert@example.org")
UNVERIFIED = User("https://login.example bert")
OTHER_PROVIDER = User("https://elsewhere.example anna")


@pytest.fixture
def annas(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    workspace = Workspace.create(ANNA, "Annas")
    keep_portfolio(workspace, make_portfolio(3), {"K1": 1, "K2": 2, "K3": 3})
    workspace.put("tag.note", "secret", 1)
    return workspace


READS = {
    "get": lambda workspace: workspace.get("tag.note", 1),
    "entry": lambda workspace: workspace.entry("tag.note", 1),
    "values": lambda workspace: workspace.values("tag.note"),
    "fields": lambda workspace: workspace.fields(),
    "history": lambda workspace: workspace.history(),
    "revision": lambda workspace: workspace.revision,
    "edits_elsewhere": lambda workspace: workspace.edits_elsewhere(0),
    "about": lambda workspace: workspace.about("name"),
    "identities": lambda workspace: workspace.identities(),
    "shares": lambda workspace: workspace.shares(),
    "folder": lambda workspace: workspace.folder,
    "kept_portfolio": kept_portfolio,
    "duplicate": lambda workspace: shelf.duplicate(workspace, "mine now"),
}
WRITES = {
    "put": lambda workspace: workspace.put("tag.note", "changed", 1),
    "put_many": lambda workspace: workspace.put_many({("tag.note", 1): "changed"}),
    "undo": lambda workspace: workspace.undo(),
    "describe": lambda workspace: workspace.describe(owner=BERT.key),
    "describe_upload": lambda workspace: workspace.describe_upload({"K9": 9}, {}),
    "keep_portfolio": lambda workspace: keep_portfolio(workspace, make_portfolio(1), {}),
    "rename": lambda workspace: shelf.rename(workspace, "changed"),
}
OWNERS = {
    "share": lambda workspace: shelf.share(workspace, "eve@example.org", "editor"),
    "share_directly": lambda workspace: workspace.share("eve@example.org", "editor"),
    "archive": shelf.archive,
    "delete": shelf.delete,
}
EVERYTHING = {**READS, **WRITES, **OWNERS}


def held_by(workspace, user):
    """The same workspace in the hands of ``user``, as a page that was open all the while would have it."""
    return Workspace(workspace._database, user)


def test_one_account_does_not_see_the_others(annas):
    assert (shelf.listed(BERT, None), len(shelf.listed(ANNA))) == ([], 1)


def test_a_foreign_id_is_answered_like_a_missing_one(annas):
    assert Workspace.open(annas.id, BERT) is Workspace.open("abcdefgh22222222", BERT) is None


@pytest.mark.parametrize(
    "action", [*READS.values(), *WRITES.values(), *OWNERS.values()], ids=[*READS, *WRITES, *OWNERS]
)
@pytest.mark.parametrize("user", [BERT, UNVERIFIED, OTHER_PROVIDER], ids=["other", "unverified", "other provider"])
def test_a_stranger_reads_and_changes_nothing(annas, user, action):
    with pytest.raises(PortfolioError, match="no such workspace"):
        action(held_by(annas, user))


@pytest.mark.parametrize("action", WRITES.values(), ids=WRITES)
def test_a_reader_cannot_write(annas, action):
    shelf.share(annas, "Bert@Example.org", "reader")
    with pytest.raises(PortfolioError, match="but not change it"):
        action(held_by(annas, BERT))
    assert (annas.get("tag.note", 1), annas.about("name"), annas.about("owner")) == ("secret", "Annas", ANNA.key)


@pytest.mark.parametrize("action", READS.values(), ids=READS)
def test_a_reader_reads(annas, action):
    shelf.share(annas, "bert@example.org", "reader")
    action(held_by(annas, BERT))


@pytest.mark.parametrize("role", ["reader", "editor"])
@pytest.mark.parametrize("action", OWNERS.values(), ids=OWNERS)
def test_only_the_owner_shares_and_deletes(annas, action, role):
    shelf.share(annas, "bert@example.org", role)
    with pytest.raises(PortfolioError, match="owner"):
        action(held_by(annas, BERT))


def test_an_editor_writes_under_their_own_name(annas):
    shelf.share(annas, "bert@example.org", "editor")
    Workspace.open(annas.id, BERT).put("tag.note", "Bert was here", 1)
    assert annas.history("tag.note", 1)["who"].tolist() == ["bert@example.org", "anna@example.org"]


def test_an_editor_cannot_make_it_their_own(annas):
    shelf.share(annas, "bert@example.org", "editor")
    with pytest.raises(PortfolioError, match="owner"):
        Workspace.open(annas.id, BERT).describe(owner=BERT.key)


def test_what_is_shared_with_an_unverified_address_stays_closed(annas):
    shelf.share(annas, "bert@example.org", "editor")
    claims = {"iss": "https://login.example", "sub": "bert", "email": "bert@example.org", "email_verified": False}
    assert Workspace.open(annas.id, user_from(claims)) is None


def test_an_account_without_an_address_matches_no_share(annas):
    annas._database._connection.execute("INSERT INTO shared VALUES ('', 'editor')")
    assert Workspace.open(annas.id, UNVERIFIED) is None


def test_taking_a_share_back_counts_at_once(annas):
    shelf.share(annas, "bert@example.org", "editor")
    berts = Workspace.open(annas.id, BERT)
    shelf.share(annas, "bert@example.org", None)
    with pytest.raises(PortfolioError, match="no such workspace"):
        berts.put("tag.note", "late", 1)


def test_a_duplicate_belongs_to_who_made_it_and_is_shared_with_nobody(annas):
    shelf.share(annas, "bert@example.org", "reader")
    again = shelf.duplicate(Workspace.open(annas.id, BERT), "Berts")
    assert (again.role, again.shares(), Workspace.open(again.id, ANNA)) == ("owner", {}, None)


def test_only_the_owner_brings_back(annas):
    shelf.share(annas, "bert@example.org", "editor")
    shelf.delete(annas)
    assert shelf.listed(BERT, None) == []
    with pytest.raises(PortfolioError, match="no such workspace"):
        shelf.bring_back(annas.id, BERT)


def test_a_workspace_from_before_sign_in_belongs_to_nobody(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPWORTHY_HOME", str(tmp_path))
    local = Workspace.create()
    assert Workspace.open(local.id, ANNA) is None


def test_undo_takes_back_ones_own_edit_only(annas):
    shelf.share(annas, "bert@example.org", "editor")
    berts = Workspace.open(annas.id, BERT)
    berts.put("tag.note", "Bert", 2)
    annas.undo("tag.")
    assert (berts.get("tag.note", 2), berts.get("tag.note", 1)) == ("Bert", None)


def test_undo_leaves_what_someone_else_has_changed_since(annas):
    shelf.share(annas, "bert@example.org", "editor")
    berts = Workspace.open(annas.id, BERT)
    berts.put("tag.note", "Bert", 1)
    assert not annas.undo("tag.")
    assert annas.get("tag.note", 1) == "Bert"


def test_the_person_at_the_computer_may_do_everything(annas):
    assert Workspace.open(annas.id, LOCAL).role == "owner"


def test_claims_without_a_subject_name_nobody():
    with pytest.raises(KeyError):
        user_from({"iss": "https://login.example", "email": "anna@example.org", "email_verified": True})


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_counts_only_where_the_provider_says_it_is_verified(verified):
    assert user_from({"iss": "i", "sub": "s", "email": "a@b.c", "email_verified": verified}).email == ""


def test_a_name_of_ones_own_choice_cannot_pass_for_an_address():
    assert "@" not in User("i s", name="anna@example.org").label


@pytest.mark.parametrize(
    ("text", "address"),
    [(" Anna@Example.org ", "anna@example.org"), ("anna", None), ("a@b, c@d", None), ("", None), ("a b@c", None)],
)
def test_addresses_are_compared_in_one_form(text, address):
    assert normal_address(text) == address
