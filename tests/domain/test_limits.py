"""Limits of a policy: promises, snoozes, replies that keep the turn with us."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import life
from bot.domain.delay import Delay
from bot.domain.limits import Limit, LimitReached, check_promise, check_snooze, furthest, furthest_promise
from bot.domain.policy import STANDARD, Limits, Policy
from bot.domain.promises import rungs_higher
from bot.domain.request import State
from tests.domain.lives import OFFICE, a_request, at

NOW = at("Mon 10:00")


def limited(**limits: object) -> Policy:
    return replace(STANDARD, name="own", limits=Limits(**limits))  # type: ignore[arg-type]  # a test's own choice


@given(st.integers(1, 60), st.integers(0, 60 * 24 * 80))
def test_a_promise_is_refused_exactly_where_it_lies_beyond_the_limit(days: int, minutes: int) -> None:
    policy, by = limited(promise_within=Delay.parse(f"{days}d")), NOW + timedelta(minutes=minutes)
    last = furthest_promise(policy, OFFICE, NOW)
    assert last is not None
    if by <= last:
        check_promise(policy, OFFICE, by, NOW)
    else:
        with pytest.raises(LimitReached) as refused:
            check_promise(policy, OFFICE, by, NOW)
        assert (refused.value.limit, refused.value.policy, refused.value.furthest) == (Limit.PROMISE, "own", last)


@given(st.integers(1, 30), st.integers(0, 60 * 24 * 14))
def test_a_limit_in_days_lasts_to_the_end_of_its_day_and_never_shrinks(days: int, later: int) -> None:
    within, then = Delay.parse(f"{days}d"), NOW + timedelta(minutes=later)
    end = furthest(OFFICE, NOW, within)
    assert end > OFFICE.add_working_days(NOW, days)
    assert OFFICE.local_day(end - timedelta(seconds=1)) == OFFICE.local_day(OFFICE.add_working_days(NOW, days))
    assert end <= furthest(OFFICE, then, within)


def test_without_a_limit_any_date_will_do() -> None:
    check_promise(limited(), OFFICE, NOW + timedelta(days=900), NOW)


@given(st.integers(0, 5), st.integers(0, 8))
def test_reminders_are_snoozed_as_often_as_the_policy_says_in_a_cycle(times: int, had: int) -> None:
    request = a_request(State.OPEN, NOW)
    request = replace(request, cycle=replace(request.cycle, snoozes=had))
    policy = limited(snooze_times=times)
    if had < times:
        check_snooze(policy, request, OFFICE, at("Tue 10:00"), NOW)
    else:
        with pytest.raises(LimitReached) as refused:
            check_snooze(policy, request, OFFICE, at("Tue 10:00"), NOW)
        assert (refused.value.limit, refused.value.times) == (Limit.SNOOZE_TIMES, times)


def test_a_new_cycle_begins_to_count_snoozes_anew() -> None:
    asleep = life.snoozed(
        a_request(State.OPEN, NOW), until=at("Tue 10:00"), reason="x", now=NOW, furthest=at("Fri 10:00")
    )
    assert asleep.cycle.snoozes == 1
    assert life.chased(asleep, STANDARD, NOW).cycle.snoozes == 0


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_the_next_ladder_starts_higher_for_a_date_put_off_and_for_holding_replies(
    moves: int, replies: int, most: int
) -> None:
    request = replace(a_request(State.PROMISED, NOW), moves=moves, holding_replies=replies)
    policy = limited(holding_replies=most)
    higher = rungs_higher(request, policy)
    assert higher == (moves > 0) + (replies >= most)
    due = request.promise.due_at if request.promise else NOW
    broken = life.promise_broken(request, policy, due)
    assert broken.cycle.rung == policy.capped(request.cycle.rung + 1 + higher) == life.rung_once_broken(request, policy)
    assert broken.moves == 0


def test_a_date_moved_to_an_earlier_one_is_not_put_off() -> None:
    promised = a_request(State.PROMISED, NOW)
    assert life.moved(promised, what="x", by=NOW + timedelta(hours=1), now=NOW).moves == 0
    assert life.moved(promised, what="x", by=NOW + timedelta(days=3), now=NOW).moves == 1


def test_contact_with_the_client_ends_what_was_put_off() -> None:
    put_off = replace(a_request(State.PROMISED, NOW), moves=3)
    assert life.touched_ours(put_off, what="x", by=at("Fri 10:00"), now=NOW).moves == 0
    assert life.touched_clients(put_off, ask_again_at=at("Fri 10:00"), now=NOW).moves == 0
