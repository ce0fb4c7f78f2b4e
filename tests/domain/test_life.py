"""The life of a request: the table of DESIGN section 3, and nothing beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import life
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.offers import Loan
from bot.domain.policy import SHIPPED, STANDARD, Policy
from bot.domain.request import Cause, Outcome, Promise, Request, Snooze, State
from tests.domain.lives import BOB, LEA, PIA, a_request, at

NOW = at("Mon 10:00")
LATER = at("Wed 12:00")
HOUR = timedelta(hours=1)

STEPS: dict[str, Callable[[Request], Request]] = {
    "routed": lambda r: life.routed(r, owner_id=BOB, client_id=1, project_id=1, now=NOW),
    "taken": lambda r: life.taken(r, what="call", by=LATER, now=NOW),
    "touched, ours": lambda r: life.touched_ours(r, what="call", by=LATER, now=NOW),
    "touched, client's": lambda r: life.touched_clients(r, ask_again_at=LATER, now=NOW),
    "promise broken": lambda r: life.promise_broken(r, STANDARD, NOW),
    "chased": lambda r: life.chased(r, STANDARD, NOW),
    "chased, unverified": lambda r: life.chased_unverified(r, STANDARD, NOW),
    "answered": lambda r: life.answered(r, NOW),
    "ask again": lambda r: life.ask_again_passed(r, NOW),
    "waited on": lambda r: life.waited_on(r, ask_again_at=LATER, now=NOW),
    "reassigned": lambda r: life.reassigned(r, owner_id=PIA, now=NOW),
    "closed": lambda r: life.closed(r, Outcome.DONE, NOW),
    "reopened": lambda r: life.reopened(r, NOW),
    "snoozed": lambda r: life.snoozed(r, until=NOW + HOUR, reason="fair", now=NOW, furthest=LATER),
}

# DESIGN section 3, row by row: what happens, and from where to where. Everything else is refused.
TABLE: dict[str, dict[str, str]] = {
    "routed": {"triage": "open"},
    "taken": {"open": "promised", "promised": "promised"},
    "touched, ours": {"open": "promised", "promised": "promised", "waiting": "promised"},
    "touched, client's": {"open": "waiting", "promised": "waiting", "waiting": "waiting"},
    "promise broken": {"promised": "open", "open, promised before": "open"},
    "chased": {"open": "open", "promised": "promised", "open, asked": "open", "open, promised before": "open"},
    "chased, unverified": {
        "open": "open",
        "promised": "promised",
        "open, asked": "open",
        "open, promised before": "open",
    },
    "answered": {"waiting": "open", "open, asked": "open", "open, theirs before": "open"},
    "ask again": {"waiting": "open"},
    "waited on": {"open, asked": "waiting"},
    "reassigned": {"triage": "open", "open": "open", "promised": "open", "waiting": "open"},
    "closed": {"triage": "closed", "open": "closed", "promised": "closed", "waiting": "closed"},
    "reopened": {"closed": "open", "closed in triage": "triage"},
    "snoozed": {"open": "open", "promised": "promised"},
}


def _standing(where: str) -> Request:
    if where == "open, asked":
        return life.ask_again_passed(a_request(State.WAITING, NOW), NOW)
    if where == "open, theirs before":
        theirs = life.touched_clients(a_request(State.OPEN, NOW), ask_again_at=LATER, now=NOW)
        return life.reassigned(theirs, owner_id=PIA, now=NOW)
    if where == "open, promised before":
        return life.reassigned(a_request(State.PROMISED, NOW), owner_id=PIA, now=NOW)
    if where == "closed in triage":
        return life.closed(a_request(State.TRIAGE, NOW), Outcome.NOT_NEEDED, NOW)
    return a_request(State(where), NOW)


PLACES = [*State, "open, asked", "open, theirs before", "open, promised before", "closed in triage"]


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_where_the_table_says_or_nowhere(step: str, where: str) -> None:
    state = str(where).partition(",")[0].partition(" ")[0]
    goal = TABLE[step].get(str(where)) or (TABLE[step].get(state) if where != "closed in triage" else None)
    if goal is None:
        with pytest.raises(TransitionRefused) as refused:
            STEPS[step](_standing(str(where)))
        assert refused.value.state == state
    else:
        assert STEPS[step](_standing(str(where))).state == goal


@pytest.mark.parametrize("on", On)
@pytest.mark.parametrize("state", State)
def test_the_table_in_code_is_asked_and_nothing_else(state: State, on: On) -> None:
    if (state, on) in life.TRANSITIONS:
        assert life.next_state(state, on) is life.TRANSITIONS[state, on]
    else:
        with pytest.raises(TransitionRefused):
            life.next_state(state, on)


def test_every_state_is_reached_and_none_is_a_trap_but_for_reopening() -> None:
    leads_to = {state: {goal for (start, _), goal in life.TRANSITIONS.items() if start is state} for state in State}
    assert all(State.OPEN in goals for goals in leads_to.values())
    assert set().union(*leads_to.values()) == set(State)
    assert {on for (state, on) in life.TRANSITIONS if state is State.CLOSED} == {On.REOPENED, On.REOPENED_UNOWNED}


@st.composite
def _requests(draw: st.DrawFn) -> Request:
    """In any state, wherever it stands on the ladder, with or without a promise that travelled."""
    request = a_request(draw(st.sampled_from(State)), NOW)
    if request.state is State.OPEN and draw(st.booleans()):
        request = replace(request, promise=Promise("call", LATER, NOW, 1))
    rung, cause = draw(st.integers(0, 9)), draw(st.sampled_from(Cause))
    cycle = replace(request.cycle, rung=rung, anchor_rung=rung, cause=cause)
    return replace(request, cycle=cycle, snooze=draw(st.none() | st.just(Snooze(NOW + HOUR, "fair"))))


policies = st.sampled_from(sorted(SHIPPED.values(), key=lambda policy: policy.name))


@given(_requests(), policies)
def test_a_chase_never_lowers_the_rung_and_climbs_by_one_at_most(request: Request, policy: Policy) -> None:
    if request.state not in {State.OPEN, State.PROMISED}:
        with pytest.raises(TransitionRefused):
            life.chased(request, policy, NOW)
        return
    chased = life.chased(request, policy, NOW)
    stood = policy.capped(request.cycle.rung)
    assert stood <= chased.cycle.rung <= policy.capped(stood + 1)
    assert chased.cycle.rung == chased.cycle.anchor_rung >= 1
    assert chased.state is request.state
    assert (chased.chases, chased.promise) == (request.chases + 1, request.promise)
    assert chased.snooze is None or chased.snooze.until <= NOW, "the client has spoken"


@given(_requests(), policies)
def test_a_broken_promise_starts_the_ladder_a_rung_higher_up_to_its_top(request: Request, policy: Policy) -> None:
    if request.promise is None or request.state not in {State.OPEN, State.PROMISED}:
        with pytest.raises(TransitionRefused):
            life.promise_broken(request, policy, NOW)
        return
    broken = life.promise_broken(request, policy, NOW)
    assert broken.cycle.anchor_rung == broken.cycle.rung == min(request.cycle.rung + 1, policy.top)
    assert (broken.state, broken.promise, broken.snooze) == (State.OPEN, None, None)
    assert broken.client_waits_since == request.client_waits_since


@given(_requests(), st.sampled_from(sorted(STEPS)))
def test_whatever_is_done_leaves_a_request_that_makes_sense(request: Request, step: str) -> None:
    try:
        changed = STEPS[step](request)
    except TransitionRefused:
        return
    assert (changed.state is State.CLOSED) == (changed.outcome is not None) == (changed.closed_at is not None)
    assert changed.promise is not None or changed.state is not State.PROMISED
    assert (changed.ask_again_at is not None) == (changed.state is State.WAITING)
    assert changed.owner_id is not None or changed.state in {State.TRIAGE, State.CLOSED}
    assert changed.cycle.number - request.cycle.number in {0, 1}
    assert changed.snooze is None or changed.state in {State.OPEN, State.PROMISED, State.TRIAGE}
    if changed.snooze and changed.promise:
        assert changed.snooze.until <= changed.promise.due_at


@pytest.mark.parametrize("step", ["taken", "touched, ours", "touched, client's", "waited on", "snoozed"])
@pytest.mark.parametrize("back", [timedelta(), HOUR])
def test_a_date_lies_ahead(step: str, back: timedelta) -> None:
    request, past = _standing("open, asked"), NOW - back
    given_past: dict[str, Callable[[], Request]] = {
        "taken": lambda: life.taken(request, what="call", by=past, now=NOW),
        "touched, ours": lambda: life.touched_ours(request, what="call", by=past, now=NOW),
        "touched, client's": lambda: life.touched_clients(request, ask_again_at=past, now=NOW),
        "waited on": lambda: life.waited_on(request, ask_again_at=past, now=NOW),
        "snoozed": lambda: life.snoozed(request, until=past, reason="", now=NOW, furthest=LATER),
    }
    with pytest.raises(DateRefused) as refused:
        given_past[step]()
    assert (refused.value.given, refused.value.limit) == (past, None)


@given(st.integers(1, 200), st.integers(1, 200), st.none() | st.integers(1, 200))
def test_a_snooze_ends_within_its_bound_and_before_the_promise(until: int, furthest: int, due: int | None) -> None:
    request = a_request(State.OPEN if due is None else State.PROMISED, NOW)
    if request.promise and due is not None:
        request = replace(request, promise=replace(request.promise, due_at=NOW + due * HOUR))
    limit = min(furthest, due or furthest)

    def snoozed() -> Request:
        return life.snoozed(request, until=NOW + until * HOUR, reason="fair", now=NOW, furthest=NOW + furthest * HOUR)

    if until <= furthest and (due is None or until < due):
        assert snoozed().snooze == Snooze(NOW + until * HOUR, "fair")
        assert snoozed().promise == request.promise
    else:
        with pytest.raises(DateRefused) as refused:
            snoozed()
        assert refused.value.limit == NOW + limit * HOUR


def test_a_promise_travels_with_a_reassignment() -> None:
    promised = a_request(State.PROMISED, NOW)
    passed_on = life.reassigned(promised, owner_id=LEA, now=NOW)
    assert (passed_on.owner_id, passed_on.promise) == (LEA, promised.promise)
    assert (passed_on.cycle.number, passed_on.cycle.anchor_rung) == (promised.cycle.number + 1, 0)


def test_an_acknowledgement_is_no_contact_and_a_holding_reply_keeps_the_turn_with_us() -> None:
    request = a_request(State.OPEN, NOW)
    taken = life.taken(request, what="call", by=LATER, now=NOW + HOUR)
    assert (taken.touched_at, taken.client_waits_since) == (None, NOW)
    replied = life.touched_ours(taken, what="call", by=LATER, now=NOW + HOUR)
    assert (replied.touched_at, replied.holding_replies, replied.state) == (NOW + HOUR, 1, State.PROMISED)
    theirs = life.touched_clients(replied, ask_again_at=LATER, now=NOW + HOUR)
    assert (theirs.promise, theirs.client_waits_since, theirs.holding_replies) == (None, None, 0)


def test_the_first_chase_repeats_the_rung_and_each_further_one_in_a_row_climbs() -> None:
    request = a_request(State.OPEN, NOW)
    rungs = []
    for _ in range(6):
        request = life.chased(request, STANDARD, NOW)
        rungs.append(request.cycle.rung)
    assert rungs == [1, 2, 3, 4, 4, 4]


@pytest.mark.parametrize(
    "into_other_hands",
    [
        lambda r: life.reassigned(r, owner_id=PIA, now=LATER),
        lambda r: life.reassigned(r, owner_id=PIA, now=LATER, cause=Cause.SETTLED),
        lambda r: life.lent(r, to=PIA, loan=Loan(BOB, LATER, None), now=LATER),
        lambda r: life.returned(replace(r, owner_id=PIA, loan=Loan(BOB, NOW, None)), LATER),
    ],
)
def test_the_question_whether_to_ask_again_goes_along_to_whoever_has_it_next(
    into_other_hands: Callable[[Request], Request],
) -> None:
    asked = _standing("open, asked")
    passed_on = into_other_hands(asked)
    assert passed_on.asks_whether_to_ask
    assert passed_on.owner_id != asked.owner_id or asked.loan is None
    assert passed_on.cycle.number == asked.cycle.number + 1
    assert life.waited_on(passed_on, ask_again_at=LATER + HOUR, now=LATER).state is State.WAITING
    promised = life.taken(asked, what="call", by=LATER + HOUR, now=NOW)
    assert not into_other_hands(promised).asks_whether_to_ask, "that has been decided"


@pytest.mark.parametrize("where", ["waiting", "open, asked", "open, theirs before"])
def test_the_client_answers_while_it_is_their_turn_or_nobody_has_decided_otherwise(where: str) -> None:
    request = replace(_standing(where), snooze=Snooze(LATER, "fair") if where != "waiting" else None)
    assert life.is_their_turn(request)
    answered = life.answered(request, LATER)
    assert (answered.cycle.cause, answered.cycle.rung, answered.chases) == (Cause.ANSWER, 0, 0)
    assert (answered.client_waits_since, answered.snooze) == (LATER, None)


@pytest.mark.parametrize("chased", [life.chased, life.chased_unverified])
def test_whoever_waited_for_nothing_waits_from_their_chase_on(
    chased: Callable[[Request, Policy, datetime], Request],
) -> None:
    theirs = life.touched_clients(a_request(State.OPEN, NOW), ask_again_at=LATER, now=NOW)
    promised = life.taken(life.ask_again_passed(theirs, NOW), what="call", by=LATER, now=NOW)
    assert not life.is_their_turn(promised), "we have promised something since"
    assert chased(promised, STANDARD, NOW + HOUR).client_waits_since == NOW + HOUR
    waits = a_request(State.OPEN, NOW)
    assert chased(waits, STANDARD, NOW + HOUR).client_waits_since == NOW, "they have waited for longer"


def test_chases_that_nothing_vouches_for_remind_once_a_day_and_never_climb() -> None:
    request, cycles = a_request(State.OPEN, NOW), []
    for hours in (0, 1, 2, 23, 24, 30, 48):
        request = life.chased_unverified(request, STANDARD, NOW + hours * HOUR)
        cycles.append(request.cycle.number)
    first = cycles[0]
    assert cycles == [first, first, first, first, first + 1, first + 1, first + 2]
    assert (request.cycle.rung, request.chases) == (1, 7)


def test_a_chase_that_nothing_vouches_for_leaves_a_snooze_alone() -> None:
    asleep = replace(a_request(State.OPEN, NOW), snooze=Snooze(LATER, "fair"))
    chased = life.chased_unverified(asleep, STANDARD, NOW)
    assert (chased.snooze, chased.cycle, chased.chases) == (asleep.snooze, asleep.cycle, asleep.chases + 1)


def test_once_the_snooze_is_over_a_chase_that_nothing_vouches_for_reminds() -> None:
    rested = replace(a_request(State.OPEN, NOW), snooze=Snooze(NOW + HOUR, "fair"))
    assert life.chased_unverified(rested, STANDARD, NOW + HOUR).cycle.cause is Cause.CHASE


def test_what_is_opened_again_after_its_owner_has_come_back_is_theirs_and_open_again() -> None:
    lent = life.lent(a_request(State.OPEN, NOW), to=PIA, loan=Loan(BOB, NOW, None), now=NOW)
    again = life.reopened(life.closed(lent, Outcome.DONE, NOW + HOUR), LATER)
    back = life.returned(again, LATER)
    assert (back.owner_id, back.loan, back.cycle) == (BOB, None, again.cycle)
    assert life.returned(again, LATER + HOUR).cycle.cause is Cause.RETURNED, "Pia has heard of it since"


def test_promises_are_counted_and_a_moved_date_is_a_new_one() -> None:
    request = life.taken(a_request(State.OPEN, NOW), what="call", by=LATER, now=NOW)
    moved = life.taken(request, what="call", by=LATER + HOUR, now=NOW + HOUR, client_knows=False)
    assert moved.promise == Promise("call", LATER + HOUR, NOW + HOUR, 2, client_knows=False)


def test_taking_it_keeps_a_snooze_only_up_to_the_promise() -> None:
    furthest = datetime.max.replace(tzinfo=NOW.tzinfo)
    asleep = life.snoozed(a_request(State.OPEN, NOW), until=LATER, reason="fair", now=NOW, furthest=furthest)
    assert life.taken(asleep, what="call", by=LATER + HOUR, now=NOW).snooze == asleep.snooze
    assert life.taken(asleep, what="call", by=LATER - HOUR, now=NOW).snooze is None
