"""How a due time is worked out, as the one thing that yields both: the time itself, and its explanation.

A `Reckoning` is the recipe: from when, how long, on whose calendar, not before what. Planning asks it for `due_at`
alone; `working` lays open the very walk through the calendar that ends there. `recipe` is how it is kept beside a
step, so that "why?" is answered years later by the hours, zone and holidays of that day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.calendar import Absence, Calendar
from bot.domain.delay import Delay, DelayUnit
from bot.domain.openings import first_showing, in_utc
from bot.domain.working_hours import WorkingHours

Length: TypeAlias = Delay | timedelta
"""How long a clock runs; a plain length of time is business time."""

AT_ONCE = Delay.parse("0")

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Since(StrEnum):
    """What a clock began to run with."""

    CYCLE = "cycle"
    """What began the present run up the ladder."""
    SNOOZE = "snooze"
    """The end of a snooze."""
    REMINDER = "reminder"
    """The reminder before."""
    PROMISE = "promise"
    """The setting of a date for the client."""


class StretchKind(StrEnum):
    """Why a clock of business time runs, or stands still."""

    OPEN = "open"
    """It ran."""
    CLOSED = "closed"
    """Outside the hours of a day that is worked."""
    WEEKEND = "weekend"
    """A weekday without hours, be it Sunday or a part-timer's Wednesday."""
    HOLIDAY = "holiday"
    AWAY = "away"
    RESTED = "rested"
    """It had run out, but reminders were snoozed, or an earlier one was still to come."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until just before `end` (UTC), all of one kind; a holiday with its `name`, where it has one."""

    start: datetime
    end: datetime
    kind: StretchKind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """A clock laid open: `stretches` lead from its start to `due_at` without a gap (UTC).

    What counted is told in what the clock counts: `days`, the working days that passed, for one of working days,
    else `counted`, which is business time, or for a wall clock any.
    """

    due_at: datetime
    stretches: tuple[Stretch, ...]
    counted: timedelta
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`length` after `anchor` (UTC) by `calendar`, not before `floor`, then the next opening."""

    calendar: Calendar
    anchor: datetime
    length: Length
    since: Since
    floor: datetime | None = None

    @property
    def run_out_at(self) -> datetime:
        """When `length` has passed; raises `NeverOpenError`."""
        if self.length is AT_ONCE:
            return in_utc(self.anchor)
        if isinstance(self.length, timedelta):
            return self.calendar.add_business(self.anchor, self.length)
        return self.calendar.add(self.anchor, self.length)

    @property
    def due_at(self) -> datetime:
        """When it is due; raises `NeverOpenError` where `length` never passes."""
        return self._opening(self._free(self.run_out_at))

    def working(self) -> Working:
        """How `due_at` comes about; raises `NeverOpenError`."""
        walk = _walk(self)
        rested = self._free(walk.end)
        due_at = self._opening(rested)
        counted = [Stretch(start, end, StretchKind.OPEN) for start, end in walk.counted if start < end]
        if walk.end < rested:
            counted.append(Stretch(walk.end, rested, StretchKind.RESTED))
        ran = (one.end - one.start for one in counted if one.kind is StretchKind.OPEN)
        return Working(
            due_at,
            tuple(_joined(_filled(self.calendar, counted, in_utc(self.anchor), due_at))),
            sum(ran, timedelta()),
            walk.days[1:],
        )

    def _free(self, run_out: datetime) -> datetime:
        """When neither the clock nor anything else holds it back any longer."""
        return max(run_out, self.floor) if self.floor else run_out

    def _opening(self, at: datetime) -> datetime:
        """`at`, or the next opening: business hours may be over just when they have passed."""
        return self.calendar.next_open(at) or at


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a clock ends, the parts of time that it counted on its way, and the working days, the first included."""

    end: datetime
    counted: tuple[tuple[datetime, datetime], ...]
    days: tuple[date, ...] = ()


def _walk(reckoning: Reckoning) -> _Walk:
    calendar, start, length = reckoning.calendar, in_utc(reckoning.anchor), reckoning.length
    end = reckoning.run_out_at
    if isinstance(length, Delay) and length.unit is DelayUnit.DAYS:
        days = tuple(day[0].day for days in calendar.counted_days(start, length.amount) for day in days)
        edges = ((_begin(calendar, day), _begin(calendar, day + _DAY)) for day in days)
        opening = calendar.next_open(start) or start
        return _Walk(end, tuple((max(opening, first), min(end, last)) for first, last in edges), days)
    if isinstance(length, Delay) and length.unit is DelayUnit.WALL:
        return _Walk(end, ((start, end),))
    amount = length if isinstance(length, timedelta) else length.amount * _MINUTE
    runs = calendar.open_runs(start, amount)
    return _Walk(
        end,
        tuple((max(run.start, opening.start), min(run.end, opening.end)) for run in runs for opening in run.openings),
    )


def _begin(calendar: Calendar, day: date) -> datetime:
    return first_showing(calendar.zone, datetime.combine(day, time()))


def _filled(calendar: Calendar, counted: list[Stretch], start: datetime, end: datetime) -> Iterator[Stretch]:
    """The counted stretches, and between them those that say why the clock stood still."""
    at = start
    for one in counted:
        yield from _still(calendar, at, one.start)
        yield one
        at = one.end
    yield from _still(calendar, at, end)


def _still(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Stretch]:
    """A time that was not counted, by its reasons."""
    for left, right in pairwise(_edges(calendar, start, end)):
        yield Stretch(left, right, *_reason(calendar, left))


def _edges(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """All instants from `start` to `end` at which the reason may change, both included."""
    edges = {start, end}
    for absence in calendar.absences:
        edges |= {edge for edge in (absence.start, absence.end) if edge is not None}
    day, last = calendar.local_day(start), calendar.local_day(end)
    while day < last:
        day += _DAY
        edges.add(_begin(calendar, day))
    return sorted(edge for edge in edges if start <= edge <= end)


def _reason(calendar: Calendar, at: datetime) -> tuple[StretchKind, str | None]:
    if any(absence.start <= at and (absence.end is None or at < absence.end) for absence in calendar.absences):
        return StretchKind.AWAY, None
    day = calendar.local_day(at)
    if not calendar.hours.week[day.weekday()]:
        return StretchKind.WEEKEND, None
    if day in calendar.holidays:
        return StretchKind.HOLIDAY, calendar.holiday_names.get(day)
    return StretchKind.CLOSED, None


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Neighbours of one kind and name as one."""
    found: list[Stretch] = []
    for one in stretches:
        goes_on = found and (found[-1].kind, found[-1].name) == (one.kind, one.name)
        found.append(Stretch(found.pop().start if goes_on else one.start, one.end, one.kind, one.name))
    return found


Recipe: TypeAlias = Mapping[str, Any]
"""A reckoning as JSON."""


def recipe(reckoning: Reckoning, due_at: datetime) -> dict[str, Any]:
    """All that `reckoning_of` needs to work `due_at` out again, whatever becomes of its calendar."""
    calendar, length = reckoning.calendar, reckoning.length
    first, last = calendar.local_day(reckoning.anchor) - _DAY, calendar.local_day(due_at) + _DAY
    days = sorted(day for day in calendar.holidays if first <= day <= last)
    absences = [one for one in calendar.absences if one.end is None or one.end > in_utc(reckoning.anchor)]
    return {
        "zone": calendar.zone.key,
        "hours": str(calendar.hours),
        "holidays": {day.isoformat(): calendar.holiday_names.get(day) for day in days},
        "absences": [[one.start.isoformat(), one.end.isoformat() if one.end else None] for one in absences],
        "anchor": reckoning.anchor.isoformat(),
        "length": str(length) if isinstance(length, Delay) else length / timedelta(microseconds=1),
        "since": reckoning.since.value,
        "floor": reckoning.floor.isoformat() if reckoning.floor else None,
    }


def reckoning_of(kept: Recipe) -> Reckoning:
    """The reckoning that was kept as `recipe`."""
    length, floor = kept["length"], kept["floor"]
    names = {date.fromisoformat(day): name for day, name in kept["holidays"].items()}
    return Reckoning(
        Calendar(
            ZoneInfo(kept["zone"]),
            WorkingHours.parse(kept["hours"]),
            frozenset(names),
            tuple(
                Absence(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None)
                for start, end in kept["absences"]
            ),
            {day: name for day, name in names.items() if name},
        ),
        datetime.fromisoformat(kept["anchor"]),
        Delay.parse(length) if isinstance(length, str) else timedelta(microseconds=length),
        Since(kept["since"]),
        datetime.fromisoformat(floor) if floor else None,
    )
