// Text objects of Block Kit.

import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { names } from "./names.js";

/** The nodes of a text object: markup is read where it is markup, and nowhere else. */
export function words(text) {
  if (text.type === "mrkdwn") return mrkdwn(text.text, names, text.verbatim ?? false);
  return [plain(text)];
}

/** The words of a plain_text object. */
export const plain = (text) => (text.emoji === false ? text.text : withEmoji(text.text));
