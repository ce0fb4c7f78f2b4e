"""Somebody moves to another zone while a request is theirs: from then on their new hours count, and nothing is lost."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.policy import STANDARD
from bot.domain.request import State
from bot.domain.working_hours import WorkingHours
from tests.domain.lives import BOB, EVERYBODY, Life, a_request, at, spelled
from tests.domain.test_ladder_in_any_zone import MANY, lives
from tests.domain.zones import ZONES, calendars

TOKYO = Calendar(ZoneInfo("Asia/Tokyo"), WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())


def moved(one: Life, person: int, to: Calendar) -> None:
    """From now on this person works by another calendar."""
    one.calendars = {**one.calendars, person: to}
    one.foreseen = {}


def test_the_next_reminder_comes_in_the_hours_of_the_new_place() -> None:
    one = Life(a_request(State.OPEN, at("Mon 16:00")), STANDARD, calendars=EVERYBODY)
    one.look(at("Mon 16:00"))
    assert one.request.due_at == at("Tue 16:00")
    moved(one, BOB, TOKYO)
    one.look(at("Mon 20:00"))
    assert one.request.due_at is not None
    assert spelled(one.request.due_at) == "Wed 01:00", "handed over out of Tokyo's hours: nine there, a working day on"


@MANY
@given(lives(), st.lists(st.tuples(st.integers(1, 6_000), st.sampled_from(ZONES), calendars()), max_size=6))
def test_whoever_moves_hears_of_each_step_once(
    one: Life, moves: list[tuple[int, str, tuple[Calendar, object]]]
) -> None:
    now = one.request.handed_over_at
    for minutes, zone, (calendar, _) in moves:
        moved(one, BOB, Calendar(ZoneInfo(zone), calendar.hours, calendar.holidays))
        now += timedelta(minutes=minutes)
        one.look(now)  # `Life` checks that it comes in office hours, and each step once
    assert not set(one.sent) & set(one.overtaken)
