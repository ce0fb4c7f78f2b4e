// Fields to be filled in: each element of an input block as a native control. `field(element, value, given)` makes
// one; `given` is {id, name, label, describedBy, invalid, change(value), enter()}.

import { h } from "./dom.js";
import { moment, wall } from "./time.js";
import { zone } from "./desk.js";
import { choices } from "./values.js";
import { words } from "./texts.js";

/** The control for an element, with `value` in it. */
export function field(element, value, given) {
  return (FIELDS[element.type] ?? unknown)(element, value, given);
}

const unknown = (element) => h("p", { className: "unknown" }, `(${element.type})`);

/** What all controls have: a name for the focus, for the label, and for the server's complaint. */
function common(element, given) {
  return {
    id: given.id,
    "data-focus": given.name,
    "aria-label": given.label ?? null,
    "aria-describedby": given.describedBy,
    "aria-invalid": given.invalid ? "true" : null,
    autofocus: element.focus_on_load ? true : null,
  };
}

function line(type, more = () => ({})) {
  return (element, value, given) => {
    const change = (event) => given.change(event.target.value || null);
    const enter = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (element.multiline && !event.metaKey && !event.ctrlKey) return;
      event.preventDefault();
      given.enter();
    };
    const tag = element.multiline ? "textarea" : "input";
    return h(tag, {
      ...common(element, given),
      type: element.multiline ? null : type,
      rows: element.multiline ? 4 : null,
      placeholder: element.placeholder?.text,
      maxlength: element.max_length ?? 3000,
      value: value ?? "",
      autocomplete: "off",
      oninput: change,
      onkeydown: enter,
      ...more(element),
    });
  };
}

function select(element, value, given) {
  const option = ({ value: one, label, note }) => {
    return h(
      "option",
      { value: one, selected: one === value },
      note && !label.includes(note) ? `${label} – ${note}` : label,
    );
  };
  const groups = choices(element).map(({ label, options }) => {
    return label ? h("optgroup", { label }, options.map(option)) : options.map(option);
  });
  const none = h("option", { value: "", selected: value === null }, element.placeholder?.text ?? "Choose …");
  return h(
    "select",
    { ...common(element, given), onchange: (event) => given.change(event.target.value || null) },
    none,
    groups,
  );
}

/** One of several, or several of several, each with its description. */
function boxes(type) {
  return (element, value, given) => {
    const chosen = () => [...group.querySelectorAll("input:checked")].map((box) => box.value);
    const change = () => given.change(type === "radio" ? (chosen()[0] ?? null) : chosen());
    const group = h("div", {
      id: given.id,
      role: type === "radio" ? "radiogroup" : "group",
      className: "boxes",
      "aria-label": given.label,
      "aria-describedby": given.describedBy,
      onchange: change,
    });
    const isChosen = (one) => (Array.isArray(value) ? value.includes(one) : value === one);
    for (const option of choices(element).flatMap((each) => each.options)) {
      const box = h("input", {
        type,
        name: given.id,
        value: option.value,
        checked: isChosen(option.value),
        "data-focus": `${given.name}/${option.value}`,
      });
      const note = option.description
        ? h("small", {}, words(option.description))
        : option.note && h("small", {}, option.note);
      group.append(
        h("label", { className: "box" }, box, h("span", {}, option.text ? words(option.text) : option.label, note)),
      );
    }
    return group;
  };
}

function picker(type) {
  return (element, value, given) => {
    const change = (event) => given.change(event.target.value || null);
    return h("input", { ...common(element, given), type, value: value ?? "", onchange: change, oninput: change });
  };
}

function dateTime(element, value, given) {
  const change = (event) => given.change(event.target.value ? moment(event.target.value, zone()) : null);
  const shown = value === null ? "" : wall(value, zone());
  return h("input", {
    ...common(element, given),
    type: "datetime-local",
    value: shown,
    onchange: change,
    oninput: change,
  });
}

const number = (element) => ({
  min: element.min_value,
  max: element.max_value,
  step: element.is_decimal_allowed ? "any" : 1,
  maxlength: null,
});

const FIELDS = {
  plain_text_input: line("text"),
  email_text_input: line("email"),
  url_text_input: line("url"),
  number_input: line("number", number),
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: boxes("checkbox"),
  multi_users_select: boxes("checkbox"),
  radio_buttons: boxes("radio"),
  checkboxes: boxes("checkbox"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: dateTime,
};
