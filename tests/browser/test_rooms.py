"""A slider draws only what it changes: what stands on the page then is what the whole page shows when drawn anew."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from analysis.language import Language
from analysis.tag.verdict import VERDICTS
from pages.parts.page import STEPS
from tests.browser.conftest import click, settle
from tests.browser.test_walk import go_to, load_sample

GERMAN = Language("de")
_TEXT = """() => [...document.querySelectorAll('[data-testid="stSidebarUserContent"], [data-testid="stMain"]')]
  .flatMap(part => {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) found.push(texts.currentNode.textContent);
    return found;
  })"""


def text(page) -> list[str]:
    """All that stands on the page, cells of tables and words of charts included, once it stands still; when it was
    saved left out."""
    settle(page)
    before, now = None, page.evaluate(_TEXT)
    while now != before:
        page.wait_for_timeout(1_000)
        settle(page)  # a slow machine may begin to draw only now
        before, now = now, page.evaluate(_TEXT)
    return re.sub(r"\d{4}, \d\d\n?:\d\d", "", "\n".join(now)).splitlines()


def whole(frames: list[bytes]) -> int:
    """How often the whole page was drawn."""
    told = [ForwardMsg.FromString(frame) for frame in frames]
    ended = [message.script_finished for message in told if message.WhichOneof("type") == "script_finished"]
    assert ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY in ended
    return ended.count(ForwardMsg.FINISHED_SUCCESSFULLY)


@pytest.mark.parametrize("step", ["tag", "care"])
def test_what_a_slider_draws_anew_is_what_the_whole_page_shows(visit, step):
    page, frames = visit("/"), []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    load_sample(page, GERMAN)
    page.reload()  # from here on every frame is seen
    settle(page)
    go_to(page, step, GERMAN)
    slider = page.get_by_test_id("stMain").get_by_role("slider").first
    before, seen = text(page), len(frames)

    for _ in range(3):
        slider.press("ArrowRight")
        settle(page)
    moved = text(page)
    assert moved != before
    assert whole(frames[seen:]) == 0

    page.reload()
    assert text(page) == moved


def answer(socket: ClientConnection, step: str, query: str, room: str = "") -> Iterator[ForwardMsg]:
    """All that the server tells who asks for a step's page, or for one of its rooms."""
    asked = BackMsg()
    state = asked.rerun_script
    state.page_name, state.query_string, state.fragment_id = step, query, room
    state.context_info.locale, state.context_info.timezone = "de-DE", "Europe/Berlin"
    socket.send(asked.SerializeToString())
    ended = begun = False
    while not ended:
        message = ForwardMsg.FromString(socket.recv(60))
        begun |= message.WhichOneof("type") == "new_session"
        ended = begun and message.WhichOneof("type") == "script_finished"
        yield message


@pytest.mark.parametrize("step", STEPS)
def test_every_room_can_be_drawn_by_itself(visit, server, step):
    """A room is when a widget in it asks for nothing more, or when another part of the page asked first. The server's
    log, too, must stay without an error."""
    page = visit("/")
    load_sample(page, GERMAN)
    query = f"workspace={parse_qs(urlsplit(page.url).query)['workspace'][0]}"
    with connect(f"ws{server.address.removeprefix('http')}/_stcore/stream", max_size=None) as socket:
        whole = list(answer(socket, step, query))
        rooms = {message.delta.fragment_id for message in whole if message.WhichOneof("type") == "delta"} - {""}
        assert len(rooms) >= (5 if step in ("tag", "care") else 1)
        for room in sorted(rooms):
            drawn = list(answer(socket, step, query, room))
            assert drawn[-1].script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
            assert not [message for message in drawn if message.delta.new_element.WhichOneof("type") == "alert"]


def tables(frames: list[bytes]) -> int:
    """How often a table was sent."""
    told = [ForwardMsg.FromString(frame) for frame in frames]
    return sum(message.delta.new_element.WhichOneof("type") == "dataframe" for message in told)


def narrow(page) -> None:
    click(page.locator(".st-key-verdict button").nth(VERDICTS.index("do_the_math")))


def take_away(page) -> None:
    """The file would else be that of the former threshold."""
    click(page.locator(".st-key-tag_customers-csv-make button"))
    page.locator(".st-key-tag_customers-csv button").wait_for()


@pytest.mark.parametrize(("before", "again"), [(settle, False), (narrow, True), (take_away, True)])
def test_a_threshold_sends_the_table_again_only_if_it_shows_something_else(visit, before, again):
    page, frames = visit("/"), []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    load_sample(page, GERMAN)
    page.reload()  # from here on every frame is seen
    settle(page)
    go_to(page, "tag", GERMAN)
    before(page)
    settle(page)
    assert tables(frames)
    seen = len(frames)
    page.get_by_test_id("stMain").get_by_role("slider").first.press("ArrowRight")
    settle(page)
    moved, sent = text(page), tables(frames[seen:])
    assert bool(sent) == again

    page.reload()
    assert text(page) == moved
