"""The sender's seat: a session of its own that holds an advisory lock, so that a workspace has one sender.

The same session listens, so that what another process commits is sent at once. When it breaks, the lock is gone
with it, and whoever sat there notices.
"""

import hashlib
from collections.abc import AsyncIterator
from typing import Self

from psycopg import AsyncConnection, sql
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

CHANNEL = "nudge_outbox"

_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "connect_timeout": 10,
}
"""A session whose network has silently gone is found out within half a minute, without a query."""


class Seat:
    """A session that tries for the lock, keeps it, and listens. psycopg.Error from any method: it is lost."""

    def __init__(self, session: AsyncConnection, workspace_id: str) -> None:
        self._session = session
        self._workspace_id = workspace_id

    @classmethod
    async def reach(cls, engine: AsyncEngine, workspace_id: str) -> Self:
        """Open a session on the database of `engine`; it holds nothing yet."""
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        session = await AsyncConnection.connect(url, autocommit=True, **_ALIVE)  # type: ignore[arg-type]  # by name
        return cls(session, workspace_id)

    async def take(self) -> bool:
        """Take the seat, and listen from then on; False while somebody else sits there."""
        cursor = await self._session.execute("SELECT pg_try_advisory_lock(%s)", [_key(self._workspace_id)])
        row = await cursor.fetchone()
        if row is None or not row[0]:
            return False
        await self._session.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        return True

    async def calls(self) -> AsyncIterator[None]:
        """Once for each time that somebody announces something for this workspace; asks the database nothing."""
        async for notice in self._session.notifies():
            if notice.payload == self._workspace_id:
                yield None

    async def leave(self) -> None:
        """Give the seat up, if it was ours, and close the session."""
        await self._session.close()


async def announce(engine: AsyncEngine, workspace_id: str) -> None:
    """Tell the sender of a workspace, wherever it sits, that there is something to send."""
    async with engine.begin() as conn:
        await conn.execute(text("SELECT pg_notify(:channel, :ws)"), {"channel": CHANNEL, "ws": workspace_id})


def _key(workspace_id: str) -> int:
    digest = hashlib.sha256(f"nudge sender {workspace_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
