// Rich text blocks: what Slack's own composer makes, and apps may send.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention, place } from "./mrkdwn.js";
import { slackDate } from "./time.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

/** The nodes of a rich_text block. */
export function richText(block, names) {
  return block.elements.map((element) => (PARTS[element.type] ?? unknown)(element, names));
}

const PARTS = {
  rich_text_section: (part, names) => h("div", {}, pieces(part, names)),
  rich_text_quote: (part, names) => h("blockquote", {}, pieces(part, names)),
  rich_text_preformatted: (part, names) => h("pre", {}, pieces(part, names)),
  rich_text_list: (part, names) => {
    const items = part.elements.map((element) => h("li", {}, pieces(element, names)));
    const list = h(part.style === "ordered" ? "ol" : "ul", { start: part.offset ? part.offset + 1 : null }, items);
    list.style.marginInlineStart = `${Math.min(part.indent ?? 0, 8) * 1.5}rem`;
    return list;
  },
};

const unknown = (part) => h("div", { className: "unknown" }, `(${part.type})`);

function pieces(part, names) {
  return (part.elements ?? []).map((piece) => styled(PIECES[piece.type]?.(piece, names) ?? `(${piece.type})`, piece));
}

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, names) => mention(piece.user_id, piece.user_id, names),
  usergroup: () => h("span", { className: "mention" }, "@group"),
  channel: (piece, names) => place(piece.channel_id, null, names),
  broadcast: (piece) => h("span", { className: "mention me" }, `@${piece.range}`),
  emoji: (piece) => emoji(piece.name) ?? `:${piece.name}:`,
  color: (piece) => piece.value,
  date: (piece, names) => slackDate(piece.timestamp, piece.format, names.tz, names.now()) ?? piece.fallback ?? "",
};

function styled(node, piece) {
  return Object.entries(STYLES).reduce(
    (inner, [style, tag]) => (piece.style?.[style] ? h(tag, {}, inner) : inner),
    node,
  );
}
