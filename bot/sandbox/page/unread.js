// What somebody has not read yet, and what of it notified them.

import { desk, now } from "./desk.js";
import { readUpTo } from "./memory.js";
import { unreadMails } from "./mailstore.js";

/** The ts up to which a conversation is read; a mark from the future is of an earlier workspace and counts as none. */
function mark(who, channel) {
  const ts = readUpTo(who, channel);
  return Number(ts) > now() + 60 ? 0 : Number(ts);
}

/** For one conversation as somebody sees it: how many messages are new, and how many of them notify. */
export function unreadIn(seen, channel) {
  const since = mark(seen.me.name, channel.id);
  const fresh = channel.messages.filter((message) => Number(message.ts) > since && message.user !== seen.me.id);
  const direct = channel.kind === "im" || channel.kind === "mpim";
  const notifying = direct
    ? fresh
    : fresh.filter((message) => message.pings.some((ping) => pinged(ping, seen.me.id)));
  return { fresh: fresh.length, notifying: notifying.length };
}

const pinged = (ping, id) => ping.startsWith("<!") || ping.includes(id);

/** How much notified somebody in all: direct messages, mentions, mails. */
export function badge(seen) {
  if (!seen) return 0;
  const said = seen.channels.reduce((sum, channel) => sum + unreadIn(seen, channel).notifying, 0);
  return said + unreadMails(seen.me);
}

/** The newest ts of a conversation, answers in threads included. */
export const newest = (channel) => channel.messages.at(-1)?.ts ?? "0";

/** Whether a message came after one had last read here. */
export const isNew = (message, since) => Number(message.ts) > Number(since) && message.user !== desk.seen.me.id;
