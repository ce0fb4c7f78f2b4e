// Messages: who said it and when, what was really sent, files, threads, and what can be done with it.

import { act, bot, changed, desk, now, zone } from "./desk.js";
import { h } from "./dom.js";
import { blocks } from "./blocks.js";
import { icon } from "./icons.js";
import { mailFile } from "./mailfile.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, avatar, names, person } from "./names.js";
import { menuButton } from "./popup.js";
import { day, full, hour } from "./time.js";
import { isNew } from "./unread.js";
import { initially } from "./values.js";
import { emoji } from "./emoji.js";

const TOGETHER_SECONDS = 300;

/** Messages as items for `reconcile`, with a line at each new day and one before the first unread message. */
export function items(messages, { since, inThread = false }) {
  const made = [];
  let before = null;
  let told = inThread;
  for (const message of messages) {
    const at = Number(message.ts);
    const today = day(at, zone(), now());
    if (!inThread && (!before || day(Number(before.ts), zone(), now()) !== today))
      made.push(divider(`day ${today}`, today, "day"));
    const first = !told && Number(since) > 0 && isNew(message, since);
    if (first) made.push(divider("new", "New", "day new"));
    told ||= first;
    const follows = !first && before && together(before, message) && made.at(-1).key === before.ts;
    made.push(item(message, { follows, since, inThread }));
    before = message;
  }
  return made;
}

const divider = (key, words, className) => ({
  key,
  sign: words,
  make: () => h("div", { className, role: "separator" }, h("span", {}, words)),
});

function together(before, message) {
  const close = Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
  const same = before.user === message.user && before.ephemeral === message.ephemeral;
  return close && same && !message.files && !before.reply_count;
}

function item(message, given) {
  const sign = JSON.stringify([message, given.follows, zone(), desk.who]);
  return { key: message.ts, sign, make: () => article(message, given) };
}

function article(message, { follows, since, inThread }) {
  const who = author(message);
  const at = Number(message.ts);
  const classes = ["message", follows && "follows", message.ephemeral && "whisper", mentionsMe(message) && "to-me"];
  const time = h("time", { title: full(at, zone()) }, hour(at, zone()));
  const head = h(
    "div",
    { className: "message-head" },
    h("strong", {}, who.name),
    who.isBot && h("span", { className: "app" }, "APP"),
    time,
  );
  return h(
    "article",
    { className: classes.filter(Boolean).join(" "), "data-ts": message.ts, tabindex: -1 },
    h("div", { className: "gutter" }, follows ? time : face(who)),
    h(
      "div",
      { className: "message-body" },
      message.ephemeral && h("div", { className: "only-you" }, icon("eye"), "Only visible to you"),
      !follows && head,
      h("div", { className: "content" }, content(message)),
      files(message),
      reactions(message),
      !inThread && thread(message, since),
    ),
    !message.ephemeral && tools(message, inThread),
  );
}

const face = (who) =>
  who.mail
    ? h("span", { className: "avatar mail", "aria-hidden": "true" }, icon("mail"))
    : avatar(who.name, { isBot: who.isBot });

/** Marked in channels only: in a direct message everything is for oneself. */
function mentionsMe(message) {
  const inChannel = desk.seen.mailboxes.some((box) => box.channel === message.channel);
  return inChannel && !message.ephemeral && message.pings.some((ping) => ping.includes(desk.seen.me.id));
}

/**
 * What was said. A bot's blocks are shown as they were sent. What a person typed is stored twice, and its text says
 * more: there the names are references.
 */
function content(message) {
  const edited = message.edited && h("span", { className: "edited" }, " (edited)");
  const typed = !message.bot_id && message.blocks?.every((block) => block.type === "rich_text");
  if (message.blocks?.length && !typed) return [blocks(message.blocks, surroundings(message)), edited];
  return message.text ? h("div", { className: "text" }, mrkdwn(message.text, names), edited) : edited;
}

function surroundings(message) {
  return {
    press: (block, element, choice) =>
      act("press", {
        channel: message.channel,
        ts: message.ts,
        block_id: block.block_id,
        action_id: element.action_id,
        choice,
      }),
    value: (_, element) => initially(element),
    id: (block, element) => `m-${message.ts}-${block.block_id}-${element.action_id}`,
    error: () => null,
    fill() {},
    enter() {},
  };
}

function files(message) {
  return (message.files ?? []).map((file) => (file.mode === "email" ? mailFile(file) : upload(file)));
}

function upload(file) {
  const address = `/play/file/${encodeURIComponent(file.id)}?as=${encodeURIComponent(desk.who)}`;
  const isPicture = ["png", "jpg", "jpeg", "gif"].includes(file.filetype);
  const link = h("a", { href: address, download: file.name }, file.title || file.name);
  return h(
    "figure",
    { className: "file" },
    isPicture && h("img", { src: address, alt: file.title, loading: "lazy" }),
    h("figcaption", {}, link),
  );
}

function reactions(message) {
  const one = ({ name, count, users }) =>
    h(
      "span",
      {
        className: users.includes(desk.seen.me.id) ? "reaction mine" : "reaction",
        title: `${users.map((id) => person(id)?.real_name ?? id).join(", ")}: ${name}`,
      },
      emoji(name) ?? `:${name}:`,
      ` ${count}`,
    );
  return message.reactions && h("div", { className: "reactions" }, message.reactions.map(one));
}

function thread(message, since) {
  if (!message.reply_count) return null;
  const fresh = Number(since) > 0 && isNew({ ts: message.latest_reply, user: null }, since);
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const last = full(Number(message.latest_reply), zone());
  return h(
    "button",
    { type: "button", className: fresh ? "thread-link fresh" : "thread-link", onclick: () => openThread(message.ts) },
    h("strong", {}, count),
    h("span", {}, ` last ${last}`),
  );
}

/** Show the thread under a message beside the conversation. */
export function openThread(ts) {
  desk.thread = ts;
  changed();
}

function tools(message, inThread) {
  const reply = () => openThread(message.thread_ts ?? message.ts);
  const use = (shortcut) => () =>
    act("shortcut", { channel: message.channel, ts: message.ts, callback_id: shortcut.callback_id });
  const shortcuts = () => [
    { label: "Reply in thread", run: reply },
    ...(desk.seen.shortcuts.length ? [{ label: bot()?.real_name ?? "Apps" }] : []),
    ...desk.seen.shortcuts.map((shortcut) => ({ label: shortcut.title, run: use(shortcut) })),
  ];
  return h(
    "div",
    { className: "tools" },
    !inThread &&
      h(
        "button",
        {
          type: "button",
          className: "quiet",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: reply,
        },
        icon("reply"),
      ),
    menuButton(
      { className: "quiet", label: "More for this message", focus: `tools/${message.ts}`, items: shortcuts },
      icon("more"),
    ),
  );
}
