// Where one stands, kept in the address (`#/place` or `#/channel/ts`), and remembered for each person.

import { bot, changed, desk } from "./desk.js";

const key = (who) => `nudge.place.${who}`;

/** Go to a place of whoever is played; `ts` is a message there to be shown. */
export function go(place, ts = null) {
  const hash = ts ? `#/${place}/${ts}` : `#/${place}`;
  if (location.hash === hash) arrive();
  else location.hash = hash;
}

/** Read the address; a place that this person can't be at leads to where they were last, or to their start. */
export function arrive() {
  if (!desk.seen) return;
  const [, wanted, ts] = decodeURIComponent(location.hash).split("/");
  if (wanted && isThere(wanted)) stand(wanted, ts ?? null);
  else stand(lastPlace());
}

/** Stand at a place, and show a message there. */
function stand(place, ts = null) {
  if (place !== desk.place) desk.thread = null;
  desk.place = place;
  desk.target = ts;
  if (ts) openThreadOf(ts);
  sessionStorage.setItem(key(desk.who), place);
  document.body.classList.remove("drawer");
  changed();
}

function lastPlace() {
  const remembered = sessionStorage.getItem(key(desk.who));
  return remembered && isThere(remembered) ? remembered : start();
}

function openThreadOf(ts) {
  const message = conversation(desk.place)?.messages.find((one) => one.ts === ts);
  if (message?.thread_ts && message.thread_ts !== ts) desk.thread = message.thread_ts;
}

/** Go to where somebody was last; called when the person has changed. */
export function goBack() {
  stand(lastPlace());
  history.pushState(null, "", `#/${desk.place}`);
}

function start() {
  if (desk.seen.me.outsider || desk.who === "dana") return "mail";
  return botPlace();
}

/** The direct message with the bot. */
export function botPlace() {
  const me = bot();
  return desk.seen.channels.find((one) => one.kind === "im" && one.members.includes(me?.id))?.id ?? "mail";
}

function isThere(place) {
  if (place === "mail") return true;
  if (place === "home") return !desk.seen.me.outsider;
  if (place.startsWith("@"))
    return desk.seen.people.some((one) => `@${one.name}` === place) && !desk.seen.me.outsider;
  return desk.seen.channels.some((one) => one.id === place);
}

/** The conversation at a place; null for Home, mail, and a direct message in which nothing was said yet. */
export function conversation(place) {
  if (!place?.startsWith("@")) return desk.seen.channels.find((one) => one.id === place) ?? null;
  const other = desk.seen.people.find((one) => `@${one.name}` === place);
  return desk.seen.channels.find((one) => one.kind === "im" && one.members.includes(other?.id)) ?? null;
}
