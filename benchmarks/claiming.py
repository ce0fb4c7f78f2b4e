"""Claiming what is due from the outbox, among messages that wait for a later day, and among none.

Beside it, where it is installed (`make bench` does that), procrastinate's way of fetching a job: by priority and id,
past all that is scheduled for later.
"""

import asyncio
import importlib
import importlib.util
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import make_url, text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.racing import REPEATS
from benchmarks.stage import OPENING, Stage, stage
from bot.services import delivery
from bot.slack.times import in_seconds, real_now

MANY, A_MILLION = 200_000, 1_000_000
BATCH, BATCHES = 48, 20
FETCHES = 30
LATER = OPENING + timedelta(days=300)
Turn = Callable[[], Awaitable[float]]

_MESSAGES = text(
    """
    INSERT INTO outbox (workspace_id, kind, purpose, dedupe_key, channel, lane, due_at)
    SELECT :workspace, 'post', 'card', :name || ' ' || n, 'C' || n % 5000, 'C' || n % 5000, :due
    FROM generate_series(1, :messages) AS n
    """
)
_KNOWN = text("ANALYZE outbox")
"""As autovacuum does before long; what is in the table would else be guessed, and the emptier one suffers from it."""
_CLAIMED_ARE_GONE = text("DELETE FROM outbox WHERE workspace_id = :workspace AND state = 'sending'")

_JOBS = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)
    SELECT 'default', 'remind', CAST(%s AS timestamptz) FROM generate_series(1, %s)
    """


async def claiming(databases: Databases, *, full: bool = False) -> list[Figure]:
    """How much longer it takes to claim the same messages when a great many others are not due yet."""
    many = A_MILLION if full else MANY
    async with stage(databases.fresh("claim_none")) as empty, stage(databases.fresh("claim_many")) as crowded:
        await _fill(crowded, "later", many)
        figures = await _compared("claiming", f"{many:,}", lambda: _claim(empty), lambda: _claim(crowded), "1.5")
    if importlib.util.find_spec("procrastinate") is None:
        return figures
    empty_url, crowded_url = await _jobs(databases, "jobs_none", 0), await _jobs(databases, "jobs_many", many)
    return figures + await _compared(
        "procrastinate fetching",
        f"{many:,}",
        lambda: _fetch(databases, empty_url),
        lambda: _fetch(databases, crowded_url),
    )


async def _compared(what: str, many: str, among_none: Turn, among_many: Turn, wanted: str = "") -> list[Figure]:
    """Both in turns; each tells its milliseconds a round trip."""
    await among_none()
    await among_many()
    turns = [(await among_none(), await among_many()) for _ in range(REPEATS)]
    none, crowded = (median(seconds) for seconds in zip(*turns, strict=True))
    ratio = median(in_many / in_none for in_none, in_many in turns)
    return [
        Figure(f"{what}, among none ahead: a round trip", f"{none * 1000:.1f} ms"),
        Figure(f"{what}, among {many} ahead: a round trip", f"{crowded * 1000:.1f} ms"),
        Figure(f"{what}, {many} ahead ÷ none", f"{ratio:.2f}", wanted),
    ]


# --- Nudge -----------------------------------------------------------------------------------------------------------


async def _fill(here: Stage, name: str, messages: int) -> None:
    async with here.background.connect() as connection:
        await connection.execute(text("SET statement_timeout = 0"))
        given = {"workspace": here.workspace.team_id, "name": name, "due": LATER, "messages": messages}
        await connection.execute(_MESSAGES, given)
        await connection.commit()
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE outbox"))


async def _claim(here: Stage) -> float:
    """Let a thousand messages be due, and claim them as the sender does: seconds a batch."""
    team = {"workspace": here.workspace.team_id}
    async with here.background.begin() as connection:
        due = {"name": f"due {time.monotonic()}", "due": OPENING, "messages": BATCH * BATCHES}
        await connection.execute(_MESSAGES, team | due)
        await connection.execute(_KNOWN)
    began, claimed = time.perf_counter(), 0
    for _ in range(BATCHES):
        claimed += len(
            await here.transactions.run(
                here.workspace.team_id,
                delivery.claim,
                limit=BATCH,
                real_now=real_now(),
                lease_until=in_seconds(40),
                per_lane=3,
                updates=16,
            )
        )
    seconds = time.perf_counter() - began
    if claimed != BATCH * BATCHES:
        raise Unanswered(f"{claimed} of {BATCH * BATCHES} messages were claimed")
    async with here.background.begin() as connection:
        await connection.execute(_CLAIMED_ARE_GONE, team)
    return seconds / BATCHES


# --- procrastinate ---------------------------------------------------------------------------------------------------


async def _jobs(databases: Databases, name: str, later: int) -> str:
    """A database with procrastinate's own schema, and so many jobs for later."""
    url = await asyncio.to_thread(databases.fresh, name)
    async with _procrastinate(url) as app:
        await app.schema_manager.apply_schema_async()
    with databases.connect(url) as connection:
        connection.execute(_JOBS, (LATER.replace(year=2100), later))
        connection.execute("VACUUM ANALYZE procrastinate_jobs")
    return url


async def _fetch(databases: Databases, url: str) -> float:
    """Let jobs be due, and fetch them as a worker does: seconds a job."""
    with databases.connect(url) as connection:
        connection.execute(_JOBS, (None, FETCHES))
        connection.execute("ANALYZE procrastinate_jobs")
    async with _procrastinate(url) as app:
        worker = await app.job_manager.register_worker()
        began = time.perf_counter()
        found = [await app.job_manager.fetch_job(None, worker) for _ in range(FETCHES)]
        seconds = time.perf_counter() - began
    if None in found:
        raise Unanswered("procrastinate found less than was due")
    with databases.connect(url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs WHERE status = 'doing'")
    return seconds / FETCHES


def _procrastinate(url: str) -> Any:
    module = importlib.import_module("procrastinate")
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return module.App(connector=module.PsycopgConnector(conninfo=plain)).open_async()
