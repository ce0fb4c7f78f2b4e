// Short notices at the edge of the page, read out by screen readers, gone after a while.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SECONDS = 7;

/** Say that something did not work. */
export const complain = (text) => put(text, "notice bad");

/** Say that something worked. */
export const tell = (text) => put(text, "notice");

function put(text, className) {
  const holder = document.getElementById("notices");
  const away = h(
    "button",
    { type: "button", className: "quiet", "aria-label": "Dismiss", onclick: () => note.remove() },
    icon("close"),
  );
  const note = h("div", { className }, h("span", {}, text), away);
  holder.append(note);
  // An open window makes everything outside of it inert, so the notice has to be in the topmost layer too.
  if (holder.showPopover) {
    if (holder.matches(":popover-open")) holder.hidePopover();
    holder.showPopover();
  }
  setTimeout(() => note.remove(), SECONDS * 1000);
}
