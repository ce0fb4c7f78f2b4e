"""Two transactions that wait for each other both take effect: the one that is broken off begins again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.events import Event, EventKind
from bot.services.transaction import Transactions, Tx
from tests.agency import WS, transactions_on

FIRST, SECOND = 11, 12


async def _both(tx: Tx, first: int, then: int, meet: asyncio.Barrier, begun: list[int]) -> None:
    """Take two locks, the second one only once the other transaction has its first."""
    begun.append(first)
    await _lock(tx, first)
    if begun.count(first) == 1:
        await meet.wait()
    await _lock(tx, then)
    await tx.record(Event(EventKind.DIGEST, data={"first": first}))


async def _lock(tx: Tx, key: int) -> None:
    await tx.conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


Run = Callable[..., Awaitable[Any]]


@pytest.mark.parametrize("for_a_person", [False, True], ids=["that nobody waits for", "that a person waits for"])
async def test_whoever_is_broken_off_begins_again(database_url: str, for_a_person: bool) -> None:
    async with transactions_on(database_url) as transactions:
        run = transactions.run_interactive if for_a_person else transactions.run
        begun = await _crosswise(transactions, run)
        assert sorted(begun) in ([FIRST, FIRST, SECOND], [FIRST, SECOND, SECOND])
        events = await transactions.run(WS, _firsts)
    assert sorted(events) == [FIRST, SECOND], "each once"


async def _crosswise(transactions: Transactions, run: Run) -> list[int]:
    begun: list[int] = []
    meet = asyncio.Barrier(2)
    await asyncio.gather(
        run(WS, _both, FIRST, SECOND, meet, begun), transactions.run(WS, _both, SECOND, FIRST, meet, begun)
    )
    return begun


async def _firsts(tx: Tx) -> list[Any]:
    rows = await tx.conn.execute(text("SELECT data->'first' FROM audit_event WHERE workspace_id = :ws"), {"ws": WS})
    return list(rows.scalars())
