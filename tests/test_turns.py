"""One browser tab draws at a time; none keeps the others waiting for long."""

from threading import Event, Thread

import pytest

from pages.parts.turns import Turns


def together(*works) -> None:
    threads = [Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_one_draws_at_a_time():
    turns, inside, most = Turns(60), [], []

    def draw() -> None:
        for _ in range(20):
            with turns.taken():
                inside.append(1)
                Event().wait(0.001)  # long enough for the others to come in, if they could
                most.append(len(inside))
                inside.pop()

    together(*[draw] * 8)
    assert max(most) == 1 and len(most) == 160


def test_who_takes_long_is_waited_for_no_longer():
    turns, ready = Turns(0.05), Event()

    def long() -> None:
        with turns.taken():
            assert ready.wait(10)  # what reads a file, say, until the other has drawn

    def short() -> None:
        with turns.taken():
            ready.set()

    together(long, short)


def test_the_end_of_one_that_was_overtaken_does_not_end_the_turn_of_another():
    turns, overtaken, ended, drawn = Turns(1.0), Event(), Event(), []

    def long() -> None:
        with turns.taken():
            assert overtaken.wait(10)
        ended.set()

    def second() -> None:
        with turns.taken():
            overtaken.set()
            assert ended.wait(10)
            Event().wait(0.1)
            drawn.append("second")

    def third() -> None:
        assert ended.wait(10)
        with turns.taken():
            drawn.append("third")

    together(long, second, third)
    assert drawn == ["second", "third"]


def test_a_part_of_what_is_drawn_has_the_turn_already_and_a_mistake_gives_it_back():
    turns = Turns(60)
    with pytest.raises(LookupError), turns.taken(), turns.taken():
        raise LookupError

    def draw() -> None:
        with turns.taken():
            pass

    together(draw)
