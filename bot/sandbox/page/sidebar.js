// Everywhere that whoever is played can go, with what is unread there.

import { bot, desk } from "./desk.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { unreadMails } from "./mailstore.js";
import { avatar, called, role } from "./names.js";
import { count } from "./people.js";
import { botPlace, conversation } from "./route.js";
import { unreadIn } from "./unread.js";

/** Bring the sidebar up to date. */
export function renderSidebar() {
  const sections = sections_();
  const sign = JSON.stringify([
    desk.who,
    desk.place,
    sections.map((one) => [one.title, one.rows.map(({ picture, ...row }) => row)]),
    desk.seen.warnings,
  ]);
  show(document.getElementById("side"), sign, () => [
    h(
      "div",
      { className: "myself", title: desk.seen.me.email },
      h("strong", {}, desk.seen.me.real_name),
      h("small", {}, role(desk.seen.me) || desk.seen.me.email),
    ),
    sections.map(section),
    warnings(),
  ]);
}

function section({ title, rows }) {
  if (!rows.length) return null;
  return h(
    "div",
    { className: "places" },
    title && h("h2", {}, title),
    h(
      "ul",
      {},
      rows.map((row) => h("li", {}, entry(row))),
    ),
  );
}

function entry({ place, label, note, picture, fresh, notifying }) {
  const classes = ["place", (fresh || notifying) && "unread"].filter(Boolean).join(" ");
  const said = notifying
    ? h("span", { className: "unseen" }, `, ${notifying} new`)
    : fresh
      ? h("span", { className: "unseen" }, ", unread")
      : null;
  return h(
    "a",
    {
      href: `#/${place}`,
      className: classes,
      "aria-current": isHere(place) ? "page" : null,
      "data-focus": `side/${place}`,
    },
    picture(),
    h("span", { className: "place-name" }, label, note && h("small", {}, note), said),
    count(notifying),
  );
}

const isHere = (place) => desk.place === place || (place === botPlace() && desk.place === "home");

function sections_() {
  const mail = { place: "mail", label: "Mailbox", picture: () => icon("mail"), notifying: unreadMails(desk.seen.me) };
  if (desk.seen.me.outsider) return [{ rows: [mail] }];
  const of = (...kinds) => desk.seen.channels.filter((one) => kinds.includes(one.kind));
  return [
    { rows: [mail] },
    { title: "Channels", rows: of("channel", "group").map(channel) },
    { title: "Direct messages", rows: [...people(), ...of("mpim").map(group)] },
    { title: "App", rows: [app()].filter(Boolean) },
  ];
}

const channel = (one) => ({
  place: one.id,
  label: one.name,
  picture: () => icon(one.kind === "channel" ? "hash" : "lock"),
  ...unreadIn(desk.seen, one),
});

const group = (one) => ({
  place: one.id,
  label: called(one),
  picture: () => icon("group"),
  ...unreadIn(desk.seen, one),
});

function people() {
  const others = desk.seen.people.filter((one) => !one.bot && !one.deleted && one.id !== desk.seen.me.id);
  return others.map((one) => {
    const direct = conversation(`@${one.name}`);
    const unread = direct ? unreadIn(desk.seen, direct) : {};
    return {
      place: `@${one.name}`,
      label: one.real_name,
      note: role(one),
      picture: () => avatar(one.real_name),
      ...unread,
    };
  });
}

function app() {
  const direct = desk.seen.channels.find((one) => one.id === botPlace());
  if (!direct) return null;
  return {
    place: direct.id,
    label: bot().real_name,
    picture: () => avatar("", { isBot: true }),
    ...unreadIn(desk.seen, direct),
  };
}

/** What Slack would have complained about; in a good workspace, nothing. */
function warnings() {
  const lines = desk.seen.warnings;
  if (!lines.length) return null;
  return h(
    "details",
    { className: "warnings" },
    h("summary", {}, icon("warning"), `Slack would complain (${lines.length})`),
    h(
      "ul",
      {},
      lines.slice(-20).map((line) => h("li", {}, line)),
    ),
  );
}
