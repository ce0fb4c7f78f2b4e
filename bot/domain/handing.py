"""What people are shown when somebody is away: the facts behind a packet, a hand-back, a question. No words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.absences import Away
from bot.domain.events import RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.people import Person


@dataclass(frozen=True, slots=True)
class PacketItem:
    """One request in a packet: its facts, its trail, and the `answer` of the one who was asked, if there is one.

    `is_asked` as long as that answer is waited for, or may still be given.
    """

    facts: RequestFacts
    history: tuple[RecordedEvent, ...]
    answer: str | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """An absence as it is shown to `reader` at `now` (UTC); `first_day` and `last_day` are whole days on its person's
    clocks.

    `items` are the requests that a packet asks about, or that come back with a hand-back. `people` holds everybody
    who is named in them. `before` is what was noted until now, where this has just taken its
    place: the first and the last whole day of each.
    """

    reader: Person
    now: datetime
    person: Person
    away: Away | None
    first_day: date | None
    last_day: date | None
    stand_in: Person | None = None
    set_by: Person | None = None
    items: tuple[PacketItem, ...] = ()
    people: Mapping[int, Person] | None = None
    before: tuple[tuple[date, date], ...] = ()

    @property
    def open_items(self) -> tuple[PacketItem, ...]:
        """What the reader is still asked about."""
        return tuple(item for item in self.items if item.is_asked)
