"""How far each step is, as the sidebar tells it."""

from analysis.assumptions import Assumptions
from analysis.evaluate import evaluate
from analysis.listen.queue import queue
from analysis.workspace.progress import progress
from tests.portfolios import make_portfolio


def test_listening_counts_whom_the_step_asks_even_before_anyone_is_best(workspace):
    evaluation = evaluate(make_portfolio(30), Assumptions())
    first = queue(evaluation, ()).order[0]
    workspace.put("listen.why_start", "Delivery.", first)
    workspace.put("listen.pays_fair_price", 4, queue(evaluation, ()).order[1])  # a mark alone is no answer
    assert not evaluation.customers["best"].any()
    assert progress(workspace, evaluation)["listen"] == (1, len(queue(evaluation, ()).order))
