"""The trail: events are written in the transaction that they tell of, and never change; their words can be erased."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    DateTime,
    Integer,
    Text,
    TextClause,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.given import given_rows
from bot.db.tables import audit_event, audit_text
from bot.db.written import FIELDS, fields_of
from bot.domain.events import Event, EventKind, RecordedEvent
from bot.domain.seal import Words, commitment, recorded

_SALT_SIZE = 32  # bytes

_GIVEN: dict[str, Any] = {
    "place": Integer,
    "kind": Text,
    "request_id": BigInteger,
    "actor_id": BigInteger,
    "data": JSONB,
    "commitment": Text,
    "body": Text,
    "salt": Text,
}


def _recording() -> CTE:
    """Writes any number of events and their texts; its rows are their ids, and their places among those given.

    The ids are drawn first, in the order of the events, so that texts find their events.
    """
    fact = given_rows(_GIVEN, "events")
    given = select(literal_column("nextval('audit_event_id_seq')").label("id"), *fact.c).cte("given")
    workspace, at = bindparam("workspace", type_=Text), bindparam("at", type_=DateTime(timezone=True))
    texts = select(workspace, given.c.id, given.c.body, func.decode(given.c.salt, literal_column("'hex'")))
    texts_written = insert(audit_text).from_select(
        ["workspace_id", "event_id", "body", "salt"], texts.where(given.c.body.is_not(None))
    )
    kept = ("id", "kind", "request_id", "actor_id", "data", "commitment")
    events_written = insert(audit_event).from_select(
        ["workspace_id", "at", *kept], select(workspace, at, *[given.c[name] for name in kept]).order_by(given.c.place)
    )
    return (
        select(given.c.id, given.c.place)
        .add_cte(events_written.cte("events"), texts_written.cte("texts"))
        .cte("recorded")
    )


RECORDING = _recording()
_RECORD = select(RECORDING.c.id).order_by(RECORDING.c.place)

_OF_REQUEST = (
    select(*FIELDS, audit_text.c.body)
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
    rows = await conn.execute(_RECORD, {"workspace": workspace_id, "at": now, "events": rows_of(events)})
    return list(rows.scalars())


def rows_of(events: Sequence[Event]) -> list[dict[str, object]]:
    """Events as `RECORDING` takes them."""
    return [_row(place, event) for place, event in enumerate(events)]


def _row(place: int, event: Event) -> dict[str, object]:
    body = _storable(event.text)
    salt = None if body is None else secrets.token_bytes(_SALT_SIZE)
    return {
        "place": place,
        "kind": event.kind.value,
        "request_id": event.request_id,
        "actor_id": event.actor_id,
        "data": dict(event.data),
        "commitment": None if body is None or salt is None else commitment(Words(body, salt)),
        "body": body,
        "salt": None if salt is None else salt.hex(),
    }


async def exists(conn: AsyncConnection, workspace_id: str, event_id: int) -> bool:
    """Whether an event stands in the trail."""
    found = await conn.execute(_EXISTS, {"workspace_id": workspace_id, "event_id": event_id})
    return found.scalar() is not None


async def put_right(conn: AsyncConnection, workspace_id: str) -> int:
    """How often the auditor had to put something right."""
    return await _count(conn, workspace_id, text("kind = 'auditor'"))


async def stuck(conn: AsyncConnection, workspace_id: str) -> int:
    """How often it found a request that could not be advanced."""
    return await _count(conn, workspace_id, text("kind = 'stuck'"))


async def _count(conn: AsyncConnection, workspace_id: str, which: TextClause) -> int:
    query = select(func.count()).where(audit_event.c.workspace_id == workspace_id, which)
    return (await conn.execute(query)).scalar_one()


async def events_of(conn: AsyncConnection, workspace_id: str, request_id: int) -> list[RecordedEvent]:
    """The events of a request, oldest first, with their texts where these were not erased; raises NotAnEvent."""
    rows = (await conn.execute(_OF_REQUEST, {"workspace_id": workspace_id, "request_id": request_id})).all()
    return [recorded(fields, row.body) for fields, row in zip(fields_of(rows), rows, strict=True)]


async def not_needed_between(
    conn: AsyncConnection, workspace_id: str, start: datetime, end: datetime
) -> dict[str, int]:
    """By reason, how often somebody said from `start` until before `end` that a reminder was not needed."""
    reason = audit_event.c.data["reason"].astext
    query = (
        select(reason, func.count())
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.kind == literal_column(f"'{EventKind.NOT_NEEDED.value}'"),  # as the index has it
            audit_event.c.at >= start,
            audit_event.c.at < end,
        )
        .group_by(reason)
    )
    rows = (await conn.execute(query)).all()
    return {str(row[0]): int(row[1]) for row in rows}


def _storable(words: str | None) -> str | None:
    if words is None:
        return None
    return words.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
