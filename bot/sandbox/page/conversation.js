// A channel or direct message: its head, its messages, and the thread that stands beside it.

import { bot, changed, desk } from "./desk.js";
import { h, reconcile, show } from "./dom.js";
import { composer } from "./composer.js";
import { icon } from "./icons.js";
import { markRead, readUpTo } from "./memory.js";
import { items } from "./messages.js";
import { avatar, called, person } from "./names.js";
import { botPlace, conversation } from "./route.js";
import { newest } from "./unread.js";

const NEAR_PX = 80;
const MARGIN_PX = 12;
const visit = { who: null, place: null, since: "0" };

/** Bring the conversation up to date. */
export function renderConversation() {
  const here = desk.place !== "home" && desk.place !== "mail";
  document.getElementById("conversation").hidden = !here;
  if (!here) {
    visit.place = null;
    return;
  }
  const channel = conversation(desk.place);
  const arrived = visit.who !== desk.who || visit.place !== desk.place;
  if (arrived)
    Object.assign(visit, { who: desk.who, place: desk.place, since: channel ? readUpTo(desk.who, channel.id) : "0" });
  const list = document.getElementById("list");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  const shown = channel ? top(channel) : [];
  reconcile(list, shown.length ? items(shown, { since: visit.since }) : [nothing(channel)]);
  if (!toTarget() && (arrived || atEnd)) toEnd(list, arrived);
  show(document.getElementById("composer"), `${desk.who} ${desk.place} ${channel?.archived}`, () =>
    composer(channel),
  );
  if (channel && !document.hidden) remember(channel);
}

/** What stands in the conversation itself: no answers in threads, but what only oneself was told. */
function top(channel) {
  const said = channel.messages.filter((message) => !message.thread_ts || message.thread_ts === message.ts);
  const whispered = desk.seen.whispers.filter((message) => message.channel === channel.id && !message.thread_ts);
  return [...said, ...whispered].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function nothing(channel) {
  const words =
    !channel || channel.kind === "im" || channel.kind === "mpim"
      ? `Nothing was said here yet${channel ? "" : `: this is the beginning of your conversation with ${title()}`}.`
      : "Nothing was said here yet. Write something, or forward a mail to this channel.";
  return { key: "nothing", sign: words, make: () => h("p", { className: "nothing" }, words) };
}

function remember(channel) {
  if (readUpTo(desk.who, channel.id) !== newest(channel)) markRead(desk.who, channel.id, newest(channel));
}

/** Scroll to the end; whoever arrives begins at what is new, and at the top of a message that fills the screen. */
function toEnd(list, arrived) {
  list.scrollTop = list.scrollHeight;
  const start = arrived && (list.querySelector(".day.new") ?? list.lastElementChild);
  if (start && start.offsetTop < list.offsetTop + list.scrollTop)
    list.scrollTop = start.offsetTop - list.offsetTop - MARGIN_PX;
}

/** Scroll to the message that an address named, once it is there. */
function toTarget() {
  if (!desk.target) return false;
  const found = document.querySelector(`[data-ts="${CSS.escape(desk.target)}"]`);
  if (!found) return false;
  desk.target = null;
  found.scrollIntoView({ block: "center" });
  found.classList.add("changed");
  found.focus({ preventScroll: true });
  return true;
}

/** What a place is called. */
export function title() {
  if (desk.place === "mail") return "Mailbox";
  if (desk.place === "home") return bot()?.real_name ?? "Home";
  const channel = conversation(desk.place);
  return (
    (channel && called(channel)) ||
    person(desk.seen.people.find((one) => `@${one.name}` === desk.place)?.id)?.real_name ||
    ""
  );
}

/** The line above: where one is, who is there, and for the app its two tabs. */
export function renderHead() {
  const channel = conversation(desk.place);
  const app = desk.place === "home" || desk.place === botPlace();
  const sign = JSON.stringify([desk.who, desk.place, title(), channel?.members, channel?.archived, app]);
  show(document.getElementById("head"), sign, () => [
    h("h1", {}, mark(channel, app), title()),
    channel && !app && channel.kind !== "im" && h("p", { className: "members" }, icon("group"), members(channel)),
    channel?.archived && h("p", { className: "members" }, "archived"),
    app && desk.place !== "mail" && tabs(),
  ]);
}

function mark(channel, app) {
  if (app) return avatar("Nudge", { isBot: true });
  if (desk.place === "mail") return icon("mail");
  if (channel?.kind === "mpim") return icon("group");
  if (channel?.kind === "channel" || channel?.kind === "group")
    return icon(channel.kind === "channel" ? "hash" : "lock");
  return avatar(title());
}

function members(channel) {
  return channel.members.map((id) => (id === desk.seen.me.id ? "you" : (person(id)?.real_name ?? id))).join(", ");
}

function tabs() {
  const tab = (place, words) =>
    h(
      "a",
      {
        href: `#/${place}`,
        className: "tab",
        "aria-current": desk.place === place ? "page" : null,
        "data-focus": `tab/${words}`,
      },
      words,
    );
  return h("div", { className: "tabs" }, tab("home", "Home"), tab(botPlace(), "Messages"));
}

/** The thread beside the conversation; answers whether there is one. */
export function renderThread(holder) {
  const channel = conversation(desk.place);
  const parent = channel?.messages.find((message) => message.ts === desk.thread);
  if (!parent) return false;
  const fresh = show(holder, `thread ${desk.who} ${channel.id} ${desk.thread}`, () => [
    h(
      "header",
      {},
      h("h2", {}, "Thread"),
      h(
        "button",
        { type: "button", className: "quiet", "aria-label": "Close the thread", onclick: closeThread },
        icon("close"),
      ),
    ),
    h("div", { className: "scroll thread", role: "log", "aria-label": "Thread" }),
    h("div", {}, composer(channel, desk.thread)),
  ]);
  const list = holder.querySelector(".thread");
  const whispered = desk.seen.whispers.filter((one) => one.channel === channel.id && one.thread_ts === desk.thread);
  const answers = [
    ...channel.messages.filter((one) => one.thread_ts === desk.thread && one !== parent),
    ...whispered,
  ];
  reconcile(list, items([parent, ...answers], { since: "0", inThread: true }));
  if (fresh) list.scrollTop = list.scrollHeight;
  return true;
}

function closeThread() {
  desk.thread = null;
  changed();
}
