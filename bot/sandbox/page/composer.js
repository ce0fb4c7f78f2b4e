// Where one writes: plain messages, and `/commands`.

import { act, desk } from "./desk.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { complain } from "./notices.js";
import { suggestions } from "./suggest.js";

const drafts = new Map();

/** The composer of a conversation (null: a direct message without a word yet) or of a thread in it. */
export function composer(channel, thread = null) {
  if (channel?.archived) return h("p", { className: "nothing" }, "This channel is archived.");
  const place = desk.place;
  const key = `${desk.who} ${place} ${thread}`;
  const text = h("textarea", {
    rows: 1,
    placeholder: thread ? "Reply …" : "Write a message, or /nudge …",
    "aria-label": thread ? "Reply" : "Message",
    value: drafts.get(key) ?? "",
    "data-focus": `composer/${thread}`,
    autocomplete: "off",
  });
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, 180)}px`;
  };
  const offer = suggestions(text);
  const send = async () => {
    const words = text.value.trim();
    if (!words || form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const sent = await deliver(words, channel?.id ?? place.slice(1), thread).finally(() =>
      form.removeAttribute("aria-busy"),
    );
    if (!sent) return;
    drafts.delete(key);
    text.value = "";
    grow();
  };
  text.addEventListener("input", () => {
    drafts.set(key, text.value);
    grow();
  });
  text.addEventListener("keydown", (event) => {
    if (offer.key(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  const button = h("button", { className: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
  const form = h("form", { className: "composer", onsubmit: submit }, offer.list, text, button);
  return form;
}

/** A command goes to its app, a slip of one nowhere, anything else into the conversation. */
async function deliver(words, channel, thread) {
  const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(words) ?? [];
  if (!command) return act("say", { channel, text: words, ...(thread ? { thread_ts: thread } : {}) });
  if (desk.seen.commands.some((one) => one.command === command))
    return act("slash", { channel, command, text: rest });
  complain(`${command} is no command here. There is ${desk.seen.commands.map((one) => one.command).join(", ")}.`);
  return null;
}
