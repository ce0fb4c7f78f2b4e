// What modals and Home have in common: what is typed in them so far, and how pressing something in them is sent.

import { act, desk } from "./desk.js";
import { inState, initially } from "./values.js";

const drafts = new Map(); // view id → block_id → {action_id, value}

/** What surrounds the blocks of a view. `errors` is by block_id; `enter` is called for Enter in a line of text. */
export function surroundings(view, { errors = {}, enter = () => {} } = {}) {
  const sent = (block, element) =>
    inState(view.state.values[block.block_id]?.[element.action_id]) ?? initially(element);
  const send = (block, element, choice) =>
    act("press", {
      view_id: view.id,
      block_id: block.block_id,
      action_id: element.action_id,
      choice,
      values: typed(view, block.block_id),
    });
  const fill = (block, element, value) => {
    const own = drafts.get(view.id) ?? new Map();
    drafts.set(view.id, own.set(block.block_id, { action_id: element.action_id, value }));
    if (block.dispatch_action && dispatches(element, "on_character_entered")) send(block, element, value);
  };
  return {
    press: send,
    fill,
    error: (block) => errors[block.block_id] ?? null,
    id: (block, element) => `v-${view.id}-${block.block_id}-${element.action_id}`,
    value(block, element) {
      const draft = drafts.get(view.id)?.get(block.block_id);
      return draft?.action_id === element.action_id ? draft.value : sent(block, element);
    },
    enter(block, element) {
      const draft = drafts.get(view.id)?.get(block.block_id);
      if (block.dispatch_action && draft && dispatches(element, "on_enter_pressed"))
        send(block, element, draft.value);
      else enter();
    },
  };
}

/** Whether an input that acts does so now: a line of text with Enter unless it says otherwise, all others at once. */
function dispatches(element, event) {
  if (!element.type.endsWith("_input")) return event === "on_character_entered";
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(event);
}

/**
 * The values by block_id that the workspace does not know yet, without those of the block `except`. What it knows is
 * left out: a field that acts would act again.
 */
export function typed(view, except = null) {
  const values = {};
  for (const block of view.blocks.filter((one) => one.type === "input" && one.block_id !== except)) {
    const draft = drafts.get(view.id)?.get(block.block_id);
    const known = inState(view.state.values[block.block_id]?.[block.element.action_id]);
    if (draft?.action_id === block.element.action_id && JSON.stringify(draft.value) !== JSON.stringify(known)) {
      values[block.block_id] = draft.value;
    }
  }
  return values;
}

/** Forget what was typed in windows that are gone. */
export function forget() {
  const there = new Set([desk.seen.home?.id, ...desk.seen.modals.map((view) => view.id)]);
  for (const id of drafts.keys()) if (!there.has(id)) drafts.delete(id);
}
