"""A log that a person can read, without customer names, addresses or secrets.

``KEEPWORTHY_LOG`` names the file, ``-`` the terminal; without it only warnings go to the terminal. A line says when,
how grave, and what happened to which workspace (by its id) or where in the code, and never what was in it: the
message of an unexpected exception may quote a customer's data, so its place and kind stand for it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZE_IN_BYTES, FILES_KEPT = 2_000_000, 5
_log = logging.getLogger("keepworthy")


def begin() -> None:
    """Opens the log that ``KEEPWORTHY_LOG`` names. A second call changes nothing."""
    place = os.environ.get("KEEPWORTHY_LOG")
    if not place or _log.handlers:
        return
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if place != "-":
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(place, maxBytes=SIZE_IN_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("{asctime} {levelname:<7} {message}", "%Y-%m-%d %H:%M:%S", style="{"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def note(event: str, workspace: str = "", user: str = "") -> None:
    """Files what happened, to which workspace (its id) and by whom (an account's key, which is not written itself)."""
    parts = [event, f"workspace {workspace}" if workspace else "", f"by {pseudonym(user)}" if user else ""]
    _log.info(" ".join(part for part in parts if part))


def unexpected(error: BaseException) -> str:
    """Files an exception nobody foresaw, and returns the number under which it stands in the log."""
    told = told_without_values(error)
    number = hashlib.sha256(told.encode()).hexdigest()[:6]
    _log.error("unexpected (%s): %s", number, told)
    return number


def told_without_values(error: BaseException) -> str:
    """An exception's kind and the places in this project's code that led to it, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    places = [f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno}" for frame in own]
    return f"{type(error).__name__} at {' > '.join(places) or 'a library'}"


def pseudonym(user: str) -> str:
    """The same short word for the same account, from which it cannot be told who it is without knowing the key."""
    return f"account {hashlib.sha256(user.encode()).hexdigest()[:8]}"


class WithoutValues(logging.Filter):
    """Takes the message of an exception out of another library's log record, and leaves its kind and place."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info, tuple) and record.exc_info[1]:
            record.msg = f"Traceback, its values left out: {told_without_values(record.exc_info[1])}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
