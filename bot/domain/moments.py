"""Moments worth offering to somebody, and the stretches of time that explain one to them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise

from bot.domain.calendar import Calendar
from bot.domain.openings import Opening, first_showing, in_utc

ENOUGH_OF_TODAY = timedelta(hours=2)
"""Less open time than this left, and "later today" is no honest offer."""

_NOON = time(12)
_WEEK = timedelta(days=7)


class MomentKey(StrEnum):
    """What a moment is called, as seen from now; the day itself is to be shown beside it."""

    LATER_TODAY = "later_today"
    TOMORROW_NOON = "tomorrow_noon"
    IN_TWO_DAYS = "in_two_days"
    END_OF_WEEK = "end_of_week"
    IN_A_WEEK = "in_a_week"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC) to choose, under the name it goes by."""

    key: MomentKey
    at: datetime


def sensible_times(now: datetime, calendar: Calendar) -> tuple[Moment, ...]:
    """Times by which a client may be told to hear from us: distinct, ascending, later than `now`.

    Each is inside the calendar's hours or at a closing time; `TOMORROW_NOON` and `IN_TWO_DAYS` count
    working days. Whoever is away for good is offered nothing.
    """
    today = calendar.local_day(now)
    ahead = list(islice(calendar.days_ahead(now), 9))  # today, seven days of a week without rest, and the next
    later = [day for day in ahead if day[0].day > today]
    moments: dict[datetime, Moment] = {}
    for key, at in [
        *((MomentKey.LATER_TODAY, _closing(day)) for day in ahead[:1] if _enough_of(day, now, today)),
        *((MomentKey.TOMORROW_NOON, _noon(calendar, day)) for day in later[:1]),
        *((MomentKey.IN_TWO_DAYS, _closing(day)) for day in later[1:2]),
        *((MomentKey.END_OF_WEEK, _closing(day)) for day in _rest_of_week(calendar, later, today)[-1:]),
        *((MomentKey.IN_A_WEEK, _closing(day)) for day in _from(later, today + _WEEK)[:1]),
    ]:
        moments.setdefault(at, Moment(key, at))
    return tuple(moments[at] for at in sorted(moments))


def _enough_of(day: tuple[Opening, ...], now: datetime, today: date) -> bool:
    left = sum((opening.end - max(now, opening.start) for opening in day), timedelta())
    return day[0].day == today and left >= ENOUGH_OF_TODAY


def _noon(calendar: Calendar, day: tuple[Opening, ...]) -> datetime:
    """Noon where that is open or a closing time; else the next opening of the day, else its closing time."""
    noon = first_showing(calendar.zone, datetime.combine(day[0].day, _NOON))
    opening = next((opening for opening in day if noon <= opening.end), None)
    return _closing(day) if opening is None else max(noon, opening.start)


def _rest_of_week(calendar: Calendar, later: list[tuple[Opening, ...]], today: date) -> list[tuple[Opening, ...]]:
    """The working days from tomorrow to the end of the working week, which may be Thursday or Friday."""
    week_end = today + timedelta(days=(calendar.hours.last_weekday() - today.weekday()) % 7)
    return [day for day in later if day[0].day <= week_end]


def _from(later: list[tuple[Opening, ...]], day: date) -> list[tuple[Opening, ...]]:
    return [openings for openings in later if openings[0].day >= day]


def _closing(day: tuple[Opening, ...]) -> datetime:
    return day[-1].end


class StretchKind(StrEnum):
    """Why a clock of business time runs, or stands still."""

    OPEN = "open"
    CLOSED = "closed"
    """Outside the hours of a day that is worked."""
    WEEKEND = "weekend"
    """A weekday without hours, be it Sunday or a part-timer's Wednesday."""
    HOLIDAY = "holiday"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until just before `end` (UTC), all of one kind."""

    start: datetime
    end: datetime
    kind: StretchKind


def stretches(calendar: Calendar, start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """The time from `start` to `end` without a gap, as stretches that differ in kind from their neighbours.

    The open ones add up to `calendar.elapsed(start, end)`: they come from the same openings.
    """
    found: list[Stretch] = []
    for left, right in pairwise(_edges(calendar, in_utc(start), in_utc(end))):
        kind = _kind_at(calendar, left)
        goes_on = found and found[-1].kind is kind
        found.append(Stretch(found.pop().start if goes_on else left, right, kind))
    return tuple(found)


def _edges(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """All instants from `start` to `end` at which the kind of time may change, both included."""
    openings = list(calendar.openings_between(start, end))
    edges = {start, end, *(opening.start for opening in openings), *(opening.end for opening in openings)}
    for absence in calendar.absences:
        edges |= {edge for edge in (absence.start, absence.end) if edge is not None}
    day, last = calendar.local_day(start), calendar.local_day(end)
    while day < last:
        day += timedelta(days=1)
        edges.add(first_showing(calendar.zone, datetime.combine(day, time())))
    return sorted(edge for edge in edges if start <= edge <= end)


def _kind_at(calendar: Calendar, at: datetime) -> StretchKind:
    if calendar.is_open(at):
        return StretchKind.OPEN
    if any(absence.start <= at and (absence.end is None or at < absence.end) for absence in calendar.absences):
        return StretchKind.AWAY
    day = calendar.local_day(at)
    if not calendar.hours.week[day.weekday()]:
        return StretchKind.WEEKEND
    return StretchKind.HOLIDAY if day in calendar.holidays else StretchKind.CLOSED
