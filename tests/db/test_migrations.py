"""The schema: up from empty equals the tables, down and up again, many at once; the record refuses changes."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.db.engine import normalised
from bot.db.migrate import SchemaOutdated, current_revision, downgrade, head_revision, require_head, upgrade
from bot.db.tables import metadata

CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,
               column_default, is_identity, identity_generation
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        ORDER BY 1, 2""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
        ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1, 2""",
}


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(normalised(database_url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        yield connection


def catalogue(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in CATALOGUE.items()}


def on(url: str) -> Connection:
    return create_engine(normalised(url), poolclass=pool.NullPool).connect()


def test_up_from_empty_is_what_the_tables_say(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with on(empty_database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_checks_defaults_and_partial_indexes_are_the_same_too(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with on(empty_database_url) as connection:
        migrated = catalogue(connection)
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        metadata.create_all(connection)
        declared = catalogue(connection)
    for name in CATALOGUE:
        assert migrated[name] == declared[name], name


def test_down_leaves_nothing_and_up_again_works(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    downgrade(empty_database_url)
    with on(empty_database_url) as connection:
        left = MetaData()
        left.reflect(connection)
        assert set(left.tables) == {"alembic_version"}
        functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        assert connection.execute(text(functions)).scalar() == 0
    upgrade(empty_database_url)
    with on(empty_database_url) as connection:
        assert MigrationContext.configure(connection).get_current_revision() == head_revision()


async def test_three_replicas_that_start_at_once_migrate_once(empty_database_url: str) -> None:
    program = "import sys; from bot.db.migrate import upgrade; upgrade(sys.argv[1])"
    replicas = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty_database_url) for _ in range(3)
    ]
    assert [await replica.wait() for replica in replicas] == [0, 0, 0]


async def test_a_database_that_was_never_migrated_is_refused_in_one_sentence(empty_database_url: str) -> None:
    engine = create_async_engine(normalised(empty_database_url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        assert await current_revision(connection) is None
    with pytest.raises(SchemaOutdated) as refusal:
        await require_head(engine)
    assert str(refusal.value) == (
        f"The database is empty and this Nudge works with step {head_revision()}; run “nudge migrate” first."
    )


async def test_the_newest_schema_is_accepted(database_url: str) -> None:
    await require_head(create_async_engine(normalised(database_url), poolclass=pool.NullPool))


async def test_it_works_from_any_folder(
    empty_database_url: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    await asyncio.to_thread(upgrade, empty_database_url)
    await require_head(create_async_engine(normalised(empty_database_url), poolclass=pool.NullPool))


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET workspace_id = 'T2'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"]
)
async def test_the_record_refuses_changes(conn: AsyncConnection, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match=f"The record only grows: .* of {table} is refused"):
        await conn.execute(text(change.format(table)))


async def test_every_event_is_queued_for_sealing_by_the_database_itself(conn: AsyncConnection) -> None:
    written = await conn.execute(
        text(
            "INSERT INTO audit_event (workspace_id, at, kind) VALUES ('T1', now(), 'a'), ('T2', now(), 'b') "
            "RETURNING workspace_id, id"
        )
    )
    queued = await conn.execute(text("SELECT workspace_id, event_id FROM audit_unsealed"))
    assert sorted(map(tuple, queued)) == sorted(map(tuple, written))


async def test_texts_can_be_erased(conn: AsyncConnection) -> None:
    await conn.execute(
        text("INSERT INTO audit_text (workspace_id, event_id, body, salt) VALUES ('T1', 1, 'words', '\\x00')")
    )
    assert (await conn.execute(text("DELETE FROM audit_text"))).rowcount == 1
