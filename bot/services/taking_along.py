"""Taking the log of a request along: asked for in Slack, sent as a file to whoever asked."""

from dataclasses import dataclass
from datetime import datetime

from bot.db import audit as trail
from bot.domain.events import Event, EventKind, RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.outbox import Delivery, Intention, Kind, Purpose
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.seal import Anchor
from bot.services import audit, reading
from bot.services.acting import hold
from bot.services.errors import NotFound, UnknownPerson
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Log:
    """What the file is made of; `now` is the Clock's."""

    facts: RequestFacts
    reader: Person
    events: tuple[RecordedEvent, ...]
    anchor: Anchor
    now: datetime


async def ask_for_log(tx: Tx, number: int, who: str) -> None:
    """Have the log of request `number` sent to this person as a file; twice within a minute is once.

    Raises NotFound and Refused.
    """
    held = await hold(tx, number, who, Action.EXPORT_LOG)
    minute = tx.now.strftime("%Y-%m-%dT%H:%M")
    intention = Intention(
        Purpose.LOG,
        f"log:{number}:{held.person.id}:{minute}",
        kind=Kind.UPLOAD,
        recipient_id=held.person.id,
        request_id=number,
    )
    before = len(tx.queued)
    await say(tx, [intention])
    if len(tx.queued) > before:
        await tx.record(Event(EventKind.EXPORTED, number, held.person.id))


async def log_for(tx: Tx, delivery: Delivery) -> Log:
    """The log as it stands when it is sent; raises NotFound, UnknownPerson and Refused, if it may no longer be."""
    number, recipient = delivery.intention.request_id, delivery.intention.recipient_id
    if number is None or recipient is None:
        raise NotFound(0)
    reader = (await office_of(tx)).people.get(recipient)
    if reader is None:
        raise UnknownPerson(str(recipient))
    await hold(tx, number, reader.slack_id, Action.EXPORT_LOG)
    facts, reader, events = await reading.history(tx, number, reader.slack_id)
    return Log(facts, reader, tuple(events), await audit.anchor(tx), tx.now)


async def event_of(tx: Tx, number: int, who: str, event_id: int) -> RecordedEvent | None:
    """One event of a request, for somebody who may see it; None where it is none of this request's."""
    await hold(tx, number, who, Action.SEE)
    events = await trail.events_of(tx.conn, tx.workspace_id, number)
    return next((event for event in events if event.id == event_id), None)
