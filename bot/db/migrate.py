"""Brings the schema up to date, and says whether it is."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import migrations


@dataclass(unsafe_hash=True)
class SchemaOutdated(Exception):
    """The database has not the schema that this Nudge works with. `found` is None where it has none at all."""

    found: str | None
    expected: str

    def __str__(self) -> str:
        """One sentence that says how to mend it."""
        found = f"at step {self.found}" if self.found else "empty"
        return f"The database is {found} and this Nudge works with step {self.expected}; run “nudge migrate” first."


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; blocks until done.

    Any number of replicas may do so at once: one migrates, the others wait for it and find nothing left to do.
    One at a time within a process, for Alembic keeps its state in globals.
    """
    command.upgrade(_config(url), "head")


def downgrade(url: str, revision: str = "base") -> None:
    """Take the schema back to a revision; what it does not know is lost. Blocks until done."""
    command.downgrade(_config(url), revision)


def head_revision() -> str:
    """The newest revision that this installation has."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise FileNotFoundError("This installation has no migrations.")
    return head


async def current_revision(conn: AsyncConnection) -> str | None:
    """The revision of the database; None where it was never migrated."""
    return await conn.run_sync(_revision)


async def require_head(engine: AsyncEngine) -> None:
    """Return when the database has the newest schema, else raise SchemaOutdated."""
    async with engine.connect() as conn:
        found = await current_revision(conn)
    expected = head_revision()
    if found != expected:
        raise SchemaOutdated(found, expected)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(url: str | None = None) -> Config:
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config
