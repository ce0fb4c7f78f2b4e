"""What Slack delivered and was acknowledged, until it has been worked through."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import inbox
from bot.domain.incoming import Received

_IS_WAITING = and_(
    inbox.c.done_at.is_(None),
    inbox.c.failure.is_(None),
    or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= bindparam("now")),
)
_WAITING = select(func.count()).where(_IS_WAITING)
_READY = (
    select(inbox.c.id)
    .where(_IS_WAITING, or_(inbox.c.lease_until.is_(None), inbox.c.lease_until < bindparam("now")))
    .order_by(inbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(inbox)
    .where(inbox.c.id.in_(_READY.scalar_subquery()))
    .values(lease_until=bindparam("until"), attempts=inbox.c.attempts + 1)
    .returning(inbox.c.id, inbox.c.workspace_id, inbox.c.event_id, inbox.c.payload, inbox.c.attempts)
)


async def keep(conn: AsyncConnection, workspace_id: str, event_id: str, payload: Mapping[str, Any]) -> bool:
    """Store what came in; False when the same was stored before."""
    statement = (
        insert(inbox)
        .values(workspace_id=workspace_id, event_id=event_id, payload=payload)
        .on_conflict_do_nothing()
        .returning(inbox.c.id)
    )
    return (await conn.execute(statement)).scalar_one_or_none() is not None


async def lease(conn: AsyncConnection, real_now: datetime, length: timedelta, limit: int) -> list[Received]:
    """Take what waits, oldest first, until `real_now + length`; what another holds is left to them."""
    given = {"now": real_now, "until": real_now + length, "most": limit}
    return sorted((Received(*row) for row in await conn.execute(_LEASE, given)), key=lambda one: one.id)


async def done(conn: AsyncConnection, workspace_id: str, inbox_id: int) -> None:
    """Worked through: nothing of it is kept but that it was there."""
    await _change(conn, workspace_id, inbox_id, done_at=func.clock_timestamp(), payload=null(), lease_until=None)


async def again(conn: AsyncConnection, workspace_id: str, inbox_id: int, retry_at: datetime) -> None:
    """To be tried again at `retry_at` (real time)."""
    await _change(conn, workspace_id, inbox_id, retry_at=retry_at, lease_until=None)


async def give_up(conn: AsyncConnection, workspace_id: str, inbox_id: int, failure: str) -> None:
    """Not to be tried again; kept, counted and shown to the operator."""
    await _change(conn, workspace_id, inbox_id, failure=failure, lease_until=None)


async def waiting(conn: AsyncConnection, real_now: datetime) -> int:
    """How many wait to be worked through or are being."""
    return (await conn.execute(_WAITING, {"now": real_now})).scalar_one()


async def _change(conn: AsyncConnection, workspace_id: str, inbox_id: int, **values: object) -> None:
    await conn.execute(
        update(inbox).where(inbox.c.workspace_id == workspace_id, inbox.c.id == inbox_id).values(**values)
    )
