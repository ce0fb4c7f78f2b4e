"""Modals to read: the whole text, the card."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.slack.names import Form
from bot.slack.views import parts
from bot.slack.views.card import card_blocks
from bot.slack.views.inputs import View, modal
from bot.slack.views.message import BLOCKS_A_VIEW, Block, context, section
from bot.texts import forms, naming

_CHUNK = 2900
_VIEW_CHARACTERS = 246_000
"""Slack takes 250,000 characters of JSON, in which a letter beyond ASCII may be six."""


def loading(title: str) -> View:
    """What opens at once, while the real form is made ready."""
    return modal(Form.LOADING, title, [section(forms.ONE_MOMENT)])


def message(title: str, said: str) -> View:
    """Something to read, and nothing to fill in."""
    return modal(Form.SHOW, title, [section(said)])


def show(facts: RequestFacts, reader: Person, now: datetime) -> View:
    """The card in a modal; its buttons work as they do in the message. Whoever opens it knows who we are."""
    blocks = [*card_blocks(facts, replace(reader, introduced=True), now), *parts.flag_button(facts, reader)]
    return modal(Form.SHOW, f"#{facts.request.id}", blocks, metadata={"request_id": facts.request.id})


def whole_text(facts: RequestFacts) -> View:
    """All of the client's words, as plain text; cut, and saying so, only where Slack takes no more."""
    said = facts.request.words.strip() or naming.wish(facts.request)
    blocks: list[Block] = []
    room = _VIEW_CHARACTERS
    for block in plain_paragraphs(said):
        room -= len(json.dumps(block)) + len(", ")
        if room < 0 or len(blocks) == BLOCKS_A_VIEW - 1:
            blocks.append(context([forms.TEXT_CUT]))
            break
        blocks.append(block)
    return modal(Form.SHOW, forms.WHOLE_TEXT_TITLE, blocks)


def plain_paragraphs(said: str) -> list[Block]:
    """A long text as it was written, without any markup, in as many blocks as it takes."""
    return [
        {"type": "section", "text": {"type": "plain_text", "text": chunk, "emoji": False}} for chunk in _chunks(said)
    ]


def _chunks(said: str) -> Iterator[str]:
    """The text in pieces that a block holds, cut at the end of a line or a word where there is one."""
    rest = said
    while rest:
        cut = len(rest)
        if len(rest) > _CHUNK:
            cut = max(rest.rfind("\n", _CHUNK // 2, _CHUNK), rest.rfind(" ", _CHUNK // 2, _CHUNK)) + 1 or _CHUNK
        piece, rest = rest[:cut], rest[cut:]
        if piece.strip():
            yield piece
