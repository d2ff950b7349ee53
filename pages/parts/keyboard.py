"""What Streamlit leaves out for those who come by keyboard, or hear the page.

- A link says that it leads to the page one is on; Streamlit only draws it bolder.
- Space selects the row one is in, as Shift+Space does, which nobody would guess. Enter still opens a cell.
- A table that is reached with Tab takes keys even if a mouse lies somewhere else on the page: Streamlit lets it listen
  only while it believes the mouse to be over it.
"""

from __future__ import annotations

import streamlit as st

LATE = 350
"""In milliseconds: after that, a table that has the focus has gone to a cell, or does not listen."""

_SCRIPT = """
export default function ({ data }) {
  document.querySelectorAll(`.st-key-${data.within} a`).forEach((link, place) => {
    if (place === data.place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  if (window.keepworthyKeyboard) return;
  window.keepworthyKeyboard = true;
  const grid = '[data-testid="data-grid-canvas"]';
  let byKey = false;
  let moved = false;

  const hover = (table) => {
    const { x, y } = table.getBoundingClientRect();
    table.dispatchEvent(new PointerEvent("pointermove", { clientX: x + 5, clientY: y + 5, bubbles: true }));
  };

  document.addEventListener("pointermove", ({ isTrusted }) => { moved ||= isTrusted; }, true);
  document.addEventListener("pointerdown", () => { byKey = false; }, true);
  document.addEventListener("keydown", (event) => {
    byKey = true;
    const { key, target, isTrusted } = event;
    if (key === "Tab" && moved) {
      moved = false;
      document.querySelectorAll(grid).forEach(hover);
    }
    const plain = !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey);
    if (!isTrusted || key !== " " || !plain || !(target instanceof Element) || !target.closest(grid)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const told = { key, code: "Space", keyCode: 32, shiftKey: true, bubbles: true, cancelable: true };
    target.dispatchEvent(new KeyboardEvent("keydown", told));
  }, true);

  document.addEventListener("focusin", ({ target }) => {
    if (!byKey || !(target instanceof Element) || !target.matches(grid)) return;
    setTimeout(() => {
      if (document.activeElement !== target) return;
      hover(target);
      requestAnimationFrame(() => setTimeout(() => {
        if (document.activeElement !== target) return;
        byKey = false;
        target.blur();
        target.focus();
        byKey = true;
      }));
    }, data.late);
  }, true);
}
"""

_keyboard = st.components.v2.component("keepworthy_keyboard", html="<span hidden></span>", js=_SCRIPT)


def mount(within: str, place: int) -> None:
    """Switches all this on; ``place`` (from 0) among the links in the container with the key ``within`` is the page."""
    _keyboard(data={"within": within, "place": place, "late": LATE}, key="keyboard", height=1)
