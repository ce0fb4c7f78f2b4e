"""The server's process: start it, let it go with us, find one that an earlier run left behind.

A process is signalled only while we know it to be ours: our own child, whose number can't be given to another
before we have waited for it, or a postgres at work in our own data folder.
"""

import os
import signal
import subprocess
from pathlib import Path

from bot.db.embedded_account import Account

# Waits until this process is gone, however that happens, then asks the server to stop. The number is the
# server's for sure: it was this process's child, unwaited for, until a moment ago.
_WATCH = 'while read -r _; do :; done; read -r pid < "$2" && [ "$pid" = "$1" ] && kill -INT "$1"'


class ServerProcess:
    """A running postgres and the watch that stops it when this process dies without a word."""

    def __init__(self, account: Account, command: list[str | Path], cluster: Path, log: Path, lock: int) -> None:
        """Start the server, which inherits `lock`. Raises OSError."""
        with log.open("ab") as output:
            self._server = account.spawn(command, output=output.fileno(), keep=[lock])
        watch: list[str | Path] = [
            "/bin/sh",
            "-c",
            _WATCH,
            "watch",
            str(self._server.pid),
            _pid_file(cluster),
        ]
        self._watch = account.spawn(watch, stdin=subprocess.PIPE)

    @property
    def pid(self) -> int:
        """The server's number."""
        return self._server.pid

    def gone(self) -> bool:
        """Whether the server has ended."""
        return self._server.poll() is not None

    def stop(self) -> None:
        """Stop the server: its clients are disconnected, what is committed is on disk."""
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, None)):
            self._server.send_signal(how)
            try:
                self._server.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            break
        self._watch.kill()
        self._watch.wait()
        if self._watch.stdin is not None:
            self._watch.stdin.close()


def stop_orphan(cluster: Path) -> None:
    """Ask a server that an earlier run left on `cluster` to stop; does nothing when there is none."""
    pid = orphan(cluster)
    if pid is not None:
        os.kill(pid, signal.SIGINT)


def orphan(cluster: Path) -> int | None:
    """The number of the postgres that works on `cluster`, if one does.

    A number in the pid file that is another program's by now is not believed.
    """
    try:
        pid = int(_pid_file(cluster).read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid > 1 and _serves(pid, cluster) else None


def _pid_file(cluster: Path) -> Path:
    return cluster / "postmaster.pid"


def _serves(pid: int, cluster: Path) -> bool:
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self/cwd").exists():
        return _says_so(pid, cluster)
    try:
        return (process / "cwd").samefile(cluster) and (process / "comm").read_text().strip() == "postgres"
    except OSError:  # gone, or somebody else's
        return False


def _says_so(pid: int, cluster: Path) -> bool:
    """The same question where there is no /proc, as on macOS: the command line names the cluster."""
    asked = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)  # noqa: S603, S607 - fixed words and a number
    said = asked.stdout.decode(errors="replace")
    return f"postgres -D {cluster} " in said
