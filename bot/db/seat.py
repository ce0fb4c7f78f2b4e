"""Seats: a session of its own that holds an advisory lock, so that a workspace has one sender, and one mailbox reader.

The sender's session listens as well, so that what another process commits is sent at once. When it breaks, the lock is
gone with it, and whoever sat there notices.
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


class Post:
    """A session that tries for a lock and keeps it. psycopg.Error from any method: it is lost."""

    PURPOSE = ""

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
        """Take the seat; False while somebody else sits there."""
        key = _key(self.PURPOSE, self._workspace_id)
        cursor = await self._session.execute("SELECT pg_try_advisory_lock(%s)", [key])
        row = await cursor.fetchone()
        return bool(row and row[0])

    async def check(self) -> None:
        """Ask whether the session is still there."""
        await self._session.execute("SELECT 1")

    async def leave(self) -> None:
        """Give the seat up, if it was ours, and close the session."""
        await self._session.close()


class Desk(Post):
    """From where a workspace's mailbox is read."""

    PURPOSE = "mailbox"


class Seat(Post):
    """From where a workspace's outbox is sent; it listens too."""

    PURPOSE = "sender"

    async def take(self) -> bool:
        """Take the seat, and listen from then on; False while somebody else sits there."""
        if not await super().take():
            return False
        await self._session.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        return True

    async def calls(self) -> AsyncIterator[None]:
        """Once for each time that somebody announces something for this workspace; asks the database nothing."""
        async for notice in self._session.notifies():
            if notice.payload == self._workspace_id:
                yield None


async def announce(engine: AsyncEngine, workspace_id: str) -> None:
    """Tell the sender of a workspace, wherever it sits, that there is something to send."""
    async with engine.begin() as conn:
        await conn.execute(text("SELECT pg_notify(:channel, :ws)"), {"channel": CHANNEL, "ws": workspace_id})


def _key(purpose: str, workspace_id: str) -> int:
    digest = hashlib.sha256(f"nudge {purpose} {workspace_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
