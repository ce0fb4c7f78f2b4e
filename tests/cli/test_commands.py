"""The commands, as somebody types them: in processes of their own, against a local Slack and a database."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import Nudge
from tests.domain.setup_texts import WHOLE


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
