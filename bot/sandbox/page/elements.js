// Elements that act at once: what stands in section and actions blocks. Each sends what was pressed or chosen.
//
// `press(block, element, choice)` does it and answers a promise; meanwhile the control shows that it is busy.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed } from "./confirm.js";
import { field } from "./fields.js";
import { followable } from "./mrkdwn.js";
import { menuButton } from "./popup.js";
import { plain } from "./texts.js";
import { choices, wordsFor } from "./values.js";

const STILL_TYPING_MS = 900;

/** The control for an element; `context` is what `blocks.js` says of it, `label` what to call it otherwise. */
export function element(block, what, context, label) {
  return (ELEMENTS[what.type] ?? boxed)(block, what, context, label);
}

const focusName = (block, what) => `${block.block_id}/${what.action_id}`;

/** Ask first where the bot wants it, then do it; a second press while the first is under way does nothing. */
async function send(node, block, what, context, choice) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (what.confirm && !(await confirmed(what.confirm))) return;
  node.setAttribute("aria-busy", "true");
  try {
    await context.press(block, what, choice);
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function button(block, what, context) {
  const press = () => {
    if (what.url && followable(what.url)) window.open(what.url, "_blank", "noopener,noreferrer");
    return send(node, block, what, context, null);
  };
  const node = h(
    "button",
    {
      type: "button",
      className: `action ${what.style ?? ""}`,
      "aria-label": what.accessibility_label,
      "data-focus": focusName(block, what),
      "data-action": what.action_id,
      onclick: press,
    },
    plain(what.text),
  );
  return node;
}

function overflow(block, what, context) {
  const items = () =>
    what.options.map((option) => ({
      label: plain(option.text),
      note: option.description && plain(option.description),
      run: () => {
        if (option.url && followable(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
        send(node, block, what, context, option.value);
      },
    }));
  const given = { className: "action square", label: "More actions", focus: focusName(block, what), items };
  const node = menuButton(given, icon("more"));
  node.dataset.action = what.action_id;
  return node;
}

function menu(block, what, context, label) {
  const value = context.value(block, what);
  const shown = h("span", {}, wordsFor(what, value) ?? (what.placeholder ? plain(what.placeholder) : "Choose …"));
  const pick = (option) => () => {
    shown.textContent = option.label;
    send(node, block, what, context, option.value);
  };
  const items = () =>
    choices(what).flatMap((group) => [
      ...(group.label ? [{ label: group.label }] : []),
      ...group.options.map((option) => ({
        label: option.label,
        note: option.note,
        chosen: option.value === value,
        run: pick(option),
      })),
    ]);
  const node = menuButton(
    { className: "action select", label: null, focus: focusName(block, what), items },
    shown,
    icon("down"),
  );
  node.setAttribute("aria-label", `${label ? `${label}: ` : ""}${shown.textContent}`);
  node.dataset.action = what.action_id;
  return node;
}

/** A field that acts: once what was picked has stood for a moment, or with Enter, or when it is left. */
function boxed(block, what, context, label) {
  let last = context.value(block, what);
  let wanted = last;
  let timer = null;
  const commit = () => {
    clearTimeout(timer);
    if (JSON.stringify(wanted) === JSON.stringify(last) || wanted === null) return;
    last = wanted;
    send(node, block, what, context, wanted);
  };
  const given = {
    id: context.id(block, what),
    name: focusName(block, what),
    label: label ?? (what.placeholder ? plain(what.placeholder) : what.type),
    change(value) {
      wanted = value;
      clearTimeout(timer);
      if (!isHalfTyped(value)) timer = setTimeout(commit, IMMEDIATE.has(what.type) ? 0 : STILL_TYPING_MS);
    },
    enter: commit,
  };
  const node = h(
    "span",
    { className: "acting", "data-action": what.action_id, onfocusout: commit },
    field(what, last, given),
  );
  return node;
}

const IMMEDIATE = new Set(["radio_buttons", "checkboxes"]);

/** A year that is being typed passes through 0002, 0020 and 0202. */
const isHalfTyped = (value) =>
  (typeof value === "string" && value.startsWith("0") && value.includes("-")) || value < 0;

const ELEMENTS = {
  button,
  overflow,
  static_select: menu,
  users_select: menu,
  channels_select: menu,
  conversations_select: menu,
};
