""" "Why this?", answered from what was noted when the step fell due, and "Not needed" beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.db import absences, audit, steps
from bot.domain.events import Event, EventKind, RecordedEvent, Value
from bot.domain.facts import RequestFacts
from bot.domain.ladder import Situation, StepKey, still_wanted
from bot.domain.not_needed import NotNeeded
from bot.domain.outbox import MovedBy
from bot.domain.passing_on import answer_by, passed_on
from bot.domain.people import Person, Role
from bot.domain.permissions import Action
from bot.domain.request import Cause
from bot.domain.stopping import stops
from bot.domain.why import Asked, LateBy, PastStep, Why
from bot.domain.working import Since
from bot.services.acting import hold
from bot.services.errors import NotFound
from bot.services.office import Office
from bot.services.reading import facts_of
from bot.services.transaction import Tx

_A_MOMENT = timedelta(minutes=1)
_AS = (Role.BACKUP, Role.LEAD, Role.FALLBACK)
_LONGEST_QUESTION = timedelta(days=7)
_IN_OTHER_HANDS = frozenset({EventKind.REASSIGNED, EventKind.ACCEPTED, EventKind.RETURNED})


async def why(tx: Tx, number: int, who: str, key: StepKey | None = None) -> Why | None:
    """What lies behind a step, for somebody who may see the request; None while nothing has fallen due.

    Without `key` it is the last that reached this person, else the last that reached anybody. Raises NotFound, for
    a step as well, and Refused.
    """
    held = await hold(tx, number, who, Action.SEE)
    request, office = held.request, held.office
    past = await steps.of_request(tx.conn, tx.workspace_id, number)
    step = _wanted(past, held.person.id) if key is None else next((one for one in past if one.key == key), None)
    if step is None:
        if key is not None:
            raise NotFound(number)
        return None
    recipient = office.people.get(step.key.recipient, held.person)
    unwanted = still_wanted(step.key, request, tx.now)
    facts = await facts_of(tx, office, request)
    named = {one.key.recipient for one in past} & set(office.people)
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    return Why(
        facts=replace(facts, people={**facts.people, **{one: office.people[one] for one in named}}),
        reader=held.person,
        recipient=recipient,
        step=step,
        policy=office.policy(step.policy_name, step.policy_version),
        working=step.reckoning.working() if step.reckoning else None,
        earlier=tuple(one for one in past if one.outcome and one.key != step.key and one.at <= step.at),
        others=tuple(reversed(past)),
        stopped_by=unwanted,
        stops=() if unwanted else stops(step.key, request),
        by_flag=_is_by_flag(step, events),
        by_hands=_is_by_hands(step, events),
        late_by=_late_by(step, events),
    )


async def asked(tx: Tx, number: int, who: str) -> Asked | None:
    """What lies behind the question that this person was asked; None where they were not, or had reminders of it.

    Raises NotFound and Refused.
    """
    held = await hold(tx, number, who, Action.SEE)
    request, office, reader = held.request, held.office, held.person
    offer = request.offer
    if offer is None or offer.to_id != reader.id:
        return None
    past = await steps.of_request(tx.conn, tx.workspace_id, number)
    if any(one.has_arrived and one.key.recipient == reader.id for one in past):
        return None
    away = await absences.get(tx.conn, tx.workspace_id, offer.absence_id) if offer.absence_id is not None else None
    situation = office.situation(request)
    return Asked(
        facts=await facts_of(tx, office, request),
        reader=reader,
        offer=offer,
        role=next((role for role in _AS if situation.cast.of(role) == reader.id), None),
        is_stand_in=away is not None and away.stand_in_id == reader.id,
        answer_by=answer_by(situation, offer),
        asked_next=_asked_next(office, situation, tx.now),
    )


def _asked_next(office: Office, situation: Situation, now: datetime) -> Person | None:
    """Who is asked where no answer comes; None where nobody is left."""
    offer = situation.request.offer
    if offer is None or offer.lapsed or situation.request.is_closed:
        return None
    after = passed_on(situation, now).offer
    return office.people.get(after.to_id) if after and after.stands and after.to_id != offer.to_id else None


def _is_by_flag(step: PastStep, events: Sequence[RecordedEvent]) -> bool:
    """Whether the clock of its run began when a red flag was raised."""
    raised = [one for one in events if one.kind is EventKind.FLAGGED and one.data.get("cycle") == step.key.cycle]
    return _is_begun_by(step, raised)


def _is_by_hands(step: PastStep, events: Sequence[RecordedEvent]) -> bool:
    """Whether the clock of its run began when the request, and the question to its owner, went to somebody else."""
    passed = [one for one in events if one.kind in _IN_OTHER_HANDS]
    return step.cause is Cause.ASK_AGAIN and _is_begun_by(step, passed)


def _is_begun_by(step: PastStep, events: Iterable[RecordedEvent]) -> bool:
    if step.reckoning is None or step.reckoning.since is not Since.CYCLE:
        return False
    return any(abs(one.at - step.reckoning.anchor) < _A_MOMENT for one in events)


def _late_by(step: PastStep, events: Sequence[RecordedEvent]) -> LateBy | None:
    """What kept it, as the trail tells: the last time that it was moved, else a question that was out meanwhile."""
    if not step.has_arrived or step.at - step.due_at < _A_MOMENT:
        return None
    for one in reversed(events):
        if one.kind is EventKind.STEP_MOVED and _is_about(one, step.key):
            return LateBy.BUDGET if one.data.get("reason") == MovedBy.BUDGET else LateBy.HOURS
        if one.kind is EventKind.OFFERED and step.due_at - _LONGEST_QUESTION <= one.at < step.at:
            return LateBy.ASKED
    return None


def _is_about(event: RecordedEvent, key: StepKey) -> bool:
    named = ("cycle", "rung", "repetition", "recipient")
    return tuple(event.data.get(name) for name in named) == (key.cycle, key.rung, key.repetition, key.recipient)


def _wanted(past: Sequence[PastStep], reader_id: int) -> PastStep | None:
    """What somebody who asks "why this?" most likely means."""
    arrived = [one for one in past if one.has_arrived]
    theirs = [one for one in arrived if one.key.recipient == reader_id]
    return next(reversed(theirs or arrived or past), None)


async def not_needed(tx: Tx, number: int, who: str, key: StepKey, reason: NotNeeded) -> tuple[RequestFacts, Person]:
    """Put on record that a step was not needed, and why; once for each person and reason. Nothing else changes.

    Raises NotFound, for a step as well, and Refused.
    """
    held = await hold(tx, number, who, Action.SEE)
    if all(one.key != key for one in await steps.of_request(tx.conn, tx.workspace_id, number)):
        raise NotFound(number)
    data: dict[str, Value] = {
        "reason": reason.value,
        "cycle": key.cycle,
        "rung": key.rung,
        "repetition": key.repetition,
        "recipient": key.recipient,
    }
    said = await audit.events_of(tx.conn, tx.workspace_id, number)
    if not any(e.kind is EventKind.NOT_NEEDED and e.actor_id == held.person.id and e.data == data for e in said):
        await tx.record(Event(EventKind.NOT_NEEDED, number, held.person.id, data))
    return await facts_of(tx, held.office, held.request), held.person


async def not_needed_between(tx: Tx, start: datetime, end: datetime) -> Mapping[NotNeeded, int]:
    """How often each reason was given from `start` until before `end` (UTC); those that were not are left out."""
    counts = await audit.not_needed_between(tx.conn, tx.workspace_id, start, end)
    return {NotNeeded(reason): count for reason, count in counts.items()}
