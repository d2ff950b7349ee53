"""No test is judged by the clock: a loaded machine is slow, not wrong. Two processes: one begins with the browser, the
other with all else and takes what is left of the browser's tests when it is done."""

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

LAST = ("tests/browser/test_p", "tests/browser/test_r", "tests/browser/test_t", "tests/browser/test_u",
        "tests/browser/test_w")  # fmt: skip
"""Browser tests of these files come last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (item.nodeid.startswith(LAST), not item.nodeid.startswith("tests/browser/")))


class BrowserBesideAllElse(LoadScopeScheduling):
    """A process keeps to the browser until its tests there are done; all else goes file by file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") and not file.startswith(LAST) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return BrowserBesideAllElse(config, log)
