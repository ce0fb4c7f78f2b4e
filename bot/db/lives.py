"""The events of requests, page by page, for figures that are counted from the trail."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ARRAY, BigInteger, and_, any_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_event, audit_seal, audit_text, request
from bot.domain.events import EventKind, RecordedEvent
from bot.domain.lives import READ
from bot.domain.request import State

_AT_ONCE = 200
"""Requests a page: few enough that whoever else runs here is kept waiting for moments only."""

_PAGE = (
    select(request.c.id)
    .where(
        request.c.workspace_id == bindparam("workspace"),
        request.c.id > bindparam("after"),
        or_(request.c.state != State.CLOSED.value, request.c.closed_at >= bindparam("since")),
    )
    .order_by(request.c.id)
    .limit(_AT_ONCE)
)
_EVENTS = (
    select(
        audit_event.c.id,
        audit_event.c.at,
        audit_event.c.kind,
        audit_event.c.request_id,
        audit_event.c.actor_id,
        audit_event.c.data,
        audit_event.c.commitment,
    )
    .where(
        audit_event.c.workspace_id == bindparam("workspace"),
        audit_event.c.request_id == any_(bindparam("numbers", type_=ARRAY(BigInteger))),
        audit_event.c.kind.in_([kind.value for kind in READ]),
        audit_event.c.at < bindparam("until"),
    )
    .order_by(audit_event.c.request_id, audit_event.c.id)
)


async def lives(
    conn: AsyncConnection, workspace_id: str, since: datetime, until: datetime
) -> AsyncIterator[tuple[int, list[RecordedEvent]]]:
    """Every request that was not closed for good before `since`, with its events before `until` (UTC), oldest first.

    What its row says only narrows down what is read: a request that is left out had nothing happen to it since.
    """
    after = 0
    while True:
        page = {"workspace": workspace_id, "after": after, "since": since}
        numbers = list((await conn.execute(_PAGE, page)).scalars())
        if not numbers:
            return
        rows = await conn.execute(_EVENTS, {"workspace": workspace_id, "numbers": numbers, "until": until})
        for number, theirs in groupby(rows, key=lambda row: int(row.request_id)):
            yield number, [_event(workspace_id, row) for row in theirs]
        after = numbers[-1]


def _event(workspace_id: str, row: Any) -> RecordedEvent:
    number, at, kind, request_id, actor_id, data, commitment = row
    return RecordedEvent(number, workspace_id, at, EventKind(kind), request_id, actor_id, data, commitment)


async def said_in(
    conn: AsyncConnection, workspace_id: str, events: Collection[int]
) -> dict[int, tuple[int | None, str | None]]:
    """The request of each of these events, and its words; None where they were erased."""
    if not events:
        return {}
    query = (
        select(audit_event.c.id, audit_event.c.request_id, audit_text.c.body)
        .join(
            audit_text,
            and_(audit_text.c.workspace_id == audit_event.c.workspace_id, audit_text.c.event_id == audit_event.c.id),
            isouter=True,
        )
        .where(audit_event.c.workspace_id == workspace_id, audit_event.c.id.in_(events))
    )
    return {int(row[0]): (row[1], row[2]) for row in await conn.execute(query)}


async def seal_before(conn: AsyncConnection, workspace_id: str, moment: datetime) -> tuple[str, int] | None:
    """The hash of the last seal before `moment` (UTC), and how many events it reaches; None before the first."""
    query = (
        select(audit_seal.c.hash, audit_seal.c.event_count)
        .where(audit_seal.c.workspace_id == workspace_id, audit_seal.c.sealed_at < moment)
        .order_by(audit_seal.c.number.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else (str(row[0]), int(row[1]))
