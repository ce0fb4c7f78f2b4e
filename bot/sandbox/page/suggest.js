// What the composer offers while one types: commands after `/`, people and channels after `@` and `#`.

import { desk } from "./desk.js";
import { freshId, h } from "./dom.js";

const MOST = 6;

/** Suggestions for a text area: `list` is to stand near it, `key(event)` answers whether it used up the key. */
export function suggestions(text) {
  const id = freshId("offers");
  const list = h("div", { id, className: "offers", role: "listbox", "aria-label": "Suggestions", hidden: true });
  let chosen = 0;
  let offers = [];
  text.setAttribute("aria-controls", id);
  const close = () => {
    offers = [];
    draw();
  };
  const draw = () => {
    list.hidden = !offers.length;
    list.replaceChildren(
      ...offers.map((offer, index) =>
        h(
          "div",
          {
            role: "option",
            id: `${id}-${index}`,
            className: index === chosen ? "offer chosen" : "offer",
            "aria-selected": index === chosen,
            onpointerdown: (event) => {
              event.preventDefault();
              take(offer);
            },
          },
          h("strong", {}, offer.word),
          h("span", {}, offer.note),
        ),
      ),
    );
    if (offers.length && !offers[0].inert) text.setAttribute("aria-activedescendant", `${id}-${chosen}`);
    else text.removeAttribute("aria-activedescendant");
  };
  const take = (offer) => {
    if (offer.inert) return;
    const caret = text.selectionStart;
    const before = text.value.slice(0, caret).replace(/\S*$/, `${offer.word} `);
    text.value = before + text.value.slice(caret);
    text.setSelectionRange(before.length, before.length);
    text.dispatchEvent(new Event("input"));
  };
  text.addEventListener("input", () => {
    chosen = 0;
    offers = found(text.value.slice(0, text.selectionStart)).slice(0, MOST);
    draw();
  });
  text.addEventListener("blur", close);
  const key = (event) => {
    if (!offers.length || offers[0].inert) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) chosen = (chosen + step + offers.length) % offers.length;
    else if (event.key === "Tab" || (event.key === "Enter" && !isWhole(text, offers[chosen]))) take(offers[chosen]);
    else if (event.key === "Escape") close();
    else return false;
    if (step) draw();
    event.preventDefault();
    return true;
  };
  return { list, key };
}

const isWhole = (text, offer) => text.value.slice(0, text.selectionStart).endsWith(offer.word);

function found(typed) {
  const command = desk.seen.commands.find((one) => typed.startsWith(`${one.command} `));
  const word = /\S*$/.exec(typed)[0];
  if (typed.startsWith("/") && word === typed) {
    return desk.seen.commands
      .filter((one) => one.command.startsWith(word))
      .map((one) => ({ word: one.command, note: one.hint }));
  }
  if (word.startsWith("@") && word.length > 0) return people(word.slice(1).toLowerCase());
  if (word.startsWith("#")) return channels(word.slice(1).toLowerCase());
  return command?.hint && typed === `${command.command} `
    ? [{ word: command.command, note: command.hint, inert: true }]
    : [];
}

function people(start) {
  return desk.seen.people
    .filter((one) => !one.deleted && one.id !== "USLACKBOT")
    .filter((one) => one.name.startsWith(start) || one.real_name.toLowerCase().startsWith(start))
    .map((one) => ({ word: `@${one.name}`, note: one.real_name }));
}

function channels(start) {
  return desk.seen.mailboxes
    .filter((one) => one.name.startsWith(start))
    .map((one) => ({ word: `#${one.name}`, note: "" }));
}
