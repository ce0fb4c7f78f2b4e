"""When somebody works: opening times for each weekday, and their spelling in set-up files and commands."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import TypeAlias

DAY_MINUTES = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_TEXT = 300

Shift: TypeAlias = tuple[int, int]
"""From when until when, in minutes after local midnight; the end is exclusive and may be 24:00 (1440)."""

_SHIFT = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_DASH = re.compile(r" ?[-‐‑‒–—−] ?")


class WorkingHoursError(ValueError):
    """These are no working hours: `part` is what could not be read, `expected` what belongs there."""

    def __init__(self, part: str, expected: str) -> None:
        """Keep the offending part and what was expected, for the sentence that somebody gets to see."""
        super().__init__(f"{part!r}: expected {expected}")
        self.part = part
        self.expected = expected


@dataclass(frozen=True)
class WorkingHours:
    """Opening times by weekday (0 is Monday): split shifts, part-time days and days off are all fine.

    Promises seven days, shifts in order and apart, and at least one shift in the week; raises
    `WorkingHoursError` otherwise. Nights are two shifts: until 24:00, and from 00:00 the day after.
    """

    week: tuple[tuple[Shift, ...], ...]

    def __post_init__(self) -> None:
        """Refuse hours that nobody could work."""
        if len(self.week) != len(WEEKDAYS):
            raise WorkingHoursError(f"{len(self.week)} days", "seven days, Monday first")
        if not any(self.week):
            raise WorkingHoursError(str(self), "at least one day with working hours")
        for shifts in self.week:
            _refuse_disorder(shifts)

    @classmethod
    def parse(cls, text: str) -> "WorkingHours":
        """Read "Mon-Wed,Fri 09:00-12:30 13:30-17:30; Sat 10:00-12:00"; raises `WorkingHoursError`."""
        if len(text) > LONGEST_TEXT:
            raise WorkingHoursError(text[:20] + "…", f"at most {LONGEST_TEXT} characters")
        week: dict[int, tuple[Shift, ...]] = {}
        for part in _DASH.sub("-", " ".join(text.split())).strip("; ").split(";"):
            days, shifts = _read_part(part.strip())
            for day in days:
                if day in week:
                    raise WorkingHoursError(part.strip(), f"{WEEKDAYS[day]} to be named once only")
                week[day] = shifts
        return cls(tuple(week.get(day, ()) for day in range(7)))

    def __str__(self) -> str:
        """The spelling that `parse` reads back to an equal value: days with the same hours together."""
        groups: dict[tuple[Shift, ...], list[int]] = {}
        for day, shifts in enumerate(self.week):
            if shifts:
                groups.setdefault(shifts, []).append(day)
        return "; ".join(f"{_spell_days(days)} {_spell_shifts(shifts)}" for shifts, days in groups.items())

    @cached_property
    def usual_day(self) -> timedelta:
        """How long a working day is here: the median over the days worked (the shorter of two middles)."""
        return timedelta(
            minutes=median_low(sum(end - start for start, end in shifts) for shifts in self.week if shifts)
        )

    def last_weekday(self) -> int:
        """The weekday on which the working week ends: the one before the longest time off (Mon-Fri: 4)."""
        worked = [day for day, shifts in enumerate(self.week) if shifts]
        pause = {day: following - day for day, following in pairwise([*worked, worked[0] + 7])}
        return max(worked, key=lambda day: (pause[day], day))


def _refuse_disorder(shifts: tuple[Shift, ...]) -> None:
    for start, end in shifts:
        if not 0 <= start < end <= DAY_MINUTES:
            raise WorkingHoursError(
                _spell_shifts(((start, end),)), "an end after its start, both between 00:00 and 24:00"
            )
    for earlier, later in pairwise(shifts):
        if later[0] < earlier[1]:
            raise WorkingHoursError(_spell_shifts((earlier, later)), "shifts in order that do not overlap")


def _read_part(part: str) -> tuple[list[int], tuple[Shift, ...]]:
    """One part between semicolons: the days it is about, and their shifts in order."""
    words = part.replace(",", " ").split()
    first_shift = next((place for place, word in enumerate(words) if word[0].isdigit()), len(words))
    days = [day for word in words[:first_shift] for day in _read_days(word)]
    if not days:
        raise WorkingHoursError(part, "days and hours such as Mon-Fri 09:00-17:30")
    if first_shift == len(words):
        raise WorkingHoursError(part, "hours after the days, such as 09:00-17:30")
    return days, tuple(sorted(_read_shift(word) for word in words[first_shift:]))


def _read_days(word: str) -> list[int]:
    """A day or a range of days; "Sun-Thu" runs over the turn of the week."""
    first, dash, last = word.partition("-")
    start = _read_day(first, word)
    length = (_read_day(last, word) - start) % 7 if dash else 0
    return [(start + offset) % 7 for offset in range(length + 1)]


def _read_day(name: str, word: str) -> int:
    for day, weekday in enumerate(WEEKDAYS):
        if len(name) >= 3 and weekday.lower().startswith(name.lower()):
            return day
    raise WorkingHoursError(word, "a day such as Mon, or days such as Mon-Fri")


def _read_shift(word: str) -> Shift:
    match = _SHIFT.fullmatch(word)
    if match is None:
        raise WorkingHoursError(word, "hours such as 09:00-17:30")
    start_hour, start_minute, end_hour, end_minute = (int(number) for number in match.groups())
    if start_minute > 59 or end_minute > 59:
        raise WorkingHoursError(word, "minutes between 00 and 59")
    return start_hour * 60 + start_minute, end_hour * 60 + end_minute


def _spell_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    short = [name[:3] for name in WEEKDAYS]
    return ",".join(short[run[0]] if len(run) == 1 else f"{short[run[0]]}-{short[run[-1]]}" for run in runs)


def _spell_shifts(shifts: tuple[Shift, ...]) -> str:
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in shifts)
