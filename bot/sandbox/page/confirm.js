// "Are you sure?", where the bot wants it to be asked.

import { freshId, h } from "./dom.js";
import { plain, words } from "./texts.js";

/** Ask, and answer whether it was confirmed. */
export function confirmed(question) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const dialog = h("dialog", {
      className: "window small",
      "aria-labelledby": title,
      onclose: () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      },
    });
    dialog.append(
      h(
        "form",
        { method: "dialog" },
        h("header", {}, h("h2", { id: title }, plain(question.title))),
        h("div", { className: "window-body" }, h("p", {}, words(question.text))),
        h(
          "footer",
          {},
          h("button", { className: "action", value: "no" }, plain(question.deny)),
          h("button", { className: `action ${question.style ?? "primary"}`, value: "yes" }, plain(question.confirm)),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
