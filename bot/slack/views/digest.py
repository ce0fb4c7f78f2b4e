"""The weekly post for leads."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import DigestFacts, Line
from bot.slack.views.message import Block, Message, composed, context, header, section
from bot.texts import digest as texts
from bot.texts import lists
from bot.texts.moments import Watch

_MOST_LINES = 20
_LINES_A_BLOCK = 5


def digest(facts: DigestFacts, now: datetime) -> Message:
    """How the week stands in one sentence, then the threads: stuck, dates to come, nobody found, answered."""
    watch = Watch.in_zone(facts.zone, now)
    anchor = texts.anchor(facts, watch)
    blocks = [
        header(texts.sentence(facts, watch)),
        context([texts.days(facts, watch)]),
        *_lines(texts.STUCK, facts.stuck, watch),
        *_lines(texts.PROMISES, facts.promises, watch),
        *_lines(texts.TRIAGE, facts.triage, watch),
        *_lines(texts.ANSWERED, facts.answered, watch),
        *_lines(texts.WAITING, facts.waiting, watch),
        context(texts.counts(facts, watch)),
        *([context([anchor])] if anchor else []),
    ]
    return composed(blocks)


def _lines(title: str, found: Sequence[Line], watch: Watch) -> list[Block]:
    """A list under its title, a few requests a block; what is left out is counted."""
    if not found:
        return []
    shown = [lists.entry(line, None, watch) for line in found[:_MOST_LINES]]
    left = len(found) - len(shown)
    groups = [shown[start : start + _LINES_A_BLOCK] for start in range(0, len(shown), _LINES_A_BLOCK)]
    return [
        section(f"*{title}*"),
        *(section("\n".join(group)) for group in groups),
        *([context([lists.more(left)])] if left else []),
    ]
