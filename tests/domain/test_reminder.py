"""What stands in the reminder of a day, in which order, and what of it is said of whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import flags, life
from bot.domain.ladder import StepKey
from bot.domain.policy import KEY_CLIENT, Tone
from bot.domain.reminder import (
    DueLine,
    clients_among,
    is_said_aloud,
    latest_of_each,
    said_of,
    tells_of_flag,
    worst_first,
)
from bot.domain.request import Cause, Flag, Request, State
from tests.domain.lives import BOB, LEA, a_request, at

MONDAY = at("Mon 10:00")

KEYS = st.builds(StepKey, st.integers(1, 3), st.integers(0, 4), st.integers(0, 3), st.just(BOB))
DUE = st.lists(st.builds(DueLine, st.integers(1, 6), KEYS, st.sampled_from(Tone)), max_size=25, unique=True)


def numbered(number: int, **changes: object) -> Request:
    """A request of that number, handed over so many hours after the first."""
    when = MONDAY + timedelta(hours=number % 4)
    return replace(a_request(State.OPEN, MONDAY), id=number, handed_over_at=when, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


@given(DUE)
def test_each_request_has_one_line_by_what_fell_due_last_and_nothing_is_lost(due: Sequence[DueLine]) -> None:
    latest, overtaken = latest_of_each(due)
    assert sorted([*latest, *overtaken], key=repr) == sorted(due, key=repr)
    assert [one.request_id for one in latest] == list(dict.fromkeys(one.request_id for one in latest))
    for one in overtaken:
        assert any(other.request_id == one.request_id and other.key >= one.key for other in latest)


@given(DUE, st.randoms(use_true_random=False))
def test_the_worst_comes_first_whatever_the_order_in_which_it_fell_due(due: Sequence[DueLine], chance: object) -> None:
    lines = latest_of_each(due)[0]
    requests = {one.request_id: numbered(one.request_id) for one in lines}
    ordered = worst_first(lines, requests)
    assert worst_first(reversed(lines), requests) == ordered
    climbed = [one.key.rung + one.key.repetition for one in ordered]
    assert climbed == sorted(climbed, reverse=True)
    for before, after in pairwise(ordered):
        if before.key.rung + before.key.repetition == after.key.rung + after.key.repetition:
            first, second = requests[before.request_id], requests[after.request_id]
            assert (first.handed_over_at, first.id) < (second.handed_over_at, second.id)


@given(DUE, st.sampled_from(State))
def test_no_line_moves_when_something_is_done_to_its_request(due: Sequence[DueLine], state: State) -> None:
    lines = latest_of_each(due)[0]
    requests = {one.request_id: numbered(one.request_id) for one in lines}
    before = worst_first(lines, requests)
    for number in list(requests)[:1]:
        requests[number] = replace(requests[number], state=state, touched_at=MONDAY, client_waits_since=None)
    assert worst_first(lines, requests) == before


def test_two_requests_of_one_client_are_one_client_that_waits() -> None:
    of_nobody = {"client_id": None}
    assert clients_among([numbered(1), numbered(2)]) == 1
    assert clients_among([numbered(1), numbered(2, client_id=2), numbered(3, **of_nobody)]) == 3
    assert clients_among([numbered(3, **of_nobody), numbered(4, **of_nobody)]) == 2


def test_news_is_said_aloud_and_the_next_rung_is_not() -> None:
    for cause in Cause:
        request = a_request(State.OPEN, MONDAY)
        request = replace(request, cycle=replace(request.cycle, number=2, cause=cause, anchor_rung=1))
        is_news = cause in {Cause.CHASE, Cause.BROKEN_PROMISE}
        assert is_said_aloud(StepKey(2, 1, 0, BOB), request) is is_news
        assert not is_said_aloud(StepKey(2, 2, 0, BOB), request), "the next rung"
        assert not is_said_aloud(StepKey(2, 1, 1, BOB), request), "a repetition"
        assert not is_said_aloud(StepKey(1, 1, 0, BOB), request), "an earlier cycle"


def test_what_a_red_flag_or_the_end_of_a_snooze_brings_back_is_no_news() -> None:
    """The chase was told when it came: what a flag begins anew, or a snooze moves on, tells of it once more."""
    chased = a_request(State.OPEN, MONDAY)
    chased = replace(chased, cycle=replace(chased.cycle, cause=Cause.CHASE, rung=2, anchor_rung=2))
    assert is_said_aloud(StepKey(1, 2, 0, BOB), chased)

    flag = Flag(LEA, "it burns", "key-client", MONDAY + timedelta(hours=3))
    flagged = flags.raised(chased, flag, KEY_CLIENT, flag.at)
    first = StepKey(2, 2, 0, BOB)
    assert (is_said_aloud(first, flagged), tells_of_flag(first, flagged)) == (False, True)
    assert not tells_of_flag(StepKey(2, 3, 0, BOB), flagged), "the next rung"
    chased_since = life.chased(flagged, KEY_CLIENT, flag.at + timedelta(hours=1))
    again = StepKey(3, chased_since.cycle.rung, 0, BOB)
    assert (is_said_aloud(again, chased_since), tells_of_flag(again, chased_since)) == (True, False)

    until = MONDAY + timedelta(days=1)
    rested = life.snoozed(chased, until=until, reason="ill", now=MONDAY, furthest=until)
    assert rested.cycle.anchor_rung == 3
    assert not is_said_aloud(StepKey(1, 3, 0, BOB), rested)


LIST = (
    "*Two clients are waiting.*\n*#3 · Acme: an offer*\nJane waits.\n"
    "#12 · Globex: and a call: Bob has it.\nand 2 more in Home"
)


def test_of_a_list_each_request_is_told_its_own_part() -> None:
    numbers = {3, 12, 13}
    assert said_of(LIST, 3, numbers) == "*#3 · Acme: an offer*\nJane waits."
    assert said_of(LIST, 12, numbers) == "#12 · Globex: and a call: Bob has it."
    assert said_of(LIST, 13, numbers) == "and 2 more in Home"


def test_a_reminder_of_one_request_is_told_whole_though_a_client_writes_like_a_list() -> None:
    said = "*Jane waits.*\n*#13 · is what she calls it*\n#3 · Acme"
    assert said_of(said, 3, {3}) == said


@given(st.dictionaries(st.integers(1, 99), st.text("ab#·1 ", max_size=30), min_size=2, max_size=10))
def test_a_part_is_never_another_ones(wishes: dict[int, str]) -> None:
    said = "\n".join(
        ["*Clients are waiting.*", *(f"*#{number} · {wish}*\nx{number}x" for number, wish in wishes.items())]
    )
    for number, wish in wishes.items():
        assert said_of(said, number, set(wishes)) == f"*#{number} · {wish}*\nx{number}x"
