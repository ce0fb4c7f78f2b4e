// Writing a mail: to people, whose mailboxes are in this browser, and to channels, whose mail goes to the workspace.

import { act, cast, desk } from "./desk.js";
import { h } from "./dom.js";
import { amend, messageId, party, put } from "./mailstore.js";
import { tell } from "./notices.js";

/** A form for a draft {subject?, body?, to?, forwards?, answers?}; `done(channel)` is called in the end. */
export function writing(draft, done) {
  const chosen = draft.to ?? (draft.forwards || desk.seen.me.outsider ? firstBox() : null);
  const to = select("To", recipients(), chosen);
  const copy = select("Copy to", [{ value: "", label: "nobody" }, ...boxes()], "");
  const subject = h("input", {
    type: "text",
    value: draft.subject ?? "",
    id: "mail-subject",
    autocomplete: "off",
    maxlength: 250,
  });
  const body = h("textarea", { rows: 11, value: draft.body ?? "", id: "mail-body" });
  const send = async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const to_ = [...new Set([value(to), value(copy)].filter(Boolean))];
    const channel = await dispatch(draft, to_, subject.value, body.value).finally(() =>
      form.removeAttribute("aria-busy"),
    );
    if (channel !== null) done(channel || null);
  };
  const form = h(
    "form",
    { className: "writing", "aria-label": "Write a mail", onsubmit: send },
    h("h2", {}, draft.forwards ? "Forward" : draft.answers ? "Reply" : "New mail"),
    h("p", { className: "envelope" }, `From ${desk.seen.me.real_name} <${desk.seen.me.email}>`),
    to,
    copy,
    h("label", { htmlFor: "mail-subject" }, "Subject"),
    subject,
    h("label", { htmlFor: "mail-body" }, "Text"),
    body,
    h(
      "div",
      { className: "letter-actions" },
      h("button", { className: "action primary" }, "Send"),
      h("button", { type: "button", className: "action", onclick: () => done(null) }, "Discard"),
    ),
  );
  requestAnimationFrame(() => (draft.forwards || draft.answers ? body : subject).focus({ preventScroll: true }));
  if (body.value) body.setSelectionRange?.(0, 0);
  return form;
}

const value = (holder) => holder.querySelector("select").value;

function select(words, options, chosen) {
  const id = `mail-${words.toLowerCase().replace(" ", "-")}`;
  const list = options.map((one) => h("option", { value: one.value, selected: one.value === chosen }, one.label));
  return h("div", { className: "line" }, h("label", { htmlFor: id }, words), h("select", { id }, list));
}

const boxes = () =>
  desk.seen.mailboxes.map((box) => ({ value: box.channel, label: `#${box.name} (the channel's mail address)` }));

const people = () =>
  cast()
    .filter((one) => one.email && one.email !== desk.seen.me.email)
    .map((one) => ({ value: one.email, label: `${one.real_name} <${one.email}>` }));

const recipients = () => (desk.seen.me.outsider ? [...people(), ...boxes()] : [...boxes(), ...people()]);

/** Where forwarded mail of a client goes: the first channel that is named after one. As a client, first the person. */
function firstBox() {
  if (desk.seen.me.outsider) return desk.seen.people.find((one) => one.name === "dana")?.email ?? null;
  return (
    (desk.seen.mailboxes.find((box) => box.name.startsWith("client")) ?? desk.seen.mailboxes[0])?.channel ?? null
  );
}

/** Send a mail; the channel that it went to, `""` for none, null when it could not be sent. */
async function dispatch(draft, to, subject, body) {
  let channel = "";
  for (const box of desk.seen.mailboxes.filter((one) => to.includes(one.channel))) {
    const reply = draft.answers ? { in_reply_to: messageId({ id: draft.answers }) } : {};
    const answer = await act("mail", { channel: box.channel, subject, body, ...reply });
    if (!answer) return null;
    channel = box.channel;
    if (draft.forwards) amend(draft.forwards, () => ({ forwarded: { channel, ts: answer.message.ts } }));
  }
  const named = [
    ...cast()
      .filter((one) => to.includes(one.email))
      .map(party),
    ...desk.seen.mailboxes
      .filter((one) => to.includes(one.channel))
      .map((one) => ({ name: one.name, channel: one.channel })),
  ];
  put({ from: party(desk.seen.me), to: named, subject, body });
  tell(`Sent to ${named.map((one) => (one.channel ? `#${one.name}` : one.name)).join(" and ")}.`);
  return channel;
}
