"""The sandbox's time, for the bot's Clock and for stamps on messages: as far ahead as somebody moved it."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection


class MovedTime:
    """Real time plus what it was moved ahead: a Clock, told by the process in which it is moved, so that no
    transaction has to ask the database.
    """

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def move(self, ahead: timedelta) -> None:
        """From now on, be so far ahead."""
        self._ahead = ahead

    async def now(self, conn: AsyncConnection) -> datetime:
        """The moved time, UTC; asks nobody."""
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead.total_seconds()
