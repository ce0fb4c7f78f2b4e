"""The data folder of the embedded server: what lies where, its two locks, and its private socket folder.

Nothing outside the folder is touched, and the permissions of what existed before are left as they were. The
locks are the kernel's: they go with their process, so that no number in a file has to be believed.
"""

import fcntl
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.db.embedded_account import Account, EmbeddedUnavailable

PORT = 5432
_SOCKET = f".s.PGSQL.{PORT}"
_LONGEST_SOCKET_PATH = 100  # bytes; Linux takes 107, macOS 103
_DYING = 1.0  # seconds that a killed process may take to be gone
_PLAIN = re.compile(r"/[A-Za-z0-9_./-]+")  # commas and quotes mean something in a connection's host


class DataFolderBusy(EmbeddedUnavailable):
    """Another process works on this data folder."""


@dataclass(frozen=True)
class DataFolder:
    """Paths below the data folder."""

    root: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder; belongs to the account that the server runs as."""
        return self.root / "postgres"

    @property
    def cluster_draft(self) -> Path:
        """A cluster in the making: it becomes the cluster only when it is whole."""
        return self.root / "postgres.new"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "postgres.log"

    @property
    def access_rules(self) -> Path:
        """Who may connect (PostgreSQL's pg_hba.conf)."""
        return self.root / "access.conf"

    @property
    def access_names(self) -> Path:
        """Which user of the machine is which user of the database (pg_ident.conf)."""
        return self.root / "names.conf"

    def prepare(self, account: Account) -> None:
        """Create the folder for the one who needs it; one that exists keeps its permissions.

        Raises EmbeddedUnavailable when `account` can't reach it, OSError when it can't be made.
        """
        if not self.root.exists():
            self.root.mkdir(parents=True)
            self.root.chmod(0o711 if account.borrowed else 0o700)
        if not account.may("x", self.root):
            raise EmbeddedUnavailable(
                f"As root the embedded database runs as the user “{account.name}”, who can't reach "
                f"{self.root}; set NUDGE_DATA to a folder in everybody's reach, such as /var/lib/nudge."
            )

    def lock_for_nudge(self) -> int:
        """Take the lock of who runs Nudge on this folder: a file descriptor. Raises DataFolderBusy."""
        lock = _lock(self.root / "nudge.lock", _DYING)
        if lock is None:
            raise DataFolderBusy(
                f"Nudge is already running on this data folder ({self.root}); stop it first, "
                "or set NUDGE_DATA to another folder."
            )
        return lock

    def lock_for_server(self, patience: float) -> int | None:
        """Take the lock that a server's processes inherit; None if one lives after `patience` seconds."""
        return _lock(self.root / "server.lock", patience)

    def socket_folder(self, account: Account) -> Path:
        """The folder of the server's socket, open to `account` alone.

        It lies in the data folder; where that path is too long for a socket, in the temporary folder under a
        name that nobody can know beforehand.
        """
        inside = self.root / "socket"
        if _fits(inside):
            _make_private(inside, account)
            return inside
        note = self.root / "socket-folder"
        known = Path(note.read_text()) if note.exists() else None
        if known is None or not _is_private(known, account):
            known = _short_folder(account)
            note.write_text(str(known))
        return known

    def forget_socket_folder(self) -> None:
        """Remove the socket folder that `socket_folder` made below the temporary folder, if it made one."""
        note = self.root / "socket-folder"
        if note.exists():
            shutil.rmtree(note.read_text(), ignore_errors=True)
            note.unlink()


def clear_traces(cluster: Path, sockets: Path) -> None:
    """Remove what a dead server left; to be called under the server's lock.

    Its number may be another program's by now, and the next server would believe it.
    """
    for trace in (cluster / "postmaster.pid", sockets / _SOCKET, sockets / f"{_SOCKET}.lock"):
        trace.unlink(missing_ok=True)


def _lock(path: Path, patience: float) -> int | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                os.close(handle)
                return None
            time.sleep(0.02)
        else:
            return handle


def _fits(folder: Path) -> bool:
    path = str(folder / f"{_SOCKET}.lock")
    return len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH and _PLAIN.fullmatch(path) is not None


def _make_private(folder: Path, account: Account) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
    if folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == account.uid and found.st_mode == 0o040700


def _short_folder(account: Account) -> Path:
    for place in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes an unguessable, private folder in it
        if _fits(Path(place) / "nudge-12345678") and account.may("x", Path(place)):
            folder = Path(tempfile.mkdtemp(prefix="nudge-", dir=place))
            _make_private(folder, account)
            return folder
    raise EmbeddedUnavailable("No temporary folder with a short name was found for the database's socket.")
