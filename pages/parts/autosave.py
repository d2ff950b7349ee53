"""Keeps what is being typed: a text field commits when typing pauses, not only when it is left.

Streamlit commits a text field on leaving it or on Ctrl+Enter. This small component, mounted once per page, sends
that key to the field in which typing paused, so that a reload or a killed server loses at most the last moment.
"""

from __future__ import annotations

import streamlit as st

PAUSE_IN_MILLISECONDS = 600

_SCRIPT = """
export default function ({ data }) {
  if (window.keepworthyAutosave) return;
  window.keepworthyAutosave = true;
  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    const multiline = field instanceof HTMLTextAreaElement;
    const single = field instanceof HTMLInputElement && field.type === "text"
      && field.closest('[data-testid="stTextInput"]');
    if (!multiline && !single) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => {
      field.dispatchEvent(new KeyboardEvent("keydown", {
        key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, metaKey: true, bubbles: true,
      }));
    }, data.pause));
  }, true);
}
"""

_autosave = st.components.v2.component("keepworthy_autosave", html="<span hidden></span>", js=_SCRIPT)


def mount() -> None:
    """Switches autosave on for all text fields in this browser tab."""
    _autosave(data={"pause": PAUSE_IN_MILLISECONDS}, key="autosave", height=1)
