// A mail that was posted into a channel: its envelope, and its text, folded when it is long.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHORT_LINES = 14;
const SHORT_CHARACTERS = 900;

/** A file of mode `email`. */
export function mailFile(file) {
  const from = (file.from ?? []).map((one) => one.original || one.address).join(", ");
  return h(
    "div",
    { className: "mail-file" },
    h("div", { className: "mail-subject" }, icon("mail"), h("strong", {}, file.subject || "No subject")),
    h("div", { className: "mail-from" }, `From: ${from}`),
    folded((file.plain_text ?? "").trim()),
  );
}

/** Text as it is, the rest of a long one behind a button. */
export function folded(text) {
  const start = text
    .split("\n", SHORT_LINES + 1)
    .slice(0, SHORT_LINES)
    .join("\n")
    .slice(0, SHORT_CHARACTERS);
  if (start.length === text.length) return h("div", { className: "mail-text" }, text);
  const body = h("div", { className: "mail-text" }, `${start} …`);
  const unfold = () => {
    body.textContent = text;
    more.remove();
  };
  const more = h("button", { type: "button", className: "link", onclick: unfold }, "Show the whole mail");
  return [body, more];
}
