"""The figures of a week, counted from the trail as it stood at the week's end; docs/digest.md defines each.

A tally takes one request after the other and keeps counts, so that a million of them need no more memory than ten.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from bot.domain.calendar import Calendar
from bot.domain.events import EventKind, RecordedEvent
from bot.domain.lives import Life, Milestone, Standing, is_holding, is_put_off
from bot.domain.request import Evidence, State, Turn
from bot.domain.survival import Durations, Quantiles

WEEKS = 8
"""How many weeks stand side by side, and over how many the times are looked at."""

FEW = 5
"""Of fewer than these no share and no median is told: each is shown as it is."""

CalendarOf = Callable[[int | None], Calendar]
"""The working time of an owner; of None, what is usual in the house."""

T = TypeVar("T")

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose requests: those of these projects, or those that this owner has; of all where neither is given."""

    projects: frozenset[int] | None = None
    owner_id: int | None = None

    def covers(self, life: Life) -> bool:
        """Whether a request belongs here, by the project and the owner that it has at the end."""
        if self.owner_id is not None:
            return life.owner_id == self.owner_id
        return self.projects is None or life.project_id in self.projects


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took for the requests of eight weeks: in calendar time, and in the owner's working time."""

    calendar: Quantiles
    working: Quantiles


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One week. `open_by_state` holds what was not closed at its end; mappings leave out what did not occur.

    `broken_with_copy` are those of the broken promises before whose date a copy of our mail had come in.
    """

    start: datetime
    end: datetime
    new: int
    answered: int
    closed: int
    reopened: int
    open_by_state: Mapping[State, int]
    kept: int
    moved: int
    broken: int
    broken_with_copy: int
    touches: Mapping[Evidence, int]
    holding: int
    chases: int
    chases_unverified: int
    before_escalation: Share
    not_needed: Mapping[str, int]
    withheld: Mapping[str, int]
    undecided: int
    undelivered: int
    heard: Times
    turned: Times

    @property
    def open(self) -> int:
        """How many were not closed at the end."""
        return sum(self.open_by_state.values())


@dataclass(frozen=True, slots=True)
class Thread:
    """One request in the digest, as it stood at the week's end.

    `took` is from hand-over until the turn was theirs, or nothing was left to do: `turned_to` says which.
    """

    request_id: int
    standing: Standing
    took: timedelta | None = None
    turned_to: Turn | None = None


@dataclass(frozen=True, slots=True)
class Threads:
    """The first few of a list, in order, and how many there are in all."""

    first: tuple[Thread, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class DigestFigures:
    """All that a digest tells: its weeks, the oldest first, and the threads at the end of the last.

    `lessons` are the events, newest first, whose words say what somebody would do differently; `more_lessons`, how many
    there are beyond these.
    """

    weeks: tuple[WeekFigures, ...]
    decisions: Threads
    promises: Threads
    went_well: Threads
    triage: Threads
    lessons: tuple[int, ...]
    more_lessons: int = 0

    @property
    def week(self) -> WeekFigures:
        """The week that it is about."""
        return self.weeks[-1]


@dataclass(slots=True)
class _First(Generic[T]):
    """The first few of any number of things, by a key, each seen once."""

    most: int
    found: list[tuple[tuple[float, int], T]] = field(default_factory=list)
    count: int = 0

    def add(self, key: tuple[float, int], item: T) -> None:
        self.count += 1
        if len(self.found) < self.most or key < self.found[-1][0]:
            self.found.append((key, item))
            self.found.sort(key=lambda one: one[0])
            del self.found[self.most :]

    def items(self) -> tuple[T, ...]:
        return tuple(item for _, item in self.found)


@dataclass(slots=True)
class _Counts:
    """What is counted of one week while the requests go by."""

    plain: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    touches: Counter[Evidence] = field(default_factory=Counter)
    not_needed: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    heard: tuple[Durations, Durations] = field(default_factory=lambda: (Durations(), Durations()))
    turned: tuple[Durations, Durations] = field(default_factory=lambda: (Durations(), Durations()))


class _Stands(NamedTuple):
    """How a request stands at the end of a week, and how many of the steps that fell due in it have no outcome."""

    state: State
    owner_id: int | None
    undecided: int


class _Took(NamedTuple):
    """How many whole minutes something took."""

    calendar: int
    working: int


_NOTHING_YET = _Stands(State.TRIAGE, None, 0)


class Tally:
    """Counts the requests of a scope over weeks that follow each other.

    `bounds` are the instants (UTC) at which the weeks begin and the last ends: the last `WEEKS` are told, those before
    serve the times of the first. `coming_ends` is when the week after the last is over, which only the clocks of a zone
    can tell. `most` is how long a list may be.
    """

    def __init__(
        self,
        bounds: Sequence[datetime],
        coming_ends: datetime,
        calendar_of: CalendarOf,
        scope: Scope | None = None,
        most: int = 10,
    ) -> None:
        self._bounds, self._calendar_of, self._scope = tuple(bounds), calendar_of, scope or Scope()
        self._coming_ends = coming_ends
        self._first = max(0, len(bounds) - 1 - WEEKS)
        self._counts = [_Counts() for _ in range(len(bounds) - 1)]
        self._decisions, self._promises = _First[Thread](most), _First[Thread](most)
        self._went_well, self._triage = _First[Thread](most), _First[Thread](most)
        self._lessons = _First[int](most)

    @property
    def ends_at(self) -> datetime:
        """Up to when events are taken in."""
        return self._bounds[-1]

    def add(self, request_id: int, events: Iterable[RecordedEvent]) -> None:
        """Take in one request with its events, oldest first; those after the last week are left aside."""
        life, seen, weeks = Life(request_id), [], [_NOTHING_YET] * self._first  # of those before nothing is told
        begin, end, following = self._bounds[self._first], self.ends_at, self._bounds[self._first + 1]
        for event in events:
            if event.at >= end:
                break
            while event.at >= following:
                weeks.append(self._stands(life, len(weeks)))
                following = self._bounds[len(weeks) + 1]
            life.apply(event)
            if event.at >= begin and event.kind in _COUNTED:
                seen.append(event)
        while len(weeks) < len(self._counts):
            weeks.append(self._stands(life, len(weeks)))
        if life.is_clients and self._scope.covers(life):
            self._count_events(seen)
            self._count_life(life, weeks)
            self._list(life, seen)

    def figures(self) -> DigestFigures:
        """What was counted."""
        return DigestFigures(
            weeks=tuple(self._week(place) for place in range(self._first, len(self._counts))),
            decisions=Threads(self._decisions.items(), self._decisions.count),
            promises=Threads(self._promises.items(), self._promises.count),
            went_well=Threads(self._went_well.items(), self._went_well.count),
            triage=Threads(self._triage.items(), self._triage.count),
            lessons=self._lessons.items(),
            more_lessons=self._lessons.count - len(self._lessons.found),
        )

    # --- counting --------------------------------------------------------------------------------------------------

    def _stands(self, life: Life, place: int) -> _Stands:
        """How it stands at the end of a week."""
        undecided = sum(at >= self._bounds[place] for at in life.undecided.values()) if life.undecided else 0
        return _Stands(life.state, life.owner_id, undecided)

    def _place(self, at: datetime) -> int | None:
        """Which week that is; None before the first."""
        place = bisect_right(self._bounds, at) - 1
        return place if 0 <= place < len(self._counts) else None

    def _count_events(self, events: Iterable[RecordedEvent]) -> None:
        for event in events:
            place = self._place(event.at)
            if place is not None:
                _count(self._counts[place], event)

    def _note(self, name: str, milestone: Milestone | None) -> None:
        place = None if milestone is None else self._place(milestone.at)
        if place is not None:
            self._counts[place].plain[name] += 1

    def _count_life(self, life: Life, weeks: Sequence[_Stands]) -> None:
        assert life.began_at is not None
        self._note("new", Milestone(life.began_at, None))
        self._note("answered", life.heard)
        self._note("closed", life.ended)
        decided = _earlier(life.heard, life.escalated)
        self._note("either", decided)
        if decided is not None and decided is life.heard:
            self._note("before", decided)
        timed = []
        for place in range(self._first, len(self._counts)):
            if life.began_at >= self._bounds[place + 1]:
                continue
            state, owner_id, undecided = weeks[place]
            counts = self._counts[place]
            if undecided:
                counts.plain["undecided"] += undecided
            if state is not State.CLOSED:
                counts.states[state] += 1
            if life.began_at >= self._bounds[max(0, place + 1 - WEEKS)]:
                timed.append((counts, Milestone(self._bounds[place + 1], owner_id)))
        self._count_times(life, timed)

    def _count_times(self, life: Life, weeks: Iterable[tuple[_Counts, Milestone]]) -> None:
        """How long it took, at the end of each of these weeks: until it happened, or else until then."""
        heard, turned = life.heard, life.turned
        until_heard, until_turned = _earlier(heard, life.ended), _earlier(turned, life.ended)
        took: dict[int, _Took] = {}  # most weeks ask for the same again
        for counts, end in weeks:
            for durations, milestone, until in (
                (counts.heard, heard, until_heard),
                (counts.turned, turned, until_turned),
            ):
                last = end if until is None or end.at < until.at else until
                minutes = took.get(id(last)) or took.setdefault(id(last), self._took(life, last))
                has_ended = milestone is not None and milestone.at < end.at
                durations[0].add(minutes.calendar, has_ended=has_ended)
                durations[1].add(minutes.working, has_ended=has_ended)

    def _took(self, life: Life, until: Milestone) -> _Took:
        assert life.began_at is not None
        worked = self._calendar_of(until.owner_id).elapsed(life.began_at, until.at)
        return _Took((until.at - life.began_at) // _MINUTE, worked // _MINUTE)

    # --- listing ---------------------------------------------------------------------------------------------------

    def _list(self, life: Life, events: Iterable[RecordedEvent]) -> None:
        start, end = self._bounds[-2], self._bounds[-1]
        took = life.turned.at - life.began_at if life.turned and life.began_at else None
        belongs: list[tuple[_First[Thread], float]] = []
        if life.state is not State.CLOSED and life.asked_at is not None:
            belongs.append((self._decisions, life.asked_at.timestamp()))
        if life.due_at is not None and end <= life.due_at < self._coming_ends:
            belongs.append((self._promises, life.due_at.timestamp()))
        if life.state is State.TRIAGE and life.began_at is not None:
            belongs.append((self._triage, life.began_at.timestamp()))
        smooth = life.escalated is None and not life.chased and not life.broken
        if life.turned is not None and life.turned.at >= start and took is not None and smooth and life.is_helped:
            belongs.append((self._went_well, took.total_seconds()))
        if belongs:
            thread = Thread(life.request_id, life.standing(), took, life.turned_to)
            for threads, key in belongs:
                threads.add((key, life.request_id), thread)
        for event in events:
            if event.kind is EventKind.CLOSED and event.at >= start and event.commitment is not None:
                self._lessons.add((-event.at.timestamp(), -event.id), event.id)

    def _week(self, place: int) -> WeekFigures:
        counts = self._counts[place]
        plain = counts.plain
        return WeekFigures(
            start=self._bounds[place],
            end=self._bounds[place + 1],
            new=plain["new"],
            answered=plain["answered"],
            closed=plain["closed"],
            reopened=plain["reopened"],
            open_by_state=dict(counts.states),
            kept=plain["kept"],
            moved=plain["moved"],
            broken=plain["broken"],
            broken_with_copy=plain["copied"],
            touches=dict(counts.touches),
            holding=plain["holding"],
            chases=plain["chases"],
            chases_unverified=plain["unverified"],
            before_escalation=Share(plain["before"], plain["either"]),
            not_needed=dict(counts.not_needed),
            withheld=dict(counts.withheld),
            undecided=plain["undecided"],
            undelivered=plain["undelivered"],
            heard=Times(*(each.quantiles() for each in counts.heard)),
            turned=Times(*(each.quantiles() for each in counts.turned)),
        )


_PLAIN = {
    EventKind.REOPENED: "reopened",
    EventKind.PROMISE_KEPT: "kept",
    EventKind.PROMISE_BROKEN: "broken",
    EventKind.UNDELIVERED: "undelivered",
}


_COUNTED = frozenset(
    {
        *_PLAIN,
        EventKind.DATE_MOVED,
        EventKind.CLIENT_TOLD,
        EventKind.TOUCHED,
        EventKind.CHASED,
        EventKind.NOT_NEEDED,
        EventKind.STEP_WITHHELD,
        EventKind.CLOSED,
    }
)
"""The kinds of events that are counted one by one, or whose words are told; of the others the life tells."""


def _count(counts: _Counts, event: RecordedEvent) -> None:
    """What one event adds to the counts of its week."""
    name = _PLAIN.get(event.kind)
    if name is not None:
        counts.plain[name] += 1
    match event.kind:
        case EventKind.DATE_MOVED | EventKind.CLIENT_TOLD:
            counts.plain["moved"] += is_put_off(event)
        case EventKind.PROMISE_BROKEN:
            counts.plain["copied"] += event.data.get("copy_in_time") is True
        case EventKind.TOUCHED:
            counts.plain["holding"] += is_holding(event)
            if not event.data.get("same_contact"):
                counts.touches[Evidence(str(event.data.get("evidence")))] += 1
        case EventKind.CHASED:
            counts.plain["unverified" if event.data.get("verified") is False else "chases"] += 1
        case EventKind.NOT_NEEDED:
            counts.not_needed[str(event.data.get("reason"))] += 1
        case EventKind.STEP_WITHHELD:
            counts.withheld[str(event.data.get("reason"))] += 1


def _earlier(one: Milestone | None, other: Milestone | None) -> Milestone | None:
    """The earlier of the two; the first where both are at once."""
    if one is None or other is None:
        return one or other
    return other if other.at < one.at else one
