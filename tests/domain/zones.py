"""Zones, hours and a clock read minute by minute: what the calendar is held against."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from bot.domain.calendar import Absence, Calendar
from bot.domain.working_hours import Shift, WorkingHours

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime", "posixrules"})


@lru_cache
def clock_changes(key: str, year: int) -> list[datetime]:
    """The UTC midnights of a year after which a zone's offset has changed by the next one."""
    zone = ZoneInfo(key)
    midnights = [datetime(year, 1, 1, tzinfo=UTC) + DAY * n for n in range(366)]
    offsets = [midnight.astimezone(zone).utcoffset() for midnight in midnights]
    return [day for n, day in enumerate(midnights[:-1]) if offsets[n] != offsets[n + 1]]


def _shifts(marks: Iterable[int]) -> tuple[Shift, ...]:
    ordered = sorted(marks)
    return tuple(zip(ordered[::2], ordered[1::2], strict=True))


_marks = st.integers(0, 1440) | st.integers(0, 12).map(lambda half: half * 30) | st.sampled_from([0, 1440])
_day = st.sampled_from([0, 2, 2, 4]).flatmap(lambda n: st.sets(_marks, min_size=n, max_size=n)).map(_shifts)
hours = st.lists(_day, min_size=7, max_size=7).filter(any).map(lambda days: WorkingHours(tuple(days)))
office = st.sampled_from(
    ["Mon-Fri 09:00-17:30", "Mon-Wed,Fri 09:00-12:30 13:30-17:30; Sat 10:00-12:00", "Sun-Thu 08:00-16:00"]
).map(WorkingHours.parse)


@st.composite
def days_of_interest(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """Any zone, and mostly a day on which its clocks change (UTC midnight before)."""
    key, year = draw(st.sampled_from(ZONES)), draw(st.integers(1975, 2045))
    changes = clock_changes(key, year)
    anywhere = st.integers(0, 364).map(lambda n: datetime(year, 1, 1, tzinfo=UTC) + DAY * n)
    return ZoneInfo(key), draw(st.sampled_from(changes) if changes else anywhere)


@st.composite
def calendars(draw: st.DrawFn, any_hours: st.SearchStrategy[WorkingHours] = hours) -> tuple[Calendar, datetime]:
    """A calendar with the odd holiday and absence, and a UTC midnight close to something odd."""
    zone, day = draw(days_of_interest())
    holidays = draw(st.frozensets(st.integers(-2, 5).map(lambda n: day.date() + DAY * n), max_size=2))
    edges = st.integers(-1440, 4 * 1440).map(lambda n: day + MINUTE * n)
    absences = draw(st.lists(st.tuples(edges, edges).map(sorted), max_size=2))
    away = tuple(Absence(start, end) for start, end in absences)
    return Calendar(zone, draw(any_hours), holidays, away), day


class Minutes:
    """The reference: every minute of some days, open or not, found by reading the wall clock each minute.

    A shift opens at the first minute of its day that shows its start or later, and closes after the last
    minute that shows a time before its end; a day begins after the last minute that shows the day before.
    """

    def __init__(self, calendar: Calendar, first: datetime, days: int) -> None:
        self.first, self.calendar = first, calendar
        instants = [first + MINUTE * n for n in range(1440 * days)]
        self.walls = [at.astimezone(calendar.zone).replace(tzinfo=None, fold=0) for at in instants]
        self._highest = list(accumulate(self.walls, max))
        self._lowest_to_come = list(accumulate(reversed(self.walls), min))[::-1]
        local = sorted({wall.date() for wall in self.walls})[1:-1]
        self.by_day = {day: open_minutes for day in local if (open_minutes := self._open_minutes(day))}
        self.open = sorted(n for minutes in self.by_day.values() for n in minutes)

    def shows(self, wall: datetime) -> int:
        """The first minute that shows `wall` or later."""
        return bisect_left(self._highest, wall)

    def never_again_before(self, wall: datetime) -> int:
        """The minute after the last one that shows a time before `wall`."""
        return bisect_left(self._lowest_to_come, wall)

    def at(self, minute: int) -> datetime:
        return self.first + MINUTE * minute

    def _open_minutes(self, day: date) -> list[int]:
        if day in self.calendar.holidays:
            return []
        midnight = datetime.combine(day, time())
        found: set[int] = set()
        for opens, closes in self.calendar.hours.week[day.weekday()]:
            start = max(self.shows(midnight + MINUTE * opens), self.never_again_before(midnight))
            found.update(range(start, self.never_again_before(midnight + MINUTE * closes)))
        for away in self.calendar.absences:
            found = {n for n in found if self.at(n) < away.start or (away.end and self.at(n) >= away.end)}
        return sorted(found)
