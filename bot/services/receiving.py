"""What comes in: kept before it is acknowledged, worked through once, emptied afterwards."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.db import inbox
from bot.domain.incoming import Received
from bot.domain.outbox import Intention, Purpose
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx

ATTEMPTS = 8
"""So often is a delivery tried; after that it is kept for the operator to look at."""


async def keep(tx: Tx, event_id: str, payload: Mapping[str, Any]) -> bool:
    """Store an event before it is acknowledged; False when Slack had delivered it before."""
    return await inbox.keep(tx.conn, tx.workspace_id, event_id, _storable(payload))


def _storable(part: Any) -> Any:
    """The same without what a database refuses in a text: zero bytes and lone surrogates."""
    if isinstance(part, str):
        return part.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(part, Mapping):
        return {_storable(key): _storable(value) for key, value in part.items()}
    return [_storable(one) for one in part] if isinstance(part, list) else part


async def lease(tx: Tx, real_now: datetime, length: timedelta, limit: int) -> list[Received]:
    """Take what waits, of any workspace; leases are real time."""
    return await inbox.lease(tx.conn, real_now, length, limit)


async def done(tx: Tx, received: Received) -> None:
    """Worked through: its payload is emptied."""
    await inbox.done(tx.conn, tx.workspace_id, received.id)


async def failed(tx: Tx, received: Received, failure: str, real_now: datetime, *, passes: bool = False) -> None:
    """To be tried again, ever later; in the end kept and counted, unless it is of the kind that `passes`."""
    if received.attempts >= ATTEMPTS and not passes:
        await inbox.give_up(tx.conn, tx.workspace_id, received.id, failure)
    else:
        pause = timedelta(seconds=min(300, 2 ** min(received.attempts, 9)))
        await inbox.again(tx.conn, tx.workspace_id, received.id, real_now + pause)


async def waiting(tx: Tx) -> int:
    """How many are waiting to be worked through or are being."""
    return await inbox.waiting(tx.conn, datetime.now(UTC))


async def answer_plain_words(tx: Tx, who: str, event_id: str) -> None:
    """Whoever writes to the bot in plain words gets a useful answer."""
    person = (await office_of(tx)).person(who)
    await say(tx, [Intention(Purpose.ANSWER, f"answer:{event_id}", recipient_id=person.id)])


async def guests(tx: Tx) -> frozenset[str]:
    """The Slack ids of those who are guests or of other organisations."""
    everybody = (await office_of(tx)).people.values()
    return frozenset(person.slack_id for person in everybody if person.is_guest)


async def greet(tx: Tx, who: str) -> None:
    """Nothing but make sure that somebody is known; raises UnknownPerson."""
    (await office_of(tx)).person(who)
