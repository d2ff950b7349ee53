"""The verdict table of the method, all 27 combinations."""

from itertools import product

import pytest

from analysis.tag.verdict import TABLE, VERDICTS, places, verdict, verdicts

METHOD = {
    ("yes", "yes", "yes"): "nurture",
    ("yes", "yes", "no"): "look_very_closely",
    ("yes", "no", "yes"): "look_very_closely",
    ("yes", "no", "no"): "look_very_closely",
    ("no", "yes", "yes"): "look_closer",
    ("no", "yes", "no"): "do_the_math",
    ("no", "no", "yes"): "do_the_math",
    ("no", "no", "no"): "do_the_math",
}
EVERY = list(product(("yes", "no", "open"), repeat=3))


@pytest.mark.parametrize("answers", EVERY)
def test_the_verdict_stands_where_no_open_answer_could_change_it(answers):
    filled = product(*(("yes", "no") if answer == "open" else (answer,) for answer in answers))
    possible = {METHOD[combination] for combination in filled}
    assert verdict(*answers) == (possible.pop() if len(possible) == 1 else "open")


def test_twelve_are_decided_and_fifteen_open():
    assert sum(result != "open" for result in TABLE.values()) == 12
    assert len(TABLE) == 27


def test_a_whole_table_gets_the_same_verdicts():
    columns = [places(said, "any") for said in zip(*EVERY, strict=True)]
    assert [VERDICTS[place] for place in verdicts(*columns)] == [verdict(*answers) for answers in EVERY]
