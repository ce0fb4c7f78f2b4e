""" "Why this?", answered from what was noted when the step fell due, and "Not needed" beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.db import audit, steps
from bot.domain.events import Event, EventKind, Value
from bot.domain.facts import RequestFacts
from bot.domain.ladder import StepKey, still_wanted
from bot.domain.not_needed import NotNeeded
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.stopping import stops
from bot.domain.why import PastStep, Why
from bot.services.acting import hold
from bot.services.errors import NotFound
from bot.services.reading import facts_of
from bot.services.transaction import Tx


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
    )


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
