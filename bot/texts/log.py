"""The trail of a request as plain text: for a terminal, and for the file that somebody takes along."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bot.domain.events import RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.seal import Anchor
from bot.texts import forms, trail
from bot.texts.moments import Watch

_MARGIN = " " * 7


def timeline(events: Sequence[RecordedEvent], people: Mapping[int, Person], watch: Watch) -> Iterator[str]:
    """The lines: a day, its steps with their times in the zone of the watch, below them what was said."""
    for day, theirs in groupby(trail.told_once(events), key=lambda event: watch.dated(event.at)):
        yield day
        for event in theirs:
            yield f"{watch.time(event.at)}  {trail.line(event, people, watch)}"
            if trail.has_more_words(event, 0):
                yield from (f"{_MARGIN}| {line}".rstrip() for line in trail.words(event).splitlines())
        yield ""


def log_file(
    facts: RequestFacts, events: Sequence[RecordedEvent], reader: Person, now: datetime, anchor: Anchor
) -> str:
    """The log as a file: about what, as of when, in whose time, the timeline, and how to have it verified."""
    watch = Watch.of(reader, now)
    head = [
        forms.about(facts),
        f"As of {watch.stamp(now)}; times are those of {watch.city}.",
        "",
    ]
    return "\n".join([*head, *timeline(events, facts.people, watch), *_sealed(anchor)]) + "\n"


def title(number: int) -> str:
    """What the file is called."""
    return f"The log of #{number}"


def said_with_it(number: int) -> str:
    """The word that goes with the file."""
    return f"Here is the log of #{number}, as it stands now."


def _sealed(anchor: Anchor) -> list[str]:
    if not anchor.seal_number:
        return []
    return [f"The record was sealed up to {anchor.event_count} events; anchor {anchor.hash}."]
