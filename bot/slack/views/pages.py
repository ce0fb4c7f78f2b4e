"""Modals to read: the whole text, the history, the card."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from bot.domain.events import RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.slack.names import Form
from bot.slack.views import parts
from bot.slack.views.card import card_blocks
from bot.slack.views.inputs import View, modal
from bot.slack.views.message import BLOCKS_A_VIEW, Block, context, escape, section
from bot.texts import forms, naming, trail
from bot.texts.moments import Watch

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


def history(
    facts: RequestFacts, events: Sequence[RecordedEvent], reader: Person, *, people: Mapping[int, Person] | None = None
) -> View:
    """The trail of a request, newest last; `people` adds those who are no longer part of it. Where there is more
    than a modal holds the oldest is left out, and that is said.
    """
    days = day_sections(events, {**facts.people, **(people or {})}, reader)
    cut = len(days) > BLOCKS_A_VIEW - 2
    shown = days[-(BLOCKS_A_VIEW - 3) :] if cut else days
    blocks = [
        context([forms.about(facts)]),
        *([context([forms.HISTORY_CUT])] if cut else []),
        *(shown or [section(forms.NO_HISTORY)]),
    ]
    return modal(Form.SHOW, forms.HISTORY_TITLE, blocks)


def day_sections(events: Sequence[RecordedEvent], people: Mapping[int, Person], reader: Person) -> list[Block]:
    """The events day by day, each line with its time in the reader's zone; a long day takes several blocks."""
    blocks: list[Block] = []
    for day, theirs in groupby(trail.told_once(events), key=lambda event: Watch.of(reader, event.at).dated(event.at)):
        text = f"*{day}*"
        for event in theirs:
            watch = Watch.of(reader, event.at)
            line = f"{watch.time(event.at)}  {trail.line(event, people, watch)}"
            if len(escape(text)) + len(escape(line)) > _CHUNK:
                blocks.append(section(text))
                text = line
            else:
                text = f"{text}\n{line}"
        blocks.append(section(text))
    return blocks
