// The rail of the people that can be played, each with what waits for them.

import { become, cast, desk, sight } from "./desk.js";
import { h, show } from "./dom.js";
import { avatar, role } from "./names.js";
import { goBack } from "./route.js";
import { badge } from "./unread.js";

/** Bring the rail up to date. */
export function renderCast() {
  const rows = cast().map((person) => ({ ...person, badge: badge(sight(person.name)) }));
  const sign = JSON.stringify([desk.who, rows.map((row) => [row.name, row.real_name, row.badge])]);
  show(document.getElementById("cast"), sign, () =>
    h(
      "ul",
      {},
      rows.map((row) => h("li", {}, face(row))),
    ),
  );
}

function face(row) {
  const first = row.real_name.split(" ")[0];
  const waiting = row.badge ? `, ${row.badge} new` : "";
  const label = `${row.real_name}, ${role(row) || "member"}${waiting}`;
  return h(
    "button",
    {
      type: "button",
      className: "person",
      "aria-label": `Be ${label}`,
      title: label,
      "aria-pressed": row.name === desk.who,
      "data-focus": `cast/${row.name}`,
      "data-person": row.name,
      onclick: () => play(row.name),
    },
    avatar(row.real_name),
    count(row.badge),
    h("span", { className: "person-name" }, first),
    h("small", {}, role(row)),
  );
}

/** A small number, or nothing. */
export const count = (number) =>
  number ? h("span", { className: "badge", "aria-hidden": "true" }, number > 99 ? "99+" : String(number)) : null;

/** Become somebody, and stand where they stood. */
export async function play(name, place = null) {
  localStorage.setItem("nudge.who", name);
  sessionStorage.setItem("nudge.who", name);
  if (place) sessionStorage.setItem(`nudge.place.${name}`, place);
  if (name !== desk.who && !(await become(name))) return;
  goBack();
}
