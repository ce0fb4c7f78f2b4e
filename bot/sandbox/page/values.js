// What is chosen in an element, as /play takes it: an option's value, an id, a date, text, or a list of those.

import { desk } from "./desk.js";
import { called } from "./names.js";

const STATE = {
  selected_option: (option) => option?.value ?? null,
  selected_options: (options) => (options ?? []).map((option) => option.value),
  value: (text) => text ?? null,
};
const INITIAL = {
  initial_option: STATE.selected_option,
  initial_options: STATE.selected_options,
};
const SEVERAL = new Set(["checkboxes", "multi_static_select", "multi_users_select"]);

/** Whether an element holds a list. */
export const isSeveral = (element) => SEVERAL.has(element.type);

/** The value in an entry of `state.values`. */
export function inState(entry) {
  const name = Object.keys(entry ?? {}).find((key) => key !== "type");
  if (!name) return null;
  return (STATE[name] ?? ((value) => value ?? null))(entry[name]);
}

/** The value that the bot put into an element. */
export function initially(element) {
  const name = Object.keys(element).find((key) => key.startsWith("initial_"));
  if (!name) return isSeveral(element) ? [] : null;
  return (INITIAL[name] ?? ((value) => value))(element[name]);
}

/** What can be chosen in a menu: groups of {value, label, note}, the first group possibly without a name. */
export function choices(element) {
  const source = SOURCES[element.type.replace(/^multi_/, "")] ?? SOURCES.static_select;
  return source(element);
}

const asChoice = (option) => ({
  value: option.value,
  label: option.text.text,
  note: option.description?.text,
  text: option.text,
  description: option.description,
  url: option.url,
});

const SOURCES = {
  static_select(element) {
    if (!element.option_groups) return [{ options: (element.options ?? []).map(asChoice) }];
    return element.option_groups.map((group) => ({ label: group.label.text, options: group.options.map(asChoice) }));
  },
  users_select(element) {
    const kept = [element.initial_user, ...(element.initial_users ?? [])];
    const people = desk.seen.people.filter((one) => (!one.bot && !one.deleted) || kept.includes(one.id));
    return [{ options: people.map((one) => ({ value: one.id, label: one.real_name, note: `@${one.name}` })) }];
  },
  channels_select: () => [{ options: channels((one) => one.kind === "channel") }],
  conversations_select: (element) => [{ options: channels((one) => passes(one, element.filter ?? {})) }],
};

/** Conversations that one is in, and the channels of the workspace beside them. */
function channels(wanted) {
  const mine = desk.seen.channels;
  const others = desk.seen.mailboxes.filter((box) => !mine.some((one) => one.id === box.channel));
  const all = [
    ...mine,
    ...others.map((box) => ({ id: box.channel, kind: "channel", title: box.name, name: box.name, members: [] })),
  ];
  return all
    .filter(wanted)
    .map((one) => ({ value: one.id, label: one.name && one.kind !== "mpim" ? `#${one.name}` : called(one) }));
}

const KINDS = { channel: "public", group: "private", im: "im", mpim: "mpim" };

function passes(channel, filter) {
  if (filter.include && !filter.include.includes(KINDS[channel.kind])) return false;
  if (filter.exclude_external_shared_channels && channel.shared_externally) return false;
  const withBot =
    channel.kind === "im" && channel.members.some((id) => desk.seen.people.find((one) => one.id === id)?.bot);
  return !(filter.exclude_bot_users && withBot);
}

/** The words for a value of an element, for a closed menu. */
export function wordsFor(element, value) {
  const options = choices(element).flatMap((group) => group.options);
  return options.find((option) => option.value === value)?.label ?? null;
}
