// Slack's markup, read the way Slack reads it, into elements. Nothing in a text can become anything but text, the few
// elements below, and links to addresses that a person may follow.
//
// `names` knows what markup refers to: user(id) → {label, me} or null, channel(id) → {label, open} or null, tz,
// now().

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./time.js";

const EMPHASIS = { "*": "strong", _: "em", "~": "s" };
const DEEPEST = 4;
const WORD = /[\p{L}\p{N}]/u;
const BARE = /https?:\/\/[^\s<>|]+/y;
const EMOJI = /:([a-z0-9_+-]+):/y;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Text with Slack's three entities decoded. */
export const decoded = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** The nodes that `text` reads as; `verbatim` leaves plain addresses alone. */
export function mrkdwn(text, names, verbatim = false) {
  const parts = text.split("```");
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join("```")); // the last one was never closed
  return parts.flatMap((part, index) => (index % 2 ? [preformatted(part)] : lines(part, { names, verbatim })));
}

function preformatted(text) {
  return h("pre", {}, decoded(text.replace(/^\n/, "").replace(/\n$/, "")));
}

/** Text with its quotations, each a run of lines that begin with `>`. */
function lines(text, context) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    const content = quoted ? line.slice(quoted[0].length) : line;
    const last = runs.at(-1);
    if (last && last.quote === Boolean(quoted)) last.lines.push(content);
    else runs.push({ quote: Boolean(quoted), lines: [content] });
  }
  return runs.flatMap(({ quote, lines: own }) => {
    const nodes = own.flatMap((line, index) => [...(index ? ["\n"] : []), ...inline(line, context, 0)]);
    return quote ? [h("blockquote", {}, nodes)] : nodes;
  });
}

/** One line, without its quotation mark. */
function inline(text, context, depth) {
  const nodes = [];
  const hopeless = new Set();
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const hit = reading(text, at, context, depth, hopeless);
    if (hit) {
      if (plain) nodes.push(decoded(plain));
      plain = "";
      nodes.push(hit.node);
      at = hit.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(decoded(plain));
  return nodes;
}

/** What begins at `at`: a node and where it ends, or null for plain text. */
function reading(text, at, context, depth, hopeless) {
  const sign = text[at];
  if (sign === "<") return markup(text, at, context.names);
  if (sign === "`") return code(text, at);
  if (sign === ":") return named(text, at);
  if (sign === "h" && !context.verbatim) return address(text, at);
  if (EMPHASIS[sign] && depth < DEEPEST && !hopeless.has(sign)) return emphasis(text, at, context, depth, hopeless);
  return null;
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: h("code", {}, decoded(text.slice(at + 1, end))), end: end + 1 };
}

function named(text, at) {
  EMOJI.lastIndex = at;
  const found = EMOJI.exec(text);
  const sign = found && emoji(found[1]);
  return sign ? { node: h("span", { role: "img", "aria-label": found[1] }, sign), end: EMOJI.lastIndex } : null;
}

function address(text, at) {
  BARE.lastIndex = at;
  const found = BARE.exec(text);
  if (!found || (at > 0 && WORD.test(text[at - 1]))) return null;
  const url = found[0].replace(/[.,;:!?)'"*_~]+$/, "");
  return { node: link(decoded(url), decoded(url)), end: at + url.length };
}

/** `*bold*`: opened after no letter and before no space, closed the other way round. */
function emphasis(text, at, context, depth, hopeless) {
  const sign = text[at];
  if (at > 0 && WORD.test(text[at - 1])) return null;
  if (at + 1 >= text.length || /\s/.test(text[at + 1]) || text[at + 1] === sign) return null;
  const end = closing(text, at + 1, sign);
  if (end < 0) {
    hopeless.add(sign);
    return null;
  }
  return { node: h(EMPHASIS[sign], {}, inline(text.slice(at + 1, end), context, depth + 1)), end: end + 1 };
}

function closing(text, from, sign) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "<") {
      const end = text.indexOf(">", at);
      if (end > 0) at = end;
    } else if (text[at] === sign && at > from && !/\s/.test(text[at - 1])) {
      if (at + 1 === text.length || !WORD.test(text[at + 1])) return at;
    }
  }
  return -1;
}

/** `<@U…>`, `<#C…|name>`, `<!channel>`, `<!date^…>`, `<https://…|label>`; anything else stays text. */
function markup(text, at, names) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const label = rest.length ? decoded(rest.join("|")) : null;
  const node = referred(target, label, names);
  return node ? { node, end: end + 1 } : null;
}

function referred(target, label, names) {
  if (target.startsWith("@")) return mention(target.slice(1), label, names);
  if (target.startsWith("#")) return place(target.slice(1), label, names);
  if (target.startsWith("!")) return special(target.slice(1), label, names);
  const url = decoded(target);
  return followable(url) ? link(url, label ?? url.replace(/^mailto:/, "")) : null;
}

/** `@Bob Keller`, marked when it is oneself. */
export function mention(id, label, names) {
  const person = names.user(id);
  if (!person && !label) return null;
  return h("span", { className: person?.me ? "mention me" : "mention" }, `@${person?.label ?? label}`);
}

/** `#client-acme`, to be opened. */
export function place(id, label, names) {
  const channel = names.channel(id);
  if (!channel) return h("span", { className: "mention" }, `#${label || "private channel"}`);
  return h("button", { type: "button", className: "mention link", onclick: channel.open }, `#${channel.label}`);
}

function special(what, label, names) {
  if (what.startsWith("date^")) {
    const [, at, pattern, url] = what.split("^");
    const shown = slackDate(Number(at), decoded(pattern ?? ""), names.tz, names.now()) ?? label ?? "";
    return url && followable(decoded(url)) ? link(decoded(url), shown) : h("span", { className: "date" }, shown);
  }
  if (what.startsWith("subteam^")) return h("span", { className: "mention" }, label ?? "@group");
  const everybody = ["channel", "here", "everyone"].includes(what);
  return everybody ? h("span", { className: "mention me" }, `@${what}`) : null;
}

/** Whether an address may be followed: the web, mail and telephone, never a script. */
export function followable(url) {
  try {
    return ["http:", "https:", "mailto:", "tel:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** A link that gives nothing of this page away; one to a message of this workspace stays on the page. */
export function link(url, label) {
  if (!followable(url)) return h("span", {}, label);
  const within = new RegExp(`^${location.origin.replaceAll(".", "\\.")}/archives/(\\w+)/p(\\d+)(\\d{6})$`).exec(url);
  if (within) return h("a", { href: `#/${within[1]}/${within[2]}.${within[3]}` }, label);
  return h("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
