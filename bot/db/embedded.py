"""The PostgreSQL that Nudge starts by itself, so that nothing has to be installed or configured to try it.

The programs come from a wheel; its own launcher is not used, because it believes stale pid files, changes
permissions of folders that are not its own, and opens its socket to other users. Here the server listens on a
socket in a private folder only and admits the user who runs Nudge only, the kernel's locks say who works on
the data folder, and the server goes when Nudge goes, however that happens.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from bot.db.embedded_account import Account, EmbeddedUnavailable, own_name, server_account, server_programs
from bot.db.embedded_folder import PORT, DataFolder, DataFolderBusy, clear_traces
from bot.db.embedded_process import ServerProcess, stop_orphan

__all__ = [
    "DataFolderBusy",
    "EmbeddedServer",
    "EmbeddedUnavailable",
    "default_data_folder",
    "embedded_server",
]

_DATABASE = _ROLE = "nudge"
_RECOVERY = 120.0  # seconds that a server may take to get ready after a crash
_ORPHAN = 30.0  # seconds that a server of an earlier run may take to stop
_LOG_LIMIT = 5_000_000  # bytes
_QUIET = (
    "log_checkpoints=off",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)  # no one's words in it
_FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def default_data_folder() -> Path:
    """Where the data lies unless somebody says otherwise: the user's own data folder, or root's."""
    if os.geteuid() == 0:
        return Path("/var/lib/nudge")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nudge"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "nudge"


class EmbeddedServer:
    """One PostgreSQL server on one data folder, of which one process at a time can be the master."""

    def __init__(self, data_folder: Path, *, durable: bool = True) -> None:
        """Nothing happens before `start`. Not `durable` is for tests: faster, and lost with the power."""
        self._folder = DataFolder(data_folder.absolute())
        self._durable = durable
        self._lock: int | None = None
        self._server: ServerProcess | None = None

    def start(self) -> str:
        """Start the server, creating its data the first time; gives the URL of the database for SQLAlchemy.

        Blocks for about half a second. Raises EmbeddedUnavailable, and DataFolderBusy when another Nudge runs
        on the folder; both say in one sentence what is the case.
        """
        try:
            return self._start()
        except (OSError, psycopg.Error) as error:
            self.stop()
            raise EmbeddedUnavailable(f"The embedded database could not be started: {error}.") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server that this object started, if it did; everything committed is kept."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._lock is not None:
            self._folder.forget_socket_folder()
            os.close(self._lock)
            self._lock = None

    def _start(self) -> str:
        if self._lock is not None:
            raise DataFolderBusy("This server is running already.")
        account = server_account(self._folder.cluster)
        self._folder.prepare(account)
        self._lock = self._folder.lock_for_nudge()
        server_lock = self._lock_for_server()
        try:
            sockets = self._launch(account, server_lock)
        finally:
            os.close(server_lock)  # the server has inherited it
        self._create_database(sockets)
        return f"postgresql+psycopg://{_ROLE}@/{_DATABASE}?host={quote(str(sockets), safe='/')}&port={PORT}"

    def _launch(self, account: Account, server_lock: int) -> Path:
        programs = server_programs(account, self._folder.root)
        self._create_cluster(account, programs, server_lock)
        sockets = self._folder.socket_folder(account)
        clear_traces(self._folder.cluster, sockets)
        self._write_access_rules()
        _shorten(self._folder.log)
        command = self._command(programs, sockets)
        self._server = ServerProcess(account, command, self._folder.cluster, self._folder.log, server_lock)
        return sockets

    def _lock_for_server(self) -> int:
        # Every process of a server holds this lock: whoever gets it knows that no server is left.
        lock = self._folder.lock_for_server(patience=0)
        if lock is None:
            stop_orphan(self._folder.cluster)
            lock = self._folder.lock_for_server(patience=_ORPHAN)
        if lock is None:
            raise DataFolderBusy(f"A database server from an earlier run is still at work in {self._folder.root}.")
        return lock

    def _create_cluster(self, account: Account, programs: Path, lock: int) -> None:
        if self._folder.cluster.exists():
            _check_version(self._folder.cluster, programs)
            return
        draft = self._folder.cluster_draft
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account.borrowed:
            os.chown(draft, account.uid, account.gid)
        with self._folder.log.open("ab") as output:
            made = account.spawn(_initdb(programs, draft), output=output.fileno(), keep=[lock]).wait()
        if made != 0:
            raise self._trouble("The embedded database could not be created")
        draft.rename(self._folder.cluster)

    def _write_access_rules(self) -> None:
        self._folder.access_rules.write_text(f"local all {_ROLE} peer map=nudge\n")
        self._folder.access_names.write_text(f'nudge "{own_name()}" {_ROLE}\n')
        for path in (self._folder.access_rules, self._folder.access_names):
            path.chmod(0o644)

    def _command(self, programs: Path, sockets: Path) -> list[str | Path]:
        settings = [
            "listen_addresses=",
            f"port={PORT}",
            f'unix_socket_directories="{sockets}"',
            f"hba_file={self._folder.access_rules}",
            f"ident_file={self._folder.access_names}",
            *_QUIET,
            *(() if self._durable else _FOR_TESTS),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        return [programs / "postgres", "-D", self._folder.cluster, *options]

    def _create_database(self, sockets: Path) -> None:
        with self._connect(sockets) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {_DATABASE}")

    def _connect(self, sockets: Path) -> psycopg.Connection[tuple[object, ...]]:
        ready = time.monotonic() + _RECOVERY
        while self._server is not None and not self._server.gone() and time.monotonic() < ready:
            try:
                return psycopg.connect(host=str(sockets), port=PORT, user=_ROLE, dbname="postgres", autocommit=True)
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise self._trouble("The embedded database did not get ready")

    def _trouble(self, what: str) -> EmbeddedUnavailable:
        said = self._folder.log.read_text(errors="replace").strip().splitlines()[-1:]
        return EmbeddedUnavailable(f"{what}; {self._folder.log} ends with: {''.join(said) or 'nothing'}")


def _initdb(programs: Path, draft: Path) -> list[str | Path]:
    # The built-in locale sorts alike on every system and with every version of its C library.
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [programs / "initdb", "-D", draft, "-U", _ROLE, "--auth=peer", *locale]


def _check_version(cluster: Path, programs: Path) -> None:
    written = (cluster / "PG_VERSION").read_text().strip()
    ours = programs.parent.name.removeprefix("pginstall")
    if written != ours:
        raise EmbeddedUnavailable(
            f"The data in {cluster} was written by PostgreSQL {written} and this is {ours}; dump it "
            "with the former Nudge, and restore it with this one in an empty folder."
        )


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))


@contextmanager
def embedded_server(data_folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run a server on a data folder for as long as the block lasts; gives the database's URL."""
    server = EmbeddedServer(data_folder, durable=durable)
    try:
        yield server.start()
    finally:
        server.stop()
