"""Working hours once more, day by day and span by span, sharing no code with the calendars of the domain.

Good enough wherever no clock is changed within working hours.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Hours:
    """When somebody works: `text` is spelled as `Mon-Fri 09:00-12:30, 13:30-17:30`, without the holidays there."""

    zone: str
    text: str
    country: str | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether they work at that moment."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        return any(begin <= at < end for begin, end in spans(self, day))

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments they work."""
        first, last = (at.astimezone(ZoneInfo(self.zone)).date() for at in (start, end))
        days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        parts = (min(end, ends) - max(start, begins) for day in days for begins, ends in spans(self, day))
        return sum((part for part in parts if part > timedelta()), timedelta())


def worked_by(hours: Mapping[int | None, Hours]) -> Callable[[int | None, datetime, datetime], timedelta]:
    """How much somebody works between two moments, by everybody's hours; under None stand those of the house."""
    return lambda who, start, end: hours[who].worked(start, end)


@lru_cache(maxsize=10_000)
def spans(hours: Hours, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """From when until when (UTC) somebody works on a day of their own calendar."""
    days, _, times = hours.text.partition(" ")
    first, _, last = days.partition("-")
    if not _DAYS.index(first) <= day.weekday() <= _DAYS.index(last):
        return ()
    if hours.country and day in _holidays(hours.country):
        return ()
    edges = (tuple(_instant(day, each, hours.zone) for each in span.split("-")) for span in re.split(r"[ ,]+", times))
    return tuple((begin, end) for begin, end in edges)


def _instant(day: date, clock: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


@lru_cache
def _holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
