"""The life of a request: one table of transitions, and one function for each of them.

Every function is pure: it takes the request and the facts, and returns the request as it stands afterwards.
`TransitionRefused` is raised where the table of DESIGN section 3 has no such step.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.changing import changed
from bot.domain.offers import Loan, seen_to
from bot.domain.policy import Policy
from bot.domain.promises import rungs_higher
from bot.domain.request import Cause, Cycle, Outcome, Pending, Promise, Request, Snooze, State


class On(StrEnum):
    """What can happen to a request."""

    ROUTED = "routed"
    TAKEN = "take / move the date"
    TOUCHED_OURS = "touch, turn ours"
    TOUCHED_CLIENTS = "touch, turn the client's"
    PROMISE_PASSED = "T passes without a touch"
    CHASED = "client writes: chase"
    ANSWERED = "client answers"
    ASK_AGAIN_PASSED = "ask-again date passes"
    REASSIGNED = "reassigned and accepted"
    LENT = "taken over while its owner is away"
    RETURNED = "its owner is back"
    LENDER_LEFT = "whoever lent it leaves"
    UNANSWERED = "an offer goes unanswered"
    OWNER_AWAY = "its owner goes away"
    WAITED_ON = "asked whether to ask again: wait on"
    CLOSED = "done, not needed, duplicate, withdrawn"
    REOPENED = "client writes again, or reopened"
    REOPENED_UNOWNED = "the same, and no owner is known"


UNVERIFIED_REMINDS_EVERY = timedelta(days=1)
"""How often a chase that nothing vouches for reminds: whoever knows our address can send a hundred."""

_LIVE = (State.OPEN, State.PROMISED, State.WAITING)
_UNCLOSED = (State.TRIAGE, *_LIVE)

TRANSITIONS: Mapping[tuple[State, On], State] = MappingProxyType(
    {
        (State.TRIAGE, On.ROUTED): State.OPEN,
        (State.OPEN, On.TAKEN): State.PROMISED,
        (State.PROMISED, On.TAKEN): State.PROMISED,
        **{(state, On.TOUCHED_OURS): State.PROMISED for state in _LIVE},
        **{(state, On.TOUCHED_CLIENTS): State.WAITING for state in _LIVE},
        (State.PROMISED, On.PROMISE_PASSED): State.OPEN,
        # A promise that travelled with a reassignment breaks too, though its new owner has not taken it.
        (State.OPEN, On.PROMISE_PASSED): State.OPEN,
        (State.OPEN, On.CHASED): State.OPEN,
        (State.PROMISED, On.CHASED): State.PROMISED,
        (State.WAITING, On.ANSWERED): State.OPEN,
        # Later than our own date to ask again, which is a question to us alone, an answer is no less an answer.
        (State.OPEN, On.ANSWERED): State.OPEN,
        (State.WAITING, On.ASK_AGAIN_PASSED): State.OPEN,
        # One of the three answers to the question that the ask-again date raises.
        (State.OPEN, On.WAITED_ON): State.WAITING,
        **{(state, On.REASSIGNED): State.OPEN for state in _UNCLOSED},
        **{(state, On.CLOSED): State.CLOSED for state in _UNCLOSED},
        # Who looks after it changes, not where it stands: a promise is the client's, whoever keeps it.
        **{(state, on): state for state in _LIVE for on in (On.OWNER_AWAY, On.LENT, On.RETURNED, On.LENDER_LEFT)},
        **{(state, On.UNANSWERED): state for state in _UNCLOSED},
        (State.CLOSED, On.REOPENED): State.OPEN,
        # Closed before anybody was found for it: nobody is known now either.
        (State.CLOSED, On.REOPENED_UNOWNED): State.TRIAGE,
    }
)


class TransitionRefused(Exception):
    """The table has no such step: `state` is where the request stands, `on` what was tried."""

    def __init__(self, state: State, on: On) -> None:
        super().__init__(f"no transition from {state} on {on}")
        self.state = state
        self.on = on


class DateRefused(Exception):
    """A date that can't be: not in the future, or past the bound that `limit` names (UTC)."""

    def __init__(self, given: datetime, limit: datetime | None = None) -> None:
        super().__init__("the date lies in the past" if limit is None else "the date lies too far ahead")
        self.given = given
        self.limit = limit


def next_state(state: State, on: On) -> State:
    """The state after `on`; raises TransitionRefused where the table has none."""
    try:
        return TRANSITIONS[state, on]
    except KeyError:
        raise TransitionRefused(state, on) from None


def _new_cycle(request: Request, cause: Cause, rung: int, now: datetime) -> Cycle:
    return Cycle(request.cycle.number + 1, cause, now, now, rung, rung)


def _ahead(at: datetime, now: datetime) -> datetime:
    if at <= now:
        raise DateRefused(at)
    return at


def _promised(request: Request, what: str, by: datetime, now: datetime, client_knows: bool | None) -> Request:
    ordinal = request.promises_made + 1
    promise = Promise(what, _ahead(by, now), now, ordinal, client_knows)
    return changed(
        request,
        promise=promise,
        pending=None,
        promises_made=ordinal,
        ask_again_at=None,
        snooze=_kept(request.snooze, by, now),
        offer=seen_to(request.offer),
    )


def _kept(snooze: Snooze | None, before: datetime, now: datetime) -> Snooze | None:
    return snooze if snooze and now < snooze.until < before else None


def routed(request: Request, *, owner_id: int, client_id: int | None, project_id: int | None, now: datetime) -> Request:
    """An owner has been found: the first cycle begins now, at rung 0."""
    state = next_state(request.state, On.ROUTED)
    return changed(
        request,
        state=state,
        owner_id=owner_id,
        client_id=client_id,
        project_id=project_id,
        offer=None,
        cycle=_new_cycle(request, Cause.HANDED_OVER, 0, now),
    )


def taken(request: Request, *, what: str, by: datetime, now: datetime, client_knows: bool | None = None) -> Request:
    """The owner has it, or moves the date: the turn is ours until `by`."""
    state = next_state(request.state, On.TAKEN)
    return changed(_promised(request, what, by, now, client_knows), state=state)


def moved(request: Request, *, what: str, by: datetime, now: datetime, client_knows: bool | None = None) -> Request:
    """The owner wants another date. One that the client knows counts until they have been told of the other.

    Raises TransitionRefused where nothing was promised. Back to the date that the client knows, nothing is pending.
    """
    state = next_state(request.state, On.TAKEN)
    promise = request.promise
    if promise is None:
        raise TransitionRefused(request.state, On.TAKEN)
    if not promise.client_knows or by == promise.due_at:
        again = taken(request, what=what, by=by, now=now, client_knows=promise.client_knows or client_knows)
        return changed(again, moves=request.moves + (by > promise.due_at))
    return changed(request, state=state, pending=Pending(what, _ahead(by, now)))


def told(request: Request, now: datetime) -> Request:
    """The client has been told of the pending date: it is the promise now.

    Raises TransitionRefused where no date is pending, DateRefused where it has passed meanwhile.
    """
    state, pending = next_state(request.state, On.TAKEN), request.pending
    if pending is None or request.state is not State.PROMISED:
        raise TransitionRefused(request.state, On.TAKEN)
    is_later = request.promise is not None and pending.due_at > request.promise.due_at
    told_of = _promised(request, pending.what, pending.due_at, now, client_knows=True)
    return changed(told_of, state=state, moves=request.moves + is_later)


def touched_ours(
    request: Request, *, what: str, by: datetime, now: datetime, client_knows: bool | None = True
) -> Request:
    """The client has heard from us, and the turn is still ours: a holding reply."""
    state = next_state(request.state, On.TOUCHED_OURS)
    promised = _promised(request, what, by, now, client_knows)
    return changed(
        promised,
        state=state,
        touched_at=now,
        client_waits_since=now,
        holding_replies=request.holding_replies + 1,
        moves=0,
    )


def touched_clients(request: Request, *, ask_again_at: datetime, now: datetime) -> Request:
    """The client has heard from us, and it is their turn until `ask_again_at`."""
    state = next_state(request.state, On.TOUCHED_CLIENTS)
    return changed(
        request,
        state=state,
        promise=None,
        pending=None,
        snooze=None,
        ask_again_at=_ahead(ask_again_at, now),
        touched_at=now,
        client_waits_since=None,
        holding_replies=0,
        offer=seen_to(request.offer),
        moves=0,
    )


def promise_broken(request: Request, policy: Policy, now: datetime) -> Request:
    """The date passed, and nobody has said that the client heard: the ladder starts again, a rung higher.

    A copy of our mail alone does not hold it up, for it may be forged. One rung more for a date that had been put off,
    and one for holding replies beyond the policy's limit.
    Raises TransitionRefused where nothing was promised.
    """
    state = next_state(request.state, On.PROMISE_PASSED)
    if request.promise is None:
        raise TransitionRefused(request.state, On.PROMISE_PASSED)
    rung = rung_once_broken(request, policy)
    return changed(
        request,
        state=state,
        promise=None,
        pending=None,
        snooze=None,
        moves=0,
        cycle=_new_cycle(request, Cause.BROKEN_PROMISE, rung, now),
    )


def rung_once_broken(request: Request, policy: Policy) -> int:
    """The rung at which the ladder starts again if the date passes."""
    return policy.capped(max(request.cycle.rung, 0) + 1 + rungs_higher(request, policy))


def chased(request: Request, policy: Policy, now: datetime) -> Request:
    """The client asks again while the turn is ours.

    The first chase repeats the rung where we stand, each further one in a row climbs by one; it is always a
    reminder, so rung 0 counts as 1. Higher still after a date that was put off, or too many holding replies. The
    snooze ends now: the client has spoken; its reason is told with the chase. Who waited for nothing does so from now.
    """
    state = next_state(request.state, On.CHASED)
    again = request.cycle.cause is Cause.CHASE
    rung = policy.capped(max(1, request.cycle.rung + (1 if again else 0)) + rungs_higher(request, policy))
    return changed(
        request,
        state=state,
        moves=0,
        snooze=replace(request.snooze, until=now) if request.snooze and now < request.snooze.until else None,
        chases=request.chases + 1,
        client_waits_since=request.client_waits_since or now,
        cycle=_new_cycle(request, Cause.CHASE, rung, now),
    )


def chased_unverified(request: Request, policy: Policy, now: datetime) -> Request:
    """Somebody who says to be the client asks again: it counts, and reminds once a day, but anybody can write a mail.

    So it never climbs, and leaves a snooze that runs alone. That somebody waits is believed, as it is of
    what is handed over.
    """
    state = next_state(request.state, On.CHASED)
    waits_since = request.client_waits_since or now
    counted = changed(request, state=state, chases=request.chases + 1, client_waits_since=waits_since)
    was_told = request.cycle.cause is Cause.CHASE and now - request.cycle.started_at < UNVERIFIED_REMINDS_EVERY
    rests = request.snooze is not None and now < request.snooze.until
    if was_told or rests:
        return counted
    rung = policy.capped(max(1, request.cycle.rung))
    return changed(counted, cycle=_new_cycle(request, Cause.CHASE, rung, now))


def is_their_turn(request: Request) -> bool:
    """Whether what the client writes now is their answer, and no chase: it is their turn, or we are to say whether it
    still is, or somebody took it over meanwhile and has promised nothing.
    """
    if request.state is State.WAITING or request.asks_whether_to_ask:
        return True
    return request.state is State.OPEN and request.promise is None and request.client_waits_since is None


def answered(request: Request, now: datetime) -> Request:
    """The client has answered: the turn is ours again, and nobody needs to ask them. A snooze is over with that.

    Raises TransitionRefused unless it was their turn.
    """
    if not is_their_turn(request):
        raise TransitionRefused(request.state, On.ANSWERED)
    state = next_state(request.state, On.ANSWERED)
    return changed(
        request,
        state=state,
        snooze=None,
        ask_again_at=None,
        client_waits_since=now,
        cycle=_new_cycle(request, Cause.ANSWER, 0, now),
    )


def ask_again_passed(request: Request, now: datetime) -> Request:
    """The date to ask again has come: the owner is asked whether to ask, wait on or close."""
    state = next_state(request.state, On.ASK_AGAIN_PASSED)
    return changed(request, state=state, ask_again_at=None, cycle=_new_cycle(request, Cause.ASK_AGAIN, 0, now))


def copy_seen(request: Request, now: datetime, written_at: datetime | None = None) -> Request:
    """A copy of our mail to the client came in: they have heard from us, and for all we know the turn is still ours.

    They heard at `written_at`, where the mail's date can be read: what they have written since still waits.

    Nothing else changes: a promise that stood stands, and no ladder stops. Raises TransitionRefused unless the
    request is live.
    """
    if request.state not in _LIVE:
        raise TransitionRefused(request.state, On.TOUCHED_OURS)
    heard_at = min(written_at or now, now)
    touched_at = max(heard_at, request.touched_at or heard_at)
    if request.state is State.WAITING:
        return changed(request, touched_at=touched_at)
    since = max(heard_at, request.client_waits_since or heard_at)
    return changed(
        request, touched_at=touched_at, client_waits_since=since, holding_replies=request.holding_replies + 1
    )


def waited_on(request: Request, *, ask_again_at: datetime, now: datetime) -> Request:
    """The client's turn goes on until `ask_again_at`. Raises TransitionRefused unless that was the question."""
    if not request.asks_whether_to_ask:
        raise TransitionRefused(request.state, On.WAITED_ON)
    state = next_state(request.state, On.WAITED_ON)
    return changed(
        request, state=state, promise=None, pending=None, snooze=None, ask_again_at=_ahead(ask_again_at, now)
    )


def reassigned(request: Request, *, owner_id: int, now: datetime, cause: Cause = Cause.REASSIGNED) -> Request:
    """Somebody else has it now: a new cycle for them. A promise to the client travels with it.

    Until its new owner takes it, the request is open with that promise, which breaks when its date passes. A date
    that the client has not been told of was its former owner's intention, and does not travel. The question whether to
    ask the client again is theirs then. What was lent goes back in the end all the same, unless the lead has settled
    whose it is.
    """
    state = next_state(request.state, On.REASSIGNED)
    return changed(
        request,
        state=state,
        owner_id=owner_id,
        pending=None,
        snooze=None,
        ask_again_at=None,
        offer=None,
        loan=_still_lent(request.loan, owner_id, cause),
        cycle=_in_other_hands(request, cause, now),
    )


def _in_other_hands(request: Request, cause: Cause, now: datetime) -> Cycle:
    """The cycle of whoever has it now; what was asked of its former owner is asked of them."""
    return _new_cycle(request, Cause.ASK_AGAIN if request.asks_whether_to_ask else cause, 0, now)


def _still_lent(loan: Loan | None, owner_id: int, cause: Cause) -> Loan | None:
    return None if loan is None or cause is Cause.SETTLED or loan.owner_id == owner_id else loan


def lent(request: Request, *, to: int, loan: Loan, now: datetime) -> Request:
    """Somebody looks after it while its owner is away. It stands where it stood; open, it begins a cycle for them.

    Lent on, it goes back to whoever had it first.
    """
    state = next_state(request.state, On.LENT)
    moved_on = changed(request, owner_id=to, pending=None, snooze=None, offer=None, loan=request.loan or loan)
    return _begun_anew(moved_on, Cause.TAKEN_OVER, now) if state is State.OPEN else moved_on


def returned(request: Request, now: datetime, *, is_lender: bool = True) -> Request:
    """Its owner is back: it is theirs again, as it stands by now. Nobody is asked any more.

    Where not the lender is back (`is_lender`), but whoever has it meanwhile, they just go on. What is opened again
    after the lender's return is theirs in the cycle of that: nobody has heard of it yet.
    """
    state, loan = next_state(request.state, On.RETURNED), request.loan
    if not is_lender or loan is None:
        return changed(request, offer=None)
    if loan.owner_id == request.owner_id:
        return changed(request, offer=None, loan=None)
    back = changed(request, owner_id=loan.owner_id, pending=None, snooze=None, offer=None, loan=None)
    is_opened_now = request.cycle.cause is Cause.REOPENED and request.cycle.started_at == now
    return back if is_opened_now or state is not State.OPEN else _begun_anew(back, Cause.RETURNED, now)


def stays(request: Request) -> Request:
    """Whoever lent it leaves for good: it stays with whoever looks after it, as it stands.

    Raises TransitionRefused where it was not lent.
    """
    next_state(request.state, On.LENDER_LEFT)
    if request.loan is None:
        raise TransitionRefused(request.state, On.LENDER_LEFT)
    return changed(request, loan=None)


def _begun_anew(request: Request, cause: Cause, now: datetime) -> Request:
    return changed(request, cycle=_in_other_hands(request, cause, now))


def closed(request: Request, outcome: Outcome, now: datetime, lesson: str | None = None) -> Request:
    """Nothing more is expected of anybody."""
    state = next_state(request.state, On.CLOSED)
    return changed(
        request,
        state=state,
        outcome=outcome,
        promise=None,
        pending=None,
        snooze=None,
        ask_again_at=None,
        offer=None,
        client_waits_since=None,
        closed_at=now,
        lesson=lesson or request.lesson,
    )


def reopened(request: Request, now: datetime) -> Request:
    """The client writes again, or somebody saw that it is not done. Without an owner it is back in triage.

    What was put off before it was closed is over.
    """
    state = next_state(request.state, On.REOPENED if request.owner_id is not None else On.REOPENED_UNOWNED)
    return changed(
        request,
        state=state,
        outcome=None,
        closed_at=None,
        client_waits_since=now,
        holding_replies=0,
        moves=0,
        cycle=_new_cycle(request, Cause.REOPENED, 0, now),
    )


def snoozed(request: Request, *, until: datetime, reason: str, now: datetime, furthest: datetime) -> Request:
    """No reminder before `until`; then the next step of the ladder is due at once and the others follow from there.

    Raises DateRefused when `until` has passed, lies beyond `furthest` or not before the promise, and
    TransitionRefused unless the turn is ours.
    """
    if request.state not in {State.OPEN, State.PROMISED}:
        raise TransitionRefused(request.state, On.TAKEN)
    due = request.promise.due_at if request.promise else None
    if _ahead(until, now) > furthest or (due is not None and until >= due):
        raise DateRefused(until, furthest if due is None else min(furthest, due))
    cycle = replace(request.cycle, snoozes=request.cycle.snoozes + 1)
    if request.state is State.OPEN:
        cycle = replace(cycle, anchor_at=until, anchor_rung=cycle.rung + 1)
    return changed(request, snooze=Snooze(until, reason), cycle=cycle)
