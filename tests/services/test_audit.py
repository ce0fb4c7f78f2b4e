"""The record in the database: written, sealed by one at a time, late commits included, verified, forgeries found."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import pool, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.db import record, seals
from bot.db.engine import normalised
from bot.domain.events import Event, EventKind
from bot.domain.extract import Extract
from bot.domain.seal import sealed_fields
from bot.domain.verification import Finding, Wrong
from bot.services.audit import anchor, log_of, seal, unsealed_age, verify
from bot.services.transaction import Tx

NOW = datetime(2026, 11, 21, 9, 30, 0, 120_000, tzinfo=UTC)
HANDED_OVER = Event(EventKind.HANDED_OVER, request_id=1, actor_id=7, data={"source": "command"}, text="Jane’s words 🙂")
TAKEN = Event(EventKind.TAKEN, request_id=1, actor_id=8, data={"due_at": "2026-11-23T12:00:00+00:00", "late": False})
STEP = Event(EventKind.STEP_DUE, request_id=1, data={"rung": 2, "recipient": 8, "reason": None})


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(normalised(database_url), poolclass=pool.NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture
async def tx(engine: AsyncEngine) -> AsyncIterator[Tx]:
    async with engine.connect() as conn:
        yield Tx(conn, NOW, "T1")


async def write(tx: Tx, events: Sequence[Event], *, sealed: bool = True) -> None:
    await tx.record(*events)
    if sealed:
        await seal(tx)


async def forge(conn: AsyncConnection, *statements: str) -> None:
    """As somebody could who owns the database: the triggers don't hold them."""
    await conn.execute(text("SET LOCAL session_replication_role = replica"))
    for statement in statements:
        await conn.execute(text(statement))
    await conn.execute(text("SET LOCAL session_replication_role = origin"))


async def test_events_are_read_back_as_they_were_written_in_their_order(tx: Tx) -> None:
    await tx.record(HANDED_OVER, TAKEN, STEP)
    log = await log_of(tx, 1)
    assert [event.id for event in log] == tx.recorded
    assert [(e.kind, e.request_id, e.actor_id, dict(e.data), e.text) for e in log] == [
        (e.kind, e.request_id, e.actor_id, dict(e.data), e.text) for e in (HANDED_OVER, TAKEN, STEP)
    ]
    assert {event.at for event in log} == {NOW}


async def test_the_log_is_that_of_one_request_in_one_workspace(tx: Tx) -> None:
    await tx.record(HANDED_OVER, replace(HANDED_OVER, request_id=2))
    await replace(tx, workspace_id="T2").record(HANDED_OVER)
    assert [event.text for event in await log_of(tx, 1)] == [HANDED_OVER.text]


async def test_erased_words_leave_their_event_and_the_seals_intact(tx: Tx) -> None:
    await write(tx, [HANDED_OVER])
    await tx.conn.execute(text("DELETE FROM audit_text"))
    [event] = await log_of(tx, 1)
    assert event.text is None
    assert event.commitment is not None
    assert (await verify(tx)).holds


async def test_the_same_words_twice_have_nothing_in_common_in_the_record(tx: Tx) -> None:
    await tx.record(HANDED_OVER, HANDED_OVER)
    first, second = await log_of(tx, 1)
    assert first.commitment != second.commitment


@pytest.mark.parametrize(
    ("given", "kept"), [("a\x00b", "a\ufffdb"), ("half \ud83d a pair", "half \ufffd a pair"), ("", ""), ("🙂", "🙂")]
)
async def test_words_that_no_database_can_hold_are_kept_as_far_as_possible(tx: Tx, given: str, kept: str) -> None:
    await tx.record(replace(HANDED_OVER, text=given))
    assert [event.text for event in await log_of(tx, 1)] == [kept]


async def test_the_database_gives_events_in_the_form_in_which_they_are_sealed(tx: Tx) -> None:
    odd = replace(STEP, data={"a": 'quote " slash \\ tab \t bell \x07 del \x7f', "ü": "é🙂\u2028", "n": -(10**15)})
    moments = [NOW, NOW.replace(microsecond=0), datetime(1, 1, 2, tzinfo=UTC), NOW.astimezone()]
    for at in moments:
        await replace(tx, now=at).record(HANDED_OVER, odd)
    ours = {event.id: sealed_fields(event) for event in await log_of(tx, 1)}
    waiting = await record.waiting(tx.conn, "T1", Extract(), 0, 100)
    assert waiting.events() == ours
    await seal(tx)
    assert (await record.sealed(tx.conn, "T1", 1, 1, Extract())).events() == ours


async def test_sealing_takes_what_is_queued_in_batches_and_then_has_nothing_left(tx: Tx) -> None:
    await tx.record(*[STEP] * 5)
    assert (await unsealed_age(tx) or timedelta(-1)) >= timedelta(0)
    assert [await seal(tx, batch=2) for _ in range(4)] == [2, 2, 1, 0]
    assert await unsealed_age(tx) is None
    reached = await anchor(tx)
    assert (reached.seal_number, reached.event_count) == (3, 5)
    verdict = await verify(tx, reached.hash)
    assert (verdict.holds, verdict.reached, verdict.anchor_at, verdict.unsealed) == (True, reached, 3, 0)


async def test_an_empty_record_holds_and_has_an_anchor(tx: Tx) -> None:
    verdict = await verify(tx, (await anchor(tx)).hash)
    assert (verdict.holds, verdict.reached.event_count, verdict.anchor_at) == (True, 0, 0)


async def test_events_that_wait_for_their_seal_are_counted_and_no_fault(tx: Tx) -> None:
    await write(tx, [STEP])
    await write(tx, [STEP, STEP], sealed=False)
    verdict = await verify(tx)
    assert (verdict.holds, verdict.reached.event_count, verdict.unsealed) == (True, 1, 2)


async def test_an_event_that_commits_late_joins_the_next_seal(engine: AsyncEngine) -> None:
    async with engine.connect() as slow, engine.begin() as quick, engine.connect() as sealer:
        await Tx(slow, NOW, "T1").record(STEP)
        await Tx(quick, NOW, "T1").record(STEP)
        await quick.commit()
        assert await seal(Tx(sealer, NOW, "T1")) == 1
        await sealer.commit()
        await slow.commit()
        assert await seal(Tx(sealer, NOW, "T1")) == 1
        await sealer.commit()
        chain = await record.seals_from(sealer, "T1", 1, 10)
        assert chain[1].event_ids[0] < chain[0].event_ids[0]
        assert (await verify(Tx(sealer, NOW, "T1"))).holds


async def test_two_sealers_never_fork_the_chain(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        await Tx(conn, NOW, "T1").record(*[STEP] * 40)

    async def sealer() -> int:
        total = 0
        for _ in range(20):
            async with engine.begin() as conn:
                total += await seal(Tx(conn, NOW, "T1"), batch=3)
        return total

    assert sum(await asyncio.gather(sealer(), sealer(), sealer())) == 40
    async with engine.connect() as conn:
        assert (await verify(Tx(conn, NOW, "T1"))).holds


async def test_while_one_seals_the_others_stand_by_but_not_in_other_workspaces(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        await Tx(conn, NOW, "T1").record(STEP)
        await Tx(conn, NOW, "T2").record(STEP)
    async with engine.connect() as one, engine.connect() as other:
        assert [each.workspace_id for each in await seals.standings(one) if each.has_unsealed] == ["T1", "T2"]
        assert await seal(Tx(one, NOW, "T1")) == 1
        assert await seal(Tx(other, NOW, "T1")) == 0
        assert await seal(Tx(other, NOW, "T2")) == 1


async def test_a_sealer_that_fails_loses_nothing(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        await Tx(conn, NOW, "T1").record(STEP)
    async with engine.connect() as conn:
        await seal(Tx(conn, NOW, "T1"))
        await conn.rollback()
        assert await seal(Tx(conn, NOW, "T1")) == 1


FORGERIES = {
    "another kind": ("UPDATE audit_event SET kind = 'withheld' WHERE id = 2", Wrong.CHANGED, 1, 2),
    "another moment": ("UPDATE audit_event SET at = at + interval '1 us' WHERE id = 2", Wrong.CHANGED, 1, 2),
    "no moment at all": ("UPDATE audit_event SET at = 'infinity' WHERE id = 2", Wrong.CHANGED, 1, 2),
    "before Christ": ("UPDATE audit_event SET at = '2026-11-21 09:30:00.12+00 BC' WHERE id = 2", Wrong.CHANGED, 1, 2),
    "another person": ("UPDATE audit_event SET actor_id = 9 WHERE id = 3", Wrong.CHANGED, 2, 3),
    "other data": ("UPDATE audit_event SET data = data || '{\"rung\": 3}' WHERE id = 3", Wrong.CHANGED, 2, 3),
    "a fraction": ("UPDATE audit_event SET data = '{\"rung\": 2.0}' WHERE id = 3", Wrong.CHANGED, 2, 3),
    "a list": ("UPDATE audit_event SET data = '[]' WHERE id = 3", Wrong.CHANGED, 2, 3),
    "a huge number": ("UPDATE audit_event SET data = to_jsonb(power(10::numeric, 9999))", Wrong.CHANGED, 1, 1),
    "another promise of words": ("UPDATE audit_event SET commitment = 'ab' WHERE id = 1", Wrong.CHANGED, 1, 1),
    "no data": (
        "ALTER TABLE audit_event ALTER data DROP NOT NULL; UPDATE audit_event SET data = NULL WHERE id = 3",
        Wrong.CHANGED,
        2,
        3,
    ),
    "no kind": (
        "ALTER TABLE audit_event ALTER kind DROP NOT NULL; UPDATE audit_event SET kind = NULL WHERE id = 3",
        Wrong.CHANGED,
        2,
        3,
    ),
    "deleted": ("DELETE FROM audit_event WHERE id = 2", Wrong.MISSING, 1, 2),
    "moved to another workspace": ("UPDATE audit_event SET workspace_id = 'T2' WHERE id = 4", Wrong.MISSING, 2, 4),
    "renumbered": ("UPDATE audit_event SET id = 99 WHERE id = 4", Wrong.MISSING, 2, 4),
    "slipped in": (
        "INSERT INTO audit_event (workspace_id, at, kind) OVERRIDING USER VALUE VALUES ('T1', now(), 'taken')",
        Wrong.UNLISTED,
        None,
        7,
    ),
    "deleted before it was sealed": ("DELETE FROM audit_event WHERE id = 6", Wrong.MISSING, None, 6),
    "taken out of the queue": ("DELETE FROM audit_unsealed", Wrong.UNLISTED, None, 6),
    "seal deleted": ("DELETE FROM audit_seal WHERE number = 1", Wrong.SEAL_MISSING, 1, None),
    "last seal deleted": ("DELETE FROM audit_seal WHERE number = 3", Wrong.UNLISTED, None, 5),
    "seal with other leaves": ("UPDATE audit_seal SET leaves = leaves || leaves", Wrong.SEAL_CHANGED, 1, None),
    "seal of another time": ("UPDATE audit_seal SET sealed_at = now() WHERE number = 2", Wrong.SEAL_CHANGED, 2, None),
    "seal with other ids": ("UPDATE audit_seal SET event_ids = '{2,1}' WHERE number = 1", Wrong.SEAL_CHANGED, 1, None),
    "slipped in beneath a seal without a number": (
        "ALTER TABLE audit_seal DROP CONSTRAINT pk_audit_seal; ALTER TABLE audit_seal ALTER number DROP NOT NULL;"
        "INSERT INTO audit_event (workspace_id, at, kind) OVERRIDING USER VALUE VALUES ('T1', now(), 'taken');"
        "INSERT INTO audit_seal (workspace_id, number, sealed_at, event_ids, leaves, event_count, previous, hash) "
        "VALUES ('T1', NULL, now(), '{7}', '', 1, '', '')",
        Wrong.FORK,
        None,
        None,
    ),
    "another beside the one that was sealed": (
        "ALTER TABLE audit_event DROP CONSTRAINT pk_audit_event CASCADE;"
        "INSERT INTO audit_event OVERRIDING SYSTEM VALUE SELECT * FROM audit_event WHERE id = 2",
        Wrong.CHANGED,
        None,
        2,
    ),
    "seal before the first": ("UPDATE audit_seal SET number = 0 WHERE number = 1", Wrong.FORK, 0, None),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_who_gets_past_the_triggers_is_found_out(tx: Tx, forgery: str) -> None:
    for events in ([HANDED_OVER, TAKEN], [STEP, STEP], [STEP]):
        await write(tx, events)
    await write(tx, [STEP], sealed=False)
    statement, wrong, seal_number, event_id = FORGERIES[forgery]
    await forge(tx.conn, statement)
    assert (await verify(tx)).wrong == Finding(wrong, seal_number, event_id)


async def test_a_whole_history_written_anew_does_not_reach_a_kept_anchor(tx: Tx) -> None:
    await write(tx, [HANDED_OVER])
    kept = (await anchor(tx)).hash
    await forge(
        tx.conn,
        "UPDATE audit_event SET actor_id = 9",
        "DELETE FROM audit_seal",
        "INSERT INTO audit_unsealed (workspace_id, event_id) SELECT workspace_id, id FROM audit_event",
    )
    await seal(tx)
    assert (await verify(tx)).holds
    assert (await verify(tx, kept)).wrong == Finding(Wrong.ANCHOR_NOT_REACHED)


async def test_an_anchor_holds_while_the_record_grows(tx: Tx) -> None:
    await write(tx, [HANDED_OVER])
    kept = await anchor(tx)
    await write(tx, [TAKEN])
    verdict = await verify(tx, kept.hash)
    assert (verdict.holds, verdict.anchor_at, verdict.reached.seal_number) == (True, kept.seal_number, 2)


async def test_a_queued_event_that_vanished_keeps_raising_the_age(tx: Tx) -> None:
    await write(tx, [STEP], sealed=False)
    await forge(tx.conn, "DELETE FROM audit_event")
    assert await seal(tx) == 0
    assert await unsealed_age(tx) is not None


async def test_verifying_reads_more_seals_than_fit_one_chunk(tx: Tx) -> None:
    await tx.record(*[STEP] * 130)
    while await seal(tx, batch=1):
        pass
    verdict = await verify(tx)
    assert (verdict.holds, verdict.reached.seal_number) == (True, 130)
