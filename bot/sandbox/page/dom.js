// Building and updating the page's elements. Text always becomes a text node: nothing here reads HTML.

const PROPERTIES = new Set([
  "value",
  "checked",
  "selected",
  "disabled",
  "className",
  "textContent",
  "htmlFor",
  "open",
]);

/** A new element. `props` are attributes, PROPERTIES, or listeners (`onclick`); empty ones are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

const signs = new WeakMap();

/**
 * Make `parent` hold `items` in order, each `{key, sign, make}`. An element stays as it is while its sign stays the
 * same, so that focus, scrolling and what is half typed survive; what did change is marked for a moment.
 */
export function reconcile(parent, items) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const { key, sign, make } of items) {
    const old = before.get(key);
    before.delete(key);
    const node = old && signs.get(old) === sign ? old : renewed(old, make, key, sign);
    if (old && old !== node) {
      if (place === old) place = node;
      swap(old, node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const left of before.values()) left.remove();
}

function renewed(old, make, key, sign) {
  const node = make();
  node.dataset.key = key;
  signs.set(node, sign);
  if (old) node.classList.add("changed");
  return node;
}

/** Put `node` where `old` was; whoever stood on a control of the old one stands on the same of the new one. */
export function swap(old, node) {
  const focus = focusIn(old);
  old.replaceWith(node);
  focusAgain(node, focus);
}

/** The name (`data-focus`) of the control within `node` that has the focus, and where the caret stands. */
export function focusIn(node) {
  const active = document.activeElement;
  if (!active || !node.contains(active) || !active.dataset.focus) return null;
  return { name: active.dataset.focus, start: active.selectionStart, end: active.selectionEnd };
}

/** Give the focus back to what `focusIn` found. */
export function focusAgain(node, focus) {
  if (!focus) return;
  const again = [...node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus.name);
  again?.focus({ preventScroll: true });
  if (again && typeof focus.start === "number") again.setSelectionRange(focus.start, focus.end);
}

/** Replace everything in `node`, unless `sign` says that it shows this already. Answers whether it did. */
export function show(node, sign, make) {
  if (signs.get(node) === sign) return false;
  const focus = focusIn(node);
  node.replaceChildren(...present([make()]));
  signs.set(node, sign);
  focusAgain(node, focus);
  return true;
}

let counter = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
