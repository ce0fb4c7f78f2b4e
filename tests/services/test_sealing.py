"""The sealer: within a minute, one at a time, whatever else goes wrong; the alarm; the anchor of the day."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.db.engine import background_engine
from bot.domain.events import Event, EventKind
from bot.domain.people import RosterEntry
from bot.scheduler import SEAL_EVERY, Heartbeat
from bot.services import audit, roster, sealing
from bot.services.clock import RealClock
from bot.services.transaction import Transactions, Tx
from tests.agency import LEA, WS, transactions_on

STEP = Event(EventKind.CALL_PROPOSED)


class Later(RealClock):
    """Days ahead."""

    days = 0

    async def now(self, conn: AsyncConnection) -> datetime:
        return datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(days=self.days)


@pytest.fixture
async def transactions(database_url: str) -> AsyncIterator[Transactions]:
    async with transactions_on(database_url) as made:
        await made.run(WS, _workspace)
        yield made


async def _workspace(tx: Tx) -> None:
    await tx.conn.execute(text("INSERT INTO workspace (workspace_id, name) VALUES (:ws, 'Agency')"), {"ws": WS})


async def record(tx: Tx, count: int = 1) -> None:
    await tx.record(*[STEP] * count)


async def test_a_beat_seals_what_is_recorded(transactions: Transactions) -> None:
    await transactions.run(WS, record, 3)
    await Heartbeat(transactions).beat()
    assert (await transactions.run(WS, audit.anchor)).event_count == 3
    assert await transactions.run(WS, audit.unsealed_age) is None


async def test_what_is_recorded_is_sealed_though_the_rest_of_the_beat_fails(transactions: Transactions) -> None:
    await transactions.run(WS, record)
    await transactions.run(WS, _break_the_digest)
    with capture_logs() as logs:
        await Heartbeat(transactions).beat()
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["heartbeat"]
    assert (await transactions.run(WS, audit.anchor)).event_count == 1


async def _break_the_digest(tx: Tx) -> None:
    await tx.conn.execute(text("UPDATE workspace SET digest_channel = 'C1', digest_at = 'noon'"))


async def test_what_is_recorded_soon_after_a_seal_waits_for_the_next_and_not_for_long(
    transactions: Transactions,
) -> None:
    heartbeat = Heartbeat(transactions)
    await heartbeat.beat()
    await transactions.run(WS, record)
    assert await heartbeat.beat() <= SEAL_EVERY
    assert (await transactions.run(WS, audit.anchor)).event_count == 0
    await asyncio.sleep(SEAL_EVERY.total_seconds())
    await heartbeat.beat()
    assert (await transactions.run(WS, audit.anchor)).event_count == 1


async def test_a_long_transaction_holds_up_nobody_and_is_sealed_when_it_ends(
    transactions: Transactions, database_url: str
) -> None:
    engine = background_engine(database_url, size=1)
    try:
        async with engine.connect() as conn:
            await Tx(conn, datetime.now(UTC), WS).record(STEP)
            await conn.execute(text("UPDATE audit_unsealed SET queued_at = now() - interval '1 hour'"))
            await transactions.run(WS, record)
            await asyncio.wait_for(Heartbeat(transactions).beat(), 5)
            assert (await transactions.run(WS, audit.anchor)).event_count == 1
            await conn.commit()
        with capture_logs() as logs:
            await Heartbeat(transactions).beat()
        assert (await transactions.run(WS, audit.anchor)).event_count == 2
        assert [each for each in logs if each["event"] == "events unsealed"] == []
    finally:
        await engine.dispose()


async def test_events_that_nobody_seals_raise_the_alarm_after_a_minute(
    transactions: Transactions, database_url: str
) -> None:
    await transactions.run(WS, record)
    engine = background_engine(database_url, size=1)
    try:
        async with engine.connect() as stuck:
            assert await audit.seal(Tx(stuck, datetime.now(UTC), WS)) == 1
            assert await transactions.run(WS, sealing.seal_batch) == 0
            assert await transactions.run(WS, sealing.watch)
            await stuck.rollback()
        await transactions.run(WS, _an_hour_ago)
        with capture_logs() as logs:
            assert not await transactions.run(WS, sealing.watch)
        [alarm] = logs
        assert (alarm["event"], alarm["log_level"], alarm["workspace"]) == ("events unsealed", "error", WS)
    finally:
        await engine.dispose()


async def test_a_sealer_that_lags_for_good_repeats_its_alarm_hourly_and_says_when_it_is_over(
    transactions: Transactions,
) -> None:
    """Each event gets its seal, but late: the oldest that waits is always another one."""
    await transactions.run(WS, _looked_after_by, LEA)
    for minute in range(130):
        await transactions.run(WS, record)
        await transactions.run(WS, _an_hour_ago)
        assert not await transactions.run(WS, sealing.watch)
        assert await transactions.run(WS, sealing.seal_batch) == 1
        assert await transactions.run(WS, sealing.watch), f"minute {minute}: it has its seal"
        await transactions.run(WS, _a_minute_passes)
    for _ in range(20):
        with capture_logs() as logs:
            await Heartbeat(transactions).seal()
        over = [each for each in logs if each["event"] == "events sealed again"]
        if over:
            break
        await transactions.run(WS, _a_minute_passes)
    assert [each["workspace"] for each in over] == [WS]
    told = await transactions.run(WS, _told_operators)
    assert [news for news, _ in told] == ["begins", "goes on", "goes on", "over"]
    assert [minutes // 60 for _, minutes in told] == [1, 1, 2, 2]
    await Heartbeat(transactions).seal()
    assert len(await transactions.run(WS, _told_operators)) == len(told)


async def test_several_who_watch_at_once_raise_one_alarm(transactions: Transactions) -> None:
    await transactions.run(WS, record)
    await transactions.run(WS, _an_hour_ago)
    with capture_logs() as logs:
        await asyncio.gather(*[transactions.run(WS, sealing.watch) for _ in range(6)])
    assert [each["event"] for each in logs] == ["events unsealed"]


async def _looked_after_by(tx: Tx, who: RosterEntry) -> None:
    await roster.upsert(tx, [who])
    await tx.conn.execute(text("UPDATE workspace SET fallback_owner_id = (SELECT min(id) FROM person)"))
    await audit.seal(tx)


async def _a_minute_passes(tx: Tx) -> None:
    """For the alarm: the time that it really is can't be moved."""
    passed = ", ".join(f"{each} = {each} - interval '1 minute'" for each in ("begun_at", "told_at", "wrong_at"))
    await tx.conn.execute(text(f"UPDATE audit_alarm SET {passed}"))


async def _told_operators(tx: Tx) -> list[tuple[str, int]]:
    query = "SELECT facts ->> 'unsealed', CAST(facts ->> 'minutes' AS int) FROM outbox WHERE purpose = 'operator'"
    return [(news, minutes) for news, minutes in await tx.conn.execute(text(f"{query} ORDER BY id"))]


async def test_a_workspace_that_cannot_be_sealed_raises_the_alarm_and_holds_up_no_other(
    transactions: Transactions,
) -> None:
    """Whoever may write events can write one that has no canonical form; nothing of its workspace is sealed then."""
    await transactions.run("T0", record)
    await transactions.run(WS, record)
    await transactions.run("T0", _a_fraction)
    await transactions.run("T0", _an_hour_ago)
    with capture_logs() as logs:
        await Heartbeat(transactions).seal()
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["events unsealed", "heartbeat.seal"]
    assert (await transactions.run(WS, audit.anchor)).event_count == 1


async def _a_fraction(tx: Tx) -> None:
    await tx.conn.execute(
        text("INSERT INTO audit_event (workspace_id, at, kind, data) VALUES ('T0', now(), 'taken', '{\"a\": 1.5}')")
    )


async def _an_hour_ago(tx: Tx) -> None:
    await tx.conn.execute(text("UPDATE audit_unsealed SET queued_at = now() - interval '1 hour'"))


async def test_the_anchor_stands_in_the_log_once_a_day_whatever_restarts(database_url: str) -> None:
    clock, engine = Later(), background_engine(database_url, size=2)
    told: list[tuple[int, MutableMapping[str, Any]]] = []
    try:
        for day in (0, 0, 0, 1, 1, 5):
            clock.days = day
            restarted = Transactions(interactive=engine, background=engine, clock=clock, woken=lambda: None)
            if not told:
                await restarted.run(WS, _workspace)
                await restarted.run(WS, record)
            with capture_logs() as logs:
                await Heartbeat(restarted).beat()
            told += [(day, each) for each in logs if each["event"] == "anchor"]
        reached = await restarted.run(WS, audit.anchor)
    finally:
        await engine.dispose()
    assert [day for day, _ in told] == [0, 1, 5]
    assert told[-1][1]["anchor"] == reached.hash
    assert told[-1][1]["workspace"] == WS


async def test_of_many_replicas_one_notes_the_anchor(transactions: Transactions) -> None:
    await transactions.run(WS, record)
    await transactions.run(WS, audit.seal)
    noted = await asyncio.gather(*[transactions.run(WS, sealing.note_anchor) for _ in range(4)])
    assert sorted(noted) == [False, False, False, True]
