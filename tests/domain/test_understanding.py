"""What a mail means: the table of the mail issue, row by row, and what no mail can do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import State
from bot.domain.understanding import (
    OTHER_HANDS_WITHIN,
    SAME_HANDS_WITHIN,
    Arrived,
    Kin,
    Meaning,
    Signs,
    digest_of_mail,
    is_same_mail,
    meaning_of,
)

FORWARD = Signs(handed_over=True, ours=False, is_noise=False)
DIRECT = Signs(handed_over=False, ours=False, is_noise=False)
NOISE = Signs(handed_over=True, ours=False, is_noise=True)
VOUCHED = Signs(handed_over=False, ours=False, is_noise=False, is_vouched_for=True)
OURS = Signs(handed_over=False, ours=True, is_noise=False)


def thread(state: State) -> Kin:
    return Kin(state, by_thread=True)


def subject(state: State) -> Kin:
    return Kin(state, by_thread=False)


@pytest.mark.parametrize(
    ("signs", "kin", "meaning"),
    [
        (FORWARD, None, Meaning.NEW),
        (FORWARD, thread(State.OPEN), Meaning.CHASE),
        (FORWARD, thread(State.PROMISED), Meaning.CHASE),
        (FORWARD, subject(State.OPEN), Meaning.PERHAPS_AGAIN),
        (FORWARD, subject(State.CLOSED), Meaning.PERHAPS_AGAIN),
        (FORWARD, thread(State.CLOSED), Meaning.REOPENS),
        (FORWARD, subject(State.WAITING), Meaning.ANSWER),
        (FORWARD, thread(State.WAITING), Meaning.ANSWER),
        (FORWARD, Kin(State.WAITING, by_thread=False, by_turn=True), Meaning.PERHAPS_AGAIN),
        (FORWARD, subject(State.TRIAGE), Meaning.BELONGS),
        (NOISE, thread(State.PROMISED), Meaning.NOISE),
        (NOISE, subject(State.CLOSED), Meaning.NOISE),
        (NOISE, None, Meaning.PERHAPS_NOISE),
        (Signs(handed_over=False, ours=False, is_noise=True), None, Meaning.NOTHING),
        (OURS, subject(State.OPEN), Meaning.OUR_COPY),
        (OURS, thread(State.WAITING), Meaning.OUR_COPY),
        (OURS, thread(State.CLOSED), Meaning.WHICH_COPY),
        (OURS, thread(State.TRIAGE), Meaning.WHICH_COPY),
        (OURS, None, Meaning.WHICH_COPY),
        (DIRECT, None, Meaning.FROM_OUTSIDE),
        (DIRECT, subject(State.OPEN), Meaning.CHASE),
        (DIRECT, thread(State.PROMISED), Meaning.CHASE),
        (DIRECT, thread(State.WAITING), Meaning.PERHAPS_THEIRS),
        (DIRECT, thread(State.CLOSED), Meaning.PERHAPS_THEIRS),
        (VOUCHED, thread(State.WAITING), Meaning.ANSWER),
        (VOUCHED, thread(State.CLOSED), Meaning.REOPENS),
        (VOUCHED, None, Meaning.FROM_OUTSIDE),
    ],
)
def test_each_row_of_the_table(signs: Signs, kin: Kin | None, meaning: Meaning) -> None:
    assert meaning_of(signs, kin) is meaning


kins = st.builds(Kin, state=st.sampled_from(State), by_thread=st.booleans())
signs = st.builds(
    Signs, handed_over=st.booleans(), ours=st.booleans(), is_noise=st.booleans(), is_vouched_for=st.booleans()
)


@given(signs, st.none() | kins)
def test_noise_never_moves_anything_that_is_there(seen: Signs, kin: Kin | None) -> None:
    if seen.is_noise and kin is not None and not seen.ours:
        assert meaning_of(seen, kin) is Meaning.NOISE


@given(signs, st.none() | kins)
def test_what_nobody_of_ours_handed_over_makes_no_request_with_an_owner(seen: Signs, kin: Kin | None) -> None:
    if not seen.handed_over:
        assert meaning_of(seen, kin) is not Meaning.NEW


@given(signs, kins)
def test_what_nothing_vouches_for_moves_no_turn(seen: Signs, kin: Kin) -> None:
    if seen.is_unverified:
        assert meaning_of(seen, kin) not in {Meaning.ANSWER, Meaning.REOPENS, Meaning.OUR_COPY}


# --- the very same mail ----------------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DANA, PIA = 1, 2
UNDATED = Arrived(None, None, DANA, NOON)


def later(earlier: Arrived, by: timedelta, *, brought_by: int | None = DANA, sent: str | None = None) -> Arrived:
    return replace(earlier, at=earlier.at + by, brought_by=brought_by, sent=sent)


def test_a_message_id_decides_whatever_else_agrees_or_differs() -> None:
    one = Arrived("<1@acme.example>", "today", None, NOON)
    assert is_same_mail(one, Arrived("<1@acme.example>", "tomorrow", PIA, NOON + timedelta(days=30)))
    assert not is_same_mail(one, Arrived("<2@acme.example>", "today", None, NOON))


def test_the_same_words_at_the_same_date_are_one_mail_however_late_they_come() -> None:
    dated = replace(UNDATED, sent="mon, nov 23, 2026 at 9:12 am")
    assert is_same_mail(dated, later(dated, timedelta(days=9), brought_by=PIA, sent=dated.sent))


def test_two_dates_by_the_same_hands_are_two_mails_at_once() -> None:
    dated = replace(UNDATED, sent="mon, nov 23, 2026 at 9:12 am")
    assert not is_same_mail(dated, later(dated, timedelta(minutes=1), sent="tue, nov 24, 2026 at 9:12 am"))


def test_two_programs_may_write_one_date_differently() -> None:
    dated = replace(UNDATED, sent="mon, nov 23, 2026 at 9:12 am")
    assert is_same_mail(dated, later(dated, timedelta(hours=3), brought_by=PIA, sent="23.11.2026 09:12"))


@given(st.timedeltas(timedelta(), timedelta(days=9)), st.sampled_from([DANA, PIA, None]))
def test_without_a_date_the_time_between_decides(between: timedelta, brought_by: int | None) -> None:
    window = SAME_HANDS_WITHIN if brought_by == DANA else OTHER_HANDS_WITHIN
    assert is_same_mail(UNDATED, later(UNDATED, between, brought_by=brought_by)) is (between < window)


@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1),
    st.sampled_from([" ", "\n", "\n\n", "\u00a0 "]),
)
def test_how_a_program_breaks_lines_makes_no_other_mail(words: list[str], space: str) -> None:
    assert digest_of_mail("jane@acme.example", space.join(words)) == digest_of_mail(
        "Jane@acme.example", " ".join(words)
    )


def test_the_same_words_of_two_writers_are_two_mails() -> None:
    assert digest_of_mail("jane@acme.example", "Any news?") != digest_of_mail("hank@acme.example", "Any news?")
