"""The calendar agrees with reading the wall clock every minute, in any zone, where clocks change above all."""

from bisect import bisect_left
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.working_hours import WorkingHours
from tests.domain.zones import DAY, MINUTE, ZONES, Minutes, calendars, clock_changes

PARTS, YEARS = 20, (1980, 1995, 2011, 2024, 2026, 2027)
ODD_HOURS = ("Mon-Sun 00:00-04:00 09:00-12:30 13:30-17:30", "Mon-Sun 01:30-02:30 22:00-24:00")
WINDOW = 6  # days read, from two before the day of interest
minutes = st.integers(1440, 5 * 1440 - 90)
by_the_minute = settings(max_examples=40, deadline=None)


def read(calendar: Calendar, day: datetime) -> Minutes:
    return Minutes(calendar, day - 2 * DAY, WINDOW)


@by_the_minute
@given(calendars(), minutes, minutes)
def test_what_is_open_agrees_with_the_wall_clock(scene: tuple[Calendar, datetime], start: int, end: int) -> None:
    calendar, day = scene
    start, end = min(start, end), max(start, end)
    clock = read(calendar, day)
    assert calendar.is_open(clock.at(start)) == (start in clock.open)
    found = {
        (opening.start + MINUTE * n - clock.first) // MINUTE
        for opening in calendar.openings_between(clock.at(start), clock.at(end))
        for n in range((opening.end - opening.start) // MINUTE)
    }
    between = {n for n in clock.open if start <= n < end}
    assert {n for n in found if start <= n < end} == between
    assert calendar.elapsed(clock.at(start), clock.at(end)) == len(between) * MINUTE


@by_the_minute
@given(calendars(), minutes, st.integers(1, 900))
def test_next_open_and_add_business_find_the_minute(scene: tuple[Calendar, datetime], start: int, amount: int) -> None:
    calendar, day = scene
    clock = read(calendar, day)
    ahead = [n for n in clock.open if n >= start]
    assume(len(ahead) >= amount)
    assert calendar.next_open(clock.at(start)) == clock.at(ahead[0])
    assert calendar.add_business(clock.at(start), amount * MINUTE) == clock.at(ahead[amount - 1]) + MINUTE


@by_the_minute
@given(calendars(), minutes, st.integers(0, 3))
def test_working_days_on_keep_the_time_of_day(scene: tuple[Calendar, datetime], start: int, days: int) -> None:
    calendar, day = scene
    clock = read(calendar, day)
    since = next((n for n in clock.open if n >= start), None)
    assume(since is not None)
    assert since is not None
    today = next(day for day, open_minutes in clock.by_day.items() if since in open_minutes)
    later = [day for day in clock.by_day if day >= today]
    assume(len(later) > days)
    if days == 0:
        assert calendar.add_working_days(clock.at(start), 0) == clock.at(since)
        return
    time_of_day: timedelta = clock.walls[since] - datetime.combine(today, time())
    wanted = clock.shows(datetime.combine(later[days], time()) + time_of_day)
    open_then = clock.by_day[later[days]]
    expected = open_then[min(bisect_left(open_then, wanted), len(open_then) - 1)]
    assert calendar.add_working_days(clock.at(start), days) == clock.at(expected)


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(PARTS))
def test_every_zone_through_every_change_of_its_clocks(part: int) -> None:
    """All IANA zones in a handful of years; `make sweep-calendars`."""
    for key in ZONES[part::PARTS]:
        for day in (change for year in YEARS for change in clock_changes(key, year)):
            for text in ODD_HOURS:
                _agrees(Calendar(ZoneInfo(key), WorkingHours.parse(text), frozenset()), day)


def _agrees(calendar: Calendar, day: datetime) -> None:
    clock = read(calendar, day)
    first, last = 1440, (WINDOW - 1) * 1440
    within = [n for n in clock.open if first <= n < last]
    assert calendar.elapsed(clock.at(first), clock.at(last)) == len(within) * MINUTE, (calendar.zone, day)
    for start in range(first, last, 97):
        ahead = bisect_left(clock.open, start)
        if ahead + 120 < len(clock.open):
            assert calendar.next_open(clock.at(start)) == clock.at(clock.open[ahead]), (calendar.zone, day, start)
            due = clock.at(clock.open[ahead + 119]) + MINUTE
            assert calendar.add_business(clock.at(start), 120 * MINUTE) == due, (calendar.zone, day, start)
