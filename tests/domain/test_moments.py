from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Absence, Calendar
from bot.domain.moments import MomentKey, sensible_times
from bot.domain.working_hours import WorkingHours
from tests.domain.zones import calendars, office

BERLIN = ZoneInfo("Europe/Berlin")
TICK = timedelta(microseconds=1)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2026: the 19th is a Monday."""
    return datetime(2026, 10, day, hour, minute, tzinfo=BERLIN)


def calendar(
    text: str = "Mon-Fri 09:00-17:30", holidays: frozenset[date] = frozenset(), *absences: Absence
) -> Calendar:
    return Calendar(BERLIN, WorkingHours.parse(text), holidays, absences)


def offered(now: datetime, to: Calendar) -> dict[str, datetime]:
    return {moment.key: moment.at for moment in sensible_times(now, to)}


def test_on_a_monday_morning_everything_is_on_offer() -> None:
    assert offered(on(19, 10), calendar()) == {
        MomentKey.LATER_TODAY: on(19, 17, 30),
        MomentKey.TOMORROW_NOON: on(20, 12),
        MomentKey.IN_TWO_DAYS: on(21, 17, 30),
        MomentKey.END_OF_WEEK: on(23, 17, 30),
        MomentKey.IN_A_WEEK: on(26, 17, 30),
    }


def test_later_today_needs_two_open_hours() -> None:
    assert MomentKey.LATER_TODAY in offered(on(19, 15, 30), calendar())
    assert MomentKey.LATER_TODAY not in offered(on(19, 15, 31), calendar())
    assert MomentKey.LATER_TODAY in offered(on(19, 6), calendar())
    lunch = calendar("Mon-Fri 09:00-12:30 14:00-17:30")
    assert MomentKey.LATER_TODAY in offered(on(19, 14, 30), lunch)
    assert MomentKey.LATER_TODAY not in offered(on(24, 6), calendar())


def test_before_a_weekend_tomorrow_is_monday_and_the_week_is_over() -> None:
    assert offered(on(23, 16), calendar()) == {
        MomentKey.TOMORROW_NOON: on(26, 12),
        MomentKey.IN_TWO_DAYS: on(27, 17, 30),
        MomentKey.IN_A_WEEK: on(30, 17, 30),
    }


def test_what_falls_together_is_offered_once_under_its_nearest_name() -> None:
    assert MomentKey.END_OF_WEEK not in offered(on(21, 10), calendar())
    assert offered(on(21, 10), calendar())[MomentKey.IN_TWO_DAYS] == on(23, 17, 30)


def test_holidays_and_absences_move_what_is_offered() -> None:
    friday_off = calendar("Mon-Fri 09:00-17:30", frozenset({date(2026, 10, 23)}))
    assert offered(on(19, 10), friday_off)[MomentKey.END_OF_WEEK] == on(22, 17, 30)
    away = calendar("Mon-Fri 09:00-17:30", frozenset(), Absence(on(20, 0), on(27, 0)))
    assert offered(on(19, 10), away) == {
        MomentKey.LATER_TODAY: on(19, 17, 30),
        MomentKey.TOMORROW_NOON: on(27, 12),
        MomentKey.IN_TWO_DAYS: on(28, 17, 30),
        MomentKey.IN_A_WEEK: on(27, 17, 30),
    }


def test_noon_moves_to_where_somebody_works() -> None:
    noon = MomentKey.TOMORROW_NOON
    assert offered(on(19, 10), calendar("Mon-Fri 14:00-18:00"))[noon] == on(20, 14)
    assert offered(on(19, 10), calendar("Mon-Fri 08:00-11:00"))[noon] == on(20, 11)
    assert offered(on(19, 10), calendar("Mon-Fri 08:00-12:00 13:00-17:00"))[noon] == on(20, 12)


def test_whoever_is_away_for_good_is_offered_nothing() -> None:
    assert sensible_times(on(19, 10), calendar("Mon-Fri 09:00-17:30", frozenset(), Absence(on(1, 0), None))) == ()


seconds = st.integers(-2 * 86_400, 9 * 86_400).map(lambda n: timedelta(seconds=n))
anybody = calendars() | calendars(office)


@settings(max_examples=80, deadline=None)
@given(anybody, seconds)
def test_moments_ascend_from_now_and_end_inside_or_at_the_end_of_hours(
    scene: tuple[Calendar, datetime], offset: timedelta
) -> None:
    at_work, day = scene
    now = day + offset
    moments = sensible_times(now, at_work)
    times = [now, *(moment.at for moment in moments)]
    assert all(earlier < later for earlier, later in pairwise(times))
    assert all(at_work.is_open(moment.at) or at_work.is_open(moment.at - TICK) for moment in moments)
    assert len({moment.key for moment in moments}) == len(moments) > 0
