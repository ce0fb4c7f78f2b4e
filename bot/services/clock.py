"""The Clock: what time business is done at. Real, or, in the sandbox, as far ahead as somebody moved it."""

from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import clocks


class Clock(Protocol):
    """Tells `now` at the entry points; everything below is given it."""

    async def now(self, conn: AsyncConnection) -> datetime:
        """The present moment of business, UTC."""
        ...


class RealClock:
    """The time that it is."""

    async def now(self, conn: AsyncConnection) -> datetime:
        """The time that it is, UTC; asks nobody."""
        return datetime.now(UTC)


class SandboxClock:
    """The time that it is, plus what the sandbox was moved ahead: kept in the database, for whoever did not move it."""

    def __init__(self, workspace_id: str) -> None:
        self._workspace_id = workspace_id

    async def now(self, conn: AsyncConnection) -> datetime:
        """The moved time, UTC."""
        return datetime.now(UTC) + await clocks.ahead(conn, self._workspace_id)
