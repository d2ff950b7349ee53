"""What holds the house together: who may import whom, and what must not be in it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "analysis").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ROOMS = ("upload", "invoices", "tag", "care", "listen", "refill")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_is_true_without_a_browser(path):
    assert not [module for module in imports(path) if module.split(".")[0] in ("streamlit", "pages")]


@pytest.mark.parametrize("path", [path for path in CORE if path.parent.name in ROOMS], ids=name)
def test_an_earlier_room_never_reads_a_later_one(path):
    order = {room: position for position, room in enumerate(("upload", "invoices", "tag", "care", "listen", "refill"))}
    here = order[path.parent.name]
    later = {
        module
        for module in imports(path)
        if module.startswith("analysis.") and order.get(module.split(".")[1], -1) > here
    }
    assert later == set()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pages_hold_no_arithmetic(path):
    """No multiplication, division or sums on a page: figures come from the core."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    operations = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.Pow, ast.FloorDiv)))
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("sum", "mean", "cumsum", "median", "groupby")
        )
    ]
    assert operations == [] or name(path).startswith("pages/parts/")


@pytest.mark.parametrize("path", [*CORE, *PAGES], ids=name)
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_machine_is_named():
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    for path in [*CORE, *PAGES, ROOT / "README.md", ROOT / ".ci" / "run", ROOT / "pyproject.toml"]:
        assert not machine.search(path.read_text(encoding="utf-8")), path


def test_server_listens_on_this_machine_only():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["address"] == "localhost"
    assert not config["browser"]["gatherUsageStats"]
