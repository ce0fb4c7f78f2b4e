"""The events of requests, page by page, for figures that are counted from the trail."""

from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ARRAY, BigInteger, and_, any_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_event, audit_seal, audit_text, request
from bot.db.written import CANONICAL_AT, read, written
from bot.domain.events import RecordedEvent
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
_EVENTS = select(
    written(
        audit_event.c.request_id,
        audit_event.c.id,
        CANONICAL_AT,
        audit_event.c.kind,
        audit_event.c.actor_id,
        audit_event.c.commitment,
    ).aggregate_order_by(audit_event.c.request_id, audit_event.c.id)
).where(
    audit_event.c.workspace_id == bindparam("workspace"),
    audit_event.c.request_id == any_(bindparam("numbers", type_=ARRAY(BigInteger))),
    audit_event.c.kind.in_([kind.value for kind in READ]),
    audit_event.c.at < bindparam("until"),
)
_KINDS = {kind.value: kind for kind in READ}


@dataclass(frozen=True, slots=True)
class Lives:
    """Some requests with their events, as the server wrote them down; read only when somebody asks."""

    workspace_id: str
    written: str | None

    def by_number(self) -> Iterator[tuple[int, Iterator[RecordedEvent]]]:
        """Request by request, by their numbers, its events, oldest first."""
        rows, found = read(self.written)
        told = zip(rows, found, strict=True)
        return ((number, self._events(theirs)) for number, theirs in groupby(told, key=lambda one: one[0][0]))

    def _events(self, told: Iterable[tuple[list[Any], Any]]) -> Iterator[RecordedEvent]:
        for (request_id, number, at, kind, actor_id, commitment), data in told:
            moment = datetime.fromisoformat(at)
            yield RecordedEvent(number, self.workspace_id, moment, _KINDS[kind], request_id, actor_id, data, commitment)


async def lives(
    conn: AsyncConnection, workspace_id: str, since: datetime, until: datetime
) -> AsyncGenerator[Lives, None]:
    """Every request that was not closed for good before `since`, with its events before `until` (UTC), in pages.

    What its row says only narrows down what is read: a request that is left out had nothing happen to it since.
    """
    after = 0
    while True:
        page = {"workspace": workspace_id, "after": after, "since": since}
        numbers = list((await conn.execute(_PAGE, page)).scalars())
        if not numbers:
            return
        given = {"workspace": workspace_id, "numbers": numbers, "until": until}
        yield Lives(workspace_id, (await conn.execute(_EVENTS, given)).scalar())
        after = numbers[-1]


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
