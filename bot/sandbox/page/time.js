// Times as a person at a place sees them. Moments are seconds since 1970; places are IANA zones.

const formats = new Map();

function format(tz, options) {
  const key = tz + JSON.stringify(options);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat(options.locale ?? "en-GB", { timeZone: tz, ...options }));
  return formats.get(key);
}

function written(at, tz, options) {
  return format(tz, options).format(new Date(at * 1000));
}

/** `2026-03-02T09:14` on the wall clock of `tz`. */
export function wall(at, tz) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  };
  const parts = format(tz, options).formatToParts(new Date(at * 1000));
  const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`;
}

/** The moment at which the wall clock of `tz` shows `text`; in an hour that exists twice, one of the two. */
export function moment(text, tz) {
  const wanted = Date.parse(`${text.slice(0, 16)}Z`) / 1000;
  let at = wanted;
  for (let step = 0; step < 2; step += 1) at += wanted - Date.parse(`${wall(at, tz)}Z`) / 1000;
  return at;
}

/** `09:14`. */
export const hour = (at, tz) => written(at, tz, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `Mon 2 Mar 2026, 09:14`. */
export function full(at, tz) {
  const day = written(at, tz, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "");
  return `${day}, ${hour(at, tz)}`;
}

const dayNumber = (at, tz) => Math.floor(Date.parse(`${wall(at, tz).slice(0, 10)}Z`) / 86_400_000);

/** `Today`, `Yesterday` or `Monday, 2 March`, seen from `now`. */
export function day(at, tz, now) {
  return near(at, tz, now) ?? written(at, tz, { weekday: "long", day: "numeric", month: "long" });
}

function near(at, tz, now) {
  return { 0: "Today", "-1": "Yesterday", 1: "Tomorrow" }[dayNumber(at, tz) - dayNumber(now, tz)];
}

/** `09:14` today, else `2 Mar`: for lists. */
export function brief(at, tz, now) {
  const today = dayNumber(at, tz) === dayNumber(now, tz);
  return today ? hour(at, tz) : written(at, tz, { day: "numeric", month: "short" });
}

/** The date as mail programs write it above a quotation: `Mon, Mar 2, 2026 at 9:14 AM`. */
export function mailDate(at, tz) {
  const date = { locale: "en-US", weekday: "short", month: "short", day: "numeric", year: "numeric" };
  const time = { locale: "en-US", hour: "numeric", minute: "2-digit" };
  return `${written(at, tz, date)} at ${written(at, tz, time).replace(/\s/g, " ")}`;
}

const LONG = { locale: "en-US", weekday: "long", month: "long", day: "numeric", year: "numeric" };
const MIDDLE = { locale: "en-US", month: "long", day: "numeric", year: "numeric" };
const SHORT = { locale: "en-US", month: "short", day: "numeric", year: "numeric" };
const TOKENS = {
  date_num: (at, tz) => wall(at, tz).slice(0, 10),
  date: (at, tz) => written(at, tz, MIDDLE),
  date_short: (at, tz) => written(at, tz, SHORT),
  date_long: (at, tz) => written(at, tz, LONG),
  date_pretty: (at, tz, now) => near(at, tz, now)?.toLowerCase() ?? written(at, tz, MIDDLE),
  date_short_pretty: (at, tz, now) => near(at, tz, now)?.toLowerCase() ?? written(at, tz, SHORT),
  date_long_pretty: (at, tz, now) => near(at, tz, now)?.toLowerCase() ?? written(at, tz, LONG),
  time: (at, tz) => hour(at, tz),
  time_secs: (at, tz) => written(at, tz, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ago: (at, tz) => full(at, tz),
};

/** A `<!date^…>` of a message: `pattern` with its `{tokens}` filled in; null when one of them is unknown. */
export function slackDate(at, pattern, tz, now) {
  if (!Number.isFinite(at)) return null;
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]);
  if (names.some((name) => !Object.hasOwn(TOKENS, name))) return null;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => TOKENS[name](at, tz, now));
}
