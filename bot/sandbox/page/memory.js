// What this browser keeps: which messages somebody has read, and whether the hints are wanted.

const READ = "nudge.read";
const HINTS = "nudge.hints";

function stored(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** The ts up to which somebody has read a conversation. */
export const readUpTo = (who, channel) => stored(READ, {})[who]?.[channel] ?? "0";

/** Note that somebody has read a conversation up to `ts`. */
export function markRead(who, channel, ts) {
  const marks = stored(READ, {});
  marks[who] = { ...marks[who], [channel]: ts };
  localStorage.setItem(READ, JSON.stringify(marks));
}

/** Whether the hints are to be shown, null when nobody has said so. */
export const hintsWanted = () => stored(HINTS, null);

/** Show the hints from now on, or don't. */
export const wantHints = (wanted) => localStorage.setItem(HINTS, JSON.stringify(wanted));

/** What is kept under a name, else `otherwise`; and keeping it. */
export const recall = stored;
export const keep = (key, value) => localStorage.setItem(key, JSON.stringify(value));
