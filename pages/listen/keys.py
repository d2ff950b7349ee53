"""The conversation by keyboard alone: from question to question, and to the next customer without a lost word.

The buttons for the customers have shortcuts of their own. This small component, mounted beside them, leaves the text
field before such a shortcut arrives, so that what was just typed is committed first, and puts the cursor into the
next customer's first question.
"""

from __future__ import annotations

import streamlit as st

NEXT, PREVIOUS = "Alt+N", "Alt+P"
"""The shortcuts of the two buttons: free in the browsers' menus, in German and English."""

_SCRIPT = """
export default function ({ data }) {
  const questions = () => [...document.querySelectorAll(`.st-key-${data.within} textarea`)];
  const before = window.keepworthyTalk;
  window.keepworthyTalk = { customer: data.customer, travelling: before?.travelling };

  if (before?.travelling && before.customer !== data.customer) {
    window.keepworthyTalk.travelling = false;
    setTimeout(() => questions()[0]?.focus(), data.wait);
  }
  if (before) return;

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !questions().length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const fields = questions();
      const at = fields.indexOf(document.activeElement);
      const next = at < 0 ? 0 : at + step;
      fields[Math.min(Math.max(next, 0), fields.length - 1)].focus();
    } else if (["KeyN", "KeyP"].includes(event.code)) {
      window.keepworthyTalk.travelling = true;
      document.activeElement?.blur();
    }
  }, true);
}
"""

WAIT = 100
"""In milliseconds: how long after a new customer is drawn the cursor goes to the first question."""

_keys = st.components.v2.component("keepworthy_talk_keys", html="<span hidden></span>", js=_SCRIPT)


def mount(within: str, customer: int) -> None:
    """Switches the keys on for the text areas in the container with the key ``within``."""
    _keys(data={"within": within, "customer": customer, "wait": WAIT}, key="talk_keys", height=1)
