"""Step 3: what the best customers say, and what we say about ourselves. Reads from top to bottom like the screen."""

from pages.listen import answer, conversation, guide, house_check, self_check, themes
from pages.parts import page, session, tabs

page.opening("listen")
evaluation = session.evaluation()
waiting = answer.show(evaluation)

drawn = {
    "ask": lambda evaluation: conversation.show(evaluation, waiting),
    "themes": themes.show,
    "guide": lambda evaluation: guide.show(evaluation, waiting),
    "check": self_check.show,
    "house": lambda evaluation: house_check.show(),
}
tabs.show("listen_tabs", "listen.tab", evaluation, drawn)
page.closing("listen")
