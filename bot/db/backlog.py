"""Questions about the whole outbox: is there anything left to do, and when next."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import outbox


async def is_idle(conn: AsyncConnection, workspace_id: str, now: datetime) -> bool:
    """Whether nothing is due, nothing under way, and nothing uncertain but what can't be found out."""
    busy: Any = (await conn.execute(_BUSY, {"ws": workspace_id, "now": now})).scalar_one()
    return not busy


async def outlook(
    conn: AsyncConnection, workspace_id: str, now: datetime, real_now: datetime
) -> tuple[bool, datetime | None]:
    """Whether there may be work now, and the earliest later moment (real time, UTC) that brings some; None: never."""
    row = (await conn.execute(_OUTLOOK, {"ws": workspace_id, "now": now, "real": real_now})).one()
    moments = [row.retry_at, row.lease_until, row.settled_at]
    if row.due_at is not None:
        moments.append(real_now + (row.due_at - now))
    later = [moment for moment in moments if moment is not None]
    overdue = any(moment <= real_now for moment in later)
    return row.has_due or overdue, min((moment for moment in later if moment > real_now), default=None)


async def next_due_at(conn: AsyncConnection, workspace_id: str, now: datetime) -> datetime | None:
    """When the next message that is held back falls due, by the Clock."""
    query = select(func.min(outbox.c.due_at)).where(
        outbox.c.workspace_id == workspace_id, _PENDING, outbox.c.due_at > now
    )
    found: datetime | None = (await conn.execute(query)).scalar_one()
    return found


_OURS = outbox.c.workspace_id == bindparam("ws")
_PENDING = text("outbox.state = 'pending'")
_UNDER_WAY = text("outbox.state IN ('sending', 'uncertain')")


def _busy_query() -> Any:
    due = select(outbox.c.id).where(_OURS, _PENDING, outbox.c.due_at <= bindparam("now"))
    open_ended = or_(text("outbox.state = 'sending'"), outbox.c.reason.is_(None))
    under_way = select(outbox.c.id).where(_OURS, _UNDER_WAY, open_ended)
    return select(or_(due.exists(), under_way.exists()))


def _outlook_query() -> Any:
    ready = or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= bindparam("real"))
    has_due = select(outbox.c.id).where(_OURS, _PENDING, outbox.c.due_at <= bindparam("now"), ready)
    due = select(func.min(outbox.c.due_at)).where(_OURS, _PENDING, outbox.c.due_at > bindparam("now"))
    retry = select(func.min(outbox.c.retry_at)).where(
        _OURS, _PENDING, text("outbox.retry_at IS NOT NULL"), outbox.c.retry_at > bindparam("real")
    )
    lease = select(func.min(outbox.c.lease_until)).where(_OURS, _UNDER_WAY, text("outbox.state = 'sending'"))
    settled = select(func.min(outbox.c.retry_at)).where(_OURS, _UNDER_WAY, text("outbox.state = 'uncertain'"))
    return select(
        has_due.exists().label("has_due"),
        due.scalar_subquery().label("due_at"),
        retry.scalar_subquery().label("retry_at"),
        lease.scalar_subquery().label("lease_until"),
        settled.scalar_subquery().label("settled_at"),
    )


_BUSY = _busy_query()
_OUTLOOK = _outlook_query()
