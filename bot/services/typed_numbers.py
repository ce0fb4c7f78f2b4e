"""Days written in figures: `3.12.`, `3/12/26`, `2026-12-03`, `the 3rd`; the day stands before the month.

The text is expected in plain letters, as `day_names.plain` makes it.
"""

import re
from collections.abc import Iterable
from datetime import date

_ISO = re.compile(r"(?P<year>2[0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DOTTED = re.compile(
    r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})(?:\.\s?(?P<year>2[0-9]{3}|[0-9]{2})?)?",
)
_SLASHED = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?:/(?P<year>2[0-9]{3}|[0-9]{2}))?")
_DASHED = re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>2[0-9]{3})")
NTH = r"(?:st|nd|rd|th|er|e|de|ste|[.ºª°]|:[ae])"
"""What makes a figure the day of a month."""

_DAY = re.compile(
    rf"(?:(?:on|the|am|den|der|zum|d\.|le|el|il|op de|no|dia|dne|dnia) )*(?P<nth>[0-9]{{1,2}}){NTH}"
    r"|(?:on )?the (?P<the>[0-9]{1,2})"
    r"|(?:le|el|el dia|il|op de|(?:no )?dia|pa den|den) (?P<le>[0-9]{1,2})"
)


def numeric_day(said: str, since: date) -> date | None:
    """The day and month that these figures name, without a year the next from `since` on; None where they name none.

    A year of two figures is one of this century.
    """
    for pattern in (_ISO, _DOTTED, _SLASHED, _DASHED):
        if found := pattern.fullmatch(said):
            return day_of(int(found["day"]), int(found["month"]), found["year"], since)
    return None


def day_of(day: int, month: int, year: str | None, since: date) -> date | None:
    """That day in that year, as typed, else the next such day from `since` on; None where there is no such day."""
    if year:
        return _valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _next((_valid(since.year + ahead, month, day) for ahead in range(9)), since)


def nth_of_a_month(said: str) -> int | None:
    """The figure that names a day of some month: `the 3rd`, `am 5.`; None where it names none."""
    found = _DAY.fullmatch(said)
    return int(found["nth"] or found["the"] or found["le"]) if found else None


def next_nth(day: int, since: date) -> date | None:
    """The next day of that number from `since` on, of this month or one of the two behind it."""
    months = [divmod(since.month - 1 + ahead, 12) for ahead in range(3)]
    return _next((_valid(since.year + year, month + 1, day) for year, month in months), since)


def in_month_of(day: int, other: date) -> date | None:
    """The day of that number in the month of the other; None where that month has none."""
    return _valid(other.year, other.month, day)


def _next(days: Iterable[date | None], since: date) -> date | None:
    return next((day for day in days if day is not None and day >= since), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
