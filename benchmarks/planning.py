"""Planning what is due: a thousand steps, in a small agency and in one with a great many open requests."""

import asyncio
import time
from datetime import timedelta
from statistics import median

from sqlalchemy import text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.racing import REPEATS
from benchmarks.stage import OPENING, Stage, stage
from bot.scheduler import BATCH
from bot.services import progressing

DUE = 1_000
FEW, MANY, A_MILLION = 10_000, 200_000, 1_000_000
DAY_BEFORE = OPENING - timedelta(days=1)

# Each was handed over a day ago; its card and its confirmation have been sent, and its first reminder is what comes
# next. When that is due is left for later, here for most of them for a year.
_REQUESTS = text(
    """
    INSERT INTO request (workspace_id, source, external_id, state, client_id, project_id, owner_id, reporter_id, wish,
        words, words_digest, handed_over_at, client_waits_since, cycle_cause, cycle_started_at, anchor_at,
        policy_name, policy_version, due_at)
    SELECT :workspace, 'command', n, 'open', project.client_id, project.id, project.owner_id, reporter.id, 'A wish',
        'A wish', decode(md5(n::text), 'hex'), :then, :then, 'handed over', :then, :then,
        'standard', 1, CAST(:then AS timestamptz) + interval '1 year'
    FROM generate_series(1, :requests) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM project) AS project
        ON project.place = n % (SELECT count(*) FROM project)
    CROSS JOIN (SELECT min(id) AS id FROM person) AS reporter
    """
)
_STEPS = text(
    """
    INSERT INTO step (workspace_id, request_id, cycle, rung, repetition, recipient_id, role, tone, policy_name,
        policy_version, due_at, planned_at, outcome, decided_at)
    SELECT workspace_id, id, 0, 0, 0, owner_id, 'owner', 'card', 'standard', 1, :then, :then, 'sent', :then FROM request
    """
)
_MESSAGES = text(
    """
    INSERT INTO outbox (workspace_id, kind, purpose, dedupe_key, recipient_id, request_id, lane, state, sent_channel,
        sent_ts, sent_at)
    SELECT workspace_id, 'post', purpose, purpose || id, owner_id, id, 'person:' || owner_id, 'sent', 'D0', id, :then
    FROM request CROSS JOIN (VALUES ('card'), ('confirmation')) AS sent (purpose)
    """
)
_FALL_DUE = text(
    """
    UPDATE request SET due_at = :now
    WHERE id IN (SELECT id FROM request WHERE due_at > :now AND rung = 0 ORDER BY md5(id::text) LIMIT :due)
    """
)


async def planning(databases: Databases, *, full: bool = False) -> list[Figure]:
    """How long a thousand due steps take, and how much longer among many more requests that are not due."""
    many = A_MILLION if full else MANY
    async with stage(databases.fresh("few")) as small, stage(databases.fresh("many")) as large:
        for here, requests in ((small, FEW), (large, many)):
            await _fill(here, requests)
            await _plan(here)
        turns = [(await _plan(small), await _plan(large)) for _ in range(REPEATS)]
    few_seconds, many_seconds = (median(seconds) for seconds in zip(*turns, strict=True))
    ratio = median(in_large / in_small for in_small, in_large in turns)
    return [
        Figure(f"{DUE:,} due steps among {FEW:,} open requests", f"{few_seconds * 1000:.0f} ms", "500 ms"),
        Figure(f"{DUE:,} due steps among {many:,} open requests", f"{many_seconds * 1000:.0f} ms", "500 ms"),
        Figure(f"due steps, {many:,} ÷ {FEW:,} open requests", f"{ratio:.2f}", "1.5"),
    ]


async def _fill(here: Stage, requests: int) -> None:
    async with here.background.connect() as connection:
        await connection.execute(text("SET statement_timeout = 0"))
        given = {"workspace": here.workspace.team_id, "then": DAY_BEFORE, "requests": requests}
        for statement in (_REQUESTS, _STEPS, _MESSAGES):
            await connection.execute(statement, given)
        await connection.commit()
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE"))


async def _plan(here: Stage) -> float:
    """Let a thousand requests fall due, and plan them, in batches as the heartbeat does."""
    async with here.background.begin() as connection:
        await connection.execute(_FALL_DUE, {"now": OPENING, "due": DUE})
    await asyncio.sleep(0.2)
    began, planned = time.perf_counter(), 0
    while batch := await here.transactions.run("", progressing.progress_due, BATCH):
        planned += batch
    if planned != DUE:
        raise Unanswered(f"{planned} of {DUE} requests were planned")
    return time.perf_counter() - began
