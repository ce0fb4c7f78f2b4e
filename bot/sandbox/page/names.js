// What ids stand for: people, channels, and how they are drawn.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { desk, now, zone } from "./desk.js";
import { go } from "./route.js";

const ROLES = { dana: "developer", bob: "project manager", pia: "backup", lea: "lead", jane: "client" };
const COLOURS = 8;

/** What somebody does, where the page knows: it is made for one story. */
export const role = (person) => ROLES[person.name] ?? (person.outsider ? "outside" : person.guest ? "guest" : "");

/** The person with this id, or undefined. */
export const person = (id) => desk.seen.people.find((one) => one.id === id);

/** What markup refers to, as `mrkdwn` wants it. */
export const names = {
  user(id) {
    const found = person(id);
    return found ? { label: found.real_name, me: id === desk.seen.me.id } : null;
  },
  channel(id) {
    const known = desk.seen.channels.find((one) => one.id === id);
    const box = desk.seen.mailboxes.find((one) => one.channel === id);
    if (!known && !box) return null;
    return { label: known ? called(known) : box.name, open: () => go(id) };
  },
  get tz() {
    return zone();
  },
  now,
};

/** A square with somebody's initials; decoration only, the name stands beside it. */
export function avatar(name, { isBot = false } = {}) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  const number = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS;
  const className = isBot ? "avatar bot" : `avatar colour-${number}`;
  return h("span", { className, "aria-hidden": "true" }, isBot ? icon("reply") : initials);
}

/** What a conversation is called: a group by those in it, the bot last. */
export function called(channel) {
  if (channel.kind !== "mpim") return channel.title;
  const others = channel.members
    .filter((id) => id !== desk.seen.me.id)
    .map(person)
    .filter(Boolean);
  return others
    .sort((one, other) => one.bot - other.bot)
    .map((one) => one.real_name)
    .join(", ");
}

/** Who wrote a message: a name, and whether it was an app. */
export function author(message) {
  if (message.files?.some((file) => file.mode === "email")) return { name: "email", isBot: true, mail: true };
  const found = person(message.user);
  return { name: message.username || found?.real_name || "somebody", isBot: Boolean(message.bot_id || found?.bot) };
}
