"""Somebody's business time: working hours in their zone, without holidays and absences.

Everything takes aware datetimes and returns UTC. An opening includes its start and not its end, so at closing
time a calendar is closed. What happens when clocks change is settled in `bot.domain.openings`.

`open_runs` and `counted_days` walk through what counts, whole months in one stride; a due time is the end of such
a walk, and its explanation (`bot.domain.working`) is the same walk laid open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate, groupby, takewhile
from operator import attrgetter
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.delay import Delay, DelayUnit
from bot.domain.openings import Opening, first_showing, in_utc, month_number, usual_openings
from bot.domain.working_hours import WorkingHours

HORIZON = timedelta(days=400)
"""How far to look for the next opening: over a sabbatical, not over a departure."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_TICK = timedelta(microseconds=1)
_DRY_MONTHS = 14  # so many months hold HORIZON, wherever in a month it begins


class NeverOpenError(ValueError):
    """The calendar does not open again within `HORIZON` of `since`, so no such business time ever comes."""

    def __init__(self, since: datetime) -> None:
        """Keep the instant from which it was looked for."""
        super().__init__(f"closed for good since {since.isoformat()}")
        self.since = since


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `start` until just before `end` (kept in UTC); without `end`, away for good.

    `stand_in` is the person named to look after things meanwhile, `number` the absence's own, where it has one.
    `is_entrusted`: the stand-in plays every part meanwhile, as whoever is away said themselves, or an admin; named by
    somebody else, they are asked to look after requests, and no more.
    """

    start: datetime
    end: datetime | None
    stand_in: int | None = None
    number: int | None = None
    is_entrusted: bool = True

    def __post_init__(self) -> None:
        """Refuse an absence that ends before it began, or in nobody's zone; the same instants make equals."""
        object.__setattr__(self, "start", in_utc(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", in_utc(self.end))
            if self.end < self.start:
                raise ValueError(f"an absence ends after its start, not {self.start} to {self.end}")


@dataclass(frozen=True)
class Calendar:
    """When one person (or one client) can be expected to act.

    `holidays` are local dates off, `holiday_names` what some of them are called, which makes no difference to the
    time; `absences` may overlap and come in any order. Calendars that are equal share what was once computed, a
    month at a time.
    """

    zone: ZoneInfo
    hours: WorkingHours
    holidays: frozenset[date]
    absences: tuple[Absence, ...] = ()
    holiday_names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        """As its parts; computed once, since it is asked for again and again."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.zone, self.hours, self.holidays, self.absences))

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is business time."""
        at = in_utc(at)  # a local time that occurs twice equals no instant of another zone
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime | None:
        """`at` itself when open, else the next opening; None when there is none within `HORIZON`."""
        return _next_open(self, in_utc(at))

    def add(self, start: datetime, delay: Delay) -> datetime:
        """The instant `delay` after `start`, by the clock that its unit names; raises `NeverOpenError`."""
        return _added(self, in_utc(start), delay)

    def absence_at(self, at: datetime) -> Absence | None:
        """The absence that `at` lies in; the longest where there are several."""
        at = in_utc(at)
        present = [one for one in self.absences if one.start <= at and (one.end is None or at < one.end)]
        return max(present, key=lambda one: (one.end is None, one.end or at), default=None)

    def add_business(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant by which `amount` of open time has passed since `start`.

        That may be a closing time; for no amount it is `start`. Raises `NeverOpenError`.
        """
        if amount < timedelta():
            raise ValueError(f"business time runs forward only, not {amount}")
        at = end = in_utc(start)
        for run in self.open_runs(at, amount):
            end = run.end
        return end

    def open_runs(self, at: datetime, amount: timedelta) -> Iterator["Run"]:
        """The open time that makes up `amount` from `at` (UTC) on, in order; raises `NeverOpenError`."""
        left = amount
        if not left:
            return
        for month in self._months_ahead(at):
            run = month.run(at, left)
            if run is not None:
                left -= run.amount
                yield run
            if not left:
                return
        raise NeverOpenError(at)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same time of day, `days` working days on, and always inside business hours.

        Out of hours, it is counted from the next opening. Where that time of day is closed, the next
        opening of the same day is taken, else the last minute before closing. A time of day that is
        skipped by the clocks is the first instant after, a repeated one its first occurrence; both
        occurrences of a start count as the same time of day. Raises `NeverOpenError`.
        """
        if days < 0:
            raise ValueError(f"working days are counted forward only, not {days}")
        at = in_utc(start)
        first = target = None
        for counted in self.counted_days(at, days):
            first, target = first or counted[0], counted[-1]
        if first is None or target is None:
            raise NeverOpenError(at)
        since = max(at, first[0].start)
        if not days:
            return since
        time_of_day = since.astimezone(self.zone).replace(tzinfo=None) - _midnight(first[0].day)
        return _into(target, first_showing(self.zone, _midnight(target[0].day) + time_of_day))

    def counted_days(self, at: datetime, days: int) -> Iterator[tuple["Day", ...]]:
        """The working day on which `at` (UTC) is counted and the `days` after it; raises `NeverOpenError`."""
        left = days + 1
        for month in self._months_ahead(at):
            found = month.days_ahead(at)[:left]
            if found:
                yield found
            left -= len(found)
            if not left:
                return
        raise NeverOpenError(at)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open time between two instants; nothing when `end` is not after `start`."""
        start, end = in_utc(start), in_utc(end)
        if end <= start:
            return timedelta()
        months = self._months_between(start, end)
        return sum((month.open_by(end) - month.open_by(start) for month in months), timedelta())

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """How many working days have begun by `end`, after the one on which `start` is counted.

        The inverse of `add_working_days`: out of hours, `start` counts on the day of the next opening.
        """
        start, end = in_utc(start), in_utc(end)
        begun = {opening.day for opening in self.openings_between(start, end + _TICK)}
        return max(0, len(begun) - 1)

    def working_days_passed(self, start: datetime, end: datetime) -> int:
        """How many whole working days have passed: the most that, added to `start`, are not after `end`."""
        begun = self.working_days_between(start, end)
        return begun if not begun or self.add_working_days(start, begun) <= in_utc(end) else begun - 1

    def local_day(self, at: datetime) -> date:
        """The date on the wall calendar at `at`."""
        return in_utc(at).astimezone(self.zone).date()

    def openings_between(self, start: datetime, end: datetime) -> Iterator[Opening]:
        """The openings that share some time with [start, end), whole, in order."""
        start, end = in_utc(start), in_utc(end)
        for month in self._months_between(start, end):
            yield from takewhile(lambda opening: opening.start < end, month.ahead(start))

    def days_ahead(self, at: datetime) -> Iterator["Day"]:
        """Working day by working day, the openings not over at `at`; ends where `HORIZON` is empty."""
        at = in_utc(at)
        for month in self._months_ahead(at):
            yield from month.days_ahead(at)

    def openings_ahead(self, at: datetime) -> Iterator[Opening]:
        """Opening by opening, those not over at `at` (UTC); ends where `HORIZON` is empty."""
        for month in self._months_ahead(at):
            yield from month.ahead(at)

    def _months_ahead(self, at: datetime) -> Iterator["_Month"]:
        """The months that may hold openings from `at` on, until too many in a row hold none."""
        number, dry = self._first_month(at), 0
        while dry <= _DRY_MONTHS:
            month = _month(self, number)
            if month.openings:
                yield month
            dry = 0 if month.openings else dry + 1
            number += 1

    def _months_between(self, start: datetime, end: datetime) -> Iterator["_Month"]:
        numbers = range(self._first_month(start), month_number(self.local_day(end)) + 1)
        months = (_month(self, number) for number in numbers)
        return (month for month in months if month.openings)

    def _first_month(self, at: datetime) -> int:
        # Where clocks are set back over midnight, the day before may still be open on the new date.
        return month_number(self.local_day(at) - _DAY)


Day: TypeAlias = tuple[Opening, ...]
"""The openings of one working day."""


@dataclass(frozen=True, slots=True)
class Run:
    """Open time, `amount` of it, from `start` until just before `end` (UTC), with the openings that it touches."""

    openings: tuple[Opening, ...]
    start: datetime
    end: datetime
    amount: timedelta


@dataclass(frozen=True, slots=True)
class _Month:
    """The openings of one month, with what is asked of it most often."""

    openings: tuple[Opening, ...]
    days: tuple[Day, ...]
    ends: tuple[datetime, ...]
    """When each opening ends."""
    until: tuple[timedelta, ...]
    """For each opening the open time of the month until it ends."""

    @classmethod
    def of(cls, openings: tuple[Opening, ...]) -> "_Month":
        days = tuple(tuple(theirs) for _, theirs in groupby(openings, key=attrgetter("day")))
        ends = tuple(piece.end for piece in openings)
        return cls(openings, days, ends, tuple(accumulate(piece.end - piece.start for piece in openings)))

    @property
    def total(self) -> timedelta:
        return self.until[-1]

    def ahead(self, at: datetime) -> tuple[Opening, ...]:
        """The openings that are not over at `at`."""
        return self.openings[self._first(at) :]

    def days_ahead(self, at: datetime) -> tuple[Day, ...]:
        """The days that are not over at `at`, of the first what is left of it."""
        if at < self.days[0][0].end:
            return self.days
        first = bisect_right(self.days, at, key=_end_of_day)
        if first == len(self.days):
            return ()
        return tuple(opening for opening in self.days[first] if at < opening.end), *self.days[first + 1 :]

    def open_by(self, at: datetime) -> timedelta:
        """The open time of the month until `at`."""
        first = self._first(at)
        if first == len(self.openings):
            return self.total
        opening = self.openings[first]
        return self.until[first] - (opening.end - max(at, opening.start))

    def run(self, at: datetime, most: timedelta) -> Run | None:
        """The open time from `at` on, `most` of it at the most; None when the month is over."""
        first = self._first(at)
        if first == len(self.openings):
            return None
        begin = max(at, self.openings[first].start)
        before = self.until[first] - (self.openings[first].end - begin)
        amount = min(most, self.total - before)
        last = bisect_left(self.until, before + amount)
        end = self.openings[last].end - (self.until[last] - before - amount)
        return Run(self.openings[first : last + 1], begin, end, amount)

    def _first(self, at: datetime) -> int:
        return bisect_right(self.ends, at)


def _end_of_day(day: Day) -> datetime:
    return day[-1].end


# One decision looks at the same ladder several times over: what is due, what comes next, who hears of it last.
@lru_cache(maxsize=4096)
def _next_open(calendar: Calendar, at: datetime) -> datetime | None:
    opening = next(calendar.openings_ahead(at), None)
    if opening is None or opening.start - at > HORIZON:
        return None
    return max(at, opening.start)


@lru_cache(maxsize=4096)
def _added(calendar: Calendar, start: datetime, delay: Delay) -> datetime:
    match delay.unit:
        case DelayUnit.HOURS:
            return calendar.add_business(start, delay.amount * _MINUTE)
        case DelayUnit.DAYS:
            return calendar.add_working_days(start, delay.amount)
        case DelayUnit.WALL:
            return start + delay.amount * _MINUTE


@lru_cache(maxsize=2048)
def _month(calendar: Calendar, number: int) -> _Month:
    usual = usual_openings(calendar.zone, calendar.hours, number)
    openings = [opening for opening in usual if opening.day not in calendar.holidays]
    for absence in calendar.absences:
        openings = [piece for opening in openings for piece in _without(opening, absence)]
    return _Month.of(tuple(openings))


def _without(opening: Opening, absence: Absence) -> Iterator[Opening]:
    """What an absence leaves of an opening: all, its beginning, its end, both, or nothing."""
    if absence.start > opening.start:
        yield Opening(opening.day, opening.start, min(opening.end, absence.start))
    if absence.end is not None and absence.end < opening.end:
        yield Opening(opening.day, max(opening.start, absence.end), opening.end)


def _into(openings: tuple[Opening, ...], wanted: datetime) -> datetime:
    """`wanted`, moved into the openings of its day; at the latest a minute before the last one closes."""
    last = openings[-1]
    latest = max(last.start, last.end - _MINUTE)
    opening = next((opening for opening in openings if wanted < opening.end), last)
    return min(latest, max(wanted, opening.start))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
