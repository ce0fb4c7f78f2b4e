"""The trail of a request as a timeline in a modal: who, what, when in the reader's time zone, and what was said."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.domain.events import RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.slack.names import ActionId, Form
from bot.slack.views.inputs import View, modal
from bot.slack.views.message import Block, actions, button, context, escaped, section
from bot.slack.views.pages import plain_paragraphs
from bot.slack.views.parts import allowed
from bot.texts import forms, trail
from bot.texts.moments import Watch

STEPS_A_PAGE = 45
"""With a title for each day, and a block for each step, at most ninety of the hundred blocks that a modal holds."""

_EXCERPT = 140
_SENTENCE = 2000
_CHUNK = 2900


def timeline(
    facts: RequestFacts, events: Sequence[RecordedEvent], reader: Person, page: int = 0, note: str | None = None
) -> View:
    """One page of the trail; page 0 is the newest, and within a page the newest stands last, as in a conversation."""
    told = trail.told_once(events)
    page = max(0, min(page, (len(told) - 1) // STEPS_A_PAGE))
    last = len(told) - page * STEPS_A_PAGE
    first = max(0, last - STEPS_A_PAGE)
    part = [context([forms.log_part(first + 1, last, len(told))])] if len(told) > STEPS_A_PAGE else []
    blocks = [
        context([forms.about(facts)]),
        *([section(note)] if note else []),
        *part,
        *(_days(facts, told[first:last], reader) or [section(forms.NO_HISTORY)]),
        *_below(facts, reader, page, has_older=first > 0),
    ]
    return modal(Form.SHOW, forms.HISTORY_TITLE, blocks, metadata={"request_id": facts.request.id})


def all_words(event: RecordedEvent | None) -> View:
    """What was said at one event, whole; or that it is no more."""
    said = trail.words(event) if event else None
    blocks = plain_paragraphs(said) if said else [section(forms.WORDS_ERASED)]
    return modal(Form.SHOW, forms.WHOLE_TEXT_TITLE, blocks)


def _below(facts: RequestFacts, reader: Person, page: int, *, has_older: bool) -> list[Block]:
    number = facts.request.id
    turning = [button(forms.LOG_OLDER, f"{ActionId.LOG_PAGE}.older", f"{page + 1}:{number}")] if has_older else []
    turning += [button(forms.LOG_NEWER, f"{ActionId.LOG_PAGE}.newer", f"{page - 1}:{number}")] if page else []
    export = [button(forms.LOG_EXPORT, ActionId.LOG_EXPORT, number)]
    elements = turning + (export if allowed(facts, reader, Action.EXPORT_LOG) else [])
    return [actions(elements)] if elements else []


def _days(facts: RequestFacts, events: Sequence[RecordedEvent], reader: Person) -> list[Block]:
    """The steps day by day; those that have more words than a line shows are blocks of their own."""
    blocks: list[Block] = []
    for day, theirs in groupby(events, key=lambda event: Watch.of(reader, event.at).dated(event.at)):
        blocks.append(section(f"*{day}*"))
        blocks += _merged(_step(facts, event, reader) for event in theirs)
    return blocks


def _merged(steps: Iterator[tuple[str, Block | None]]) -> Iterator[Block]:
    """Steps as few blocks; one with a button beside it stands alone."""
    together = ""
    for said, beside in steps:
        if together and (beside or len(together) + len(said) > _CHUNK):
            yield _block(together)
            together = ""
        if beside:
            yield {**_block(said), "accessory": beside}
        else:
            together = f"{together}\n{said}" if together else said
    if together:
        yield _block(together)


def _block(said: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": said, "verbatim": True}}


def _step(facts: RequestFacts, event: RecordedEvent, reader: Person) -> tuple[str, Block | None]:
    """A step in markup, and the button that shows all of its words where a line does not."""
    watch = Watch.of(reader, event.at)
    said = f"{watch.time(event.at)}  {escaped(trail.line(event, facts.people, watch), _SENTENCE)}"
    excerpt = trail.excerpt(event, _EXCERPT)
    if excerpt:
        said += f"\n> {escaped(excerpt, _CHUNK - _SENTENCE - 20)}"
    if not trail.has_more_words(event, _EXCERPT):
        return said, None
    return said, button(forms.LOG_ALL_WORDS, ActionId.LOG_WORDS, f"{event.id}:{facts.request.id}")
