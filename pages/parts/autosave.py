"""Keeps what is being typed: a text field commits when typing pauses, not only when it is left.

Streamlit commits a text field on leaving it or on Ctrl+Enter. This small component, mounted once per page, sends
that key to the field in which typing paused, and in long typing every few seconds, so that a reload or a killed
server loses at most the last moment. And where the page is drawn anew with another window's value in the very field
in which someone is typing, what was typed comes back and is committed: the later edit counts, both are in the history.
"""

from __future__ import annotations

import streamlit as st

PAUSE, LONGEST, GUARDED = 600, 3000, 800
"""In milliseconds: the pause after which a field commits, the longest typing without a commit, and how long after a
commit, while the server may not have read it yet, what was typed is still guarded."""

TAP, WAIT = 150, 300
"""In milliseconds: how soon after leaving a field a click on a link is a tap, and how long the link then waits."""

LINKS = '[data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]'
_SCRIPT = """
export default function ({ data }) {
  if (window.keepworthyAutosave) return;
  window.keepworthyAutosave = true;
  const typed = new Map();  // field: what is in it by the user's hand
  let bringingBack = false;
  let left = 0;
  let waitedFor = null;

  const isText = (field) => field instanceof HTMLTextAreaElement
    || (field instanceof HTMLInputElement && field.type === "text" && field.closest('[data-testid="stTextInput"]'));

  const commit = (field) => {
    const entry = typed.get(field);
    if (entry) entry.committed = Date.now();
    field.dispatchEvent(new KeyboardEvent("keydown", {
      key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, metaKey: true, bubbles: true,
    }));
  };

  // Once for what was typed and no more, or two windows would take turns for ever.
  const bringBack = (field, entry) => {
    typed.delete(field);
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, entry.value);
    field.setSelectionRange(entry.caret, entry.caret);
    bringingBack = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    bringingBack = false;
    clearTimeout(entry.timer);
    setTimeout(() => commit(field), data.pause);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (bringingBack || !isText(field)) return;
    const now = Date.now();
    const before = typed.get(field);
    if (before) clearTimeout(before.timer);
    const since = before && !before.committed ? before.since : now;
    typed.set(field, {
      value: field.value, caret: field.selectionStart, since, committed: null,
      timer: setTimeout(() => commit(field), now - since > data.longest ? 0 : data.pause),
    });
  }, true);

  document.addEventListener("focusout", ({ target }) => {
    // Streamlit commits on leaving: a second commit would overtake the click that led elsewhere.
    const entry = typed.get(target);
    if (!entry) return;
    clearTimeout(entry.timer);
    if (!entry.committed) left = Date.now();
    typed.delete(target);
  }, true);

  document.addEventListener("click", (event) => {
    // A quick tap on a link reaches the server before the text that was being typed, and the text's own run then
    // draws the old page: the link waits for it.
    const link = event.target instanceof Element && event.target.closest(data.links);
    if (!link || Date.now() - left > data.tap || link === waitedFor) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => {
      waitedFor = link;
      link.click();
      waitedFor = null;
    }, data.wait);
  }, true);

  document.addEventListener("keydown", (event) => {
    // A real Enter in a single line hands the text over: what the page makes of it then is meant.
    const { key, target, isTrusted } = event;
    if (isTrusted && key === "Enter" && target instanceof HTMLInputElement) typed.delete(target);
  }, true);

  setInterval(() => {
    for (const [field, entry] of typed) {
      const over = entry.committed && Date.now() - entry.committed > data.guarded;
      if (over || !field.isConnected) {
        typed.delete(field);
      } else if (field.value !== entry.value) {
        bringBack(field, entry);
      }
    }
  }, 50);
}
"""

_autosave = st.components.v2.component("keepworthy_autosave", html="<span hidden></span>", js=_SCRIPT)


def mount() -> None:
    """Switches autosave on for all text fields in this browser tab."""
    data = {"pause": PAUSE, "longest": LONGEST, "guarded": GUARDED, "tap": TAP, "wait": WAIT, "links": LINKS}
    _autosave(data=data, key="autosave", height=1)
