"""A contact with the client, as somebody tells of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import life
from bot.domain.request import Outcome, State, TouchChannel, Turn
from bot.domain.touch import Touch, touched
from tests.domain.lives import a_request

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("turn", "until", "state"),
    [
        (Turn.OURS, LATER, State.PROMISED),
        (Turn.CLIENTS, LATER, State.WAITING),
        (Turn.NOBODYS, None, State.CLOSED),
    ],
)
def test_whose_turn_it_is_afterwards_says_where_the_request_stands(
    turn: Turn, until: datetime | None, state: State
) -> None:
    after = touched(a_request(State.OPEN, NOW), Touch(TouchChannel.CALL, turn, "call again", until), NOW)
    assert (after.state, after.touched_at) == (state, NOW)
    assert after.outcome is (Outcome.DONE if state is State.CLOSED else None)


@pytest.mark.parametrize("turn", [Turn.OURS, Turn.CLIENTS])
def test_what_goes_on_needs_a_date(turn: Turn) -> None:
    with pytest.raises(life.DateRefused):
        touched(a_request(State.OPEN, NOW), Touch(TouchChannel.MAIL, turn), NOW)


@pytest.mark.parametrize("turn", Turn)
def test_what_was_learned_stays_until_something_else_is(turn: Turn) -> None:
    before = replace(a_request(State.OPEN, NOW), lesson="ask first")
    until = None if turn is Turn.NOBODYS else LATER
    told = Touch(TouchChannel.MEETING, turn, "an offer", until)
    assert touched(before, told, NOW).lesson == "ask first"
    assert touched(before, replace(told, lesson="call first"), NOW).lesson == "call first"


def test_words_are_kept_without_what_no_screen_can_hold() -> None:
    told = Touch(TouchChannel.MAIL, Turn.OURS, " an\x00 offer ", LATER, " \u202e ").tidied()
    assert (told.what, told.lesson) == ("an offer", "")
