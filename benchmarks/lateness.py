"""From the moment at which a nudge is due until Slack has it: the whole bot at work, unthrottled."""

import asyncio
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from sqlalchemy import text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.stage import WednesdayMorning, agency, set_up
from bot.app.bot import Bot, Connection
from bot.db.engine import Engines
from bot.sandbox import Sandbox
from bot.sandbox.journal import Change

NUDGES, WARMING_UP = 300, 20
APART = timedelta(milliseconds=50)
AHEAD = timedelta(seconds=3)
PATIENCE_SECONDS = 60

# Each colleague owns one, handed over a working day before its first reminder is due; the card has been sent then.
_REQUESTS = text(
    """
    INSERT INTO request (workspace_id, source, external_id, state, client_id, project_id, owner_id, reporter_id, wish,
        words, words_digest, handed_over_at, client_waits_since, cycle_cause, cycle_started_at, anchor_at,
        policy_name, policy_version, due_at)
    SELECT :workspace, 'command', place, 'open', project.client_id, project.id, owner.id, owner.id, 'A wish', 'A wish',
        decode(md5(place::text), 'hex'), before, before, 'handed over', before, before, 'standard', 1,
        before + interval '1 day'
    FROM (SELECT id, CAST(:first AS timestamptz) - interval '1 day'
            + CAST(:apart AS interval) * (row_number() OVER (ORDER BY id) - 1) AS before,
            row_number() OVER (ORDER BY id) AS place
        FROM person WHERE name LIKE 'Colleague%') AS owner
    CROSS JOIN (SELECT id, client_id FROM project ORDER BY id LIMIT 1) AS project
    """
)
_STEPS = text(
    """
    INSERT INTO step (workspace_id, request_id, cycle, rung, repetition, recipient_id, role, tone, policy_name,
        policy_version, due_at, planned_at, outcome, decided_at)
    SELECT workspace_id, id, 0, 0, 0, owner_id, 'owner', 'card', 'standard', 1, anchor_at, anchor_at, 'sent', anchor_at
    FROM request
    """
)
_DUE = text(
    "SELECT person.slack_id, request.due_at FROM request JOIN person ON person.id = owner_id ORDER BY request.due_at"
)


async def lateness(databases: Databases) -> list[Figure]:
    """Three hundred people, each with a nudge of their own, one after the other twenty times a second."""
    workspace = agency(NUDGES)
    sandbox = Sandbox(workspace)
    await sandbox.start()
    clock = WednesdayMorning()
    connection = Connection(workspace.bot_token, workspace.app_token, sandbox.api_url)
    bot = Bot(connection, Engines.on(databases.fresh("lateness")), clock=lambda _: clock)
    arrived: dict[str, datetime] = {}
    workspace.watch(lambda change: _note(change, arrived))
    try:
        await bot.start()
        await set_up(bot.transactions, workspace)
        due = await _fill(bot, clock, workspace.team_id)
        await _all_there(due, arrived)
    finally:
        await bot.stop()
        await sandbox.stop()
    late = [(arrived[who] - at).total_seconds() for who, at in list(due.items())[WARMING_UP:]]
    return [
        Figure("lateness of a nudge: median", f"{median(late) * 1000:.0f} ms"),
        Figure("lateness of a nudge: p99", f"{quantiles(late, n=100)[98] * 1000:.0f} ms", "250 ms"),
    ]


async def _fill(bot: Bot, clock: WednesdayMorning, workspace_id: str) -> dict[str, datetime]:
    """Put the requests down; by Slack id, when each nudge is due in real time."""
    async with bot.transactions.background.begin() as connection:
        now = await clock.now(connection)
        given = {"workspace": workspace_id, "first": now + AHEAD, "apart": APART}
        await connection.execute(_REQUESTS, given)
        await connection.execute(_STEPS)
        ahead = now - datetime.now(UTC)
        due = {row.slack_id: row.due_at - ahead for row in await connection.execute(_DUE)}
    async with bot.transactions.background.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE"))
    bot.heartbeat.wake()
    return due


async def _all_there(due: dict[str, datetime], arrived: dict[str, datetime]) -> None:
    for _ in range(PATIENCE_SECONDS * 5):
        if due.keys() <= arrived.keys():
            return
        await asyncio.sleep(0.2)
    raise Unanswered(f"{len(arrived)} of {len(due)} nudges arrived")


def _note(change: Change, arrived: dict[str, datetime]) -> None:
    if change.what == "posted" and change.channel is not None:
        for who in change.channel.members:
            arrived.setdefault(who, datetime.now(UTC))
