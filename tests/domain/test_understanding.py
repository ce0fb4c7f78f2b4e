"""What a mail means: the table of the mail issue, row by row, and what no mail can do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import State
from bot.domain.understanding import Kin, Meaning, Signs, meaning_of

FORWARD = Signs(handed_over=True, ours=False, is_noise=False)
DIRECT = Signs(handed_over=False, ours=False, is_noise=False)
NOISE = Signs(handed_over=True, ours=False, is_noise=True)
OURS = Signs(handed_over=False, ours=True, is_noise=False)


def thread(state: State) -> Kin:
    return Kin(state, by_thread=True)


def subject(state: State) -> Kin:
    return Kin(state, by_thread=False)


@pytest.mark.parametrize(
    ("signs", "kin", "meaning"),
    [
        (FORWARD, None, Meaning.NEW),
        (FORWARD, Kin(State.OPEN, by_thread=False, same_words=True), Meaning.SAME),
        (FORWARD, thread(State.OPEN), Meaning.CHASE),
        (FORWARD, thread(State.PROMISED), Meaning.CHASE),
        (FORWARD, subject(State.OPEN), Meaning.PERHAPS_AGAIN),
        (FORWARD, subject(State.CLOSED), Meaning.PERHAPS_AGAIN),
        (FORWARD, thread(State.CLOSED), Meaning.REOPENS),
        (FORWARD, subject(State.WAITING), Meaning.ANSWER),
        (FORWARD, thread(State.WAITING), Meaning.ANSWER),
        (FORWARD, subject(State.TRIAGE), Meaning.BELONGS),
        (NOISE, thread(State.PROMISED), Meaning.NOISE),
        (NOISE, subject(State.CLOSED), Meaning.NOISE),
        (NOISE, None, Meaning.NEW),
        (Signs(handed_over=False, ours=False, is_noise=True), None, Meaning.NOTHING),
        (OURS, subject(State.OPEN), Meaning.OUR_COPY),
        (OURS, thread(State.WAITING), Meaning.OUR_COPY),
        (OURS, thread(State.CLOSED), Meaning.NOTHING),
        (OURS, None, Meaning.NOTHING),
        (DIRECT, None, Meaning.FROM_OUTSIDE),
        (DIRECT, subject(State.OPEN), Meaning.CHASE),
    ],
)
def test_each_row_of_the_table(signs: Signs, kin: Kin | None, meaning: Meaning) -> None:
    assert meaning_of(signs, kin) is meaning


kins = st.builds(Kin, state=st.sampled_from(State), by_thread=st.booleans(), same_words=st.booleans())
signs = st.builds(Signs, handed_over=st.booleans(), ours=st.booleans(), is_noise=st.booleans())


@given(signs, st.none() | kins)
def test_noise_never_moves_anything_that_is_there(seen: Signs, kin: Kin | None) -> None:
    if seen.is_noise and kin is not None and not seen.ours:
        assert meaning_of(seen, kin) in {Meaning.NOISE, Meaning.SAME}


@given(signs, st.none() | kins)
def test_what_nobody_of_ours_handed_over_makes_no_request_with_an_owner(seen: Signs, kin: Kin | None) -> None:
    if not seen.handed_over:
        assert meaning_of(seen, kin) is not Meaning.NEW
