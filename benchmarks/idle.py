"""`nudge run` with nothing to do: what it asks of the database and of memory. And how soon `make run` is ready.

Both are measured on real processes: statements as PostgreSQL logs them, memory as the system counts it.
"""

import asyncio
import re
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from statistics import median

from benchmarks.databases import Databases, let_the_server_in
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.processes import PATIENCE_SECONDS, nudge, settings_for
from benchmarks.stage import agency
from bot.sandbox import Sandbox

SETTLED_SECONDS = 6
WATCHED_SECONDS, FULLY_WATCHED_SECONDS = 30, 120
STARTS = 3
_STATEMENT = re.compile(r"LOG:\s+(?:statement|execute [^:]*): (?P<said>.*)")
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK")


async def idle(databases: Databases, *, full: bool = False) -> list[Figure]:
    """Statements a minute and memory of an idle bot, in a workspace of fifty."""
    watched = FULLY_WATCHED_SECONDS if full else WATCHED_SECONDS
    url = databases.fresh("idle")
    with databases.connect(databases.server_url) as connection:
        connection.execute("ALTER DATABASE idle SET log_statement = 'all'")
    sandbox = Sandbox(agency())
    await sandbox.start()
    try:
        async with nudge("run", **settings_for(url, sandbox)) as bot:
            await asyncio.wait_for(sandbox.connected(), PATIENCE_SECONDS)
            await asyncio.sleep(SETTLED_SECONDS)
            before = _statements(databases.log)
            await asyncio.sleep(watched)
            said = _statements(databases.log)[len(before) :]
            memory = await _megabytes(bot)
    finally:
        await sandbox.stop()
    queries = [statement for statement in said if not statement.startswith(_AROUND)]
    return [
        Figure("idle: queries a minute", f"{len(queries) * 60 / watched:.0f}", "30"),
        Figure("idle: queries, BEGIN and COMMIT, a minute", f"{len(said) * 60 / watched:.0f}"),
        Figure("idle: memory", f"{memory:.0f} MB", "150 MB"),
    ]


async def starting(_: Databases) -> list[Figure]:
    """From `nudge sandbox`, as `make run` starts it, to the printed address, where it has run before."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as folder:
        await asyncio.to_thread(let_the_server_in, Path(folder))
        await _seconds_to_ready(folder)
        found = [await _seconds_to_ready(folder) for _ in range(STARTS)]
    return [Figure("make run, warm: ready after", f"{median(found):.1f} s")]


async def _seconds_to_ready(folder: str) -> float:
    began = time.perf_counter()
    async with nudge("sandbox", "--port", "0", NUDGE_DATA=f"{folder}/data", DATABASE_URL="") as sandbox:
        if sandbox.stdout is None:
            raise Unanswered("nothing to read")
        while line := await asyncio.wait_for(sandbox.stdout.readline(), PATIENCE_SECONDS):
            if b"http://" in line:
                return time.perf_counter() - began
    raise Unanswered("no address was printed")


def _statements(log: Path) -> list[str]:
    found = map(_STATEMENT.search, log.read_text(errors="replace").splitlines())
    return [match["said"] for match in found if match]


async def _megabytes(process: Process) -> float:
    """Resident memory."""
    asked = await asyncio.create_subprocess_exec("ps", "-o", "rss=", "-p", str(process.pid), stdout=PIPE)
    said, _ = await asked.communicate()
    return int(said) / 1024
