"""Files to take away: made once, kept as long as the page shows the same, and not lost while they are made.

A file that Streamlit makes on the click (a callable ``data``) gets lost: its button's address changes with every run,
and a click that meets the former one does nothing. So every button here has its file already. What is quick to make is
made with the page; what is not, on a click that makes it, says so, and then starts the download by itself. What happens
on the page meanwhile waits, and leaves the file in its place.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from zlib import crc32

import pandas as pd
import streamlit as st

from analysis.language import Language
from analysis.report.made import Made
from pages.parts import session

ROWS_AT_ONCE = 500
"""A list of more rows is made on the click."""
KEPT, BYTES, WANTED = "taken_away", 100_000_000, "taken_away:wanted"
"""Where the session keeps the files, how much of them, and when which were asked for."""
SOON, LOOK_AGAIN = 10.0, 0.2
"""Seconds: in which a finished file still starts its download, though the page was drawn anew in between; and between
two looks at whether it is finished."""

_SCRIPT = """
export default function ({ data, setTriggerValue }) {
  if (window.keepworthyTaken === data.file) return;
  const start = (left) => {
    const button = document.querySelector(`.${data.button} button`);
    if (button) {
      window.keepworthyTaken = data.file;
      button.focus();
      button.click();
      if (data.former) setTriggerValue("given", true);
    } else if (left) {
      setTimeout(() => start(left - 1), 50);
    }
  };
  start(100);
}
"""
_start = st.components.v2.component("keepworthy_take_away", html="<span hidden></span>", js=_SCRIPT)

State = tuple[tuple[str, bool], tuple[Hashable, ...]]
"""The workspace, and whether names are hidden; its revision, the language, and what else the file shows."""


@dataclass
class File:
    """A file, or one being written: what it is made of, whether its download was begun, and when it was finished."""

    of: Any
    state: State
    begun: bool
    content: Future[bytes] = field(default_factory=Future)
    finished: float = 0.0

    def still(self, of: Any, state: State) -> bool:
        return self.of is of and self.state == state

    @property
    def expected(self) -> bool:
        """Whether somebody waits for it, whatever the page shows by now."""
        return not self.begun and (not self.content.done() or time.monotonic() - self.finished < SOON)


def offer(
    label: str,
    make: Callable[[], bytes],
    file_name: str,
    *,
    key: str,
    of: Any = None,
    shown: Callable[[], Hashable] = lambda: None,
    at_once: bool,
    mime: str | None = None,
    icon: str = ":material/download:",
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    help: str | None = None,
    disabled: bool = False,
    making: str | None = None,
) -> None:
    """A button that gives a file.

    Parameters
    ----------
    of, shown : what the file is made of, beside the workspace, the language, the hidden names and the day: an object
        that is another one when it changes, and a value. As long as they are the same, the file is not made again.
    at_once : made with the page; else on the click.
    making : what is said meanwhile.
    """
    kept: dict[str, File] = st.session_state.setdefault(KEPT, {})
    wanted: dict[str, float] = st.session_state.setdefault(WANTED, {})
    place, found = st.empty(), kept.get(key)
    expected = found is not None and found.expected
    look: dict[str, Any] = {"icon": icon, "type": type, "help": help}

    def state() -> State:
        there = session.workspace()
        made = (there.about("name"), session.local(datetime.now(UTC)).date())
        return (there.id, session.hidden()), (there.revision, session.language_code(), *made, shown())

    given = found is not None and (found.still(of, state()) or (expected and found.state[0] == state()[0]))
    if disabled or not given:
        found = None
        # Asked for in a run that was left for another one, as it may be at any call of Streamlit's.
        asked = expected or time.monotonic() - wanted.get(key, float("-inf")) < SOON
        if disabled or not (at_once or asked):
            if not place.button(label, key=f"{key}:make", disabled=disabled, **look) or disabled:
                return
            wanted[key] = time.monotonic()
    while found is None or not found.content.done() or found.content.cancelled():
        with place, st.spinner(making or session.language().text("parts.writing")):
            if found is None or found.content.cancelled():
                found = kept[key] = File(of, state(), begun=at_once)
                _write(found, make, kept, key)
            while not found.content.done():  # written by a former run, which was left for what was clicked meanwhile
                wait([found.content], LOOK_AGAIN)
                st.session_state.get(KEPT)  # here this run, too, may be left
    place.download_button(label, found.content.result(), file_name, mime, key=key, on_click="ignore", **look)
    if not found.begun:
        # A file of what the page showed before is given once, then the button is for what it shows now.
        words = {"button": _css_class(key), "file": f"{key}:{found.finished}", "former": not found.still(of, state())}
        _start(data=words, key=f"{key}:start", on_given_change=lambda: None, height=1)
        found.begun = True
    wanted.pop(key, None)


def _write(file: File, make: Callable[[], bytes], kept: dict[str, File], key: str) -> None:
    """Writes the file, and forgets the oldest beyond ``BYTES`` in all."""
    try:
        content = make()
    except BaseException as trouble:
        if kept.get(key) is file:
            del kept[key]
        if isinstance(trouble, Exception):
            file.content.set_exception(trouble)
        else:  # this run is left before the file was written: the next one writes it
            file.content.cancel()
        raise
    file.finished = time.monotonic()
    file.content.set_result(content)
    held = 0
    for other, one in reversed(list(kept.items())):
        held += len(one.content.result()) if one.content.done() else 0
        if held > BYTES and other != key:
            kept.pop(other, None)


def source() -> Made:
    """What a file says of where it comes from."""
    there = session.workspace()
    name = there.about("name") or session.language().text("workspace.unnamed")
    return Made(name, there.fields(), session.local(datetime.now(UTC)).date())


def footer(language: Language | None = None) -> str:
    """The same in one line, in the reader's language or another one."""
    evaluation = session.evaluation() if session.portfolio() is not None else None
    return source().footer(evaluation, language or session.language())


def file_name(what: str) -> str:
    """The name of a picture, which has no foot to say whose it is and of which day."""
    made = f"keepworthy {what} {session.workspace().about('name') or ''} {session.local(datetime.now(UTC)).date()}"
    return re.sub(r"[^\w]+", "-", made).strip("-")


def content_of(frame: pd.DataFrame) -> int:
    """A number that is another one when anything in the frame is, its index included."""
    return crc32(pd.util.hash_pandas_object(frame.astype("str")).to_numpy().tobytes())


def _css_class(key: str) -> str:
    """The class by which Streamlit marks an element's key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
