"""Red flags."""

from dataclasses import replace

import pytest

from bot.domain import flags
from bot.domain.draft import Source
from bot.domain.life import TransitionRefused
from bot.domain.policy import KEY_CLIENT, RELAXED, SHIPPED, STANDARD, Policy
from bot.domain.request import Request, State
from tests.domain.lives import DANA, a_request, at

NOW = at("Mon 10:00")


def flagged(request: Request, held: Policy = STANDARD) -> Request:
    return flags.flagged(request, by=DANA, reason="it burns", held=held, known=SHIPPED.values(), now=NOW)


@pytest.mark.parametrize(("rung", "starts"), [(0, 1), (1, 1), (3, 3), (9, 4)])
def test_while_it_is_open_a_new_cycle_begins_at_the_rung_that_was_reached(rung: int, starts: int) -> None:
    request = a_request(State.OPEN, at("Mon 09:00"))
    known = flagged(replace(request, cycle=replace(request.cycle, rung=rung, snoozes=1)))
    assert known.flag is not None and known.flag.policy == "key-client"
    assert (known.cycle.number, known.cycle.cause) == (request.cycle.number + 1, request.cycle.cause)
    assert (known.cycle.anchor_rung, known.cycle.rung, known.cycle.anchor_at) == (starts, starts, NOW)
    assert known.cycle.snoozes == 1, "a flag is no way to more snoozes"


@pytest.mark.parametrize("state", [State.TRIAGE, State.PROMISED, State.WAITING])
def test_where_nobody_is_reminded_the_next_cycle_takes_the_policy(state: State) -> None:
    request = a_request(state, NOW)
    assert flagged(request) == replace(request, flag=flagged(request).flag)


def test_the_strictest_stays_and_carries_its_flag() -> None:
    request = a_request(State.OPEN, NOW, KEY_CLIENT)
    known = flagged(request, KEY_CLIENT)
    assert known.flag is not None and known.flag.policy == "key-client"
    assert known.cycle == request.cycle


def test_closed_requests_and_those_with_a_flag_are_refused_another() -> None:
    with pytest.raises(TransitionRefused):
        flagged(a_request(State.CLOSED, NOW))
    with pytest.raises(flags.AlreadyFlagged):
        flagged(flagged(a_request(State.OPEN, NOW)))
    with pytest.raises(TransitionRefused):
        flags.lifted(a_request(State.OPEN, NOW))


def test_keeping_in_touch_has_its_own_plan_whatever_is_flagged() -> None:
    with pytest.raises(flags.NobodyWaits):
        flagged(replace(a_request(State.OPEN, NOW), source=Source.KEEPING_IN_TOUCH))


def test_once_it_is_known_whose_it_is_a_flag_chooses_again_by_what_holds_there() -> None:
    early = flagged(a_request(State.TRIAGE, NOW), RELAXED)
    assert early.flag is not None and early.flag.policy == "standard"
    routed = flags.chosen_again(early, STANDARD, SHIPPED.values())
    assert routed.flag == replace(early.flag, policy="key-client")
    strictest = flags.chosen_again(early, KEY_CLIENT, SHIPPED.values()).flag
    assert strictest is not None and strictest.policy == "key-client"
    assert flags.chosen_again(a_request(State.TRIAGE, NOW), STANDARD, SHIPPED.values()).flag is None


def test_a_flag_exceeds_what_holds_and_what_would_hold_next() -> None:
    assert flags.to_exceed(STANDARD, RELAXED) is STANDARD
    assert flags.to_exceed(STANDARD, KEY_CLIENT) is KEY_CLIENT
