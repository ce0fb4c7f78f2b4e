"""Why a step is due when it is: the explanation is what the due time itself comes from."""

import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Absence, Calendar, NeverOpenError
from bot.domain.delay import Delay, DelayUnit
from bot.domain.ladder import Step, upcoming
from bot.domain.life import DateRefused, TransitionRefused
from bot.domain.policy import KEY_CLIENT, STANDARD
from bot.domain.request import State
from bot.domain.working import Reckoning, Since, recipe, reckoning_of
from bot.domain.working_hours import WorkingHours
from tests.domain.lives import BOB, OFFICE, Life, a_request, at, spelled
from tests.domain.test_ladder_in_any_zone import ACTS, lives
from tests.domain.zones import DAY, MINUTE, calendars, office

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITY = date(2026, 10, 3)


def reckoned(start: str, length: str, calendar: Calendar = OFFICE, floor: datetime | None = None) -> Reckoning:
    return Reckoning(calendar, at(start), Delay.parse(length), Since.CYCLE, floor)


def told(reckoning: Reckoning) -> list[tuple[str, str]]:
    """From when on, and why; the end last."""
    working = reckoning.working()
    return [
        *((spelled(one.start), one.name or one.kind.value) for one in working.stretches),
        (spelled(working.due_at), "due"),
    ]


def test_business_hours_stand_still_over_night_and_the_weekend() -> None:
    assert told(reckoned("Fri 16:10", "4h")) == [
        ("Fri 16:10", "open"),
        ("Fri 17:30", "closed"),
        ("Sat 00:00", "weekend"),
        ("Mon 00:00 +1", "closed"),
        ("Mon 09:00 +1", "open"),
        ("Mon 11:40 +1", "due"),
    ]


def test_working_days_run_by_the_day_and_leave_out_whole_days_alone() -> None:
    working = reckoned("Fri 16:10", "2d").working()
    assert told(reckoned("Fri 16:10", "2d")) == [
        ("Fri 16:10", "open"),
        ("Sat 00:00", "weekend"),
        ("Mon 00:00 +1", "open"),
        ("Tue 16:10 +1", "due"),
    ]
    assert [day.isoformat() for day in working.days] == ["2026-11-09", "2026-11-10"]


def test_what_is_handed_over_out_of_hours_is_counted_from_the_next_opening() -> None:
    assert told(reckoned("Sat 11:00", "1d")) == [
        ("Sat 11:00", "weekend"),
        ("Mon 00:00 +1", "closed"),
        ("Mon 09:00 +1", "open"),
        ("Tue 09:00 +1", "due"),
    ]


def test_a_clock_on_the_wall_counts_nights_and_then_waits_for_the_office() -> None:
    assert told(reckoned("Mon 17:00", "2h wall")) == [
        ("Mon 17:00", "open"),
        ("Mon 19:00", "closed"),
        ("Tue 09:00", "due"),
    ]


def test_holidays_are_named_and_absences_are_told() -> None:
    absences = (Absence(at("Wed 12:00"), at("Thu 12:00")),)
    off = Calendar(OFFICE.zone, OFFICE.hours, frozenset({date(2026, 11, 3)}), absences, {date(2026, 11, 3): "Fair"})
    assert told(reckoned("Mon 17:00", "4h", off)) == [
        ("Mon 17:00", "open"),
        ("Mon 17:30", "closed"),
        ("Tue 00:00", "Fair"),
        ("Wed 00:00", "closed"),
        ("Wed 09:00", "open"),
        ("Wed 12:00", "away"),
        ("Thu 12:00", "open"),
        ("Thu 12:30", "due"),
    ]


def test_a_snooze_is_told_where_it_outlasts_the_clock() -> None:
    assert told(reckoned("Mon 10:00", "1h", floor=at("Tue 08:00")))[1:3] == [
        ("Mon 11:00", "rested"),
        ("Tue 08:00", "closed"),
    ]


def test_the_ladder_itself_yields_the_working() -> None:
    steps = list(
        upcoming(Life(a_request(State.OPEN, at("Fri 16:10"), KEY_CLIENT), KEY_CLIENT).situation(), at("Fri 16:10"))
    )
    first = next(step for step in steps if (step.key.rung, step.key.recipient) == (1, BOB))
    assert first.reckoning is not None
    assert told(first.reckoning) == told(reckoned("Fri 16:10", "4h"))
    again = next(step for step in steps if step.key.repetition == 1)
    assert again.reckoning is not None
    assert (again.reckoning.since, again.reckoning.length) == (Since.REMINDER, KEY_CLIENT.every)


def test_what_was_kept_tells_the_truth_after_its_person_has_moved() -> None:
    lisbon = Calendar(ZoneInfo("Europe/Lisbon"), WorkingHours.parse("Mon-Thu 10:00-14:00"), frozenset({UNITY}))
    then = reckoned("Fri 16:10", "4h")
    kept = json.loads(json.dumps(recipe(then, then.due_at)))
    assert reckoned("Fri 16:10", "4h", lisbon).due_at != then.due_at
    assert reckoning_of(kept).working() == then.working()


def check(step: Step) -> None:
    """The due time of the explanation, kept or not, is the step's; what was counted is its delay; no gap."""
    assert step.reckoning is not None
    working = step.reckoning.working()
    assert working.due_at == step.due_at
    assert reckoning_of(json.loads(json.dumps(recipe(step.reckoning, step.due_at)))).working() == working
    match step.reckoning.length:
        case timedelta() as amount:
            assert working.counted == amount
        case Delay(amount=days, unit=DelayUnit.DAYS):
            assert len(working.days) == days
        case Delay(amount=minutes):
            assert working.counted == MINUTE * minutes
    edges = [one.start for one in working.stretches] + [working.due_at]
    assert all(left.end == right.start for left, right in pairwise(working.stretches))
    assert edges == sorted(set(edges)), "every stretch takes time"
    assert not working.stretches or working.stretches[0].start == step.reckoning.anchor
    assert not working.stretches or working.stretches[-1].end == working.due_at


@MANY
@given(lives() | lives(State.PROMISED) | lives(State.TRIAGE) | lives(kind=office), st.data(), st.integers(0, 30))
def test_every_explanation_ends_where_its_step_is_due_and_counts_its_delay(
    one: Life, data: st.DataObject, days: int
) -> None:
    now = one.request.handed_over_at
    for name in data.draw(st.lists(st.sampled_from(["take", "chase", "snooze", "reply", "pass on"]), max_size=4)):
        now += MINUTE * data.draw(st.integers(1, 6_000))
        one.look(now)
        try:
            one.becomes(ACTS[name](one, now, data.draw(st.integers(1, 10_000))))
        except (TransitionRefused, DateRefused):
            continue
    for step in upcoming(one.situation(), now + DAY * days):
        check(step)


lengths = (
    st.builds(Delay, st.integers(0, 12_000), st.sampled_from([DelayUnit.HOURS, DelayUnit.WALL]))
    | st.builds(Delay, st.integers(0, 40), st.just(DelayUnit.DAYS))
    | st.integers(0, 10**11).map(lambda n: timedelta(microseconds=n))
)


@MANY
@given(
    calendars() | calendars(office), st.integers(-2 * 86_400, 4 * 86_400), lengths, st.none() | st.integers(0, 9_000)
)
def test_any_reckoning_is_explained(
    scene: tuple[Calendar, datetime], seconds: int, length: Delay | timedelta, floor: int | None
) -> None:
    calendar, day = scene
    start = day + timedelta(seconds=seconds)
    reckoning = Reckoning(calendar, start, length, Since.CYCLE, None if floor is None else start + MINUTE * floor)
    (step,) = upcoming(Life(a_request(State.TRIAGE, day), STANDARD).situation(), day)
    check(Step.reckoned(step.key, reckoning, step.role, step.tone))


def test_whoever_is_away_for_good_has_no_working() -> None:
    gone = Calendar(OFFICE.zone, OFFICE.hours, frozenset(), (Absence(at("Mon 12:00"), None),))
    with pytest.raises(NeverOpenError):
        reckoned("Mon 11:00", "2h", gone).working()
    assert reckoned("Mon 11:00", "0", gone).working().due_at == at("Mon 11:00")
