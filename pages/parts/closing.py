"""Closes what a table's row opened further down: by a button or with Escape, and the table has the focus again.

A drawer needs none of this: Streamlit closes it with Escape, and gives the focus back.
"""

from __future__ import annotations

import re

import streamlit as st

from pages.parts import session, table

BUTTON = "close_opened"
WAIT, AGAIN, TRIES = 300, 100, 20
"""In milliseconds: how long Escape in a text field waits until what was typed is on its way, and the pause between
looks whether the focus was lost with what was closed; how many such looks."""

OPEN = """[role="listbox"], [role="dialog"], [role="menu"], [data-testid="stPopoverBody"],
[aria-label^="Close fullscreen"], [data-title="Close fullscreen"]"""
"""What Escape closes first."""

_SCRIPT = """
export default function ({ data }) {
  const first = !window.keepworthyClosing;
  const now = window.keepworthyClosing ??= {};
  Object.assign(now, data, { shown: true });

  const bringBack = (tries) => {
    if (now.shown) return;
    const table = document.querySelector(now.table);
    if (document.activeElement === document.body) table?.focus();
    if (tries) setTimeout(() => bringBack(tries - 1), now.again);
  };

  if (first) {
    document.addEventListener("click", ({ target }) => {
      if (now.shown && target instanceof Element && target.closest(now.button)) now.closing = true;
    }, true);
    document.addEventListener("keydown", (event) => {
      const field = document.activeElement;
      const searching = field instanceof HTMLInputElement && field.closest('[data-testid="stDataFrame"]');
      if (!now.shown || event.key !== "Escape" || searching || document.querySelector(now.open)) return;
      const typed = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
      if (typed) field.blur();
      setTimeout(() => document.querySelector(now.button)?.click(), typed ? now.wait : 0);
    }, true);
  }
  return () => {
    now.shown = false;
    if (now.closing) bringBack(now.tries);
    now.closing = false;
  };
}
"""

_closing = st.components.v2.component("keepworthy_closing", html="<span hidden></span>", js=_SCRIPT)


def offer(key: str) -> None:
    """A button that closes what is open since a row of the table ``key`` is selected; Escape does the same."""
    st.button(
        session.language().text("parts.close"),
        icon=":material/close:",
        type="tertiary",
        key=BUTTON,
        on_click=table.clear,
        args=(key,),
    )
    name = re.sub(r"[^a-zA-Z0-9_-]", "-", key)
    places = {"button": f".st-key-{BUTTON} button", "table": f'[class*="st-key-{name}-"] canvas', "open": OPEN}
    _closing(data={**places, "wait": WAIT, "again": AGAIN, "tries": TRIES}, key="closing", height=1)
