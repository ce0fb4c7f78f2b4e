// The mails between people, which the workspace knows nothing of. They are kept in this browser, so that what Jane
// writes to Dana lies in Dana's mailbox when one becomes Dana.
//
// A mail is {id, from: {name, address}, to: [{name, address} | {name, channel}], subject, body, at, read: [address],
// forwarded?: {channel, ts}}, `at` in seconds since 1970 of the workspace's time.

import { desk, now } from "./desk.js";
import { keep, recall } from "./memory.js";

const MAILS = "nudge.mails";
const FIRST = "the-first-mail";
const AGO_SECONDS = 1500;
const AHEAD_SECONDS = 300;

const load = () => recall(MAILS, []);

/** Put the story's first mail there; mails from the future are of an earlier workspace and go. */
export function beginStory() {
  const mails = load().filter((mail) => mail.at < now() + AHEAD_SECONDS);
  const jane = desk.seen.outsiders[0];
  const dana = desk.seen.people.find((one) => one.name === "dana");
  if (jane && dana && !mails.some((mail) => mail.id === FIRST)) mails.unshift(firstMail(jane, dana));
  keep(MAILS, mails);
}

function firstMail(jane, dana) {
  const first = (person) => person.real_name.split(" ")[0];
  return {
    id: FIRST,
    from: party(jane),
    to: [party(dana)],
    subject: "More work from our departments",
    body:
      `Hi ${first(dana)},\n\nthe portal went live yesterday and everybody here is happy with it. Thank you!\n\n` +
      "Could you reach out to our three department heads? They may have more work for you: Sales, Service and " +
      `Logistics, all with ideas for the second half of the year.\n\nBest\n${first(jane)}`,
    at: Math.floor(now()) - AGO_SECONDS,
    read: [],
  };
}

/** A person as the sender or recipient of a mail. */
export const party = (person) => ({ name: person.real_name, address: person.email });

/** Mails to somebody, newest first. */
export function received(me) {
  return load()
    .filter((mail) => mail.to.some((one) => one.address && one.address === me.email))
    .sort((one, other) => other.at - one.at);
}

/** Mails by somebody, newest first. */
export const sentBy = (me) =>
  load()
    .filter((mail) => mail.from.address === me.email)
    .sort((one, other) => other.at - one.at);

/** How many mails somebody has not opened. */
export const unreadMails = (me) => received(me).filter((mail) => !mail.read.includes(me.email)).length;

/** Keep a mail that was sent. */
export const put = (mail) =>
  keep(MAILS, [...load(), { id: `mail-${Date.now()}-${load().length}`, at: Math.floor(now()), read: [], ...mail }]);

/** Change one mail. */
export function amend(id, change) {
  keep(
    MAILS,
    load().map((mail) => (mail.id === id ? { ...mail, ...change(mail) } : mail)),
  );
}

/** Where a mail was forwarded to, if that message still exists. */
export function forwardedTo(mail) {
  const channel = desk.seen.channels.find((one) => one.id === mail.forwarded?.channel);
  return channel?.messages.some((message) => message.ts === mail.forwarded.ts) ? channel : null;
}

/** The message id that answers to a mail name. */
export const messageId = (mail) => `<${mail.id}@mail.example>`;
