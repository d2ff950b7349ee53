"""No test is judged by the clock: a loaded machine is slow, not wrong. With ``-n 2 --dist loadscope``, one browser at a
time, beside all else."""

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


class BrowserBesideAllElse(LoadScopeScheduling):
    """One process takes all tests in the browser, the other the rest, file by file."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return BrowserBesideAllElse(config, log)
