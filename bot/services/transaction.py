"""The one place that opens transactions and commits: one fact, one transaction.

A use case is an async function whose first argument is a `Tx`. What it changes, records and means to say
commits together or not at all; then the sender and the heartbeat are woken.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db import audit
from bot.domain.events import Event
from bot.services.clock import Clock
from bot.services.errors import MaybeRecorded, NothingRecorded

P = ParamSpec("P")
T = TypeVar("T")

DEADLINE_SECONDS = 2.0
"""For whatever a person waits for: Bolt gives up at three seconds, and the work would still commit."""

_DATABASE_GONE = (OperationalError, InterfaceError, PoolTimeout, TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction: its connection, the Clock's `now` (UTC), the workspace it works for.

    `recorded` collects the ids of the events it has written: by them a commit of unknown outcome is looked up.
    `queued` collects the ids of the messages it means to send.
    """

    conn: AsyncConnection
    now: datetime
    workspace_id: str
    recorded: list[int] = field(default_factory=list)
    queued: list[int] = field(default_factory=list)

    @property
    def is_news(self) -> bool:
        """Whether the sender or the heartbeat may have something to do once this is committed."""
        return bool(self.recorded or self.queued)

    async def record(self, *events: Event) -> None:
        """Write events into the trail, as part of this transaction."""
        if events:
            self.recorded.extend(await audit.record(self.conn, self.workspace_id, self.now, events))


UseCase = Callable[Concatenate[Tx, P], Awaitable[T]]


class Transactions:
    """Runs use cases, each in a transaction of its own.

    `woken` is called after each commit that brings news, from the event loop; it must return at once.
    """

    def __init__(
        self, *, interactive: AsyncEngine, background: AsyncEngine, clock: Clock, woken: Callable[[], None]
    ) -> None:
        self._interactive = interactive
        self._background = background
        self._clock = clock
        self._woken = woken

    def quiet(self) -> "Transactions":
        """The same, but nobody is woken: for the sender, which would else wake itself after each of its own commits."""
        return Transactions(
            interactive=self._interactive, background=self._background, clock=self._clock, woken=lambda: None
        )

    @property
    def background(self) -> AsyncEngine:
        """The engine of whatever nobody waits for: for sessions that outlive a transaction, such as locks."""
        return self._background

    async def run(self, workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that nobody waits for. Database errors reach the caller, whose loop tries again."""
        async with self._background.begin() as conn:
            tx = Tx(conn, await self._clock.now(conn), workspace_id)
            result = await use_case(tx, *args, **kwargs)
        if tx.is_news:
            self._woken()
        return result

    async def run_interactive(self, workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that a person waits for, within two seconds.

        Raises NothingRecorded when the database could not be had and it is known that nothing took effect,
        MaybeRecorded when that could not be found out.
        """
        attempt: _Attempt[T] = _Attempt()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                result = await self._attempt(attempt, workspace_id, use_case, *args, **kwargs)
        except _DATABASE_GONE as error:
            if not attempt.committing:
                raise NothingRecorded from error
            if not await self._took_effect(workspace_id, attempt.recorded):
                raise NothingRecorded from error
            result = attempt.results[0]
        if attempt.is_news:
            self._woken()
        return result

    async def _attempt(
        self, attempt: "_Attempt[T]", workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with self._interactive.connect() as conn:
            tx = Tx(conn, await self._clock.now(conn), workspace_id)
            result = await use_case(tx, *args, **kwargs)
            attempt.results, attempt.recorded, attempt.committing = [result], tx.recorded, True
            attempt.is_news = tx.is_news
            await conn.commit()
            return result

    async def _took_effect(self, workspace_id: str, recorded: list[int]) -> bool:
        """Whether a commit of unknown outcome took effect, by the first event it wrote."""
        if not recorded:
            return True
        try:
            async with asyncio.timeout(DEADLINE_SECONDS), self._interactive.connect() as conn:
                return await audit.exists(conn, workspace_id, recorded[0])
        except (*_DATABASE_GONE, DBAPIError) as error:
            raise MaybeRecorded from error


@dataclass(slots=True)
class _Attempt(Generic[T]):
    """How far an interactive use case came."""

    committing: bool = False
    is_news: bool = False
    recorded: list[int] = field(default_factory=list)
    results: list[T] = field(default_factory=list)
