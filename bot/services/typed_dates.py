"""Dates as people type them, in any of our languages: "Friday noon", "morgen 14 Uhr", "in two working days", "3. Dez.".

What is not wholly understood is refused: a date that was guessed would stand as a promise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.calendar import Calendar
from bot.domain.openings import Opening, first_showing
from bot.services.day_names import UNTIL_OR_THURSDAY, plain
from bot.services.errors import DateUnreadable
from bot.services.named_days import named_day, without_small_words
from bot.services.office import office_of
from bot.services.transaction import Tx
from bot.services.typed_lengths import ANY_UNIT, Unit, day_after, length, length_ahead, time_of
from bot.services.typed_words import (
    Part,
    is_end_of_month,
    is_end_of_next_week,
    is_end_of_week,
    month_that_ends,
    part_of_day,
    spelled_out,
    without,
    without_deadline,
)

LONGEST = 80
END_OF_A_FREE_DAY = time(17)
"""By when on a day without working hours, where no time was typed."""

_AT_WORDS = (
    r"at|um|gegen|a|a las?|alle(?: ore)?|om|kl\.?|klokken|klokka|klockan|klo|kello|o(?: godz(?:\.|inie))?|as|saat"
)
# "do 14:00" alone may be by then, or on a German Thursday.
_AT = rf"(?:\b(?:by|bis|v|ve|(?<=\w )do|ate as|{_AT_WORDS})\s+)?"
_CLOCK_WORDS = r"uhr|uur|h|heures?|horas?|ore|hodin[yu]?|godz"
_TIMES = (
    re.compile(
        _AT + r"\b(?P<hour>\d{1,2})(?::|h\s?)(?P<minute>\d{2})"
        r"(?:\s?(?P<half>[ap])\.?m\b\.?|\s?(?:uhr|uur|h)\b|'(?:[td][ae]|y?[ae] kadar)\b)?"
    ),
    re.compile(_AT + r"\b(?P<hour>\d{1,2})\.(?P<minute>\d{2})\s?(?:uhr|uur)\b"),
    re.compile(rf"\b(?:{_AT_WORDS})\s+(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})\b(?!\.)"),
    re.compile(_AT + r"\b(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?m\b\.?"),
    re.compile(_AT + rf"\b(?P<hour>\d{{1,2}})\s?(?:{_CLOCK_WORDS})\b"),
    re.compile(rf"\b(?:{_AT_WORDS})\s+(?P<bare>\d{{1,2}})\b(?![.:/]|\s(?:{ANY_UNIT})\b)"),
)
_DOTTED = re.compile(_AT + r"(?<![\d.])(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?![\d.])")
_EITHER = re.compile(r"\d{1,2}\.\d{2}")
_ENDS = {Part.MORNING: time(12), Part.NOON: time(12), Part.EVENING: time(20)}
_AFTERNOON = time(17)
_EARLIEST_BARE_HOUR = 7
_THURSDAY = 3


async def typed_moment(tx: Tx, who: str, typed: str) -> datetime:
    """What somebody typed as a time (UTC), in their own zone and hours; raises DateUnreadable."""
    office = await office_of(tx)
    person = office.person(who)
    return read(typed, tx.now, office.calendar(person.id))


def read(typed: str, now: datetime, calendar: Calendar) -> datetime:
    """The time (UTC) that `typed` means at `now`; without a time of day, the end of that day's working hours.

    A day that has passed is returned as such. Raises DateUnreadable.
    """
    said = spelled_out(plain(typed)) if len(typed) <= LONGEST else ""
    length = length_ahead(said)
    if length is not None and (after := time_of(length)) is not None:
        return now + after
    if (moment := _moment(said, now, calendar)) is None:
        raise DateUnreadable(typed)
    return moment


def _moment(said: str, now: datetime, calendar: Calendar) -> datetime | None:
    hour_said, rest = _time_of_day(said)
    part, rest = part_of_day(rest)
    at = hour_said.in_part(part) if hour_said else None
    if hour_said is not None and at is None:
        return None
    has_time = at is not None or part is not None
    day = calendar.local_day(now) if has_time and _is_bare(rest) else _day(rest, now, calendar, has_time)
    if day is None:
        return None
    if at is None and part is not None:
        return _end_of(part, calendar, day)
    return _closing(calendar, day) if at is None else first_showing(calendar.zone, datetime.combine(day, at))


@dataclass(frozen=True, slots=True)
class _HourSaid:
    """An hour as typed; `bare` is one with nothing to tell five in the morning from five in the afternoon."""

    hour: int
    minute: int = 0
    half: str | None = None
    bare: bool = False

    def in_part(self, part: Part | None) -> time | None:
        """The time of day, in that part of it; None where there is no such time, or it might be either of two."""
        hour = self.hour
        if self.half:
            hour = hour % 12 + (12 if self.half == "p" else 0) if 1 <= hour <= 12 else 24
        elif part in {Part.AFTERNOON, Part.EVENING} and hour < 12:
            hour += 12
        elif self.bare and part is None and hour < _EARLIEST_BARE_HOUR:
            return None
        return time(hour, self.minute) if hour < 24 and self.minute < 60 else None


def _time_of_day(said: str) -> tuple[_HourSaid | None, str]:
    """The time of day in it, and the rest."""
    for pattern in _TIMES:
        if found := pattern.search(said):
            groups = found.groupdict()
            hour = groups.get("bare") or groups["hour"]
            read_as = _HourSaid(int(hour), int(groups.get("minute") or 0), groups.get("half"), "bare" in groups)
            return read_as, without(said, found)
    if found := _DOTTED.search(said):
        rest = without(said, found)
        # "14.10" may be a day in October; beside a day it is a time.
        if not 1 <= int(found["minute"]) <= 12 or not _is_bare(rest):
            return _HourSaid(int(found["hour"]), int(found["minute"])), rest
    return None, said


def _is_bare(rest: str) -> bool:
    """Whether nothing is left that names a day."""
    return not without_small_words(without_deadline(rest))


def _day(typed: str, now: datetime, calendar: Calendar, has_time: bool) -> date | None:
    today = calendar.local_day(now)
    said = without_deadline(typed)
    if (end := _days_before_an_end(said, today)) is not None:
        return next((day for day in end if _openings(calendar, day)), None)
    # "3 days" is by when as well as "in 3 days".
    if ahead := length_ahead(said) or length(said):
        if ahead.unit is Unit.WORKING_DAYS:
            return calendar.local_day(calendar.add_working_days(now, ahead.count))
        return day_after(today, ahead)
    # "14.10" alone may be a time, or a day in October.
    if _EITHER.fullmatch(said) and not has_time:
        return None
    return named_day(said, today) or _until_or_on_thursday(said, today)


def _until_or_on_thursday(said: str, today: date) -> date | None:
    """`Do 3.12.` is the same moment whichever it means, where that day is a Thursday."""
    first, _, rest = said.partition(" ")
    day = named_day(rest, today) if first.rstrip(".,") == UNTIL_OR_THURSDAY else None
    return day if day is not None and day.weekday() == _THURSDAY else None


def _days_before_an_end(said: str, today: date) -> Iterable[date] | None:
    """The days of the week or month whose end this means, from its last one back; None where it means none."""
    monday = today + timedelta(days=7 - today.weekday())
    if is_end_of_week(said):
        return _back(today, monday)
    if is_end_of_next_week(said):
        return _back(monday, monday + timedelta(days=7))
    if is_end_of_month(said):
        return _back(today, _month_after(today.year, today.month))
    if (month := month_that_ends(said)) is None:
        return None
    year = today.year + (month < today.month)
    return _back(max(today, date(year, month, 1)), _month_after(year, month))


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def _back(first: date, end: date) -> list[date]:
    """The days from `first` until before `end`, the last one first."""
    return [end - timedelta(days=ago) for ago in range(1, (end - first).days + 1)]


def _end_of(part: Part, calendar: Calendar, day: date) -> datetime:
    closing = _closing(calendar, day)
    if part is Part.CLOSING:
        return closing
    if part is Part.AFTERNOON:
        return min(closing, first_showing(calendar.zone, datetime.combine(day, _AFTERNOON)))
    return first_showing(calendar.zone, datetime.combine(day, _ENDS[part]))


def _closing(calendar: Calendar, day: date) -> datetime:
    openings = _openings(calendar, day)
    return openings[-1].end if openings else first_showing(calendar.zone, datetime.combine(day, END_OF_A_FREE_DAY))


def _openings(calendar: Calendar, day: date) -> list[Opening]:
    start = first_showing(calendar.zone, datetime.combine(day, time()))
    end = first_showing(calendar.zone, datetime.combine(day + timedelta(days=1), time()))
    return list(calendar.openings_between(start, end))
