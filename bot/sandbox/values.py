"""What is chosen and filled in: the values of elements as Slack writes them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blocks import elements
from bot.sandbox.errors import NotThere
from bot.sandbox.model import Json
from bot.sandbox.state import Workspace

SINGLE = {"overflow", "static_select", "radio_buttons"}
SEVERAL = {"multi_static_select", "checkboxes"}
PLURAL = SEVERAL | {"multi_users_select"}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
VALUE_NAME = {
    **dict.fromkeys(SINGLE, "selected_option"),
    **dict.fromkeys(SEVERAL, "selected_options"),
    **dict.fromkeys(TYPED, "value"),
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
INITIAL_NAME = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "value": "initial_value",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
STATELESS = {"button", "overflow"}


@dataclass(frozen=True)
class Found:
    """An element on the screen, the block it stands in, and the option whose words were looked for, if any."""

    block: Json
    element: Json
    option: Json | None = None


def usable(blocks: list[Json]) -> Iterator[Found]:
    """Everything in the blocks that a person can press, pick or fill."""
    for block in blocks:
        for element in elements(block):
            yield Found(block, element)


def options(element: Json) -> list[Json]:
    """The choices of a menu, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def chosen(workspace: Workspace, element: Json, wanted: Any) -> Json:
    """What Slack sends for an element when `wanted` is chosen or typed in it, e.g. `{"selected_date": "2026-01-31"}`.

    Options are named by value or words, people and channels by name or id. Raises NotThere for what can't be chosen.
    """
    kind = element["type"]
    if kind == "button":
        pressed = {"type": kind, "action_id": element["action_id"], "text": element["text"]}
        return pressed | {name: element[name] for name in ("value", "style", "url") if name in element}
    return {"type": kind, VALUE_NAME[kind]: _value(workspace, element, wanted)}


def _value(workspace: Workspace, element: Json, wanted: Any) -> Any:
    kind = element["type"]
    if wanted is None:
        return [] if kind in PLURAL else None
    if kind in PLURAL:
        return [_one(workspace, element, one) for one in wanted]
    return _one(workspace, element, wanted)


def _one(workspace: Workspace, element: Json, wanted: Any) -> Any:
    kind = element["type"]
    if kind in SINGLE | SEVERAL:
        return _option(element, wanted)
    if kind in {"users_select", "multi_users_select"}:
        return _known(workspace.user, wanted)
    if kind in {"channels_select", "conversations_select"}:
        return _known(workspace.channel, wanted)
    return _written(kind, wanted)


def _written(kind: str, wanted: Any) -> Any:
    """A date, time or text as Slack writes it."""
    if kind == "datetimepicker":
        return int(wanted.timestamp()) if isinstance(wanted, datetime.datetime) else int(wanted)
    if kind == "timepicker" and isinstance(wanted, datetime.time):
        return wanted.strftime("%H:%M")
    if kind == "datepicker" and isinstance(wanted, datetime.date):
        return wanted.strftime("%Y-%m-%d")
    return str(wanted)


def _option(element: Json, wanted: Any) -> Json:
    if isinstance(wanted, dict):
        wanted = wanted.get("value")
    choices = options(element)
    for option in choices:
        if option["value"] == wanted or option["text"]["text"].casefold() == str(wanted).casefold():
            return option
    for option in choices:
        if str(wanted).casefold() in option["text"]["text"].casefold():
            return option
    offered = ", ".join(f"{option['value']} “{option['text']['text']}”" for option in choices)
    raise NotThere(f"{wanted!r} can't be chosen here, only {offered}")


def _known(find_it: Any, wanted: str) -> str:
    try:
        return str(find_it(wanted).id)
    except KeyError as error:
        raise NotThere(str(error)) from error


def state_values(blocks: list[Json], inputs: Json) -> Json:
    """`state.values` as Slack sends it: what was filled in, else what the bot filled in beforehand, else nothing."""
    values: Json = {}
    for found in usable(blocks):
        kind, action_id, block_id = found.element["type"], found.element["action_id"], found.block["block_id"]
        if kind in STATELESS:
            continue
        now = inputs.get(block_id, {}).get(action_id) or _initial(found.element)
        values.setdefault(block_id, {})[action_id] = now
    return values


def _initial(element: Json) -> Json:
    name = VALUE_NAME[element["type"]]
    nothing: Any = [] if element["type"] in PLURAL else None
    return {"type": element["type"], name: element.get(INITIAL_NAME[name], nothing)}


def missing(blocks: list[Json], inputs: Json) -> dict[str, str]:
    """What Slack's own client says about a form before it sends it, by block_id; empty when it is complete."""
    values = state_values(blocks, inputs)
    problems: dict[str, str] = {}
    for found in usable(blocks):
        if found.block["type"] == "input":
            element, block_id = found.element, found.block["block_id"]
            value = values[block_id][element["action_id"]][VALUE_NAME[element["type"]]]
            problem = _problem(found.block, element, value)
            problems |= {block_id: problem} if problem else {}
    return problems


def _problem(block: Json, element: Json, value: Any) -> str:
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] in TYPED:
        if len(value) < element.get("min_length", 0):
            return f"Please enter at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return ""
