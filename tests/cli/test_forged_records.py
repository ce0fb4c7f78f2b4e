"""The record read from the command line after somebody with the owner's rights was at it: no command breaks off."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import exporting, records
from bot.cli.exporting import Format
from bot.cli.failures import CannotDo, sentence
from bot.cli.setting_up import import_setup
from bot.cli.workplace import transactions_on
from bot.db.tables import audit_event, audit_seal, audit_text
from bot.domain.events import NotAnEvent
from bot.services import audit, handing_over
from bot.services.exporting import Asked
from bot.services.transaction import Transactions, Tx
from bot.settings import Settings
from tests.agency import BOB, DANA, WS
from tests.cli.command_line import Nudge
from tests.domain.setup_texts import WHOLE

TABLES = (audit_event, audit_seal, audit_text)


@dataclass(frozen=True)
class Forgery:
    """What somebody did to the event `{it}` of request 1, or to its seal or words, and what can be done after it."""

    statement: str
    verify: str
    exports: bool = True
    tells: bool = True


def of_event(change: str, *, exports: bool = True, tells: bool = True) -> Forgery:
    return Forgery(f"UPDATE audit_event SET {change} WHERE id = {{it}}", "an event was changed", exports, tells)


def of_seal(change: str) -> Forgery:
    return Forgery(f"UPDATE audit_seal SET {change} WHERE number = 2", "a seal was changed")


def of_words(change: str) -> Forgery:
    wrong = "the words of an event are not those that were recorded"
    return Forgery(f"UPDATE audit_text SET {change} WHERE event_id = {{it}}", wrong)


def waiting(columns: str, values: str) -> Forgery:
    insert = f"INSERT INTO audit_event (workspace_id, at, request_id, {columns}) VALUES ('{WS}', now(), 1, {values})"
    queued = f"SET LOCAL session_replication_role = origin; {insert}"
    return Forgery(queued, "an event was changed", exports=False, tells=False)


FORGERIES = {
    "a fraction": of_event("""data = '{"source": 1.5}'""", exports=False, tells=False),
    "something nested": of_event("""data = '{"source": {"a": 1}}'""", exports=False, tells=False),
    "a list": of_event("data = '[]'", exports=False, tells=False),
    "an endless number": of_event("""data = '{"source": 1e5000}'""", exports=False, tells=False),
    "no data": of_event("data = NULL", exports=False, tells=False),
    "no kind": of_event("kind = NULL", exports=False, tells=False),
    "an unknown kind": of_event("kind = 'never heard of'", tells=False),
    "no moment": of_event("at = NULL", exports=False, tells=False),
    "the end of all days": of_event("at = 'infinity'", tells=False),
    "before Christ": of_event("at = '0044-03-15 12:00:00+00 BC'", tells=False),
    "a day that not every zone has": of_event("at = '9999-12-31 23:59:59+00'", tells=False),
    "what that kind does not hold": of_event("""data = '{"source": 5, "verified": "no", "written": "soon"}'"""),
    "another kind's data": of_event("""kind = 'closed', data = '{"recipient": 1, "outcome": "gone"}'"""),
    "a date at the end": of_event("""kind = 'taken', data = '{"due_at": "9999-12-31T23:59:59-12:00"}'"""),
    "a seal without a moment": of_seal("sealed_at = NULL"),
    "a seal at the end of all days": of_seal("sealed_at = 'infinity'"),
    "a seal without a hash": of_seal("hash = NULL"),
    "a seal without a predecessor": of_seal("previous = NULL"),
    "a seal without leaves": of_seal("leaves = NULL"),
    "a seal without a count": of_seal("event_count = NULL"),
    "a seal that lists nothing": of_seal("event_ids = NULL"),
    "a seal that lists no number": of_seal("event_ids = ARRAY[NULL]::bigint[]"),
    "words without words": of_words("body = NULL"),
    "words without salt": of_words("salt = NULL"),
    "a fraction that waits": waiting("kind, data", """'taken', '{"rung": 0.5}'"""),
    "no kind that waits": waiting("kind", "NULL"),
}


@pytest.fixture
async def it(settings: Settings) -> int:
    """The event by which request 1 was handed over; a set-up and two requests are on record, in a seal each."""
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)
    async with transactions_on(settings) as transactions:
        for owner in (BOB, DANA):
            await transactions.run(WS, audit.seal)
            draft = handing_over.typed(f"Do call {owner.name}", reporter=DANA.slack_id, owner=owner.slack_id)
            await transactions.run(WS, handing_over.hand_over, draft)
        await transactions.run(WS, audit.seal)
        await transactions.run(WS, _loosen)
        return int((await transactions.run(WS, audit.log_of, 1))[0].id)


async def _loosen(tx: Tx) -> None:
    """What the owner of the tables can do: give up what the columns promise, and keep a copy to start from again."""
    for table in TABLES:
        for column in table.columns:
            if not column.primary_key:
                await tx.conn.execute(text(f"ALTER TABLE {table} ALTER {column.name} DROP NOT NULL"))
        await tx.conn.execute(text(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}"))


async def _forge(tx: Tx, statement: str) -> None:
    await tx.conn.execute(text("SET LOCAL session_replication_role = replica"))
    for each in statement.split("; "):
        await tx.conn.execute(text(each.replace(":", "\\:")))


async def _restore(tx: Tx) -> None:
    await tx.conn.execute(text("SET LOCAL session_replication_role = replica"))
    await tx.conn.execute(text("DELETE FROM audit_unsealed"))
    for table in TABLES:
        await tx.conn.execute(text(f"DELETE FROM {table}"))
        await tx.conn.execute(text(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}"))


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator[Transactions]:
    """Somebody with the rights of the tables' owner."""
    async with transactions_on(settings) as transactions:
        yield transactions


async def export(settings: Settings, to: Path, written_as: Format) -> str | None:
    """What keeps it from being exported."""
    given = {"since": None, "until": None, "written_as": written_as, "with_words": True}
    try:
        await exporting.export(settings, None, Asked(), to=to, **given)  # type: ignore[arg-type]  # a test's
    except CannotDo as error:
        return sentence(error)
    return None


def exports_in(folder: Path) -> list[Path]:
    return list(folder.glob("*.jsonl"))


async def log(settings: Settings) -> str | None:
    """What keeps the log from being told."""
    try:
        assert await records.log_of(settings, None, 1)
    except NotAnEvent as error:
        return sentence(error)
    return None


async def test_whatever_was_forged_is_found_and_said_in_a_sentence(
    settings: Settings, owner: Transactions, it: int, tmp_path: Path
) -> None:
    for name, forgery in FORGERIES.items():
        await owner.run(WS, _forge, forgery.statement.replace("{it}", str(it)))
        told, holds = await records.verify(settings, None, None)
        assert not holds, name
        assert told.startswith(f"The record does not hold: {forgery.verify}"), name

        file = tmp_path / f"{name}.jsonl"
        refused = await export(settings, file, Format.JSONL)
        assert (refused is None) == forgery.exports, name
        if refused is None:
            assert not exporting.verify_file(file, None)[1], name
        else:
            assert "the record does not verify there" in refused, name
            assert await export(settings, tmp_path / f"{name}.csv", Format.CSV) is None, name

        untold = await log(settings)
        assert (untold is None) == forgery.tells, name
        assert untold is None or "none that this Nudge writes" in untold, name
        await owner.run(WS, _restore)
    assert (await records.verify(settings, None, None))[1]


async def test_the_sentence_names_the_event_and_no_file_is_left(
    owner: Transactions, it: int, nudge: Nudge, tmp_path: Path
) -> None:
    await owner.run(WS, _forge, FORGERIES["no kind"].statement.replace("{it}", str(it)))
    verified = await nudge("audit", "verify")
    assert (verified.code, verified.err) == (1, "")
    assert f"event {it})" in verified.out
    for ended in (await nudge("audit", "export", "--to", "record.jsonl"), await nudge("audit", "log", "1")):
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith(f"Event {it} ")
        assert len(ended.err.splitlines()) == 1
    assert exports_in(tmp_path) == []
