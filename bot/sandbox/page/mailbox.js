// A small mail program: what others wrote to whoever is played, forwarding it to a channel's address, writing.

import { changed, desk, now, zone } from "./desk.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { answered, forwarded, spelled } from "./letters.js";
import { amend, forwardedTo, received, sentBy } from "./mailstore.js";
import { go } from "./route.js";
import { brief, full } from "./time.js";
import { writing } from "./writing.js";

const view = { who: null, open: null, draft: null };

/** Bring the mailbox up to date. */
export function renderMail() {
  const holder = document.getElementById("mail");
  holder.hidden = desk.place !== "mail";
  if (holder.hidden) return;
  if (view.who !== desk.who) Object.assign(view, { who: desk.who, open: null, draft: null });
  const inbox = received(desk.seen.me);
  const sent = sentBy(desk.seen.me);
  if (!view.open && !view.draft && inbox.length && !narrow()) view.open = inbox[0].id;
  const mail = [...inbox, ...sent].find((one) => one.id === view.open);
  const read = mail && !mail.read.includes(desk.seen.me.email) && inbox.includes(mail);
  if (read) amend(mail.id, (one) => ({ read: [...one.read, desk.seen.me.email] }));
  const sign = JSON.stringify([desk.who, inbox, sent, view, mail && forwardedTo(mail)?.id]);
  show(holder, sign, () => page(inbox, sent, mail));
  if (read) changed();
}

const narrow = () => matchMedia("(max-width: 700px)").matches;

function page(inbox, sent, mail) {
  const side = h(
    "div",
    { className: "mail-list" },
    h(
      "button",
      { type: "button", className: "action primary wide", "data-focus": "mail/new", onclick: () => write({}) },
      icon("pen"),
      "New mail",
    ),
    heading("Inbox", inbox),
    inbox.map((one) => line(one, one.from)),
    sent.length > 0 && [heading("Sent", sent), sent.map((one) => line(one, one.to[0]))],
  );
  const shown = view.draft ? writing(view.draft, done) : mail && letter(mail, inbox.includes(mail));
  return h(
    "div",
    { className: shown ? "mailbox reading" : "mailbox" },
    side,
    shown ?? h("p", { className: "nothing" }, "No mail is open."),
  );
}

const heading = (words, mails) =>
  h("h2", { className: "mail-heading" }, words, mails.length === 0 && h("small", {}, " empty"));

function line(mail, other) {
  const unread =
    view.open !== mail.id &&
    received(desk.seen.me).some((one) => one.id === mail.id) &&
    !mail.read.includes(desk.seen.me.email);
  const open = () => {
    Object.assign(view, { open: mail.id, draft: null });
    changed();
  };
  return h(
    "button",
    {
      type: "button",
      className: unread ? "mail-line unread" : "mail-line",
      "aria-current": view.open === mail.id && !view.draft,
      onclick: open,
      "data-focus": `mail/${mail.id}`,
    },
    h("span", { className: "mail-who" }, other.channel ? `#${other.name}` : other.name),
    h("time", {}, brief(mail.at, zone(), now())),
    h("span", { className: "mail-what" }, mail.subject || "No subject"),
  );
}

function letter(mail, incoming) {
  const where = forwardedTo(mail);
  return h(
    "article",
    { className: "letter" },
    h("button", { type: "button", className: "link back", onclick: back }, "All mails"),
    h("h2", {}, mail.subject || "No subject"),
    h(
      "p",
      { className: "envelope" },
      `From ${spelled(mail.from)}`,
      h("br"),
      `To ${mail.to.map(addressed).join(", ")}`,
      h("br"),
      full(mail.at, zone()),
    ),
    where &&
      h(
        "p",
        { className: "done" },
        "Forwarded to ",
        h("a", { href: `#/${where.id}/${mail.forwarded.ts}` }, `#${where.name}`),
      ),
    h("div", { className: "letter-text" }, mail.body),
    incoming &&
      h(
        "div",
        { className: "letter-actions" },
        h(
          "button",
          {
            type: "button",
            className: "action primary",
            "data-focus": "mail/forward",
            onclick: () => write(forwarded(mail)),
          },
          icon("forward"),
          "Forward",
        ),
        h(
          "button",
          { type: "button", className: "action", "data-focus": "mail/reply", onclick: () => write(answered(mail)) },
          icon("reply"),
          "Reply",
        ),
      ),
  );
}

const addressed = (one) => (one.channel ? `#${one.name}` : spelled(one));

function back() {
  Object.assign(view, { open: null, draft: null });
  changed();
}

function write(draft) {
  view.draft = { key: Date.now(), ...draft };
  changed();
}

/** After writing: to the channel that a mail went to, where one can see what became of it. */
function done(channel) {
  view.draft = null;
  changed();
  if (channel && desk.seen.channels.some((one) => one.id === channel)) go(channel);
}
