"""Whoever gets past the triggers and seals everything anew, on a real database: found by a kept anchor."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.db.engine import background_engine
from bot.domain.events import Event, EventKind
from bot.services.audit import anchor, seal, verify
from bot.services.transaction import Tx

ROUNDS = 36
NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
FORGERIES = (
    "UPDATE audit_event SET actor_id = 9 WHERE id = {one}",
    "UPDATE audit_event SET data = '{{\"rung\": 7}}' WHERE id = {one}",
    "DELETE FROM audit_event WHERE id = {one}",
    "UPDATE audit_event SET at = at + interval '1 minute' WHERE id <= {one}",
    "DELETE FROM audit_event WHERE id >= {one}",
    "UPDATE audit_event SET kind = 'closed' WHERE id = {one}",
    "INSERT INTO audit_event (workspace_id, at, kind) OVERRIDING USER VALUE VALUES ('T1', now(), 'taken')",
    "UPDATE audit_text SET body = 'never said'",
    "UPDATE audit_event SET id = 1000 WHERE id = {one}",
)
ANEW = (
    "DELETE FROM audit_seal",
    "DELETE FROM audit_unsealed",
    "INSERT INTO audit_unsealed (workspace_id, event_id) SELECT workspace_id, id FROM audit_event",
)


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[Tx]:
    engine = background_engine(database_url, size=1)
    async with engine.connect() as conn:
        yield Tx(conn, NOW, "T1")
    await engine.dispose()


async def test_dozens_of_forgeries_are_found_by_an_anchor(tx: Tx) -> None:
    for number in range(12):
        await tx.record(Event(EventKind.TAKEN, 1, 7, {"rung": number}, "words" if number % 3 else None))
        await seal(tx)
    kept = (await anchor(tx)).hash
    await tx.conn.execute(text("SET LOCAL session_replication_role = replica"))
    chance = random.Random(2026)
    for place in range(ROUNDS):
        point = await tx.conn.begin_nested()
        statement = FORGERIES[place % len(FORGERIES)].format(one=chance.randint(1, 12))
        for each in (statement, *(ANEW if chance.random() < 0.5 else ())):
            await tx.conn.execute(text(each.replace(":", "\\:")))
        while await seal(tx, batch=chance.randint(1, 20)):
            continue
        assert not (await verify(tx, kept)).holds, statement
        await point.rollback()
    assert (await verify(tx, kept)).holds
