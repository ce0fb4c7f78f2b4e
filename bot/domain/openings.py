"""From working hours on the wall clock to instants, exact where clocks are set forward or back.

Two rules settle what happens in an hour that does not exist and in one that exists twice. A shift opens when
the clocks *first* show its start or later, and it closes once they will *never again* show a time before its
end. So a time that is skipped becomes the first instant after the gap, a repeated start is its first
occurrence, a repeated end its second. A day that a zone leaves out altogether has no openings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.working_hours import WorkingHours

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from `start` until just before `end` (UTC), on the local day `day`."""

    day: date
    start: datetime
    end: datetime


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC; raises ValueError where `at` names no zone, instead of guessing one."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(f"{at} names no time zone")
    return at.astimezone(UTC)


def first_showing(zone: ZoneInfo, wall: datetime) -> datetime:
    """The first instant (UTC) at which the clocks of `zone` show `wall` or, where they skip it, later."""
    before, after = _offsets(zone, wall)
    if before < after:
        return _jump(zone, _utc(wall - after), _utc(wall - before))
    return _utc(wall - before)


def over_for_good(zone: ZoneInfo, wall: datetime) -> datetime:
    """The instant (UTC) from which the clocks of `zone` never again show a time before `wall`."""
    before, after = _offsets(zone, wall)
    if before < after:
        return _jump(zone, _utc(wall - after), _utc(wall - before))
    second = _utc(wall - after)
    # Clocks set back exactly *to* `wall` don't show anything before it again: its first occurrence it is.
    if before > after and _offset_at(zone, second - _TICK) != after:
        return _utc(wall - before)
    return second


def month_number(day: date) -> int:
    """Months counted through, so that the one after December is one more."""
    return day.year * 12 + day.month - 1


def days_of_month(number: int) -> Iterator[date]:
    """All days of a month, by its `month_number`."""
    day = date(number // 12, number % 12 + 1, 1)
    while month_number(day) == number:
        yield day
        day += _DAY


@lru_cache(maxsize=1024)
def usual_openings(zone: ZoneInfo, hours: WorkingHours, month: int) -> tuple[Opening, ...]:
    """The openings of a month in order, none overlapping, before anybody has a day off."""
    return tuple(opening for day in days_of_month(month) for opening in _day_openings(zone, hours, day))


def _day_openings(zone: ZoneInfo, hours: WorkingHours, day: date) -> Iterator[Opening]:
    shifts = hours.week[day.weekday()]
    if not shifts:
        return
    midnight = datetime.combine(day, time())
    # Where clocks are set back over midnight, the day begins when the one before has ended for good.
    earliest = over_for_good(zone, midnight)
    for opens, closes in shifts:
        start = max(earliest, first_showing(zone, midnight + timedelta(minutes=opens)))
        end = over_for_good(zone, midnight + timedelta(minutes=closes))
        if start < end:
            yield Opening(day, start, end)
            earliest = end


def _offsets(zone: ZoneInfo, wall: datetime) -> tuple[timedelta, timedelta]:
    """The offsets before and after a change of clocks at `wall`: a gap where they grow, else a repetition."""
    local = wall.replace(tzinfo=zone, fold=0)
    return local.utcoffset() or timedelta(), local.replace(fold=1).utcoffset() or timedelta()


def _offset_at(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The instant in (before, after] from which the clocks run by another offset than at `before`."""
    offset = _offset_at(zone, before)
    while after - before > _TICK:
        middle = before + (after - before) // 2
        if _offset_at(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _utc(wall: datetime) -> datetime:
    return wall.replace(tzinfo=UTC, fold=0)
