"""Many people at once: WebSocket clients that speak Streamlit's protocol, each moving a slider, against one server."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.browser import BARE, serving
from tests.benchmarks.measure import Line, Size, spent

EVERY = 2.0


@dataclass
class Person:
    """A session: it opens a page, then moves the first slider that stands on it."""

    socket: ClientConnection
    page: str = ""
    query: str = ""
    slider: str = ""
    fragment: str = ""
    value: float = 0.0
    step: float = 1.0
    high: float = 0.0
    hash: str = ""
    seen: bool = False
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Asks for a run and takes in all that comes, until it has finished."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self.query, self.page, self.hash
        state.fragment_id = self.fragment
        state.context_info.locale, state.context_info.timezone = "en-GB", "Europe/Berlin"
        if self.slider:
            state.widget_states.widgets.append(WidgetState(id=self.slider))
            state.widget_states.widgets[0].double_array_value.data.append(self.value)
        await self.socket.send(asked.SerializeToString())
        started = self.seen = False
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                started = True
            elif kind == "navigation":
                self.hash = message.navigation.page_script_hash
            elif kind == "delta":
                self._see(message)
            elif kind == "script_finished" and started:
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self.errors.append("compile error")
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _see(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "slider" and not self.seen and message.metadata.delta_path[0] == 0:
            slider, self.seen = element.slider, True
            if not self.slider:
                self.value, self.step, self.high = slider.default[0], slider.step, slider.max
            self.slider, self.fragment = slider.id, message.delta.fragment_id

    async def work(self, after: float, seconds: float) -> None:
        """Moves the slider every two seconds, on from where it stands; a move's wait counts from when it was due.
        Who falls behind makes fewer moves."""
        due = time.perf_counter() + after
        end = due + seconds
        while max(due, time.perf_counter()) < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.value = self.value + self.step if self.value + self.step <= self.high else self.step
            moved = self.slider
            await self.run()
            if self.slider != moved:
                self.errors.append("another page came than the one the slider is on")
            self.waits.append(time.perf_counter() - due)
            due += EVERY


def memory(process: int) -> float:
    """Resident memory of a process now, MB; NaN where the system does not tell."""
    try:
        told = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return float("nan")
    return int(told[1]) * 1024 / 1e6 if told else float("nan")


async def together(address: str, process: int, page: str, queries: Sequence[str], seconds: float
                   ) -> tuple[list[Person], float]:  # fmt: skip
    """One person per query, all at once after one has been there alone; and the memory (MB) that each of them added."""

    async def enter(query: str) -> Person:
        socket = await connect(f"ws{address.removeprefix('http')}/_stcore/stream", max_size=None)
        person = Person(socket, page, query)
        await person.run()
        return person

    people = [await enter(queries[0])]
    await people[0].run()
    alone = memory(process)
    people += [await enter(query) for query in queries[1:]]
    if seconds:
        await asyncio.gather(*(person.work(EVERY * at / len(people), seconds) for at, person in enumerate(people)))
    added = (memory(process) - alone) / max(len(people) - 1, 1)
    for person in people:
        await person.socket.close()
    return people, added


def sessions(size: Size) -> Iterable[Line]:
    """On the care page with the sample: each in a workspace of their own, then all in the same one."""
    number, seconds = size.of(30, 3), float(size.of(60, 4))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        made = spent("homes:filled", home=home, customers=0, workspaces=number).found["workspaces"]
        with serving(home, BARE) as bare:
            _, empty = asyncio.run(together(bare.address, bare.process.pid, "", [""] * number, 0))
        for where, ids in (("a workspace each", made), ("one workspace", made[:1] * number)):
            with serving(home) as ours:
                people, added = asyncio.run(
                    together(ours.address, ours.process.pid, "care", [f"workspace={one}" for one in ids], seconds)
                )
            waits = [wait for person in people for wait in person.waits]
            name = f"{number} sessions, {where}, {len(waits):,} of {number * int(seconds / EVERY):,} moves made"
            yield Line(f"{name}: 95 of 100 within", float(np.quantile(waits, 0.95)), "s", goal=1.0)
            yield Line("the middle one", float(np.quantile(waits, 0.5)), "s")
            yield Line("errors", len([error for person in people for error in person.errors]), "", goal=0)
            yield Line(f"memory per session above an empty one ({empty:.1f} MB)", added - empty, "MB", goal=30.0)
