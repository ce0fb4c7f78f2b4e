"""Business time as people mean it, and the laws that it keeps in any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Absence, Calendar, NeverOpenError
from bot.domain.delay import Delay
from bot.domain.working_hours import WorkingHours
from tests.domain.zones import DAY, MINUTE, calendars, office

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingHours.parse("Mon-Fri 09:00-17:30")
BOB = Calendar(BERLIN, OFFICE, frozenset({date(2026, 12, 25)}))


def berlin(day: int, hour: int, minute: int = 0, month: int = 10, fold: int = 0) -> datetime:
    """In October 2026: the 23rd is a Friday, and clocks go back in the night to the 25th."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


def hours(text: str, zone: str = "Europe/Berlin", *absences: Absence) -> Calendar:
    return Calendar(ZoneInfo(zone), WorkingHours.parse(text), frozenset(), absences)


@pytest.mark.parametrize(
    ("start", "delay", "due"),
    [
        (berlin(23, 16, 10), "4h", berlin(26, 11, 40)),
        (berlin(23, 16, 10), "2d", berlin(27, 16, 10)),
        (berlin(23, 16, 10), "30m wall", berlin(23, 16, 40)),
        (berlin(23, 16, 10), "0", berlin(23, 16, 10)),
        (berlin(24, 11), "1d", berlin(27, 9)),
        (berlin(24, 11), "0d", berlin(26, 9)),
        (berlin(23, 16, 30), "1h", berlin(23, 17, 30)),
        (berlin(24, 16, month=12), "1d", berlin(28, 16, month=12)),
        (berlin(30, 17, month=12), "2d", datetime(2027, 1, 1, 17, tzinfo=BERLIN)),
    ],
)
def test_a_delay_runs_in_office_hours(start: datetime, delay: str, due: datetime) -> None:
    assert BOB.add(start, Delay.parse(delay)) == due


def test_everything_comes_back_in_utc() -> None:
    found = [BOB.add(berlin(23, 10), Delay.parse(text)) for text in ("4h", "2d", "30m wall", "0", "0d")]
    assert {at.tzinfo for at in [*found, BOB.next_open(berlin(23, 10))] if at} == {UTC}


def test_a_calendar_is_open_from_its_opening_until_just_before_closing() -> None:
    assert BOB.is_open(berlin(23, 9))
    assert BOB.is_open(berlin(23, 17, 29))
    assert not BOB.is_open(berlin(23, 17, 30))
    assert not BOB.is_open(berlin(25, 12, month=12))


def test_a_closed_time_of_day_moves_to_the_next_opening_of_that_day() -> None:
    part_time = hours("Mon 09:00-17:30; Tue 10:00-12:00 14:00-15:00; Wed 09:00-12:30")
    assert part_time.add_working_days(berlin(26, 9), 1) == berlin(27, 10)
    assert part_time.add_working_days(berlin(26, 13), 1) == berlin(27, 14)
    assert part_time.add_working_days(berlin(26, 17), 1) == berlin(27, 14, 59)
    assert part_time.add_working_days(berlin(26, 17), 2) == berlin(28, 12, 29)


def test_a_day_partly_away_is_a_working_day_and_a_day_wholly_away_is_none() -> None:
    morning_off = hours("Mon-Fri 09:00-17:30", "Europe/Berlin", Absence(berlin(27, 0), berlin(27, 13)))
    assert morning_off.add_working_days(berlin(26, 10), 1) == berlin(27, 13)
    day_off = hours("Mon-Fri 09:00-17:30", "Europe/Berlin", Absence(berlin(27, 9), berlin(27, 17, 30)))
    assert day_off.add_working_days(berlin(26, 10), 1) == berlin(28, 10)


def test_working_days_are_counted_from_the_next_opening_until_the_day_has_begun() -> None:
    saturday = berlin(24, 11)
    assert BOB.working_days_between(saturday, berlin(26, 9)) == 0
    assert BOB.working_days_between(saturday, berlin(27, 8, 59)) == 0
    assert BOB.working_days_between(saturday, berlin(27, 9)) == 1
    assert BOB.working_days_between(berlin(27, 9), saturday) == 0


def test_both_occurrences_of_a_repeated_hour_are_told_apart() -> None:
    night = hours("Mon-Sun 01:00-02:30")
    assert night.is_open(berlin(25, 2, 29, fold=1))
    assert not night.is_open(berlin(25, 2, 30, fold=1))
    assert night.elapsed(berlin(25, 0), berlin(25, 12)) == timedelta(hours=2, minutes=30)
    assert night.add_working_days(berlin(25, 2, 10, fold=1), 1) == berlin(26, 2, 10)
    assert night.add_working_days(berlin(24, 2, 10), 1) == berlin(25, 2, 10, fold=0)


def test_clocks_set_back_exactly_to_closing_time_do_not_open_again() -> None:
    assert hours("Mon-Sun 01:00-02:00").elapsed(berlin(25, 0), berlin(25, 12)) == timedelta(hours=1)


def test_a_skipped_time_of_day_is_the_first_instant_after_the_gap() -> None:
    night = hours("Mon-Sun 01:00-05:00")
    assert night.add_working_days(berlin(28, 2, 30, month=3), 1) == berlin(29, 3, month=3)
    assert night.elapsed(berlin(29, 0, month=3), berlin(29, 12, month=3)) == timedelta(hours=3)


def test_a_day_that_a_zone_leaves_out_is_no_working_day() -> None:
    apia = hours("Mon-Sun 09:00-17:00", "Pacific/Apia")
    thursday = datetime(2011, 12, 29, 10, tzinfo=apia.zone)
    saturday = datetime(2011, 12, 31, 10, tzinfo=apia.zone)
    assert apia.add_working_days(thursday, 1) == saturday
    assert apia.elapsed(thursday, saturday) == timedelta(hours=8)


def test_somebody_away_for_good_has_no_next_opening() -> None:
    gone = hours("Mon-Fri 09:00-17:30", "Europe/Berlin", Absence(berlin(23, 12), None))
    assert gone.next_open(berlin(23, 11)) == berlin(23, 11)
    assert gone.next_open(berlin(23, 12)) is None
    with pytest.raises(NeverOpenError):
        gone.add(berlin(23, 11), Delay.parse("2h"))
    with pytest.raises(NeverOpenError):
        gone.add(berlin(23, 11), Delay.parse("1d"))
    assert gone.elapsed(berlin(23, 11), berlin(30, 11)) == timedelta(hours=1)


def test_a_long_absence_is_waited_for_up_to_the_horizon() -> None:
    away = Absence(berlin(23, 12), berlin(23, 12) + timedelta(days=390))
    back = hours("Mon-Fri 09:00-17:30", "Europe/Berlin", away)
    assert back.next_open(berlin(23, 12)) == away.end
    assert back.next_open(berlin(9, 12)) == berlin(9, 12)
    longer = Absence(berlin(23, 12), berlin(23, 12) + timedelta(days=402))
    assert hours("Mon-Fri 09:00-17:30", "Europe/Berlin", longer).next_open(berlin(23, 12)) is None


def test_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 10, 23, 12)  # noqa: DTZ001 -- a datetime without zone is the point
    with pytest.raises(ValueError, match="no time zone"):
        BOB.is_open(naive)
    with pytest.raises(ValueError, match="no time zone"):
        Absence(naive, None)


def test_looking_back_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        BOB.add_business(berlin(23, 12), -MINUTE)
    with pytest.raises(ValueError, match="forward"):
        BOB.add_working_days(berlin(23, 12), -1)
    with pytest.raises(ValueError, match="after its start"):
        Absence(berlin(23, 12), berlin(22, 12))


offsets = st.integers(-2 * 86_400, 4 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
laws = settings(max_examples=80, deadline=None)
anybody = calendars() | calendars(office)


@laws
@given(anybody, offsets, st.integers(0, 400_000).map(lambda seconds: timedelta(seconds=seconds)))
def test_adding_business_time_and_measuring_it_are_inverse(
    scene: tuple[Calendar, datetime], offset: timedelta, amount: timedelta
) -> None:
    calendar, day = scene
    end = calendar.add_business(day + offset, amount)
    assert calendar.elapsed(day + offset, end) == amount
    assert amount == timedelta() or calendar.elapsed(day + offset, end - timedelta(seconds=1)) < amount


@laws
@given(anybody, offsets, st.integers(0, 40))
def test_adding_working_days_and_counting_them_are_inverse_and_stay_in_hours(
    scene: tuple[Calendar, datetime], offset: timedelta, days: int
) -> None:
    calendar, day = scene
    end = calendar.add_working_days(day + offset, days)
    assert calendar.is_open(end)
    assert calendar.working_days_between(day + offset, end) == days


@laws
@given(anybody, offsets, offsets, st.integers(0, 5), st.sampled_from("dh"))
def test_a_later_start_is_never_due_earlier(
    scene: tuple[Calendar, datetime], one: timedelta, other: timedelta, amount: int, unit: str
) -> None:
    calendar, day = scene
    start, later = day + min(one, other), day + max(one, other)
    counted_from = calendar.next_open(later)
    assert counted_from is not None
    assume(unit == "h" or not counted_from.astimezone(calendar.zone).fold)  # the same time of day as before
    delay = Delay.parse(f"{amount}{unit}")
    assert calendar.add(start, delay) <= calendar.add(later, delay)


@laws
@given(anybody, offsets, st.integers(0, 12), st.sampled_from("dh"))
def test_a_longer_delay_is_never_due_earlier(
    scene: tuple[Calendar, datetime], offset: timedelta, amount: int, unit: str
) -> None:
    calendar, day = scene
    shorter, longer = (calendar.add(day + offset, Delay.parse(f"{n}{unit}")) for n in (amount, amount + 1))
    assert shorter < longer


@laws
@given(anybody, st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_elapsed_adds_up(scene: tuple[Calendar, datetime], one: int, two: int, three: int) -> None:
    calendar, day = scene
    start, middle, end = (day + DAY * n for n in sorted((one, two, three)))
    whole = calendar.elapsed(start, end)
    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == whole
