"""Turns slides by keyboard and clicker, whatever has the focus, and tells how much room a slide has.

Clickers send PageDown and PageUp. Arrows stay with the fields, sliders and lists that need them, Escape with a list
that is open. Positions are sent whole, so that presses while a slide is being drawn add up.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

TURNED, LEFT, ROOM = "turned", "left", "room"
STEPS = {"PageDown": 1, "ArrowRight": 1, "ArrowDown": 1, "PageUp": -1, "ArrowLeft": -1, "ArrowUp": -1}
NEEDED = 'input, textarea, [contenteditable="true"], [role="slider"], [role="tab"], [role="radio"], [role="listbox"]'
_SCRIPT = """
export default function ({ data, setTriggerValue, setStateValue }) {
  const first = !window.keepworthyClicker;
  const now = window.keepworthyClicker ??= {};
  Object.assign(now, { at: data.at, of: data.of, turn: setTriggerValue, state: setStateValue, shown: true });
  const measure = () => {
    if (!now.shown || now.room === window.innerHeight) return;
    now.room = window.innerHeight;
    now.state(data.room, now.room);
  };
  if (data.height !== window.innerHeight) { now.room = null; measure(); }
  if (first) {
    window.addEventListener("resize", () => { clearTimeout(now.timer); now.timer = setTimeout(measure, 200); });
    document.addEventListener("keydown", (event) => {
      if (!now.shown || event.altKey || event.ctrlKey || event.metaKey) return;
      const field = event.target instanceof Element && event.target.closest(data.needed);
      const step = data.steps[event.key];
      if (step && !(field && event.key.startsWith("Arrow"))) {
        const at = now.at + step;
        if (at >= 0 && at < now.of) {
          now.at = at;
          now.turn(data.turned, at);
        }
      } else if (event.key === "Escape" && !document.querySelector('[role="listbox"], [role="dialog"]')) {
        now.turn(data.left, true);
      } else {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  }
  return () => { now.shown = false; };
}
"""

_clicker = st.components.v2.component("keepworthy_clicker", html="<span hidden></span>", js=_SCRIPT)


def mount(at: int, of: int) -> tuple[int | None, bool, int]:
    """Switches the keys on for slide ``at`` (from 0) of ``of``. Returns the slide turned to (None: none), whether the
    presentation was left, and the height of the window in pixels (0: not known yet)."""
    known = int(st.session_state.get("window_height", 0))
    words = {"turned": TURNED, "left": LEFT, "room": ROOM, "steps": STEPS, "needed": NEEDED}
    told: Any = _clicker(
        data={"at": at, "of": of, "height": known, **words},
        key="clicker",
        default={ROOM: known},
        on_turned_change=lambda: None,
        on_left_change=lambda: None,
        on_room_change=lambda: None,
        height=1,
    )
    st.session_state["window_height"] = int(told.get(ROOM) or known)
    return told.get(TURNED), bool(told.get(LEFT)), st.session_state["window_height"]
