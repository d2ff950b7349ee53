"""What best customers are asked, what is noted about them, and what we ask ourselves."""

from __future__ import annotations

QUESTIONS = ("why_start", "what_matters", "where_to", "buy_more")
"""The four questions of the conversation, in order; the words are ``listen.questions.<key>``."""

MARKS = ("leads_us", "asks_for_our_strengths", "pays_fair_price")
"""The three marks of a best customer, each on a scale from 1 (not at all) to 5 (fully)."""

SCALE = (1, 2, 3, 4, 5)

SURE = ("heard", "believed", "guessed")
"""How sure an answer is: heard from the customer, told by colleagues, guessed."""

CHECKS = (
    "delivered_as_agreed",
    "invoiced_correctly",
    "answered_in_time",
    "promised_too_much",
    "right_contact",
    "clear_scope",
)
"""The self-check *are we the problem?*, per customer and for the house: yes / no / open."""

WE_FAILED = {"promised_too_much": "yes"}
"""The answer to a check that speaks against us; ``no`` where nothing else is said."""

RESULTS = ("open", "not_us", "we_are_the_cause")


def speaks_against_us(check: str, answer: str | None) -> bool:
    """Whether this answer to a check says that we are part of the problem."""
    return answer == WE_FAILED.get(check, "no")


def hint(answers: dict[str, str | None]) -> str:
    """What the answered checks suggest as the result: ``we_are_the_cause`` as soon as one speaks against us,
    ``not_us`` where all are answered and none does, else ``open``. The result itself is a person's to give."""
    if any(speaks_against_us(check, answer) for check, answer in answers.items()):
        return "we_are_the_cause"
    return "not_us" if all(answers.get(check) in ("yes", "no") for check in CHECKS) else "open"
