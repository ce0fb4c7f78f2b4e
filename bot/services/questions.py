"""Questions to somebody who has had enough for one day: they wait, and so does the answer that is expected."""

from collections.abc import Sequence
from datetime import datetime

from bot.db import absences, requests
from bot.domain.events import Event, EventKind, Value
from bot.domain.outbox import Delivery, Purpose
from bot.domain.passing_on import heard_later
from bot.domain.request import Request
from bot.services.office import office_of
from bot.services.progressing import bring_up_to_date
from bot.services.transaction import Tx

QUESTIONS = frozenset({Purpose.PACKET, Purpose.OFFER, Purpose.WHOSE})
"""Messages that ask somebody whether they can take something, or whose it is."""


async def held_questions(tx: Tx, delivery: Delivery) -> list[Request]:
    """The requests that a question is about, each held by this transaction."""
    number = delivery.intention.request_id
    if number is None:
        items = await absences.items_of_post(tx.conn, tx.workspace_id, delivery.id)
        numbers = [item.request_id for item in items]
    else:
        numbers = [number]
    found = [await requests.locked(tx.conn, tx.workspace_id, one) for one in sorted(numbers)]
    return [one for one in found if one is not None]


async def wait_for_questions(
    tx: Tx, delivery: Delivery, held: Sequence[Request], data: dict[str, Value], due_at: datetime
) -> None:
    """Put each move on the record; the answer is waited for from `due_at` (UTC) on, when the question is there."""
    recipient = delivery.intention.recipient_id
    assert recipient is not None, "a question is put to somebody"
    asked = [later for one in held if (later := heard_later(one, recipient, due_at)) != one]
    moved: dict[str, Value] = {**data, "purpose": delivery.intention.purpose.value, "recipient": recipient}
    await tx.record(*(Event(EventKind.STEP_MOVED, one.id, data=moved) for one in asked))
    await bring_up_to_date(tx, await office_of(tx), asked)
