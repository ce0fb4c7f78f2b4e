"""Writing down what became of deliveries: whatever is ready at the same moment shares one commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.services.transaction import Transactions, Tx

Mark = Callable[[Tx], Awaitable[bool]]
"""Writes what became of one attempt; False when that attempt no longer counts."""

_MOST = 50


class Recorder:
    """Commits marks in groups: one commit at a time, and all that arrive meanwhile go into the next."""

    def __init__(self, transactions: Transactions, workspace_id: str) -> None:
        self._transactions = transactions
        self._workspace_id = workspace_id
        self._waiting: list[tuple[Mark, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, mark: Mark) -> bool:
        """Write one mark; returns once it is committed. Raises the database's error when it could not be."""
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((mark, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            try:
                await self._together(group)
            except (SQLAlchemyError, OSError) as error:
                await self._one_by_one(group, error)

    async def _together(self, group: Sequence[tuple[Mark, asyncio.Future[bool]]]) -> None:
        results = await self._transactions.run(self._workspace_id, _all, [mark for mark, _ in group])
        for (_, written), result in zip(group, results, strict=True):
            if not written.done():
                written.set_result(result)

    async def _one_by_one(self, group: Sequence[tuple[Mark, asyncio.Future[bool]]], error: Exception) -> None:
        """One that can't be written must not take the others with it."""
        for mark, written in group:
            try:
                if len(group) == 1:
                    raise error
                await self._together([(mark, written)])
            except (SQLAlchemyError, OSError) as own:
                if not written.done():
                    written.set_exception(own)


async def _all(tx: Tx, marks: Sequence[Mark]) -> list[bool]:
    return [await mark(tx) for mark in marks]
