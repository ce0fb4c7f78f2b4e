"""A Clock for tests."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass
class Hand:
    """A Clock that is moved by hand."""

    time: datetime

    async def now(self, conn: AsyncConnection) -> datetime:
        """Where the hand stands."""
        return self.time
