// The line at the top: the workspace's present time and the ways to move it.

import { act, cast, desk, now, sight, zone } from "./desk.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { hintsShown, toggleHints } from "./hints.js";
import { avatar } from "./names.js";
import { count } from "./people.js";
import { menuButton } from "./popup.js";
import { full } from "./time.js";
import { badge } from "./unread.js";

const MOVES = [
  ["1h", "An hour", "+1 hour"],
  ["next-morning", "To the next working morning", "Next morning"],
  ["1w", "A week", "+1 week"],
];
const TICK_MS = 5000;
let moving = null;

/** Let the time shown go on by itself. */
export function startTicking() {
  setInterval(() => {
    const shown = document.getElementById("time");
    if (shown && desk.seen) shown.textContent = full(now(), zone());
  }, TICK_MS);
}

/** Bring the line at the top up to date. */
export function renderTop() {
  const waiting = cast().reduce((sum, person) => sum + badge(sight(person.name)), 0);
  const sign = JSON.stringify([desk.who, desk.seen.team, desk.seen.clock, zone(), moving, hintsShown(), waiting]);
  show(document.getElementById("top"), sign, () => [
    h(
      "button",
      {
        type: "button",
        className: "quiet drawer-button",
        "aria-label": "People and conversations",
        "data-focus": "drawer",
        onclick: toggleDrawer,
      },
      icon("menu"),
      avatar(desk.seen.me.real_name),
      count(waiting),
    ),
    h(
      "div",
      { className: "team" },
      h("strong", {}, desk.seen.team),
      h("small", {}, "a Slack workspace on this machine"),
    ),
    h(
      "div",
      { className: "clock", role: "group", "aria-label": "Time in the workspace" },
      icon("clock"),
      h("time", { id: "time", title: zone() }),
      h("span", { className: "zone" }, zone().split("/").at(-1).replaceAll("_", " ")),
      desk.seen.clock && buttons(),
      desk.seen.clock && menu(),
    ),
    h(
      "button",
      {
        type: "button",
        className: "quiet",
        "aria-pressed": hintsShown(),
        "data-focus": "hints",
        onclick: toggleHints,
      },
      icon("help"),
      h("span", { className: "wide-only" }, "How to play"),
    ),
  ]);
  document.getElementById("time").textContent = moving ? "The time goes by …" : full(now(), zone());
}

function buttons() {
  return h(
    "span",
    { className: "moves" },
    MOVES.map(([advance, long, short]) =>
      h(
        "button",
        {
          type: "button",
          className: "action",
          disabled: moving !== null,
          title: `Let the time go by: ${long.toLowerCase()}`,
          "data-advance": advance,
          "aria-busy": moving === advance ? "true" : null,
          "data-focus": `clock/${advance}`,
          onclick: () => move(advance),
        },
        short,
      ),
    ),
  );
}

function menu() {
  const items = () => MOVES.map(([advance, long]) => ({ label: long, run: () => move(advance) }));
  return menuButton(
    { className: "action moves-menu", label: "Let the time go by", focus: "clock/menu", items },
    icon("forward"),
  );
}

async function move(advance) {
  if (moving) return;
  moving = advance;
  renderTop();
  await act("clock", { advance }).finally(() => {
    moving = null;
  });
  renderTop();
}

function toggleDrawer() {
  document.body.classList.toggle("drawer");
}
