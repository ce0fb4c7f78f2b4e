// What the page knows: who one is, what everybody sees, where one stands. Whoever shows something of it asks to be
// told by `onChange`; whoever changes something calls `changed`.

import { deed, listen, look, Refused, sentence } from "./api.js";
import { complain } from "./notices.js";

export const desk = {
  who: null, // the name of the person that is played
  seen: null, // what they see, as /play/state says it
  everybody: new Map(), // name → the same for all others, to count what is unread
  place: null, // where one stands: a channel id, `@name`, `home` or `mail`
  thread: null, // ts of the message whose thread is open
  target: null, // ts of a message to be scrolled to, once
  online: true,
  ahead: 0, // seconds between the workspace's time and this machine's
};

const listeners = new Set();
let queued = false;

/** Call `listener` after every change, several changes at once. */
export const onChange = (listener) => listeners.add(listener);

/** Say that something has changed. */
export function changed() {
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const listener of listeners) listener();
  });
}

/** The workspace's present time, in seconds since 1970. */
export const now = () => Date.now() / 1000 + desk.ahead;

/** The zone of whoever is played. */
export const zone = () =>
  desk.seen?.me.tz ?? desk.seen?.people.find((person) => person.tz && !person.bot)?.tz ?? "UTC";

/** Everybody who can be played: the people of the workspace, then those outside. */
export function cast(seen = desk.seen) {
  return seen ? [...seen.people.filter((person) => !person.bot && !person.deleted), ...seen.outsiders] : [];
}

/** The bot that is played with. */
export const bot = (seen = desk.seen) => seen.people.find((one) => one.bot && one.id !== "USLACKBOT");

/** What somebody sees, as far as it is known. */
export const sight = (name) => (name === desk.who ? desk.seen : desk.everybody.get(name));

let hangUp = null;
let looking = null;
let again = false;

/** Become somebody: what they see is followed from now on. Answers whether there is such a person. */
export async function become(name) {
  const seen = sight(name) ?? (await lookWith(name).catch(() => null));
  if (!seen) return false;
  if (desk.seen) desk.everybody.set(desk.who, desk.seen);
  desk.everybody.delete(name);
  Object.assign(desk, { who: name, seen, place: null, thread: null });
  follow();
  refresh();
  return true;
}

/** Follow what happens, for as long as the page is to be seen: a browser has few lines to one server. */
export function follow() {
  hangUp?.();
  hangUp = null;
  if (desk.who && !document.hidden) hangUp = listen(desk.who, refresh, heard);
}

function heard(online) {
  if (desk.online === online) return;
  desk.online = online;
  changed();
}

/** Look again, at most once at a time. */
export function refresh() {
  if (looking) again = true;
  else
    looking = lookAround().finally(() => {
      looking = null;
    });
  return looking;
}

async function lookAround() {
  do {
    again = false;
    await lookAs(desk.who);
  } while (again);
  scheduleOthers();
}

async function lookAs(who) {
  try {
    const seen = await lookWith(who);
    if (who === desk.who) desk.seen = seen;
    else desk.everybody.set(who, seen);
    changed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    heard(error.code !== "unreachable");
    if (who === desk.who) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What somebody sees now; the page's clock is set by it. */
async function lookWith(who) {
  const seen = await look(who);
  desk.ahead = Date.parse(seen.now) / 1000 - Date.now() / 1000;
  return seen;
}

let othersDue = null;
let othersBehind = false;

/**
 * Look with everybody else's eyes too, a moment later and not more than about once a second. What happens while the
 * page is looking, it looks for once more: those it has looked at already may be concerned.
 */
function scheduleOthers() {
  othersBehind = true;
  othersDue ??= setTimeout(
    () =>
      lookAsOthers().finally(() => {
        othersDue = null;
        if (othersBehind) scheduleOthers();
      }),
    desk.everybody.size ? 700 : 50,
  );
}

async function lookAsOthers() {
  othersBehind = false;
  for (const { name } of cast()) if (name !== desk.who) await lookAs(name);
}

/** Do something as whoever is played, tell them when it can't be done, and look again. Null when it failed. */
export async function act(name, body, { quietly = [] } = {}) {
  try {
    return await deed(name, desk.who, body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (quietly.includes(error.code)) throw error;
    complain(sentence(error));
    return null;
  } finally {
    refresh();
  }
}
