"""Questions about the whole outbox: is there anything left to do, when next, how much."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import outbox
from bot.domain.outbox import Backlog


async def is_idle(conn: AsyncConnection, workspace_id: str, now: datetime) -> bool:
    """Whether nothing is due, nothing under way, and nothing uncertain but what can't be found out."""
    busy: Any = (await conn.execute(_BUSY, {"ws": workspace_id, "now": now})).scalar_one()
    return not busy


async def next_attempt_at(
    conn: AsyncConnection, workspace_id: str, now: datetime, real_now: datetime
) -> datetime | None:
    """The earliest moment (real time, UTC) at which the passing of time gives the sender work; None: never."""
    row = (await conn.execute(_NEXT, {"ws": workspace_id, "now": now, "real": real_now})).one()
    moments = [row.retry_at, row.lease_until, row.settled_at]
    if row.due_at is not None:
        moments.append(real_now + (row.due_at - now))
    return min((moment for moment in moments if moment is not None), default=None)


async def counted(conn: AsyncConnection, workspace_id: str, now: datetime) -> Backlog:
    """How much has not arrived yet."""
    row = (await conn.execute(_COUNT, {"ws": workspace_id, "now": now})).one()
    return Backlog(row.pending, row.sending, row.uncertain, row.unreadable, row.oldest_due_at)


_OURS = outbox.c.workspace_id == bindparam("ws")
_PENDING = text("outbox.state = 'pending' AND outbox.kind <> 'upload'")
_UNDER_WAY = text("outbox.state IN ('sending', 'uncertain')")


def _busy_query() -> Any:
    due = select(outbox.c.id).where(_OURS, _PENDING, outbox.c.due_at <= bindparam("now"))
    open_ended = or_(text("outbox.state = 'sending'"), outbox.c.reason.is_(None))
    under_way = select(outbox.c.id).where(_OURS, _UNDER_WAY, open_ended)
    return select(or_(due.exists(), under_way.exists()))


def _next_query() -> Any:
    due = select(func.min(outbox.c.due_at)).where(_OURS, _PENDING, outbox.c.due_at > bindparam("now"))
    retry = select(func.min(outbox.c.retry_at)).where(
        _OURS, _PENDING, outbox.c.retry_at > bindparam("real"), outbox.c.due_at <= bindparam("now")
    )
    lease = select(func.min(outbox.c.lease_until)).where(_OURS, _UNDER_WAY, text("outbox.state = 'sending'"))
    settled = select(func.min(outbox.c.retry_at)).where(_OURS, _UNDER_WAY, text("outbox.state = 'uncertain'"))
    return select(
        due.scalar_subquery().label("due_at"),
        retry.scalar_subquery().label("retry_at"),
        lease.scalar_subquery().label("lease_until"),
        settled.scalar_subquery().label("settled_at"),
    )


def _count_query() -> Any:
    is_due = and_(_PENDING, outbox.c.due_at <= bindparam("now"))
    return select(
        func.count().filter(text("outbox.state = 'pending'")).label("pending"),
        func.count().filter(text("outbox.state = 'sending'")).label("sending"),
        func.count().filter(text("outbox.state = 'uncertain'")).label("uncertain"),
        func.count().filter(and_(text("outbox.state = 'uncertain'"), outbox.c.reason.is_not(None))).label("unreadable"),
        func.min(func.greatest(outbox.c.due_at, outbox.c.created_at)).filter(is_due).label("oldest_due_at"),
    ).where(_OURS, text("outbox.state IN ('pending', 'sending', 'uncertain')"))


_BUSY = _busy_query()
_NEXT = _next_query()
_COUNT = _count_query()
