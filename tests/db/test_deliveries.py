"""Leases: what may be sent now, in which order, and what has to wait."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db import backlog, deliveries, outbox
from bot.db.engine import background_engine
from bot.db.tables import outbox as table
from bot.domain.outbox import Backlog, Delivery, Intention, Kind, Purpose

WORKSPACE = "T1"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = background_engine(database_url)
    yield made
    await made.dispose()


def post(key: str, recipient: int = 1, due_at: datetime | None = None, thread_of: int | None = None) -> Intention:
    return Intention(Purpose.CARD, key, recipient_id=recipient, due_at=due_at, thread_of=thread_of)


def edit(target: int | None) -> Intention:
    return Intention(Purpose.CARD, "edit", kind=Kind.UPDATE, target_id=target)


async def claim(
    conn: AsyncConnection, *, now: datetime = NOW, limit: int = 50, per_lane: int = 50, updates: int = 50
) -> list[Delivery]:
    caps = {"limit": limit, "per_lane": per_lane, "updates": updates}
    return await deliveries.claim(conn, WORKSPACE, now=now, real_now=NOW, lease_until=NOW + MINUTE, **caps)


def keys(claimed: list[Delivery]) -> list[str]:
    return [delivery.intention.dedupe_key.split(" ")[0] for delivery in claimed]


async def test_what_is_due_is_leased_once(conn: AsyncConnection) -> None:
    await outbox.enqueue(conn, WORKSPACE, [post("due"), post("later", due_at=NOW + MINUTE)])
    [claimed] = await claim(conn)
    assert (claimed.intention.dedupe_key, claimed.attempts, claimed.lease_until) == ("due", 1, NOW + MINUTE)
    assert await claim(conn) == []
    assert await claim(conn, now=NOW + MINUTE) == []  # the first is still under way: nothing overtakes it


async def test_two_transactions_never_lease_the_same(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        await outbox.enqueue(conn, WORKSPACE, [post(f"{number}", number) for number in range(10)])
    async with engine.begin() as one, engine.begin() as two:
        first, second = await claim(one, limit=4), await claim(two)
    assert (len(first), len(second)) == (4, 6)
    assert not {delivery.id for delivery in first} & {delivery.id for delivery in second}


async def test_nothing_overtakes_what_waits_for_its_retry(conn: AsyncConnection) -> None:
    await outbox.enqueue(conn, WORKSPACE, [post("first"), post("second"), post("elsewhere", 2)])
    first, _ = await claim(conn, per_lane=1)
    await deliveries.change(conn, first, state="pending", lease_until=None, retry_at=NOW + MINUTE)
    assert await claim(conn) == []
    claimed = await deliveries.claim(
        conn,
        WORKSPACE,
        now=NOW,
        real_now=NOW + MINUTE,
        lease_until=NOW + 2 * MINUTE,
        limit=50,
        per_lane=50,
        updates=50,
    )
    assert keys(claimed) == ["first", "second"]


async def test_what_cannot_be_found_out_blocks_nobody(conn: AsyncConnection) -> None:
    await outbox.enqueue(conn, WORKSPACE, [post("first"), post("second")])
    [first] = await claim(conn, per_lane=1)
    await deliveries.change(conn, first, state="uncertain", lease_until=None, retry_at=NOW)
    assert await claim(conn) == []
    await deliveries.change(conn, first, reason="history: missing_scope")
    assert keys(await claim(conn)) == ["second"]
    assert await outbox.counts(conn, WORKSPACE) == Backlog(0, 1, 1, 1)


async def test_an_edit_and_an_answer_wait_for_the_message_that_they_hang_on(conn: AsyncConnection) -> None:
    [card] = await outbox.enqueue(conn, WORKSPACE, [post("card")])
    await outbox.enqueue(conn, WORKSPACE, [edit(card), post("answer", 2, thread_of=card)])
    [claimed] = await claim(conn)
    await deliveries.change(conn, claimed, state="sent", sent_channel="D1", sent_ts="1.0", shown_digest=b"x")
    answer, update_ = await claim(conn)
    assert (update_.sent_channel, update_.sent_ts, update_.shown_digest) == ("D1", "1.0", b"x")
    assert (answer.thread_channel, answer.thread_ts) == ("D1", "1.0")


async def test_edits_are_leased_a_few_at_a_time_and_posts_pass_them(conn: AsyncConnection) -> None:
    cards = await outbox.enqueue(conn, WORKSPACE, [post(f"{number}", number) for number in range(5)])
    is_sent = {"state": "sent", "sent_channel": "D1", "sent_ts": "1.0"}
    await conn.execute(update(table).values(is_sent))
    await outbox.enqueue(conn, WORKSPACE, [*[edit(card) for card in cards], post("post", 9)])
    assert keys(await claim(conn, updates=2)) == ["post", "edit", "edit"]
    assert await claim(conn, updates=0) == []


async def test_a_lease_that_has_ended_makes_uncertain(conn: AsyncConnection) -> None:
    await outbox.enqueue(conn, WORKSPACE, [post("post")])
    await claim(conn)
    assert await deliveries.give_up_expired(conn, WORKSPACE, NOW) == 0
    assert await deliveries.give_up_expired(conn, WORKSPACE, NOW + MINUTE) == 1
    [uncertain] = await deliveries.settled(conn, WORKSPACE, NOW + MINUTE, limit=9)
    assert uncertain.uncertain and uncertain.attempted_at == NOW


async def test_the_outlook_names_the_next_moment_that_brings_work(conn: AsyncConnection) -> None:
    ahead = timedelta(days=3)  # how far the Clock is ahead of real time
    assert await backlog.outlook(conn, WORKSPACE, NOW + ahead, NOW) == (False, None)
    await outbox.enqueue(conn, WORKSPACE, [post("later", due_at=NOW + ahead + MINUTE)])
    assert await backlog.outlook(conn, WORKSPACE, NOW + ahead, NOW) == (False, NOW + MINUTE)
    assert await backlog.is_idle(conn, WORKSPACE, NOW + ahead)
    await outbox.enqueue(conn, WORKSPACE, [post("now")])
    assert await backlog.outlook(conn, WORKSPACE, NOW + ahead, NOW) == (True, NOW + MINUTE)
    assert not await backlog.is_idle(conn, WORKSPACE, NOW + ahead)


async def test_other_workspaces_are_left_alone(conn: AsyncConnection) -> None:
    await outbox.enqueue(conn, "T2", [post("theirs")])
    assert await claim(conn) == []
    assert await backlog.outlook(conn, WORKSPACE, NOW, NOW) == (False, None)
