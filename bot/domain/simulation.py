"""What a policy would say to whom: messages as people would get them, and the counts by which policies are compared.

A person has one reminder a working day, which later lines join without a sound; cards, heads-ups and news come by
themselves. What goes over the daily budget waits for the next day, and comes first there; a card that did speaks for
the reminders of its request on that day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.budget import first_tomorrow, is_spent
from bot.domain.calendar import Calendar
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.replay import Told


class Form(StrEnum):
    """How something reaches a person: all but a line notifies them."""

    CARD = "card"
    HEADS_UP = "heads-up"
    REMINDER = "reminder"
    LINE = "line in a reminder"
    NEWS = "news in its thread"
    TRIAGE = "question whose it is"


_FORMS: Mapping[Purpose, Form] = {
    Purpose.CARD: Form.CARD,
    Purpose.HEADS_UP: Form.HEADS_UP,
    Purpose.TRIAGE_ESCALATION: Form.TRIAGE,
}
_REMINDING = frozenset({Form.REMINDER, Form.LINE})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that reaches `recipient` at `at` (UTC), about a request; `role` is the part that they hear it in."""

    at: datetime
    recipient: int
    request: int
    form: Form
    role: Role

    @property
    def notifies(self) -> bool:
        """Whether the person's phone tells them."""
        return self.form is not Form.LINE


@dataclass(frozen=True, slots=True)
class Totals:
    """What one person got: arrivals by form, what notified them by their own hour of day, and on their fullest day.

    `lead` counts what they heard as lead.
    """

    forms: Mapping[Form, int]
    hours: Mapping[int, int]
    fullest_day: int
    lead: int

    @property
    def notified(self) -> int:
        """How often their phone told them something."""
        return sum(count for form, count in self.forms.items() if form is not Form.LINE)

    @property
    def lines(self) -> int:
        """How many requests they were reminded of, whatever notified them of it."""
        return self.forms.get(Form.LINE, 0) + self.forms.get(Form.REMINDER, 0)


def arrivals(told: Iterable[Told], calendars: Mapping[int, Calendar], budget: int) -> list[Arrival]:
    """How all this reaches people, the earliest first, with at most `budget` notifications a person and day."""
    by_person: dict[int, list[Told]] = {}
    for one in told:
        by_person.setdefault(one.recipient, []).append(one)
    desks = (
        (_Desk(calendars[person], budget, min(one.at for one in theirs)), theirs)
        for person, theirs in by_person.items()
    )
    found = [each for desk, theirs in desks for each in desk.take(theirs)]
    return sorted(found, key=lambda arrival: (arrival.at, arrival.recipient, arrival.request))


@dataclass
class _Desk:
    """One person's messages, day by day."""

    calendar: Calendar
    budget: int
    at: datetime
    others: int = 0
    has_reminder: bool = False
    late_cards: set[tuple[int, int]] = field(default_factory=set)
    waiting: list[Told] = field(default_factory=list)

    def take(self, told: Iterable[Told]) -> Iterator[Arrival]:
        for one in sorted(told, key=lambda one: (one.at, one.request, one.step.key)):
            yield from self._days_before(one.at)
            yield from self._put(one, one.at)
        while self.waiting:
            yield from self._next_day()

    def _days_before(self, at: datetime) -> Iterator[Arrival]:
        while self.waiting and self._next_morning() <= at:
            yield from self._next_day()
        if self.calendar.local_day(self.at) < self.calendar.local_day(at):
            self._begin(at)

    def _next_morning(self) -> datetime:
        return first_tomorrow(self.calendar, self.at)

    def _next_day(self) -> Iterator[Arrival]:
        """What was over the budget comes first on the next day that the office opens."""
        opening = self._next_morning()
        waiting, self.waiting = self.waiting, []
        if not self.calendar.is_open(opening):
            return  # they are gone for good
        self._begin(opening)
        for one in waiting:
            yield from self._put(one, opening)

    def _begin(self, at: datetime) -> None:
        self.at, self.others, self.has_reminder, self.late_cards = at, 0, False, set()

    def _put(self, one: Told, at: datetime) -> Iterator[Arrival]:
        form = _FORMS.get(one.purpose) or (Form.LINE if self.has_reminder else Form.REMINDER)
        if form in _REMINDING and (one.request, one.step.key.cycle) in self.late_cards:
            return
        if form is Form.LINE:
            yield self._arrival(one, at, form)
            if one.is_news and not is_spent(self.others, self.budget):
                self.others += 1
                yield self._arrival(one, at, Form.NEWS)
            return
        if form is Form.REMINDER:
            self.has_reminder = True
        elif is_spent(self.others, self.budget):
            self.waiting.append(one)
            return
        else:
            self.others += 1
            if form is Form.CARD and one.at < at:
                self.late_cards.add((one.request, one.step.key.cycle))
        yield self._arrival(one, at, form)

    @staticmethod
    def _arrival(one: Told, at: datetime, form: Form) -> Arrival:
        return Arrival(at, one.recipient, one.request, form, one.step.role)


def totals(found: Sequence[Arrival], calendars: Mapping[int, Calendar]) -> dict[int, Totals]:
    """The counts of each person who got anything."""
    by_person: dict[int, list[Arrival]] = {}
    for arrival in found:
        by_person.setdefault(arrival.recipient, []).append(arrival)
    return {person: _totals(theirs, calendars[person]) for person, theirs in sorted(by_person.items())}


def _totals(theirs: Sequence[Arrival], calendar: Calendar) -> Totals:
    loud = [arrival.at.astimezone(calendar.zone) for arrival in theirs if arrival.notifies]
    return Totals(
        forms=Counter(arrival.form for arrival in theirs),
        hours=Counter(at.hour for at in loud),
        fullest_day=max(Counter(at.date() for at in loud).values(), default=0),
        lead=sum(arrival.role is Role.LEAD for arrival in theirs),
    )
