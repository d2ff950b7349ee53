"""Who draws: one browser tab at a time, each until its page or part of a page stands.

All tabs share one Python interpreter. Threads that wait for it wake each other and move from processor to processor:
thirty at once take twice the processor time of thirty one after another, and none is ready sooner for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition

LONG = 0.5
"""So many seconds after it began, a turn no longer keeps others waiting: a file is read, say, or written."""


class Turns:
    """A lock that is not waited for longer than ``LONG`` seconds from its taking."""

    def __init__(self, long: float = LONG) -> None:
        self._long, self._free = long, Condition()
        self._holder: object | None = None
        self._since = 0.0
        self._mine: ContextVar[bool] = ContextVar("has_the_turn", default=False)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits for the turn and has it meanwhile; at once where the caller has it already."""
        if self._mine.get():
            yield
            return
        me = object()
        with self._free:
            while self._holder is not None and (left := self._since + self._long - time.monotonic()) > 0:
                self._free.wait(left)
            self._holder, self._since = me, time.monotonic()
        token = self._mine.set(True)
        try:
            yield
        finally:
            self._mine.reset(token)
            with self._free:
                if self._holder is me:
                    self._holder = None
                    self._free.notify()


_turns = Turns()
taken = _turns.taken
