"""Moments worth offering to somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from bot.domain.calendar import Calendar, Day
from bot.domain.openings import Opening, first_showing

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
    first = list(islice(calendar.days_ahead(now), 1))
    later = list(islice(working_days_after_today(now, calendar), 8))  # a week without rest, and the next day
    moments: dict[datetime, Moment] = {}
    for key, at in [
        *((MomentKey.LATER_TODAY, _closing(day)) for day in first if _enough_of(day, now, today)),
        *((MomentKey.TOMORROW_NOON, _noon(calendar, day)) for day in later[:1]),
        *((MomentKey.IN_TWO_DAYS, _closing(day)) for day in later[1:2]),
        *((MomentKey.END_OF_WEEK, _closing(day)) for day in _rest_of_week(calendar, later, today)[-1:]),
        *((MomentKey.IN_A_WEEK, _closing(day)) for day in _from(later, today + _WEEK)[:1]),
    ]:
        moments.setdefault(at, Moment(key, at))
    return tuple(moments[at] for at in sorted(moments))


def working_days_after_today(now: datetime, calendar: Calendar) -> Iterator[Day]:
    """The working days from tomorrow on: what somebody counts who names a date in working days, whatever the hour."""
    today = calendar.local_day(now)
    return (day for day in calendar.days_ahead(now) if day[0].day > today)


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
