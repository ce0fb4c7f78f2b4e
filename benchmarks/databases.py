"""A PostgreSQL server for the length of a run, and databases on it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.db.embedded import embedded_server
from bot.db.migrate import upgrade

LOG = "postgres.log"


@dataclass(frozen=True, slots=True)
class Databases:
    """A server that keeps what is committed, as the one of `make run` does, and where it writes its log."""

    server_url: str
    log: Path

    def fresh(self, name: str) -> str:
        """The URL of a new database with the newest schema and nothing else."""
        with self.connect(self.server_url) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = make_url(self.server_url).set(database=name).render_as_string(hide_password=False)
        upgrade(url)
        return url

    def connect(self, url: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection without any framework, committing each statement."""
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)


@contextmanager
def databases() -> Iterator[Databases]:
    """A server of its own, gone with all its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as folder:
        let_the_server_in(Path(folder))
        data = Path(folder) / "data"
        with embedded_server(data) as url:
            yield Databases(url, data / LOG)


def let_the_server_in(folder: Path) -> None:
    """As root the server runs as somebody else, who has to pass through a temporary folder."""
    folder.chmod(0o711)
