// A menu that opens from a button: arrow keys move, Escape closes, and whoever opened it has the focus back.

import { h } from "./dom.js";

let open = null;

/**
 * Show a menu at `anchor`. `items` are {label, note?, chosen?, danger?, run}; an item without `run` is a heading.
 * Inside a window the menu has to be in that window, or it could not be used.
 */
export function popup(anchor, items, label) {
  const again = open?.anchor === anchor;
  close();
  if (again) return;
  const menu = h("div", { className: "menu", role: "menu", "aria-label": label, onkeydown: steer }, items.map(entry));
  (anchor.closest("dialog") ?? document.body).append(menu);
  open = { anchor, menu };
  anchor.setAttribute("aria-expanded", "true");
  put(menu, anchor);
  (menu.querySelector(".chosen") ?? menu.querySelector("button"))?.focus({ preventScroll: true });
  document.addEventListener("pointerdown", outside, true);
}

function entry({ label, note, chosen, danger, run }) {
  if (!run) return h("div", { className: "menu-heading" }, label);
  const className = [chosen && "chosen", danger && "danger"].filter(Boolean).join(" ");
  const pick = () => {
    close();
    run();
  };
  const words = [h("span", {}, label), note && h("small", {}, note)];
  return h("button", { type: "button", role: "menuitem", tabindex: -1, className, onclick: pick }, words);
}

/** Below the anchor where there is room, else above, and always within the window. */
function put(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4 + height <= innerHeight || box.top < height;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  const top = below ? Math.min(box.bottom + 4, innerHeight - height - 8) : box.top - height - 4;
  menu.style.top = `${Math.max(8, top)}px`;
}

function steer(event) {
  const buttons = [...open.menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to !== undefined) buttons[(to + buttons.length) % buttons.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1 && /\S/.test(event.key)) startingWith(buttons, at, event.key)?.focus();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

function startingWith(buttons, at, letter) {
  const order = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
  return order.find((button) => button.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}

function outside(event) {
  if (!open.menu.contains(event.target) && !open.anchor.contains(event.target)) close();
}

/** Close whatever menu is open. */
export function close() {
  if (!open) return;
  const { anchor, menu } = open;
  open = null;
  const had = menu.contains(document.activeElement);
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (had && anchor.isConnected) anchor.focus({ preventScroll: true });
  document.removeEventListener("pointerdown", outside, true);
}

/** A button that opens a menu; `items()` is asked each time. */
export function menuButton({ className = "", label, focus, items }, ...content) {
  const show = () => popup(button, items(), label);
  const button = h(
    "button",
    {
      type: "button",
      className,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": label,
      title: label,
      "data-focus": focus,
      onclick: show,
    },
    content,
  );
  return button;
}
