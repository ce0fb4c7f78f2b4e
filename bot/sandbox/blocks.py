"""The shapes of blocks and views, and the rules that span several: ids that must not repeat."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from bot.sandbox import limits
from bot.sandbox.checks import Check, Json, Shape, complain, flag, many, string, typed
from bot.sandbox.elements import IMAGE, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_RICH_TEXT, IN_SECTION, plain, text
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import random_key

BLOCK_ID = {"block_id": string(limits.ID)}

BLOCKS: dict[str, Check] = {
    "section": Shape(
        {},
        {
            **BLOCK_ID,
            "text": text(limits.SECTION_TEXT),
            "fields": many(text(limits.FIELD_TEXT), limits.FIELDS),
            "accessory": IN_SECTION,
            "expand": flag,
        },
        ("text", "fields"),
    ),
    "header": Shape({"text": plain(limits.HEADER_TEXT)}, BLOCK_ID),
    "divider": Shape({}, BLOCK_ID),
    "context": Shape({"elements": many(IN_CONTEXT, limits.ELEMENTS_A_CONTEXT)}, BLOCK_ID),
    "actions": Shape({"elements": many(IN_ACTIONS, limits.ELEMENTS_AN_ACTIONS_BLOCK)}, BLOCK_ID),
    "input": Shape(
        {"label": plain(limits.LABEL), "element": IN_INPUT},
        {**BLOCK_ID, "hint": plain(limits.LABEL), "optional": flag, "dispatch_action": flag},
    ),
    "image": Shape(
        IMAGE.required,
        {**IMAGE.optional, **BLOCK_ID, "title": plain(limits.LABEL)},
        IMAGE.any_of,
    ),
    "rich_text": Shape({"elements": many(IN_RICH_TEXT, 1000, 0)}, BLOCK_ID),
}

VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA),
    "callback_id": string(limits.ID),
    "external_id": string(limits.ID),
}
MODAL = Shape(
    {"title": plain(limits.MODAL_TITLE), "blocks": many(typed(BLOCKS), limits.BLOCKS_A_VIEW, 0)},
    {
        **VIEW_COMMON,
        "submit": plain(limits.MODAL_TITLE),
        "close": plain(limits.MODAL_TITLE),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = Shape({"blocks": many(typed(BLOCKS), limits.BLOCKS_A_VIEW, 0)}, VIEW_COMMON)


def checked_message(blocks: Any) -> list[Json]:
    """The blocks of a message, missing ids filled in. Raises SlackError(invalid_blocks) with every problem found."""
    problems: list[str] = []
    many(typed(BLOCKS), limits.BLOCKS_A_MESSAGE, 0)(blocks, "/blocks", problems)
    if not problems:
        _check_ids(blocks, "/blocks", problems)
    if problems:
        raise SlackError("invalid_blocks", errors=_bare(problems), response_metadata={"messages": problems})
    return with_ids(blocks)


def checked_view(view: Any, kind: str) -> Json:
    """A view of `kind` (modal or home), missing ids filled in.

    Raises SlackError(invalid_arguments) with every problem found, or `view_too_large`.
    """
    if len(json.dumps(view)) > limits.VIEW_CHARACTERS:
        raise SlackError("view_too_large")
    problems: list[str] = []
    typed({kind: MODAL if kind == "modal" else HOME})(view, "/view", problems)
    if not problems:
        _check_ids(view["blocks"], "/view/blocks", problems)
        _check_submit(view, problems)
    if problems:
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    return {**view, "blocks": with_ids(view["blocks"])}


def _bare(problems: list[str]) -> list[str]:
    return [problem.removeprefix("[ERROR] ") for problem in problems]


def _check_submit(view: Json, problems: list[str]) -> None:
    if view["type"] == "modal" and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        complain(problems, "missing required field: submit, since there are input blocks", "/view")


def elements(block: Json) -> Iterator[Json]:
    """The things in a block that a person can use: buttons, menus, pickers, fields."""
    if block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "input":
        yield block["element"]
    elif block["type"] == "section" and (block.get("accessory") or {}).get("type", "image") != "image":
        yield block["accessory"]


def _check_ids(blocks: list[Json], where: str, problems: list[str]) -> None:
    """No block_id twice, no action_id twice within a block, one focus a view."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if name and name in seen:
            complain(problems, f"`block_id` already exists: {name}", f"{where}/{index}/block_id")
        seen |= {name} if name else set()
        actions = [action for element in elements(block) if (action := element.get("action_id"))]
        for action in sorted({action for action in actions if actions.count(action) > 1}):
            complain(problems, f"`action_id` already exists for block: {action}", f"{where}/{index}/elements")
    if sum(bool(element.get("focus_on_load")) for block in blocks for element in elements(block)) > 1:
        complain(problems, "only one element may have focus_on_load", where)


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy of valid blocks in which every block has a block_id and every element an action_id, as Slack makes up."""
    complete = copy.deepcopy(blocks)
    for block in complete:
        block.setdefault("block_id", random_key()[:5])
        for element in elements(block):
            element.setdefault("action_id", random_key()[:5])
    return complete
