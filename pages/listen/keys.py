"""The conversation by keyboard alone: from question to question, and to the next customer without a lost word.

The buttons for the customers show their shortcuts. This small component, mounted beside them, presses them: it leaves
the text field first and waits until what was just typed is on its way, for else the new customer would be drawn before
it arrives. Then it puts the cursor into the next customer's first question.
"""

from __future__ import annotations

import streamlit as st

NEXT, PREVIOUS = "Alt+N", "Alt+P"
"""The shortcuts of the two buttons: free in the browsers' menus, in German and English."""

WAIT, AGAIN, TRIES = 300, 100, 30
"""In milliseconds: how long a button waits for the text, and the pause between looks whether the cursor was lost, as it
is when the former customer's fields go; how many such looks."""

_SCRIPT = """
export default function ({ data }) {
  const questions = () => [...document.querySelectorAll(`.st-key-${data.within} textarea`)];
  const begin = (tries) => {
    if (window.keepworthyTalk.travelling) return;
    const fresh = questions().find((field) => !field.closest('[data-stale="true"]'));
    if (document.activeElement === document.body) fresh?.focus();
    if (tries) setTimeout(() => begin(tries - 1), data.again);
  };
  const before = window.keepworthyTalk;
  const arrived = before?.travelling && before.customer !== data.customer;
  window.keepworthyTalk = { customer: data.customer, travelling: before?.travelling && !arrived };
  if (arrived) begin(data.tries);
  if (before) return;

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !questions().length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const button = data.buttons[event.code];
    if (!step && !button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step) {
      const fields = questions();
      const at = fields.indexOf(document.activeElement);
      const next = at < 0 ? 0 : at + step;
      fields[Math.min(Math.max(next, 0), fields.length - 1)].focus();
    } else if (!document.querySelector(`.st-key-${button} button`)?.disabled) {
      window.keepworthyTalk.travelling = true;
      document.activeElement?.blur();
      setTimeout(() => document.querySelector(`.st-key-${button} button`)?.click(), data.wait);
    }
  }, true);
}
"""

_keys = st.components.v2.component("keepworthy_talk_keys", html="<span hidden></span>", js=_SCRIPT)


def mount(within: str, customer: int, following: str, previous: str) -> None:
    """Switches the keys on for the text areas in the container with the key ``within``, and for the two buttons with
    the keys ``following`` and ``previous``."""
    buttons = {"KeyN": following, "KeyP": previous}
    times = {"wait": WAIT, "again": AGAIN, "tries": TRIES}
    _keys(data={"within": within, "customer": customer, "buttons": buttons, **times}, key="talk_keys", height=1)
