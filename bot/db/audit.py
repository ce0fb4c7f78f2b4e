"""The trail: events are written in the transaction that they tell of, and never change; their words can be erased."""

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_event, audit_text
from bot.domain.events import Event, EventKind, RecordedEvent

_SALT_SIZE = 32  # bytes

# One statement for any number of events and their texts: this stands in the way of every command. Its ids are drawn
# first, in the order of the events, so that texts find their events.
_RECORD = text(
    """
    WITH given AS MATERIALIZED (
        SELECT nextval('audit_event_id_seq') AS id, fact.*
        FROM unnest(
            CAST(:kinds AS text[]), CAST(:requests AS bigint[]), CAST(:actors AS bigint[]), CAST(:data AS text[]),
            CAST(:commitments AS text[]), CAST(:bodies AS text[]), CAST(:salts AS bytea[])
        ) WITH ORDINALITY AS fact (kind, request_id, actor_id, data, commitment, body, salt, place)
    ), events AS (
        INSERT INTO audit_event (workspace_id, id, at, kind, request_id, actor_id, data, commitment)
        SELECT CAST(:workspace_id AS text), id, CAST(:at AS timestamptz), kind, request_id, actor_id,
               CAST(data AS jsonb), commitment
        FROM given ORDER BY place
    ), texts AS (
        INSERT INTO audit_text (workspace_id, event_id, body, salt)
        SELECT CAST(:workspace_id AS text), id, body, salt FROM given WHERE body IS NOT NULL
    )
    SELECT id FROM given ORDER BY place
    """
)

_OF_REQUEST = (
    select(*audit_event.c, audit_text.c.body)
    .join(
        audit_text,
        and_(audit_text.c.workspace_id == audit_event.c.workspace_id, audit_text.c.event_id == audit_event.c.id),
        isouter=True,
    )
    .where(audit_event.c.workspace_id == bindparam("workspace_id"), audit_event.c.request_id == bindparam("request_id"))
    .order_by(audit_event.c.id)
)

_EXISTS = select(audit_event.c.id).where(
    audit_event.c.workspace_id == bindparam("workspace_id"), audit_event.c.id == bindparam("event_id")
)


async def record(conn: AsyncConnection, workspace_id: str, now: datetime, events: Sequence[Event]) -> list[int]:
    """Write events into the trail, in one round trip; returns their ids in the same order.

    Of a text the event keeps a commitment only; the words and their salt lie beside it. What PostgreSQL can't hold,
    zero bytes and halves of surrogate pairs, is kept as U+FFFD.
    """
    if not events:
        return []
    texts = [_storable(event.text) for event in events]
    salts = [None if body is None else secrets.token_bytes(_SALT_SIZE) for body in texts]
    rows = await conn.execute(
        _RECORD,
        {
            "workspace_id": workspace_id,
            "at": now,
            "kinds": [event.kind.value for event in events],
            "requests": [event.request_id for event in events],
            "actors": [event.actor_id for event in events],
            "data": [json.dumps(dict(event.data)) for event in events],
            "commitments": list(map(_commitment, texts, salts)),
            "bodies": texts,
            "salts": salts,
        },
    )
    return list(rows.scalars())


async def exists(conn: AsyncConnection, workspace_id: str, event_id: int) -> bool:
    """Whether an event stands in the trail."""
    found = await conn.execute(_EXISTS, {"workspace_id": workspace_id, "event_id": event_id})
    return found.scalar() is not None


async def events_of(conn: AsyncConnection, workspace_id: str, request_id: int) -> list[RecordedEvent]:
    """The events of a request, oldest first, with their texts where these were not erased."""
    rows = await conn.execute(_OF_REQUEST, {"workspace_id": workspace_id, "request_id": request_id})
    return [
        RecordedEvent(
            id=row.id,
            workspace_id=row.workspace_id,
            at=row.at,
            kind=EventKind(row.kind),
            request_id=row.request_id,
            actor_id=row.actor_id,
            data=row.data,
            commitment=row.commitment,
            text=row.body,
        )
        for row in rows
    ]


def _storable(words: str | None) -> str | None:
    if words is None:
        return None
    return words.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _commitment(words: str | None, salt: bytes | None) -> str | None:
    if words is None or salt is None:
        return None
    return hmac.digest(salt, words.encode(), "sha256").hex()
