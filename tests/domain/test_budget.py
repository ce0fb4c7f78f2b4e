"""How much may notify one person on one day, and when what is over it comes."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.budget import IS_ANSWER, begin_of_day, first_tomorrow, is_counted, is_spent
from bot.domain.calendar import Absence, Calendar
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.working_hours import WorkingHours
from tests.domain.zones import ZONES

HOURS = WorkingHours.parse("Mon-Fri 09:00-17:30")
FREE = {Purpose.CONFIRMATION, Purpose.COPY_QUESTION, Purpose.WHICH_COPY, Purpose.COPY_NOTED, Purpose.ANSWER}
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # the bounds are to be naive


@pytest.mark.parametrize(("purpose", "kind", "in_hours"), list(product(Purpose, Kind, (True, False))))
def test_whatever_notifies_a_person_without_an_action_of_theirs_is_counted(
    purpose: Purpose, kind: Kind, in_hours: bool
) -> None:
    asked = purpose in {Purpose.TRIAGE_QUESTION, Purpose.AGAIN_QUESTION}
    wanted = kind is Kind.POST and purpose not in FREE and (in_hours or not asked)
    assert is_counted(Intention(purpose, "k", kind=kind, recipient_id=1, in_office_hours=in_hours)) is wanted
    assert not is_counted(Intention(purpose, "k", kind=kind, channel="C1", in_office_hours=in_hours))


def test_a_line_that_answers_its_reader_is_not_counted() -> None:
    assert is_counted(Intention(Purpose.REPORTER_LINE, "k", recipient_id=1))
    assert not is_counted(Intention(Purpose.REPORTER_LINE, "k", recipient_id=1, facts={IS_ANSWER: True}))


@given(st.integers(0, 200), st.integers(0, 100))
def test_one_is_always_kept_for_the_reminder_and_one_for_the_rest(had: int, budget: int) -> None:
    assert not is_spent(0, budget)
    assert is_spent(had, budget) is (had >= max(1, budget - 1))


@settings(max_examples=300)
@given(st.sampled_from(ZONES), MOMENTS)
def test_a_day_is_the_day_on_the_readers_own_clocks(zone: str, now: datetime) -> None:
    calendar = Calendar(ZoneInfo(zone), HOURS, frozenset())
    begin, tomorrow = begin_of_day(calendar, now), first_tomorrow(calendar, now)
    assert begin <= now < tomorrow
    assert begin.astimezone(calendar.zone).date() == now.astimezone(calendar.zone).date()
    assert (begin - timedelta(microseconds=1)).astimezone(calendar.zone).date() < now.astimezone(calendar.zone).date()
    assert tomorrow.astimezone(calendar.zone).date() > now.astimezone(calendar.zone).date()
    assert calendar.is_open(tomorrow)
    assert begin_of_day(calendar, begin) == begin


def test_for_those_who_never_work_again_it_is_the_end_of_the_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    gone = Calendar(zone, HOURS, frozenset(), (Absence(now, None),))
    assert first_tomorrow(gone, now) == datetime(2026, 11, 23, 23, tzinfo=UTC)
