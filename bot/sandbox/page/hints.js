// For whoever is here for the first time: what to try, in order.

import { bot, changed, desk } from "./desk.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { hintsWanted, wantHints } from "./memory.js";
import { play } from "./people.js";
import { botPlace } from "./route.js";

/** Whether the hints are shown: where there is room for them until they are closed, else when asked for. */
export const hintsShown = () => hintsWanted() ?? matchMedia("(min-width: 1100px)").matches;

/** Show the hints, or put them away. */
export function toggleHints() {
  wantHints(!hintsShown());
  desk.thread = null;
  changed();
}

const atBot = async (name) => {
  await play(name);
  location.hash = `#/${botPlace()}`;
};

const STEPS = () => [
  [
    "You are Dana, a developer. Jane, a client, wrote you something that is Bob's to answer. ",
    ["Open the mail", () => play("dana", "mail")],
    " and forward it to #client-acme.",
  ],
  [
    "",
    ["Be Bob", () => atBot("bob")],
    `, the project manager. ${bot()?.real_name ?? "Nudge"} asks him whether it is his. Answer, or keep silent.`,
  ],
  ["Let the time go by, at the top: an hour, a morning, a week. The red numbers on the left show who was notified."],
  [
    "Still nothing? See what ",
    ["Pia", () => atBot("pia")],
    " and ",
    ["Lea", () => atBot("lea")],
    " hear of it. As Bob, press “I have it …”, and record the contact with Jane.",
  ],
  ["", ["Be Jane", () => play("jane", "mail")], " and write again: to Dana, or straight to the channel's address."],
  [
    "Look at Home, type ",
    h("code", {}, "/nudge help"),
    " in any conversation, or hand a message over from its menu.",
  ],
];

/** The hints, in the column beside the conversation. */
export function renderHints(holder) {
  show(holder, `hints ${desk.who}`, () => [
    h(
      "header",
      {},
      h("h2", {}, "How to play"),
      h(
        "button",
        { type: "button", className: "quiet", "aria-label": "Close the hints", onclick: toggleHints },
        icon("close"),
      ),
    ),
    h(
      "div",
      { className: "scroll hints" },
      h(
        "ol",
        {},
        STEPS().map((parts) => h("li", {}, parts.map(part))),
      ),
      h(
        "p",
        { className: "hint" },
        "Everything here is what the bot really sent, through Slack's own client library, to a workspace ",
        "on this machine. Nothing leaves it.",
      ),
    ),
  ]);
}

const part = (one) =>
  Array.isArray(one) ? h("button", { type: "button", className: "link", onclick: one[1] }, one[0]) : one;
