"""The record as a file that somebody else can verify: JSON Lines, one object a line (docs/record.md).

{"format":"nudge export 1","workspace_id":…,"genesis":…,"exported_at":…,"whole":true,"words":true,"filters":{}}
{"seal":{"event_count":…,"event_ids":[…],"hash":…,"leaves":…,"number":…,"previous":…,"sealed_at":…}}
{"event":{…},"salt":…,"text":…}      the events of that seal, ascending; words only where they are kept
{"waiting":{…},"salt":…,"text":…}    events that have no seal yet
{"end":{"seals":…,"events":…,"waiting":…}}
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.events import NotAnEvent
from bot.domain.seal import Seal, SealedFields, Words, canonical_forms, first_without_form, genesis, moment

FORMAT = "nudge export 1"


@dataclass(frozen=True, slots=True)
class Header:
    """What an export is of. `filters` are those that it was narrowed by, in words; with any it is an extract."""

    workspace_id: str
    exported_at: datetime
    with_words: bool = True
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out, so that the file verifies as a whole."""
        return not self.filters


@dataclass(frozen=True, slots=True)
class ExportedEvent:
    """An event with the words said at it; None where there were none, they were erased, or are not exported."""

    fields: SealedFields
    words: Words | None = None


@dataclass(slots=True)
class Count:
    """How much has been exported so far."""

    seals: int = 0
    events: int = 0
    waiting: int = 0


def header_line(header: Header) -> str:
    """The first line."""
    return _line(
        {
            "format": FORMAT,
            "workspace_id": header.workspace_id,
            "genesis": genesis(header.workspace_id).hash,
            "exported_at": moment(header.exported_at),
            "whole": header.is_whole,
            "words": header.with_words,
            "filters": dict(header.filters),
        }
    )


def seal_line(seal: Seal) -> str:
    """A seal, with all its leaves whatever is left out of its events: they tell nothing of what they stand for."""
    told = {
        "event_count": seal.event_count,
        "event_ids": list(seal.event_ids),
        "hash": seal.hash,
        "leaves": seal.leaves.hex(),
        "number": seal.number,
        "previous": seal.previous,
        "sealed_at": moment(seal.sealed_at),
    }
    return _line({"seal": told})


def event_lines(events: Sequence[ExportedEvent], *, are_waiting: bool = False) -> list[str]:
    """Events in their canonical form, and their words beside them; raises NotAnEvent where one has no such form."""
    name, fields = "waiting" if are_waiting else "event", [event.fields for event in events]
    try:
        forms = canonical_forms(fields)
    except (TypeError, ValueError):
        strange = first_without_form(fields)
        if strange is None:
            raise
        raise NotAnEvent(strange) from None
    return [f'{{"{name}":{form}{_beside(event.words)}}}' for form, event in zip(forms, events, strict=True)]


def _beside(words: Words | None) -> str:
    return "" if words is None else "," + _line({"salt": words.salt.hex(), "text": words.text})[1:-1]


def end_line(count: Count) -> str:
    """The last line, by which an export that was cut short shows."""
    return _line({"end": {"seals": count.seals, "events": count.events, "waiting": count.waiting}})


def _line(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
