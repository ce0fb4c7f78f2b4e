"""What tests of the whole tree share: one database server a session, and a clean, migrated database a test."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.collector import look_less_often
from bot.db.embedded import EmbeddedUnavailable, embedded_server
from bot.db.migrate import upgrade
from tests.clones import Clones, create_database, drop_database

settings.register_profile("nudge", parent=settings(), deadline=None)
settings.load_profile("nudge")


_LONGEST_FIRST = ("year", "stories", "mailbox", "crash", "db", "sandbox", "app", "services", "slack", "cli")
"""Rooms of tests, by how long a file of theirs takes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first: the other worker has nothing to do while one is left with such a file at the end."""
    places = {room: place for place, room in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looked through by every garbage collection, it would hold up whatever is timed."""
    gc.collect()
    look_less_often()


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
def clones(server_url: str) -> Iterator[Clones]:
    """Databases that hold the newest schema and nothing else."""
    template = create_database(server_url, "nudge_template")
    upgrade(template.render_as_string(hide_password=False))
    made = Clones(server_url, template)
    yield made
    made.drop()
    drop_database(server_url, template)


@pytest.fixture
def database_url(clones: Clones) -> Iterator[str]:
    """The SQLAlchemy URL of a database with the newest schema and nothing in it, this test's alone."""
    with clones.lent() as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def second_database_url(clones: Clones) -> Iterator[str]:
    """Another one of the same kind, for a test that plays twice."""
    with clones.lent() as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """The SQLAlchemy URL of a database without any table, gone after the test."""
    url = create_database(server_url, "nudge_empty")
    yield url.render_as_string(hide_password=False)
    drop_database(server_url, url)
