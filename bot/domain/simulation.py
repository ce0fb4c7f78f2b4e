"""What a policy would say to whom: messages as people would get them, and the counts by which policies are compared.

A person has one reminder a working day, which later lines join without a sound; cards, heads-ups, questions and news
come by themselves. What goes over the daily budget waits for the next day, and comes first there. What waits changes
what becomes of its request, so all requests are lived again side by side.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from heapq import heapify, heappop, heappush

from bot.domain.budget import begin_of_day, first_tomorrow, is_spent
from bot.domain.calendar import Calendar
from bot.domain.ladder import still_wanted
from bot.domain.last_look import comes_too_late, handed_back_today
from bot.domain.offers import Offer
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.replay import Replay, Told


class Form(StrEnum):
    """How something reaches a person: all but a line notifies them."""

    CARD = "card"
    HEADS_UP = "heads-up"
    REMINDER = "reminder"
    LINE = "line in a reminder"
    NEWS = "news in its thread"
    TRIAGE = "question whose it is"
    QUESTION = "question who can take it"
    HAND_BACK = "list on their return"


_FORMS: Mapping[Purpose, Form] = {
    Purpose.CARD: Form.CARD,
    Purpose.HEADS_UP: Form.HEADS_UP,
    Purpose.TRIAGE_ESCALATION: Form.TRIAGE,
}
_REMINDING = frozenset({Form.REMINDER, Form.LINE})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that reaches `recipient` at `at` (UTC), about a request; `role` is the part that they hear it in.

    Questions and lists are for nobody's part: who is asked need not have one. They name the first of their requests.
    """

    at: datetime
    recipient: int
    request: int
    form: Form
    role: Role | None = None

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


CalendarOf = Callable[[int, datetime], Calendar]
"""When a person can be expected to act, as far as that is known at some moment (UTC)."""


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody said at `at` (UTC) that this person is away, or back again."""

    at: datetime
    person: int


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody comes back at `at` (UTC) from an absence, and gets a list of what was handed over for it."""

    at: datetime
    person: int
    absence: int


@dataclass(frozen=True, slots=True)
class Besides:
    """What happens under any policy; `others` are the messages that people had about anything else, in order.

    `reminders` are the moments at which reminders told them of requests that are not lived again: what falls due later
    that day joins these.
    The first message of `strangers` says who is writing, so that it goes out whatever else says the same.
    """

    changes: Sequence[Change] = ()
    returns: Sequence[Return] = ()
    others: Mapping[int, Sequence[datetime]] = field(default_factory=dict)
    reminders: Mapping[int, Sequence[datetime]] = field(default_factory=dict)
    strangers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _News:
    """A line below a reminder that tells of the same."""

    told: Told

    @property
    def recipient(self) -> int:
        return self.told.recipient


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody is asked whether they can take these requests: of one absence all at once."""

    recipient: int
    offers: tuple[tuple[int, Offer], ...]

    @property
    def absence(self) -> int | None:
        """The absence that all of them are about; None: none."""
        return self.offers[0][1].absence_id


@dataclass(frozen=True, slots=True)
class _HandedBack:
    """The list on somebody's return."""

    recipient: int
    request: int


_Said = Told | _News | _Asked | _HandedBack


class Simulation:
    """Requests on their way through one time, and how what is said of them reaches people."""

    def __init__(
        self, replays: Iterable[Replay], calendar_of: CalendarOf, budget: int, besides: Besides | None = None
    ) -> None:
        """Let these requests begin; `budget` is how much may notify one person on one day."""
        besides = besides or Besides()
        self._replays = {replay.request.id: replay for replay in replays}
        self._calendar_of, self._budget, self._besides = calendar_of, budget, besides
        self._changes = deque(sorted(besides.changes, key=lambda change: change.at))
        self._returns = deque(sorted(besides.returns, key=lambda back: back.at))
        self._desks: dict[int, _Desk] = {}
        self._openings: list[tuple[datetime, int]] = []
        self._ahead = [(at, number) for number, one in self._replays.items() if (at := one.next_at) is not None]
        heapify(self._ahead)

    def until(self, end: datetime) -> Iterator[Arrival]:
        """What reaches people from where the simulation stands until `end` (UTC), the earliest first."""
        while (now := self._next_at()) is not None and now <= end:
            fresh = [*self._said_at(now), *self._handed_back_at(now)]
            for one in (*self._waiting_for(now), *fresh):
                yield from self._put(one, now)

    def _next_at(self) -> datetime | None:
        ahead = [heap[0][0] for heap in (self._ahead, self._openings) if heap]
        ahead += [deeds[0].at for deeds in (self._changes, self._returns) if deeds]
        return min(ahead, default=None)

    def _said_at(self, now: datetime) -> list[_Said]:
        """All that happens at this moment, and what is to be said of it."""
        while self._changes and self._changes[0].at <= now:
            person = self._changes.popleft().person
            for replay in self._replays.values():
                replay.look_again(person, now)
                self._note(replay)
        told: list[Told] = []
        asked: dict[tuple[int, int | None], list[tuple[int, Offer]]] = {}
        while self._ahead and self._ahead[0][0] <= now:
            at, number = heappop(self._ahead)
            replay = self._replays[number]
            if replay.next_at != at:
                continue
            for glimpse in replay.go_on():
                told += glimpse.told
                if glimpse.asked is not None:
                    together = (glimpse.asked.to_id, glimpse.asked.absence_id or -number)
                    asked.setdefault(together, []).append((number, glimpse.asked))
            self._note(replay)
        told.sort(key=lambda one: (one.request, one.step.key))
        return [*told, *(_Asked(person, tuple(offers)) for (person, _), offers in asked.items())]

    def _note(self, replay: Replay) -> None:
        if (at := replay.next_at) is not None:
            heappush(self._ahead, (at, replay.request.id))

    def _handed_back_at(self, now: datetime) -> Iterator[_HandedBack]:
        while self._returns and self._returns[0].at <= now:
            back = self._returns.popleft()
            handed_over = [number for number, one in self._replays.items() if back.absence in one.lent_for]
            if handed_over:
                yield _HandedBack(back.person, min(handed_over))

    def _waiting_for(self, now: datetime) -> Iterator[_Said]:
        """What was over the budget yesterday, or found the office closed."""
        while self._openings and self._openings[0][0] <= now:
            yield from self._desks[heappop(self._openings)[1]].taken_up()

    # --- how it arrives ----------------------------------------------------------------------------------------------

    def _put(self, one: _Said, now: datetime) -> Iterator[Arrival]:
        desk = self._desk(one.recipient, now)
        desk.meet(one)
        if isinstance(one, _Asked):
            one = desk.joined(one)
        if isinstance(one, Told) and one.purpose not in _FORMS:
            yield from self._remind(desk, one, now)
            return
        opening = desk.calendar.next_open(now)
        if opening is None or self._is_unwanted(desk, one, now):
            return  # they are gone for good, or there is no need any more
        if opening > now:
            self._wait(desk, one, opening)
        elif desk.is_full:
            self._move(desk, one, now)
        else:
            desk.had += 1
            self._comes(one, now)
            yield _arrival(one, now)

    def _remind(self, desk: "_Desk", one: Told, now: datetime) -> Iterator[Arrival]:
        had_at, desk.latest[one.request] = desk.reminded_at, one
        if had_at is None:
            desk.reminded_at = now
        yield Arrival(now, one.recipient, one.request, Form.LINE if had_at else Form.REMINDER, one.step.role)
        if one.is_news and had_at is not None and had_at < now:  # what one message tells of at once needs no line below
            yield from self._put(_News(one), now)

    def _desk(self, person: int, now: datetime) -> "_Desk":
        calendar = self._calendar_of(person, now)
        if person not in self._desks:
            others, reminders = (
                deque(each.get(person, ())) for each in (self._besides.others, self._besides.reminders)
            )
            is_met = person not in self._besides.strangers
            self._desks[person] = _Desk(calendar, self._budget, others, reminders, is_met=is_met)
        desk = self._desks[person]
        desk.calendar = calendar
        desk.look_up(now)
        return desk

    def _is_unwanted(self, desk: "_Desk", one: _Said, now: datetime) -> bool:
        """As the sender finds out just before it sends."""
        if self._replays[_about(one)].is_gone(one.recipient, now):
            return True
        match one:
            case Told():
                return self._is_over(desk, one, now)
            case _News(told):
                return told.step.key.cycle != self._replays[told.request].request.cycle.number
            case _Asked(offers=offers):
                return not any(self._is_asked(number, offer) for number, offer in offers)
            case _HandedBack():
                return False

    def _is_asked(self, number: int, offer: Offer) -> bool:
        asked = self._replays[number].request.offer
        return asked is not None and asked.stands and (asked.to_id, asked.made_at) == (offer.to_id, offer.made_at)

    def _is_over(self, desk: "_Desk", one: Told, now: datetime) -> bool:
        replay = self._replays[one.request]
        request, later = replay.request, first_tomorrow(desk.calendar, now) if desk.is_full else None
        if still_wanted(one.step.key, request, now) is not None or desk.calendar.absence_at(now) is not None:
            return True
        if comes_too_late(one.purpose, request, later):
            return True
        if one.purpose is Purpose.HEADS_UP and replay.reachable_owner(now) != one.recipient:
            return True
        return desk.introduction is not one and self._is_said_otherwise(desk, one, now)

    def _is_said_otherwise(self, desk: "_Desk", one: Told, now: datetime) -> bool:
        """By something newer about the same request, or by the list on their return."""
        replay = self._replays[one.request]
        if desk.knows_newer(one):
            return True
        if not replay.lent_for or one.purpose not in {Purpose.CARD, Purpose.HEADS_UP}:
            return False
        due_at = one.step.due_at if one.purpose is Purpose.HEADS_UP else None
        return not replay.lent_for.isdisjoint(handed_back_today(desk.calendar, replay.request, now, due_at))

    def _move(self, desk: "_Desk", one: _Said, now: datetime) -> None:
        """They have had enough for one day: it waits, and so does the answer to a question."""
        tomorrow = first_tomorrow(desk.calendar, now)
        self._wait(desk, one, tomorrow)
        if isinstance(one, _Asked):
            for number, _ in one.offers:
                self._replays[number].heard_later(one.recipient, tomorrow, now)
                self._note(self._replays[number])

    def _wait(self, desk: "_Desk", one: _Said, until: datetime) -> None:
        if not desk.waiting:
            heappush(self._openings, (until, one.recipient))
        desk.waiting.append(one)
        self._comes(one, until)

    def _comes(self, one: _Said, at: datetime) -> None:
        """A card that comes a day late speaks for a reminder of that day; the ladder has to know when it comes."""
        if isinstance(one, Told):
            self._replays[one.request].comes(one.step, at)


def _about(one: _Said) -> int:
    """The first of the requests that it is about."""
    match one:
        case Told(request=request) | _News(told=Told(request=request)) | _HandedBack(request=request):
            return request
        case _Asked(offers=offers):
            return offers[0][0]


def _arrival(one: _Said, now: datetime) -> Arrival:
    match one:
        case Told():
            return Arrival(now, one.recipient, one.request, _FORMS[one.purpose], one.step.role)
        case _News(told):
            return Arrival(now, told.recipient, told.request, Form.NEWS, told.step.role)
        case _Asked(recipient, offers):
            return Arrival(now, recipient, offers[0][0], Form.QUESTION)
        case _HandedBack(recipient, request):
            return Arrival(now, recipient, request, Form.HAND_BACK)


@dataclass
class _Desk:
    """One person's day: how much has notified them besides the reminder, and what waits for their next opening."""

    calendar: Calendar
    budget: int
    others: deque[datetime]
    reminders: deque[datetime]
    day: date | None = None
    had: int = 0
    reminded_at: datetime | None = None
    waiting: list[_Said] = field(default_factory=list)
    latest: dict[int, Told] = field(default_factory=dict)
    is_met: bool = True
    introduction: _Said | None = None

    @property
    def is_full(self) -> bool:
        return is_spent(self.had, self.budget)

    def look_up(self, now: datetime) -> None:
        """Begin a new day where it is one, and count what else has come since."""
        today = self.calendar.local_day(now)
        if self.day is None or self.day < today:
            self.day, self.had, self.reminded_at = today, 0, None
        while self.others and self.others[0] <= now:
            self.had += self.others.popleft() >= begin_of_day(self.calendar, now)
        while self.reminders and self.reminders[0] <= now:
            at = self.reminders.popleft()
            if self.reminded_at is None and self.calendar.local_day(at) == today:
                self.reminded_at = at

    def meet(self, one: _Said) -> None:
        """The first thing that is said to somebody says who is writing."""
        if not self.is_met and isinstance(one, Told | _Asked):
            self.is_met, self.introduction = True, one

    def joined(self, asked: _Asked) -> _Asked:
        """With what still waits about the same absence: that is one packet."""
        same = [one for one in self.waiting if isinstance(one, _Asked) and asked.absence in {one.absence} - {None}]
        self.waiting = [one for one in self.waiting if one not in same]
        return _Asked(asked.recipient, tuple(offer for one in (*same, asked) for offer in one.offers))

    def taken_up(self) -> list[_Said]:
        """What waits, which waits no longer."""
        waiting, self.waiting = self.waiting, []
        return waiting

    def knows_newer(self, one: Told) -> bool:
        """Whether a card or a line that fell due later says more of the same request; a question whose it is stands."""
        if one.purpose is Purpose.TRIAGE_ESCALATION:
            return False
        newest = self.latest.setdefault(one.request, one)
        if newest.at <= one.at:
            self.latest[one.request] = one
        return newest.at > one.at


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
