"""When the weekly digest is due: local day and time, once a week, in every zone and through every change of clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.weeks import Week
from bot.domain.workspace import Workspace
from bot.services.weekly import digest_time, digest_time_after_change, next_digest_time, week_told_at
from tests.domain.zones import DAY, ZONES, clock_changes, days_of_interest

MON, TUE, FRI, SAT, SUN = 0, 1, 4, 5, 6
WEEK = timedelta(days=7)


def workspace(zone: str, day: int, at: str) -> Workspace:
    return Workspace("T1", "Agency", zone=zone, digest_day=day, digest_at=at)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "week_of", "due"),
    [
        ("Europe/Berlin", MON, "09:00", date(2026, 11, 4), utc(2026, 11, 2, 8)),
        ("Europe/Berlin", MON, "09:00", date(2026, 7, 19), utc(2026, 7, 13, 7)),
        ("Europe/Berlin", SUN, "02:30", date(2026, 3, 29), utc(2026, 3, 29, 1)),  # skipped: at three
        ("Europe/Berlin", SUN, "02:30", date(2026, 10, 25), utc(2026, 10, 25, 0, 30)),  # twice: the first
        ("America/Santiago", SUN, "00:00", date(2026, 9, 6), utc(2026, 9, 6, 4)),  # no midnight that day
        ("America/Santiago", SUN, "00:30", date(2026, 9, 6), utc(2026, 9, 6, 4)),
        ("America/Santiago", SUN, "01:00", date(2026, 9, 6), utc(2026, 9, 6, 4)),
        ("America/Santiago", SAT, "23:30", date(2026, 4, 4), utc(2026, 4, 5, 2, 30)),  # twice: the first
        ("Africa/Cairo", FRI, "00:15", date(2026, 4, 24), utc(2026, 4, 23, 22)),  # no midnight that day
        ("Africa/Cairo", FRI, "09:00", date(2026, 4, 24), utc(2026, 4, 24, 6)),
        ("Pacific/Apia", FRI, "09:00", date(2011, 12, 30), utc(2011, 12, 30, 10)),  # the day was left out
        ("Asia/Kathmandu", MON, "09:00", date(2026, 11, 2), utc(2026, 11, 2, 3, 15)),
        ("No/Such_Zone", MON, "09:00", date(2026, 11, 2), utc(2026, 11, 2, 9)),
    ],
)
def test_the_digest_is_due_by_the_clock_on_the_wall(zone: str, day: int, at: str, week_of: date, due: datetime) -> None:
    assert digest_time(week_of, workspace(zone, day, at)) == due


def test_the_next_one_is_always_ahead() -> None:
    berlin = workspace("Europe/Berlin", MON, "09:00")
    due = utc(2026, 11, 2, 8)
    assert next_digest_time(due - timedelta(seconds=1), berlin) == due
    assert next_digest_time(due, berlin) == utc(2026, 11, 9, 8)
    assert next_digest_time(due + 6 * DAY, berlin) == utc(2026, 11, 9, 8)


def test_a_digest_tells_of_the_last_week_that_is_over() -> None:
    monday, sunday = workspace("Europe/Berlin", MON, "09:00"), workspace("Europe/Berlin", SUN, "23:30")
    assert str(week_told_at(digest_time(date(2026, 11, 23), monday), monday)) == "2026-W47"
    assert str(week_told_at(digest_time(date(2026, 11, 23), sunday), sunday)) == "2026-W47"
    assert str(week_told_at(digest_time(date(2027, 1, 4), monday), monday)) == "2026-W53"


@pytest.mark.parametrize(
    ("planned", "now", "to", "due"),
    [
        ((FRI, utc(2026, 11, 27, 8)), utc(2026, 11, 25, 11), MON, utc(2026, 11, 27, 8)),  # Monday has passed
        ((FRI, utc(2026, 11, 27, 8)), utc(2026, 11, 23, 7), MON, utc(2026, 11, 23, 8)),
        ((MON, utc(2026, 11, 23, 8)), utc(2026, 11, 25, 11), TUE, utc(2026, 11, 23, 8)),  # nobody ran: at once
        ((MON, utc(2026, 11, 30, 8)), utc(2026, 11, 25, 11), FRI, None),  # this week's has come
        ((MON, utc(2026, 11, 30, 8)), utc(2026, 11, 29, 22), FRI, None),
    ],
)
def test_on_another_day_the_week_that_is_over_comes_at_the_earlier_of_the_old_time_and_the_new_one(
    planned: tuple[int, datetime], now: datetime, to: int, due: datetime | None
) -> None:
    old_day, old_time = planned
    before = replace(workspace("Europe/Berlin", old_day, "09:00"), digest_channel="C1", digest_next_at=old_time)
    changed = replace(before, digest_day=to)
    assert digest_time_after_change(now, before, changed) == due
    assert digest_time_after_change(now, before, replace(changed, digest_channel=None)) is None
    assert digest_time_after_change(now, replace(before, digest_next_at=None), changed) is None


times = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 59])).map(lambda t: f"{t[0]:02d}:{t[1]:02d}")


@settings(max_examples=150, deadline=None)
@given(days_of_interest(), st.integers(0, 6), times, st.integers(0, 14 * 24 * 60))
def test_once_a_week_in_every_zone(where: tuple[ZoneInfo, datetime], day: int, at: str, minutes: int) -> None:
    zone, midnight = where
    there, after = workspace(zone.key, day, at), midnight - 7 * DAY + timedelta(minutes=minutes)
    chain = [after]
    for _ in range(5):
        chain.append(next_digest_time(chain[-1], there))
    assert chain == sorted(set(chain))
    due = chain[1:]
    assert all(WEEK - DAY <= later - earlier <= WEEK + DAY for earlier, later in pairwise(due))
    assert due[0] - after <= WEEK + DAY
    weeks = [str(Week.of(one, zone)) for one in due]
    assert len(set(weeks)) == len(weeks)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.integers(1990, 2040), st.integers(0, 200), times)
def test_in_the_week_of_a_change_it_shows_its_time_or_the_first_one_after_the_gap(
    key: str, year: int, which: int, at: str
) -> None:
    changes = clock_changes(key, year) or [datetime(year, 3, 1, tzinfo=UTC)]
    zone, day = ZoneInfo(key), changes[which % len(changes)].astimezone(ZoneInfo(key)).date()
    due = digest_time(day, workspace(key, day.weekday(), at)).astimezone(zone)
    wanted = datetime.combine(day, datetime.strptime(at, "%H:%M").time())  # noqa: DTZ007 - a time of day alone
    shown = due.replace(tzinfo=None)
    assert shown >= wanted
    assert (due.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None) < wanted
