"""Whoever owns the tables alters the record at random, at or below a kept anchor, on a real database: always found.

NUDGE_MUTATIONS scales how often, as it does in memory (tests/domain/test_mutations.py).
"""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice

import pytest
from sqlalchemy import text

from bot.db import record
from bot.db.engine import background_engine
from bot.domain.events import Event, EventKind
from bot.domain.seal import Seal
from bot.services.audit import seal, verify
from bot.services.transaction import Tx
from tests.domain.test_mutations import MANY

ROUNDS = max(1, MANY * 3 // 10)
NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
INSERT = "INSERT INTO audit_event (workspace_id, at, kind, id) OVERRIDING SYSTEM VALUE VALUES"


@dataclass(frozen=True)
class Forger:
    """Somebody who knows all seals, and of one of them that its anchor was kept: what they alter stands at it or below.

    `place` is the seal that they begin with.
    """

    seals: list[Seal]
    kept: int
    place: int
    chance: random.Random

    def event(self) -> int:
        """An event of the seal."""
        return self.chance.choice(self.seals[self.place].event_ids)

    def other(self, one: int) -> int:
        """Any other event."""
        return self.chance.choice([each for seal in self.seals for each in seal.event_ids if each != one])

    def free(self) -> int:
        """A number that no event has, below those of the seal."""
        taken = {each for seal in self.seals for each in seal.event_ids}
        lowest = min(self.seals[self.place].event_ids)
        return self.chance.choice([one for one in range(lowest - 50, lowest) if one not in taken])


Statements = Iterator[str]
EVENT = {
    "actor_id": "coalesce(actor_id, 0) + 1",
    "at": "at + interval '1 microsecond'",
    "commitment": "md5(coalesce(commitment, 'none'))",
    "data": """data || '{"rung": 99}'""",
    "id": "id + 100000",
    "kind": "kind || 'n'",
    "request_id": "coalesce(request_id, 0) + 1",
    "workspace_id": "'T2'",
}
SEAL = {
    "number": "number + 100000",
    "sealed_at": "sealed_at + interval '1 microsecond'",
    "event_ids": "event_ids[2:]",
    "leaves": "set_byte(leaves, 0, (get_byte(leaves, 0) + 1) % 256)",
    "event_count": "event_count + 1",
    "previous": "md5(previous)",
    "hash": "md5(hash)",
    "workspace_id": "'T2'",
}


def edit_event(by: Forger) -> Statements:
    column = by.chance.choice(list(EVENT))
    yield f"UPDATE audit_event SET {column} = {EVENT[column]} WHERE id = {by.event()}"


def edit_seal(by: Forger) -> Statements:
    column = by.chance.choice(list(SEAL))
    yield f"UPDATE audit_seal SET {column} = {SEAL[column]} WHERE number = {by.place + 1}"


def edit_words(by: Forger) -> Statements:
    change = by.chance.choice(["body = body || '!'", "salt = sha256(salt)"])
    yield f"UPDATE audit_text SET {change} WHERE event_id = ANY ({_ids(by.seals[by.place])})"


def move_words(by: Forger) -> Statements:
    one = by.event()
    yield f"UPDATE audit_text SET event_id = event_id + 100000 WHERE event_id = {one}"
    other = f"SELECT min(event_id) FROM audit_text WHERE event_id <> {one} AND event_id < 100000"
    yield f"UPDATE audit_text SET event_id = {one} WHERE event_id = ({other})"


def delete(by: Forger) -> Statements:
    yield f"DELETE FROM audit_event WHERE id = {by.event()}"


def swap(by: Forger) -> Statements:
    one = by.event()
    other = by.other(one)
    for table, number in (("audit_event", "id"), ("audit_text", "event_id")):
        yield f"UPDATE {table} SET {number} = {number} + 100000 WHERE {number} IN ({one}, {other})"
        yield f"UPDATE {table} SET {number} = {one + other} + 100000 - {number} WHERE {number} > 100000"


def insert(by: Forger) -> Statements:
    yield f"{INSERT} ('T1', now(), 'taken', {by.free()})"


def drop_seal(by: Forger) -> Statements:
    yield f"DELETE FROM audit_seal WHERE number = {by.place + 1}"


def drop_seal_and_close_the_gap(by: Forger) -> Statements:
    yield from drop_seal(by)
    yield f"DELETE FROM audit_event WHERE id = ANY ({_ids(by.seals[by.place])})"
    yield f"UPDATE audit_seal SET number = number - 1 WHERE number > {by.place + 1}"


def cut_off(by: Forger) -> Statements:
    """The end of the record, from that seal on."""
    gone = [each for seal in by.seals[by.place :] for each in seal.event_ids]
    yield f"DELETE FROM audit_event WHERE id = ANY (ARRAY{gone})"
    yield f"DELETE FROM audit_seal WHERE number > {by.place}"


def fork(by: Forger) -> Statements:
    """Another history from that seal on, which is to be sealed as the first one was."""
    yield from cut_off(by)
    for number in range(1000, 1000 + by.chance.randint(1, 6)):
        yield f"{INSERT} ('T1', now(), 'taken', {number})"
        yield f"INSERT INTO audit_unsealed (workspace_id, event_id) VALUES ('T1', {number})"


def truncate(_: Forger) -> Statements:
    yield "TRUNCATE audit_event, audit_seal, audit_text, audit_unsealed"


def _ids(seal: Seal) -> str:
    return f"ARRAY{list(seal.event_ids)}"


ON_EVENTS: tuple[Callable[[Forger], Statements], ...] = (edit_event, delete, swap, insert, cut_off, fork, truncate)
ON_SEALS_AND_WORDS: tuple[Callable[[Forger], Statements], ...] = (
    edit_seal,
    edit_words,
    move_words,
    drop_seal,
    drop_seal_and_close_the_gap,
)

ANEW = (
    "DELETE FROM audit_seal WHERE workspace_id = 'T1'",
    "DELETE FROM audit_unsealed",
    "INSERT INTO audit_unsealed (workspace_id, event_id) SELECT workspace_id, id FROM audit_event",
)
"""As a clever forger does: the whole chain, at the same times, so that it holds by itself."""


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[Tx]:
    engine = background_engine(database_url, size=1)
    async with engine.connect() as conn:
        yield Tx(conn, NOW, "T1")
    await engine.dispose()


async def _recorded(tx: Tx) -> list[Seal]:
    """Twelve seals, of one event or several, every other event with words, and numbers that were never used."""
    for number in range(12):
        await tx.conn.execute(text("SELECT nextval('audit_event_id_seq')"))
        for place in range(1 + number % 3):
            words = f"words {number}" if place % 2 == 0 else None
            await tx.record(Event(EventKind.TAKEN, 1, 7, {"rung": number, "place": place}, words))
        await seal(tx)
    return await record.seals_from(tx.conn, "T1", 1, 100)


async def test_every_alteration_of_the_tables_at_or_below_a_kept_anchor_is_found(tx: Tx) -> None:
    seals = await _recorded(tx)
    for table in ("audit_event", "audit_seal", "audit_text"):
        await tx.conn.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))  # as their owner can
    for place, forge in enumerate(islice(cycle((*ON_EVENTS, *ON_SEALS_AND_WORDS)), ROUNDS)):
        seed = f"{forge.__name__} {place}"
        chance = random.Random(seed)
        kept = chance.randrange(len(seals))
        by = Forger(seals, kept, chance.randint(0, kept), chance)
        statements = list(forge(by))
        if forge in ON_EVENTS and chance.random() < 0.5:
            statements += ANEW
        assert not await _holds_after(tx, statements, by), (seed, statements)
    for each in seals:
        assert (await verify(tx, each.hash)).holds


async def _holds_after(tx: Tx, statements: list[str], by: Forger) -> bool:
    """Whether the record still seems to reach the anchor that was kept; afterwards it is as it was."""
    point = await tx.conn.begin_nested()
    for statement in statements:
        await tx.conn.execute(text(statement.replace(":", "\\:")))
    sizes = (len(each.event_ids) for each in by.seals)
    while await seal(tx, batch=next(sizes, 20)):
        continue
    found = await verify(tx, by.seals[by.kept].hash)
    await point.rollback()
    return found.holds
