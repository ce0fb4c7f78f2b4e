"""What is to be said is put down once, and later edits are folded into one."""

from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import outbox
from bot.db.engine import background_engine
from bot.db.tables import outbox as table
from bot.db.tables import request
from bot.domain.forgetting import ERASED_ON, ERASING
from bot.domain.ladder import StepKey
from bot.domain.outbox import Intention, Kind, Purpose

WORKSPACE = "T1"


def post(key: str, **more: object) -> Intention:
    return Intention(Purpose.CARD, key, **({"recipient_id": 1} | more))  # type: ignore[arg-type]


def edit(target: int, key: str = "edit", **more: object) -> Intention:
    return Intention(Purpose.CARD, key, kind=Kind.UPDATE, target_id=target, **more)  # type: ignore[arg-type]


async def states(conn: AsyncConnection) -> list[str]:
    return list(await conn.scalars(select(table.c.state).order_by(table.c.id)))


async def test_nothing_to_say_asks_nothing(conn: AsyncConnection) -> None:
    assert await outbox.enqueue(conn, WORKSPACE, []) == []


async def test_the_same_key_is_put_down_once(conn: AsyncConnection) -> None:
    first = await outbox.enqueue(conn, WORKSPACE, [post("a"), post("b"), post("a")])
    assert first[0] is not None and first[1] is not None and first[2] is None
    second = await outbox.enqueue(conn, WORKSPACE, [post("b"), post("c")])
    assert second[0] is None and second[1] is not None
    assert await states(conn) == ["pending"] * 3


async def test_another_workspace_has_keys_of_its_own(conn: AsyncConnection) -> None:
    ours = await outbox.enqueue(conn, WORKSPACE, [post("a")])
    theirs = await outbox.enqueue(conn, "T2", [post("a")])
    assert None not in [*ours, *theirs]


async def test_everything_about_an_intention_comes_back(conn: AsyncConnection) -> None:
    step = StepKey(2, 1, 0, 7)
    intention = Intention(Purpose.CARD, "k", recipient_id=7, step=step, in_office_hours=True, facts={"n": 1, "t": "é"})
    [number] = await outbox.enqueue(conn, WORKSPACE, [intention])
    row = (await conn.execute(select(table.c.facts, table.c.step_rung, table.c.lane).where(table.c.id == number))).one()
    assert row.facts == {"n": 1, "t": "é"} and row.step_rung == 1 and row.lane == "person:7"


async def test_edits_of_one_message_wait_as_one(conn: AsyncConnection) -> None:
    [card] = await outbox.enqueue(conn, WORKSPACE, [post("card")])
    assert card is not None
    first = await outbox.enqueue(conn, WORKSPACE, [edit(card, "one"), edit(card, "two")])
    second = await outbox.enqueue(conn, WORKSPACE, [edit(card, "three", facts={"newest": True})])
    assert first[0] is not None and first[1] is None and second == [None]
    facts = await conn.scalar(select(table.c.facts).where(table.c.id == first[0]))
    assert facts == {"newest": True}


async def test_an_edit_that_erases_goes_on_doing_so_whatever_is_folded_into_it(conn: AsyncConnection) -> None:
    [packet] = await outbox.enqueue(conn, WORKSPACE, [post("packet")])
    assert packet is not None
    erasing = {"absence": 1, "until": "then", ERASING: True, ERASED_ON: "2026-11-23"}
    [first] = await outbox.enqueue(conn, WORKSPACE, [edit(packet, "one", facts=erasing)])
    await outbox.enqueue(conn, WORKSPACE, [edit(packet, "two", facts={"absence": 2})])
    facts = await conn.scalar(select(table.c.facts).where(table.c.id == first))
    assert facts == {"absence": 2, ERASING: True, ERASED_ON: "2026-11-23"}
    await outbox.enqueue(conn, WORKSPACE, [edit(packet, "three", facts={ERASING: True, ERASED_ON: "2026-11-24"})])
    facts = await conn.scalar(select(table.c.facts).where(table.c.id == first))
    assert facts == {ERASING: True, ERASED_ON: "2026-11-24"}


async def test_an_edit_after_the_last_one_went_out_waits_anew(conn: AsyncConnection) -> None:
    [card] = await outbox.enqueue(conn, WORKSPACE, [post("card")])
    assert card is not None
    [first] = await outbox.enqueue(conn, WORKSPACE, [edit(card)])
    await conn.execute(update(table).where(table.c.id == first).values(state="sent"))
    [second] = await outbox.enqueue(conn, WORKSPACE, [edit(card)])
    assert second is not None and second != first


async def a_request(conn: AsyncConnection) -> int:
    now = datetime.now(UTC)
    values = {"source": "test", "external_id": "1", "state": "triage", "wish": "call", "words": "call us"}
    times = {"handed_over_at": now, "cycle_started_at": now, "anchor_at": now}
    rest = {"words_digest": b"", "cycle_cause": "handed over", "policy_name": "standard", "policy_version": 1}
    statement = insert(request).values(workspace_id=WORKSPACE, **values, **times, **rest).returning(request.c.id)
    number: int = (await conn.execute(statement)).scalar_one()
    return number


async def test_a_card_in_slack_is_edited_and_one_not_begun_is_held_back(database_url: str) -> None:
    """A card that nobody has begun to send stays unsent until the change that it must show is there."""
    engine = background_engine(database_url)
    async with engine.begin() as conn:
        number = await a_request(conn)
        cards = [Intention(Purpose.CARD, key, recipient_id=1, request_id=number) for key in "ab"]
        sent, waiting = await outbox.enqueue(conn, WORKSPACE, cards)
        is_sent = {"state": "sent", "sent_channel": "D1", "sent_ts": "1.0"}
        await conn.execute(update(table).where(table.c.id == sent).values(is_sent))
    free = select(table.c.id).where(table.c.state == "pending").with_for_update(skip_locked=True)
    async with engine.begin() as conn, engine.begin() as sender:
        found = await outbox.cards_of(conn, WORKSPACE, [number], [Purpose.CARD])
        assert [(card.id, card.channel, card.ts) for card in found] == [(sent, "D1", "1.0")]
        assert list(await sender.scalars(free)) == []
    async with engine.begin() as sender:
        assert list(await sender.scalars(free)) == [waiting]
    await engine.dispose()


async def test_an_edit_that_waits_is_held_back_until_the_change_that_it_must_show_is_there(database_url: str) -> None:
    engine = background_engine(database_url)
    async with engine.begin() as conn:
        [card] = await outbox.enqueue(conn, WORKSPACE, [post("card")])
        assert card is not None
        [waiting] = await outbox.enqueue(conn, WORKSPACE, [edit(card)])
    free = select(table.c.id).where(table.c.kind == "update").with_for_update(skip_locked=True)
    async with engine.begin() as conn, engine.begin() as sender:
        assert await outbox.enqueue(conn, WORKSPACE, [edit(card)]) == [None]
        assert list(await sender.scalars(free)) == []
    async with engine.begin() as sender:
        assert list(await sender.scalars(free)) == [waiting]
    await engine.dispose()
