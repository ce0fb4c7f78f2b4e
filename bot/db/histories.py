"""What happened to requests, and what reached whom: read for replaying it, never written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import from_row
from bot.db.tables import audit_event, outbox, request, step
from bot.domain.events import EventKind
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.replay import Act
from bot.domain.request import Request


@dataclass(frozen=True, slots=True)
class Reached:
    """A due step that reached somebody at `at` (UTC), or `is_shown` where an edit showed it."""

    at: datetime
    recipient_id: int
    request_id: int
    rung: int
    role: Role
    is_shown: bool


async def requests_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Request]:
    """All requests that were handed over from `since` (UTC) on, as they stand, in the order of their numbers."""
    query = (
        select(request)
        .where(request.c.workspace_id == workspace_id, request.c.handed_over_at >= since)
        .order_by(request.c.id)
    )
    return [from_row(row) for row in await conn.execute(query)]


async def acts_since(
    conn: AsyncConnection, workspace_id: str, since: datetime, kinds: Collection[EventKind]
) -> dict[int, list[Act]]:
    """What was done to these requests, by their numbers, in the order of the trail."""
    ours = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.handed_over_at >= since)
    query = (
        select(audit_event.c.request_id, audit_event.c.at, audit_event.c.kind, audit_event.c.data)
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.request_id.in_(ours),
            audit_event.c.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(audit_event.c.request_id, audit_event.c.id)
    )
    found: dict[int, list[Act]] = {}
    for number, at, kind, data in await conn.execute(query):
        found.setdefault(number, []).append(Act(at, EventKind(kind), data))
    return found


async def reached_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Reached]:
    """The steps of these requests that reached somebody, the earliest first."""
    query = (
        select(
            step.c.decided_at,
            step.c.recipient_id,
            step.c.request_id,
            step.c.rung,
            step.c.role,
            step.c.outcome == "shown",
        )
        .join_from(step, request, (request.c.workspace_id == step.c.workspace_id) & (request.c.id == step.c.request_id))
        .where(
            step.c.workspace_id == workspace_id,
            request.c.handed_over_at >= since,
            step.c.outcome.in_(["sent", "shown"]),
        )
        .order_by(step.c.decided_at, step.c.request_id)
    )
    rows = await conn.execute(query)
    return [Reached(at, person, number, rung, Role(role), shown) for at, person, number, rung, role, shown in rows]


async def news_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[tuple[datetime, int, int]]:
    """The short lines below a reminder, of these requests: when, to whom, about which."""
    query = (
        select(outbox.c.sent_at, outbox.c.recipient_id, outbox.c.request_id)
        .join_from(
            outbox, request, (request.c.workspace_id == outbox.c.workspace_id) & (request.c.id == outbox.c.request_id)
        )
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.purpose == Purpose.REMINDER_LINE.value,
            outbox.c.state == "sent",
            request.c.handed_over_at >= since,
        )
        .order_by(outbox.c.sent_at)
    )
    return [(at, person, number) for at, person, number in await conn.execute(query)]
