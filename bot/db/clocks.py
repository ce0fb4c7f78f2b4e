"""How far the sandbox's clock is ahead of real time."""

from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import sandbox_clock

# Built once: the sandbox asks in every transaction.
_AHEAD = select(sandbox_clock.c.ahead_microseconds).where(sandbox_clock.c.workspace_id == bindparam("ws"))


async def ahead(conn: AsyncConnection, workspace_id: str) -> timedelta:
    """How far the clock of this workspace is ahead; zero where nobody moved it."""
    return timedelta(microseconds=(await conn.execute(_AHEAD, {"ws": workspace_id})).scalar() or 0)


async def set_ahead(conn: AsyncConnection, workspace_id: str, by: timedelta) -> None:
    """Move the clock so that it is `by` ahead of real time."""
    microseconds = by // timedelta(microseconds=1)
    statement = insert(sandbox_clock).values(workspace_id=workspace_id, ahead_microseconds=microseconds)
    await conn.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id"], set_={"ahead_microseconds": microseconds})
    )
