"""The shapes of what stands inside blocks: texts, options, buttons, menus, pickers and fields."""

from typing import Any

from bot.sandbox import limits
from bot.sandbox.checks import (
    Check,
    Shape,
    among,
    anything,
    complain,
    flag,
    many,
    number,
    pattern,
    string,
    typed,
)


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object."""
    return typed({"plain_text": Shape({"text": string(most, least)}, {"emoji": flag})})


def text(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    words = {"text": string(most, 1)}
    return typed({"plain_text": Shape(words, {"emoji": flag}), "mrkdwn": Shape(words, {"verbatim": flag})})


def option(*, link: bool = False) -> Check:
    """One choice of a menu; only those of an overflow may lead to an address."""
    more = {"description": text(limits.OPTION_DESCRIPTION)} | ({"url": string(limits.URL)} if link else {})
    return Shape({"text": text(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE, 1)}, more)


GROUP = Shape(
    {"label": plain(limits.OPTION_TEXT), "options": many(option(), limits.OPTIONS_A_SELECT)},
)
CONFIRM = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": among("primary", "danger")},
)
FILTER = Shape(
    {},
    {
        "include": many(among("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
DISPATCH = Shape({}, {"trigger_actions_on": many(among("on_enter_pressed", "on_character_entered"), 2)})
ACTION_ID: dict[str, Check] = {"action_id": string(limits.ID)}
PICKED: dict[str, Check] = {**ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
MENU: dict[str, Check] = {**PICKED, "placeholder": plain(limits.PLACEHOLDER)}
MANY: dict[str, Check] = {"max_selected_items": number(1, 1000)}
DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a valid date in the format YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a valid time in the format HH:mm")
PERSON = string(limits.ID, 1)


def _initial_is_an_option(value: Any, where: str, problems: list[str]) -> None:
    """What is chosen beforehand has to be among what can be chosen, word for word."""
    groups = value.get("option_groups") or []
    options = [*(value.get("options") or []), *(o for g in groups for o in g.get("options") or [])]
    first = value.get("initial_option")
    chosen = ([first] if first else []) + list(value.get("initial_options") or [])
    if any(choice not in options for choice in chosen):
        complain(problems, "initial option must be one of the provided options", where)
    values = [o.get("value") for o in options if isinstance(o, dict)]
    if len(set(values)) < len(values):
        complain(problems, "option values must be unique", where)


def _menu(more: dict[str, Check]) -> Shape:
    sources = {
        "options": many(option(), limits.OPTIONS_A_SELECT),
        "option_groups": many(GROUP, limits.OPTION_GROUPS),
    }
    return Shape({}, {**MENU, **sources, **more}, ("options", "option_groups"), _initial_is_an_option)


def _choices(more: dict[str, Check]) -> Shape:
    options: dict[str, Check] = {"options": many(option(), limits.OPTIONS_A_CHOICE)}
    return Shape(options, {**PICKED, **more}, (), _initial_is_an_option)


def _line(most: int) -> dict[str, Check]:
    return {
        **ACTION_ID,
        "placeholder": plain(limits.PLACEHOLDER),
        "initial_value": string(most),
        "focus_on_load": flag,
        "dispatch_action_config": DISPATCH,
    }


IMAGE = Shape(
    {"alt_text": string(limits.ALT_TEXT)},
    {"image_url": string(limits.URL), "slack_file": Shape({}, {"id": string(limits.ID), "url": string(limits.URL)})},
    ("image_url", "slack_file"),
)

ELEMENTS: dict[str, Check] = {
    "button": Shape(
        {"text": plain(limits.BUTTON_TEXT)},
        {
            **ACTION_ID,
            "url": string(limits.URL),
            "value": string(limits.BUTTON_VALUE),
            "style": among("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(limits.BUTTON_TEXT),
        },
    ),
    "overflow": Shape(
        {"options": many(option(link=True), limits.OPTIONS_AN_OVERFLOW)}, {**ACTION_ID, "confirm": CONFIRM}
    ),
    "static_select": _menu({"initial_option": option()}),
    "multi_static_select": _menu({"initial_options": many(option(), limits.OPTIONS_A_SELECT), **MANY}),
    "users_select": Shape({}, {**MENU, "initial_user": PERSON}),
    "multi_users_select": Shape({}, {**MENU, "initial_users": many(PERSON, 1000), **MANY}),
    "conversations_select": Shape(
        {},
        {
            **MENU,
            "initial_conversation": PERSON,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": FILTER,
        },
    ),
    "channels_select": Shape({}, {**MENU, "initial_channel": PERSON, "response_url_enabled": flag}),
    "datepicker": Shape({}, {**MENU, "initial_date": DATE}),
    "timepicker": Shape({}, {**MENU, "initial_time": TIME, "timezone": string(limits.ID)}),
    "datetimepicker": Shape({}, {**PICKED, "initial_date_time": number(1_000_000_000, 9_999_999_999)}),
    "radio_buttons": _choices({"initial_option": option()}),
    "checkboxes": _choices({"initial_options": many(option(), limits.OPTIONS_A_CHOICE)}),
    "plain_text_input": Shape(
        {},
        {
            **_line(limits.PLAIN_INPUT),
            "multiline": flag,
            "min_length": number(0, limits.PLAIN_INPUT),
            "max_length": number(1, limits.PLAIN_INPUT),
        },
    ),
    "email_text_input": Shape({}, _line(limits.PLAIN_INPUT)),
    "url_text_input": Shape({}, _line(limits.PLAIN_INPUT)),
    "number_input": Shape(
        {"is_decimal_allowed": flag},
        {**_line(limits.PLAIN_INPUT), "min_value": string(limits.ID), "max_value": string(limits.ID)},
    ),
}

MULTIPLE = {"multi_static_select", "multi_users_select"}
FIELDS_ONLY = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


def some(*names: str) -> Check:
    """One of these kinds of element."""
    return typed({name: ELEMENTS[name] for name in names})


IN_SECTION = typed(
    {name: check for name, check in ELEMENTS.items() if name not in FIELDS_ONLY | {"datetimepicker"}} | {"image": IMAGE}
)
IN_ACTIONS = typed({name: check for name, check in ELEMENTS.items() if name not in FIELDS_ONLY | MULTIPLE})
IN_INPUT = some(*(name for name in ELEMENTS if name not in {"button", "overflow"}))
IN_CONTEXT = typed(
    {
        "image": IMAGE,
        "plain_text": Shape({"text": string(limits.SECTION_TEXT, 1)}, {"emoji": flag}),
        "mrkdwn": Shape({"text": string(limits.SECTION_TEXT, 1)}, {"verbatim": flag}),
    }
)

_STYLED: dict[str, Check] = {"style": anything}
_PIECE = typed(
    {
        "text": Shape({"text": string(limits.SECTION_TEXT, 1)}, _STYLED),
        "link": Shape({"url": string(limits.URL, 1)}, {**_STYLED, "text": string(limits.SECTION_TEXT), "unsafe": flag}),
        **dict.fromkeys(("user", "usergroup", "channel", "broadcast", "emoji", "color", "date", "team"), anything),
    }
)
_LINE = Shape({"elements": many(_PIECE, 1000, 0)}, {"border": number(0, 1)})
IN_RICH_TEXT = typed(
    {
        "rich_text_section": _LINE,
        "rich_text_quote": _LINE,
        "rich_text_preformatted": Shape(_LINE.required, {**_LINE.optional, "language": string(limits.ID)}),
        "rich_text_list": Shape(
            {"elements": many(typed({"rich_text_section": _LINE}), 1000, 0), "style": among("bullet", "ordered")},
            {"indent": number(0, 8), "offset": number(0, 1_000_000), "border": number(0, 1)},
        ),
    }
)
"""What rich text is made of; a link in it may have any scheme, `mailto:` among them."""
