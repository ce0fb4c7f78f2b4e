"""The one place that opens transactions and commits: one fact, one transaction.

A use case is an async function whose first argument is a `Tx`. What it changes, records and means to say
commits together or not at all; then the sender and the heartbeat are woken.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db import audit
from bot.db.engine import is_deadlock
from bot.domain.events import Event
from bot.services.clock import Clock
from bot.services.errors import MaybeRecorded, NothingRecorded

P = ParamSpec("P")
T = TypeVar("T")

DEADLINE_SECONDS = 2.0
"""For whatever a person waits for: Bolt gives up at three seconds, and the work would still commit."""

LOOK_UP_SECONDS = 0.4
"""For finding out whether a commit of unknown outcome took effect: both together end before Slack gives up."""

SECOND_LOOK_SECONDS = 0.1

_MOST_DEADLOCKS = 3

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
        self.awaited = 0
        """How many use cases somebody waits for just now."""

    def quiet(self) -> "Transactions":
        """The same, but nobody is woken: for the sender, which would else wake itself after each of its own commits."""
        return Transactions(
            interactive=self._interactive, background=self._background, clock=self._clock, woken=lambda: None
        )

    def at_one_moment(self) -> "Transactions":
        """The same, but every transaction that nobody waits for sees the database as it was when it began."""
        background = self._background.execution_options(isolation_level="REPEATABLE READ")
        return Transactions(interactive=self._interactive, background=background, clock=self._clock, woken=self._woken)

    @property
    def background(self) -> AsyncEngine:
        """The engine of whatever nobody waits for: for sessions that outlive a transaction, such as locks."""
        return self._background

    async def run(self, workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that nobody waits for; after a deadlock, once more. Other database errors reach the caller,
        whose loop tries again.
        """

        async def once() -> tuple[T, bool]:
            async with self._background.begin() as conn:
                tx = Tx(conn, await self._clock.now(conn), workspace_id)
                result = await use_case(tx, *args, **kwargs)
            return result, tx.is_news

        result, is_news = await _past_deadlocks(once)
        if is_news:
            self._woken()
        return result

    async def run_interactive(self, workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that a person waits for, within two seconds.

        Raises NothingRecorded when the database could not be had and it is known that nothing took effect,
        MaybeRecorded when that could not be found out.
        """
        attempt: _Attempt[T] = _Attempt()
        self.awaited += 1
        try:
            work = self._attempt(attempt, workspace_id, use_case, *args, **kwargs)
            result = await _within(DEADLINE_SECONDS, work)
        except _DATABASE_GONE as error:
            if not attempt.committing:
                raise NothingRecorded from error
            if not await self._took_effect(workspace_id, attempt.recorded):
                # Given up on at the deadline, the commit may still be on its way; on a broken connection it is not.
                raise (MaybeRecorded if isinstance(error, TimeoutError) else NothingRecorded) from error
            result = attempt.results[0]
        finally:
            self.awaited -= 1
        if attempt.is_news:
            self._woken()
        return result

    async def _attempt(
        self, attempt: "_Attempt[T]", workspace_id: str, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async def once() -> T:
            async with self._interactive.connect() as conn:
                tx = Tx(conn, await self._clock.now(conn), workspace_id)
                result = await use_case(tx, *args, **kwargs)
                attempt.results, attempt.recorded, attempt.committing = [result], tx.recorded, True
                attempt.is_news = tx.is_news
                await conn.commit()
                return result

        return await _past_deadlocks(once)

    async def _took_effect(self, workspace_id: str, recorded: list[int]) -> bool:
        """Whether a commit of unknown outcome took effect, by the first event it wrote."""
        if not recorded:
            return True
        try:
            return await _within(LOOK_UP_SECONDS, self._exists(workspace_id, recorded[0]))
        except (*_DATABASE_GONE, DBAPIError) as error:
            raise MaybeRecorded from error

    async def _exists(self, workspace_id: str, event_id: int) -> bool:
        """Looked up twice: the server may be a moment behind with what a connection brought before it broke."""
        async with self._interactive.connect() as conn:
            if await audit.exists(conn, workspace_id, event_id):
                return True
            await asyncio.sleep(SECOND_LOOK_SECONDS)
            return await audit.exists(conn, workspace_id, event_id)


async def _past_deadlocks(once: Callable[[], Awaitable[T]]) -> T:
    """What a transaction returns. Messages are redrawn from both ends, by whoever decides and by whoever delivers, so
    that two may come to wait for each other; the one that PostgreSQL breaks off begins again, and finds the way clear.
    """
    for _ in range(_MOST_DEADLOCKS):
        try:
            return await once()
        except OperationalError as error:
            if not is_deadlock(error):
                raise
    return await once()


async def _within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns; TimeoutError at the deadline, whether or not it can be stopped by then.

    `asyncio.timeout` is not enough: psycopg, when cancelled, waits for word from a server that may never give it. What
    is cancelled here never comes to its commit, however late it ends.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task], timeout=seconds)
        if task.done():
            return task.result()
        raise TimeoutError
    finally:
        if not task.done():
            task.cancel()
            _LEFT_BEHIND.add(task)
            task.add_done_callback(_let_go)


_LEFT_BEHIND: set[asyncio.Task[Any]] = set()
"""Holds what is still ending: the event loop itself would forget it."""


def _let_go(task: asyncio.Task[Any]) -> None:
    _LEFT_BEHIND.discard(task)
    if not task.cancelled():
        task.exception()


@dataclass(slots=True)
class _Attempt(Generic[T]):
    """How far an interactive use case came."""

    committing: bool = False
    is_news: bool = False
    recorded: list[int] = field(default_factory=list)
    results: list[T] = field(default_factory=list)
