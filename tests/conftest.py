"""What tests of the whole tree share: one database server a session, and a fresh migrated database a test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from bot.db.embedded import EmbeddedUnavailable, embedded_server
from bot.db.migrate import upgrade


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of a PostgreSQL server to make databases on: NUDGE_TEST_DATABASE_URL, else an embedded one."""
    given = os.environ.get("NUDGE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    folder.chmod(0o711)  # for root, whose server runs as somebody else
    try:
        with embedded_server(folder, durable=False) as url:
            yield url
    except EmbeddedUnavailable as reason:
        pytest.fail(f"The tests need a PostgreSQL: {reason} (or name one in NUDGE_TEST_DATABASE_URL)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(server_url: str) -> Iterator[str]:
    """The name of a database that holds the newest schema and nothing else, to be cloned."""
    url = _create_database(server_url, "nudge_template", "template0")
    upgrade(url.render_as_string(hide_password=False))
    yield str(url.database)
    _drop_database(server_url, str(url.database))


@pytest.fixture
def database_url(server_url: str, template_database: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh database with the newest schema, gone after the test."""
    url = _create_database(server_url, "nudge_test", template_database)
    yield url.render_as_string(hide_password=False)
    _drop_database(server_url, str(url.database))


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """The SQLAlchemy URL of a database without any table, gone after the test."""
    url = _create_database(server_url, "nudge_empty", "template0")
    yield url.render_as_string(hide_password=False)
    _drop_database(server_url, str(url.database))


def _create_database(server_url: str, prefix: str, template: str) -> URL:
    name = f"{prefix}_{uuid4().hex[:12]}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with closing(_connect(server_url)) as connection:
        connection.execute(statement)
    return make_url(server_url).set(database=name)


def _drop_database(server_url: str, name: str) -> None:
    with closing(_connect(server_url)) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(server_url: str) -> psycopg.Connection[tuple[object, ...]]:
    url = make_url(server_url).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
