// The app's Home, as the bot has published it for whoever is played.

import { act, changed, desk } from "./desk.js";
import { blocks } from "./blocks.js";
import { h, show } from "./dom.js";
import { surroundings } from "./views.js";

const visit = { who: null, asked: false };

/** Bring Home up to date; whoever comes to it tells the bot so, as Slack does. */
export function renderHome() {
  const holder = document.getElementById("home");
  const here = desk.place === "home";
  holder.hidden = !here;
  if (!here || visit.who !== desk.who) visit.asked = false;
  if (!here) return;
  if (!visit.asked) ask();
  const view = desk.seen.home;
  const sign = JSON.stringify([desk.who, view?.hash, view?.blocks, visit.trouble]);
  show(holder, sign, () =>
    view ? h("div", { className: "home" }, blocks(view.blocks, surroundings(view))) : empty(),
  );
}

async function ask() {
  Object.assign(visit, { who: desk.who, asked: true, trouble: "" });
  try {
    await act("home", {}, { quietly: ["not_there"] });
  } catch (error) {
    visit.trouble = error.message;
    changed();
  }
}

const empty = () =>
  h("p", { className: "nothing" }, visit.trouble ? "Nudge has published no Home yet." : "Looking …");
