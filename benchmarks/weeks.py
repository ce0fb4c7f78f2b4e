"""The digest of a week among a great many requests: how long counting it takes, and how much memory."""

import resource
import sys
import time
from datetime import timedelta

from sqlalchemy import text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.stage import OPENING, Stage, stage
from bot.services import digesting

SOME, A_MILLION = 50_000, 1_000_000
OVER = timedelta(weeks=104)
"""The requests came in evenly over two years; one in twenty-five is never closed."""

_REQUESTS = text(
    """
    INSERT INTO request (workspace_id, source, external_id, state, outcome, client_id, project_id, owner_id,
        reporter_id, wish, words, words_digest, handed_over_at, cycle_cause, cycle_started_at, anchor_at, policy_name,
        policy_version, closed_at)
    SELECT :workspace, 'command', n, CASE WHEN n % 25 = 0 THEN 'open' ELSE 'closed' END,
        CASE WHEN n % 25 = 0 THEN NULL ELSE 'done' END, project.client_id, project.id, project.owner_id, reporter.id,
        'A wish', 'A wish', decode(md5(n::text), 'hex'), begun.at, 'handed over', begun.at, begun.at, 'standard', 1,
        CASE WHEN n % 25 = 0 THEN NULL ELSE begun.at + interval '4 days' END
    FROM generate_series(1, :requests) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM project) AS project
        ON project.place = n % (SELECT count(*) FROM project)
    CROSS JOIN (SELECT min(id) AS id FROM person) AS reporter
    CROSS JOIN LATERAL (SELECT CAST(:now AS timestamptz) - CAST(:over AS interval) * n / :requests AS at) AS begun
    """
)
_EVENTS = text(
    """
    INSERT INTO audit_event (workspace_id, at, kind, request_id, actor_id, data)
    SELECT :workspace, handed_over_at + told.after, told.kind, id, told.actor, told.data || CASE told.kind
            WHEN 'routed' THEN jsonb_build_object('owner', owner_id, 'project', project_id)
            WHEN 'taken' THEN jsonb_build_object('due_at', handed_over_at + interval '3 days')
            ELSE '{}'::jsonb END
    FROM request CROSS JOIN (VALUES
        (1, interval '0', 'handed over', 1, '{"source": "mail", "verified": true}'::jsonb),
        (2, interval '0', 'routed', 1, '{}'),
        (3, interval '0', 'step due', NULL,
            '{"cycle": 1, "rung": 0, "repetition": 0, "recipient": 1, "role": "owner"}'),
        (4, interval '1 minute', 'step sent', NULL, '{"cycle": 1, "rung": 0, "repetition": 0, "recipient": 1}'),
        (5, interval '5 hours', 'taken', 1, '{"client_knows": true}'),
        (6, interval '2 days', 'client contacted', 1,
            '{"channel": "mail", "turn": "client''s", "evidence": "claimed", "until": null}'),
        (7, interval '2 days', 'promise kept', 1, '{}'),
        (8, interval '4 days', 'closed', 1, '{"outcome": "done"}')
    ) AS told (place, after, kind, actor, data)
    WHERE told.place <= 4 OR id % 25 <> 0
    ORDER BY id, told.place
    """
)


async def weeks(databases: Databases, *, full: bool = False) -> list[Figure]:
    """The whole digest of the last week that is over, counted from the trail."""
    requests = A_MILLION if full else SOME
    async with stage(databases.fresh("weeks")) as here:
        await _fill(here, requests)
        before = _peak_megabytes()
        began = time.perf_counter()
        facts = await here.transactions.run(here.workspace.team_id, digesting.week_called, None)
        seconds = time.perf_counter() - began
    among = f"among {requests:,} requests, {facts.figures.week.heard.calendar.n:,} of eight weeks"
    return [
        Figure(f"the digest of a week {among}", f"{seconds:.1f} s"),
        Figure("memory that this took at most", f"{_peak_megabytes() - before:.0f} MB"),
    ]


async def _fill(here: Stage, requests: int) -> None:
    async with here.background.connect() as connection:
        await connection.execute(text("SET statement_timeout = 0"))
        await connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))  # nothing is sealed here
        given = {"workspace": here.workspace.team_id, "now": OPENING, "requests": requests, "over": OVER}
        await connection.execute(_REQUESTS, given)
        await connection.execute(_EVENTS, {"workspace": here.workspace.team_id})
        await connection.commit()
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE"))


def _peak_megabytes() -> float:
    """The most that this process has ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
