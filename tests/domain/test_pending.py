"""A date that the client knows counts until they have been told of another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import life
from bot.domain.policy import STANDARD
from bot.domain.request import Cause, Outcome, Request, State
from tests.domain.lives import KIM, Life, a_request, at

NOW = at("Mon 10:00")
OLD, NEW = at("Thu 12:00"), at("Fri 12:00")


def promised(*, client_knows: bool | None = True) -> Request:
    """Taken on Monday, until Thursday noon."""
    return life.taken(a_request(State.OPEN, NOW), what="call them", by=OLD, now=NOW, client_knows=client_knows)


def moved(**more: bool) -> Request:
    """Moved to Friday noon, and nobody has told the client."""
    return life.moved(promised(), what="call them all", by=NEW, now=NOW, **more)


def test_moving_a_date_that_the_client_knows_keeps_it_until_they_have_been_told() -> None:
    waiting = moved()
    assert waiting.promise == promised().promise
    assert waiting.pending is not None
    assert (waiting.pending.what, waiting.pending.due_at) == ("call them all", NEW)
    assert (waiting.state, waiting.cycle) == (State.PROMISED, promised().cycle)


def test_once_told_the_new_date_is_the_promise_and_the_client_knows_it() -> None:
    told = life.told(moved(), NOW)
    assert told.promise is not None
    assert (told.promise.what, told.promise.due_at, told.promise.client_knows) == ("call them all", NEW, True)
    assert (told.pending, told.state, told.promises_made) == (None, State.PROMISED, 2)


@pytest.mark.parametrize("client_knows", [None, False])
def test_a_date_that_the_client_does_not_know_moves_at_once(client_knows: bool | None) -> None:
    at_once = life.moved(promised(client_knows=client_knows), what="x", by=NEW, now=NOW, client_knows=True)
    taken = life.taken(promised(client_knows=client_knows), what="x", by=NEW, now=NOW, client_knows=True)
    assert at_once == replace(taken, moves=1)


def test_moved_back_to_the_date_that_the_client_knows_nothing_is_pending() -> None:
    back = life.moved(moved(), what="call them", by=OLD, now=NOW)
    assert back.pending is None
    assert back.promise is not None and (back.promise.due_at, back.promise.client_knows) == (OLD, True)


def test_untold_the_promise_breaks_at_the_old_date() -> None:
    one = Life(moved())
    one.look(at("Thu 11:59"))
    assert one.request.state is State.PROMISED
    one.look(OLD)
    assert (one.request.state, one.request.cycle.cause) == (State.OPEN, Cause.BROKEN_PROMISE)
    assert one.request.pending is None


def test_told_it_breaks_at_the_new_date_alone() -> None:
    one = Life(life.told(moved(), NOW))
    one.look(OLD)
    assert one.request.state is State.PROMISED
    one.look(NEW)
    assert one.request.cycle.cause is Cause.BROKEN_PROMISE


def test_a_contact_with_the_client_replaces_both_dates() -> None:
    ours = life.touched_ours(moved(), what="ask again", by=at("Wed 12:00"), now=NOW)
    assert ours.promise is not None and (ours.promise.due_at, ours.pending) == (at("Wed 12:00"), None)
    assert life.touched_clients(moved(), ask_again_at=NEW, now=NOW).pending is None


def test_what_ends_or_hands_on_the_promise_ends_what_was_pending() -> None:
    assert life.closed(moved(), Outcome.DONE, NOW).pending is None
    assert life.promise_broken(moved(), STANDARD, OLD).pending is None
    handed_on = life.reassigned(moved(), owner_id=KIM, now=NOW)
    assert handed_on.pending is None and handed_on.promise == promised().promise


def test_a_chase_leaves_it_pending() -> None:
    assert life.chased(moved(), STANDARD, NOW).pending == moved().pending


@pytest.mark.parametrize("state", State)
def test_nobody_is_told_of_a_date_that_is_not_pending(state: State) -> None:
    with pytest.raises(life.TransitionRefused):
        life.told(a_request(state, NOW), NOW)


def test_a_new_date_that_has_passed_meanwhile_can_not_be_told() -> None:
    sooner = life.moved(promised(), what="x", by=at("Tue 12:00"), now=NOW)
    with pytest.raises(life.DateRefused):
        life.told(sooner, at("Wed 12:00"))
    with pytest.raises(life.DateRefused):
        life.moved(promised(), what="x", by=NOW, now=NOW)


@given(moves=st.lists(st.integers(1, 60), min_size=1, max_size=6), looks=st.lists(st.integers(0, 90), max_size=8))
def test_however_often_it_is_moved_the_old_date_counts_until_told(moves: list[int], looks: list[int]) -> None:
    one = Life(promised())
    for hours in moves:
        one.becomes(life.moved(one.request, what="x", by=NOW + timedelta(hours=hours), now=NOW))
    for hours in sorted(looks):
        now = NOW + timedelta(hours=hours)
        one.look(now)
        assert (one.request.promise is not None) is (now < OLD)
        assert one.request.promise is None or one.request.promise.due_at == OLD
        assert one.request.pending is None or now < OLD
