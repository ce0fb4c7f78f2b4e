// Block Kit: blocks into elements.
//
// `context` says what surrounds them: press(block, element, choice), fill(block, element, value),
// enter(block, element), value(block, element), error(block), id(block, element).

import { h } from "./dom.js";
import { element } from "./elements.js";
import { field } from "./fields.js";
import { names } from "./names.js";
import { richText } from "./richtext.js";
import { plain, words } from "./texts.js";

/** The elements of blocks, in order. */
export const blocks = (list, context) => list.map((block) => (BLOCKS[block.type] ?? unknown)(block, context));

const unknown = (block) => h("div", { className: "block unknown" }, `(a block of type ${block.type})`);

function section(block, context) {
  const text = block.text && h("div", { className: "text" }, words(block.text));
  const fields =
    block.fields &&
    h(
      "div",
      { className: "fields" },
      block.fields.map((one) => h("div", { className: "text" }, words(one))),
    );
  const accessory =
    block.accessory &&
    (block.accessory.type === "image"
      ? picture(block.accessory, "thumbnail")
      : h("div", { className: "accessory" }, element(block, block.accessory, context, block.text?.text)));
  return h("div", { className: "block section" }, h("div", { className: "section-text" }, text, fields), accessory);
}

/** Pictures from elsewhere are not fetched: the page needs no network, and asks none on behalf of a message. */
function picture(what, className) {
  return h("span", { className: `picture ${className}`, role: "img", "aria-label": what.alt_text }, what.alt_text);
}

function context(block) {
  const parts = block.elements.map((one) =>
    one.type === "image" ? picture(one, "tiny") : h("div", { className: "text" }, words(one)),
  );
  return h("div", { className: "block context" }, parts);
}

function actions(block, surrounding) {
  return h(
    "div",
    { className: "block actions" },
    block.elements.map((one) => element(block, one, surrounding)),
  );
}

const GROUPS = new Set(["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select"]);

/** A field with its label, hint and, when the bot or Slack complains, what is wrong with it. */
function input(block, surrounding) {
  const what = block.element;
  const id = surrounding.id(block, what);
  const problem = surrounding.error(block);
  const control = field(what, surrounding.value(block, what), {
    id,
    name: `${block.block_id}/${what.action_id}`,
    label: GROUPS.has(what.type) ? plain(block.label) : null,
    describedBy: [block.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ") || null,
    invalid: Boolean(problem),
    change: (value) => surrounding.fill(block, what, value),
    enter: () => surrounding.enter(block, what),
  });
  const optional = block.optional && h("span", { className: "optional" }, " (optional)");
  const label = GROUPS.has(what.type)
    ? h("div", { className: "label" }, plain(block.label), optional)
    : h("label", { className: "label", htmlFor: id }, plain(block.label), optional);
  return h(
    "div",
    { className: problem ? "block input bad" : "block input", "data-block": block.block_id },
    label,
    control,
    problem && h("div", { className: "problem", id: `${id}-problem`, role: "alert" }, problem),
    block.hint && h("div", { className: "hint", id: `${id}-hint` }, plain(block.hint)),
  );
}

const BLOCKS = {
  section,
  context,
  actions,
  input,
  header: (block) => h("h3", { className: "block header" }, plain(block.text)),
  divider: () => h("hr", { className: "block" }),
  image: (block) =>
    h(
      "figure",
      { className: "block" },
      block.title && h("figcaption", {}, plain(block.title)),
      picture(block, "large"),
    ),
  rich_text: (block) => h("div", { className: "block rich" }, richText(block, names)),
};
