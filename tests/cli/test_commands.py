"""The commands, as somebody types them: in processes of their own, against a local Slack and a database."""

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from bot.cli import main
from bot.sandbox import Sandbox
from tests.domain.setup_texts import WHOLE

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Nudge = Callable[..., Awaitable[Done]]


@pytest.fixture
def environment(sandbox: Sandbox, database_url: str, tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(REPOSITORY),
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "NUDGE_DATA": str(tmp_path / "data"),
    }


@pytest.fixture
def nudge(environment: dict[str, str], tmp_path: Path) -> Nudge:
    async def run(*arguments: str, typed: str = "", **changes: str) -> Done:
        return await asyncio.to_thread(_done, arguments, environment | changes, tmp_path, typed)

    return run


_READY = multiprocessing.get_context("forkserver")
_READY.set_forkserver_preload(["bot.cli"])
"""Each command has a process of its own, which need not load everything first."""


def _done(arguments: tuple[str, ...], environment: dict[str, str], folder: Path, typed: str) -> Done:
    typing, out, err = (folder / f"{uuid4().hex}.{name}" for name in ("typed", "out", "err"))
    typing.write_text(typed, encoding="utf-8")
    process = _READY.Process(target=_carry_out, args=(arguments, environment, folder, [typing, out, err]))
    process.start()
    process.join(60)
    assert process.exitcode is not None, f"nudge {' '.join(arguments)} does not come to an end"
    return Done(process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _carry_out(arguments: tuple[str, ...], environment: dict[str, str], folder: Path, ends: list[Path]) -> None:
    """In the process of the command: what `python -m bot` does, with all three ends in files."""
    for number, (path, how) in enumerate(zip(ends, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(path, how | os.O_CREAT), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - as at the start
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["nudge", *arguments]
    main()


async def _started(arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", *arguments)
    return await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=folder
    )


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "setup.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return str(path)


async def test_a_set_up_is_applied_once_it_is_agreed_to(nudge: Nudge, file: str) -> None:
    applied = await nudge("import", file, typed="y\n")
    assert applied.code == 0, applied
    assert "+ project Acme GmbH: Portal" in applied.out
    assert applied.out.endswith("Done: 6 changes.\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack doesn't know this token"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:9/x"}, "The database can't be used"),
        ({"NUDGE_PORT": "eighty"}, "NUDGE_PORT can't be used"),
    ],
)
async def test_what_keeps_it_from_running_is_one_sentence(nudge: Nudge, changes: dict[str, str], said: str) -> None:
    done = await nudge("run", **changes, NUDGE_LOG="warning")
    assert done.code == 2
    assert done.err.startswith(said)
    assert len(done.err.splitlines()) == 1


async def test_an_old_schema_is_named_with_what_mends_it(nudge: Nudge, empty_database_url: str) -> None:
    old = await nudge("run", DATABASE_URL=empty_database_url, NUDGE_LOG="warning")
    assert old.code == 2
    assert "nudge migrate" in old.err
    assert len(old.err.splitlines()) == 1
    assert (await nudge("migrate", DATABASE_URL=empty_database_url)).code == 0
    assert (await nudge("digest", DATABASE_URL=empty_database_url)).err.startswith(
        "Nudge has not been in any workspace"
    )


async def test_a_port_in_use_is_named(nudge: Nudge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = await nudge("sandbox", "--port", port)
    assert done.code == 2
    assert f"Port {port}" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_cleanly_when_it_is_told_to(
    environment: dict[str, str], tmp_path: Path, which: signal.Signals
) -> None:
    process = await _started(("sandbox", "--port", "0"), environment, tmp_path)
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    assert b"http://127.0.0.1:" in line
    process.send_signal(which)
    _, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    assert b'"error"' not in err
    assert b"Traceback" not in err


async def test_somebody_is_asked_for_and_forgotten(nudge: Nudge, tmp_path: Path) -> None:
    path = tmp_path / "setup.toml"
    path.write_text(f'{WHOLE}\n[[contact]]\nemail = "zoe@acme.example"\nclient = "Acme GmbH"\nname = "Zoe Zola"\n')
    assert (await nudge("import", str(path), "--yes")).code == 0
    assert "Zoe Zola" in (await nudge("export-person", "--email", "zoe@acme.example")).out
    tried = await nudge("erase", "--contact", "zoe@acme.example", "--dry-run")
    assert tried.code == 0, tried
    assert "This would go:" in tried.out
    assert "Out of reach:" in tried.out
    declined = await nudge("erase", "--contact", "zoe@acme.example", typed="n\n")
    assert declined.out.endswith("Nothing was erased.\n")
    done = await nudge("erase", "--contact", "zoe@acme.example", typed="y\n")
    assert "Erased" in done.out
    assert "zoe" not in (await nudge("export-setup")).out
    again = await nudge("erase", "--contact", "zoe@acme.example", "--yes")
    assert again.out == "There is nothing to erase.\n"
    assert (await nudge("export-person", "--email", "zoe@acme.example")).code == 2
    assert (await nudge("audit", "verify")).code == 0


async def test_what_to_forget_has_to_be_said_once(nudge: Nudge, file: str) -> None:
    assert (await nudge("erase", "--yes")).err.startswith("Say whom or what to forget")
    await nudge("import", file, "--yes")
    assert (await nudge("erase", "--request", "7")).err == "There is no request #7.\n"
    assert (await nudge("erase", "--person", "bob@agency.example")).err.startswith("They are needed here.")
