"""Requests put straight into the database, with the messages that they cause waiting to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.stage import OPENING


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many requests, spread over all projects and all people who hand over; `name` is theirs alone.

    `messages` are the purposes of what waits for each: a card for its owner, with its step, or a confirmation for
    its reporter. `at` (UTC) is when they were handed over; nothing else is due for a year.
    """

    name: str
    requests: int
    messages: Sequence[str]
    at: datetime = OPENING


_REQUESTS = text(
    """
    INSERT INTO request (workspace_id, source, external_id, state, client_id, project_id, owner_id, reporter_id, wish,
        words, words_digest, handed_over_at, client_waits_since, cycle_cause, cycle_started_at, anchor_at,
        policy_name, policy_version, due_at)
    SELECT :workspace, 'command', :name || ' ' || n, 'open', project.client_id, project.id, project.owner_id,
        reporter.id, 'Please reach out to our heads of department', 'Please reach out to our heads of department',
        decode(md5(:name || n), 'hex'), :at, :at, 'handed over', :at, :at, 'standard', 1,
        CAST(:at AS timestamptz) + interval '1 year'
    FROM generate_series(1, :requests) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM project) AS project
        ON project.place = n % (SELECT count(*) FROM project)
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM person WHERE name LIKE 'Colleague%') AS reporter
        ON reporter.place = n % (SELECT count(*) FROM person WHERE name LIKE 'Colleague%')
    """
)
_STEPS = text(
    """
    INSERT INTO step (workspace_id, request_id, cycle, rung, repetition, recipient_id, role, tone, policy_name,
        policy_version, due_at, planned_at)
    SELECT workspace_id, id, 0, 0, 0, owner_id, 'owner', 'card', 'standard', 1, :at, :at
    FROM request WHERE external_id LIKE :name || ' %'
    """
)
_CARDS = text(
    """
    INSERT INTO outbox (workspace_id, kind, purpose, dedupe_key, recipient_id, request_id, lane,
        step_cycle, step_rung, step_repetition)
    SELECT workspace_id, 'post', 'card', 'card ' || id, owner_id, id, 'person:' || owner_id, 0, 0, 0
    FROM request WHERE external_id LIKE :name || ' %'
    """
)
_CONFIRMATIONS = text(
    """
    INSERT INTO outbox (workspace_id, kind, purpose, dedupe_key, recipient_id, request_id, lane)
    SELECT workspace_id, 'post', 'confirmation', 'confirmation ' || id, reporter_id, id, 'person:' || reporter_id
    FROM request WHERE external_id LIKE :name || ' %'
    """
)


async def hand_over(connection: AsyncConnection, workspace_id: str, wanted: Wanted) -> None:
    """Put them down, as part of the caller's transaction."""
    given = {"workspace": workspace_id, "name": wanted.name, "requests": wanted.requests, "at": wanted.at}
    await connection.execute(_REQUESTS, given)
    if "card" in wanted.messages:
        await connection.execute(_STEPS, {"name": wanted.name, "at": wanted.at})
        await connection.execute(_CARDS, {"name": wanted.name})
    if "confirmation" in wanted.messages:
        await connection.execute(_CONFIRMATIONS, {"name": wanted.name})
