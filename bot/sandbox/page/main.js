// The page: puts the rooms together, and draws them after each change.

import { renderTop, startTicking } from "./clock.js";
import { renderConversation, renderHead, renderThread, title } from "./conversation.js";
import { become, cast, changed, desk, follow, onChange, refresh, sight } from "./desk.js";
import { h, show } from "./dom.js";
import { hintsShown, renderHints } from "./hints.js";
import { renderHome } from "./home.js";
import { renderMail } from "./mailbox.js";
import { beginStory } from "./mailstore.js";
import { renderModal, watchWindow } from "./modal.js";
import { renderCast } from "./people.js";
import { arrive } from "./route.js";
import { renderSidebar } from "./sidebar.js";
import { badge } from "./unread.js";

const START = "dana";
const AGAIN_MS = 1000;

/** Draw everything anew that has changed. */
function render() {
  renderBanner();
  if (!desk.seen) return;
  if (!desk.place) return;
  renderTop();
  renderCast();
  renderHead();
  renderBeside(); // before the conversation, which scrolls by the room that is left
  renderConversation();
  renderHome();
  renderMail();
  renderSidebar();
  renderModal();
  const waiting = cast().reduce((sum, person) => sum + badge(sight(person.name)), 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${title()} – ${desk.seen.me.real_name}`;
}

function renderBanner() {
  const words = !desk.online
    ? "The workspace does not answer. Trying again …"
    : desk.seen && !desk.seen.connected
      ? "Nudge is not connected at the moment; what you do may not be answered."
      : "";
  show(document.getElementById("banner"), words, () => words && h("p", {}, words));
}

function renderBeside() {
  const holder = document.getElementById("beside");
  const thread = desk.thread && renderThread(holder);
  if (!thread && hintsShown()) renderHints(holder);
  holder.hidden = !thread && !hintsShown();
  holder.className = thread ? "with-thread" : "with-hints";
}

function listen() {
  onChange(render);
  watchWindow();
  startTicking();
  addEventListener("hashchange", arrive);
  addEventListener("storage", changed);
  addEventListener("resize", changed);
  document.addEventListener("visibilitychange", () => {
    follow();
    if (!document.hidden) refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.remove("drawer");
  });
}

/** Become whom the address names, whom one was last, or Dana; in a workspace without her, whoever there is. */
async function begin() {
  const asked = new URLSearchParams(location.search).get("as");
  const before = sessionStorage.getItem("nudge.who") ?? localStorage.getItem("nudge.who");
  for (const name of [asked, before, START, "slackbot"]) if (name && (await become(name))) break;
  if (!cast().some((person) => person.name === desk.who) && cast().length) await become(cast()[0].name);
  if (!desk.seen) return setTimeout(begin, AGAIN_MS);
  beginStory();
  arrive();
}

listen();
begin();
