"""The app's Home: one's own requests, worst first, and what one handed over."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import HomeFacts, Line
from bot.slack.names import ActionId
from bot.slack.views.message import Block, actions, button, context, divider, header, section
from bot.texts import home as texts
from bot.texts import labels, lists
from bot.texts.moments import Watch

_MOST_MINE = 50
_MOST_HANDED_OVER = 30


def home(facts: HomeFacts, now: datetime) -> dict[str, object]:
    """The Home of `facts.reader`. What doesn't fit is counted; where there is nothing it says how to begin."""
    watch = Watch.of(facts.reader, now)
    begin = texts.BEGIN_ADMIN if facts.reader.is_admin else texts.BEGIN
    is_empty = not facts.mine and not facts.handed_over
    blocks = [
        section(f"*{texts.greeting(facts, watch)}*"),
        *([section(begin)] if not facts.is_set_up else []),
        *([section(texts.EMPTY)] if is_empty and facts.is_set_up else []),
        actions(_buttons(facts)),
        *_lines(texts.MINE, facts.mine, _MOST_MINE, facts, watch),
        *_lines(texts.HANDED_OVER, facts.handed_over, _MOST_HANDED_OVER, facts, watch),
    ]
    return {"type": "home", "blocks": blocks}


def closed(said: str) -> dict[str, object]:
    """A Home with nothing but a sentence, for those whom it is not for."""
    return {"type": "home", "blocks": [section(said)]}


def _buttons(facts: HomeFacts) -> list[Block]:
    hand_over = button(labels.HAND_OVER, ActionId.HAND_OVER, "-", style="primary" if facts.is_set_up else None)
    if not facts.reader.is_admin:
        return [hand_over]
    set_up = button(labels.NEW_PROJECT, ActionId.NEW_PROJECT, "-", style=None if facts.is_set_up else "primary")
    return [hand_over, set_up] if facts.is_set_up else [set_up, hand_over]


def _lines(title: str, found: Sequence[Line], most: int, facts: HomeFacts, watch: Watch) -> list[Block]:
    if not found:
        return []
    left = len(found) - most
    return [
        divider(),
        header(title),
        *(entry(line, facts, watch) for line in found[:most]),
        *([context([lists.more(left)])] if left > 0 else []),
    ]


def entry(line: Line, facts: HomeFacts, watch: Watch) -> Block:
    """One request with its button."""
    return section(
        lists.entry(line, facts.reader, watch), accessory=button(labels.OPEN, ActionId.OPEN, line.request.id)
    )
