// The topmost window of the bot, with what it and Slack have to say about what was filled in.

import { Refused, sentence } from "./api.js";
import { act, desk } from "./desk.js";
import { blocks } from "./blocks.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./texts.js";
import { forget, surroundings, typed } from "./views.js";

const dialog = () => document.getElementById("window");
const FIELD = ".window-body :is(input, select, textarea)";
const state = { id: null, errors: {}, trouble: "" };

/** Listen for Escape, which closes a window as its button does. */
export function watchWindow() {
  dialog().addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
}

const current = () => desk.seen?.modals.at(-1);

/** Bring the window up to date: open, changed, another one on top, or gone. */
export function renderModal() {
  const view = current();
  forget();
  if (!view) {
    state.id = null;
    if (dialog().open) dialog().close();
    return;
  }
  if (state.id !== view.id) Object.assign(state, { id: view.id, errors: {}, trouble: "" });
  const sign = JSON.stringify([
    view.id,
    view.hash,
    view.blocks,
    state.errors,
    state.trouble,
    desk.seen.modals.length,
  ]);
  const redrawn = show(dialog(), sign, () => form(view));
  if (!dialog().open) dialog().showModal();
  if (redrawn) toFirstField();
}

/** Begin at the first field, unless one is somewhere already; not on a phone, where a keyboard would jump up. */
function toFirstField() {
  const at = document.activeElement?.dataset.focus;
  const somewhere = dialog().contains(document.activeElement) && at && !["window/x", "window/close"].includes(at);
  if (!somewhere && matchMedia("(hover: hover)").matches) dialog().querySelector(FIELD)?.focus();
}

function form(view) {
  const context = surroundings(view, { errors: state.errors, enter: submit });
  const nested = desk.seen.modals.length > 1;
  const back = h(
    "button",
    {
      type: "button",
      className: "quiet",
      "aria-label": nested ? "Back" : "Close",
      "data-focus": "window/x",
      onclick: close,
    },
    icon("close"),
  );
  const send = (event) => {
    event.preventDefault();
    submit();
  };
  return h(
    "form",
    { onsubmit: send, novalidate: true, "data-callback": view.callback_id },
    h("header", {}, h("h2", { id: "window-title" }, plain(view.title)), back),
    h(
      "div",
      { className: "window-body scroll" },
      state.trouble && h("p", { className: "trouble", role: "alert" }, state.trouble),
      blocks(view.blocks, context),
    ),
    h(
      "footer",
      {},
      h(
        "button",
        { type: "button", className: "action", "data-focus": "window/close", onclick: close },
        view.close ? plain(view.close) : "Close",
      ),
      view.submit && h("button", { className: "action primary", "data-focus": "window/submit" }, plain(view.submit)),
    ),
  );
}

async function submit() {
  const view = current();
  if (!view?.submit || dialog().getAttribute("aria-busy") === "true") return;
  dialog().setAttribute("aria-busy", "true");
  Object.assign(state, { errors: {}, trouble: "" });
  try {
    const body = { view_id: view.id, values: typed(view) };
    const answer = await act("submit", body, { quietly: ["form_incomplete", "not_acknowledged", "bad_answer"] });
    if (answer?.response_action === "errors") complainAt(answer.errors);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === "form_incomplete") complainAt(error.problems);
    else state.trouble = sentence(error);
  } finally {
    dialog().removeAttribute("aria-busy");
    renderModal();
    dialog().querySelector("[aria-invalid=true], .input.bad input, .input.bad select")?.focus();
  }
}

function complainAt(problems) {
  state.errors = problems;
}

async function close() {
  const view = current();
  if (view) await act("close", { view_id: view.id });
}
