"""What is said to stop a reminder does stop it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import life
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG, StepKey, still_wanted
from bot.domain.policy import STANDARD
from bot.domain.request import Cause, Outcome, Request, State
from bot.domain.stopping import Stop, stops
from tests.domain.lives import BOB, KIM, PIA, a_request, at

NOW = at("Mon 10:00")
LATER, SOON = NOW + timedelta(days=1), NOW + timedelta(hours=4)
OPEN, PROMISED = a_request(State.OPEN, NOW), a_request(State.PROMISED, NOW)
CHASED = replace(PROMISED, cycle=replace(PROMISED.cycle, cause=Cause.CHASE))

ACTS: dict[Stop, Callable[[Request], Request]] = {
    Stop.TAKE: lambda one: life.taken(one, what="call", by=LATER, now=SOON),
    Stop.MOVE: lambda one: life.taken(one, what="call", by=LATER, now=SOON),
    Stop.CONTACT: lambda one: life.touched_ours(one, what="call", by=LATER, now=SOON),
    Stop.SNOOZE: lambda one: life.snoozed(one, until=LATER, reason="fair", now=SOON, furthest=LATER),
    Stop.HAND_ON: lambda one: life.reassigned(one, owner_id=PIA, now=SOON),
    Stop.ROUTE: lambda one: life.routed(one, owner_id=BOB, project_id=1, client_id=1, now=SOON),
    Stop.CLOSE: lambda one: life.closed(one, Outcome.DONE, SOON),
}


@pytest.mark.parametrize(
    ("request_", "step"),
    [
        (a_request(State.TRIAGE, NOW), StepKey(0, TRIAGE_RUNG, 0, KIM)),
        (OPEN, StepKey(1, 1, 0, BOB)),
        (OPEN, StepKey(1, STANDARD.top, 3, BOB)),
        (PROMISED, StepKey(1, HEADS_UP_RUNG, 1, BOB)),
        (CHASED, StepKey(1, 1, 0, BOB)),
    ],
)
def test_each_way_to_stop_it_stops_it(request_: Request, step: StepKey) -> None:
    assert still_wanted(step, request_, SOON) is None
    assert stops(step, request_)
    for stop in stops(step, request_):
        assert still_wanted(step, ACTS[stop](request_), SOON) is not None, stop


@pytest.mark.parametrize("state", [State.WAITING, State.CLOSED])
def test_where_nothing_comes_nothing_has_to_be_stopped(state: State) -> None:
    assert stops(StepKey(1, 1, 0, BOB), a_request(state, NOW)) == ()
