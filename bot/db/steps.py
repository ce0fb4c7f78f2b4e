"""Due steps and their outcomes: each step has exactly one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.given import given_rows
from bot.db.tables import outbox, step
from bot.domain.ladder import Step, StepKey, Withheld
from bot.domain.request import Request


@dataclass(frozen=True, slots=True)
class NotedStep:
    """A step that has fallen due for a request; with a `reason` it sends nothing."""

    request: Request
    step: Step
    reason: Withheld | None = None


async def done(conn: AsyncConnection, requests: Sequence[Request]) -> dict[int, frozenset[StepKey]]:
    """By request: the steps of its present cycle that fell due already, on their way, sent or withheld."""
    found: dict[int, set[StepKey]] = {request.id: set() for request in requests}
    wanted = [(request.workspace_id, request.id, request.cycle.number) for request in requests]
    query = select(step.c.request_id, step.c.cycle, step.c.rung, step.c.repetition, step.c.recipient_id).where(
        tuple_(step.c.workspace_id, step.c.request_id, step.c.cycle).in_(wanted)
    )
    for number, *key in await conn.execute(query):
        found[number].add(StepKey(*key))
    return {number: frozenset(keys) for number, keys in found.items()}


NOTING = insert(step).from_select([each.name for each in step.c], select(*given_rows(step.c, "steps").c))
"""Notes steps that have fallen due: its parameter `steps` holds their rows.

Whoever executes it holds the requests; a step that was noted before raises IntegrityError.
"""


def row(noted: NotedStep, now: datetime) -> dict[str, object]:
    """A step that falls due at `now`, as `NOTING` takes it; with a reason it is withheld at once."""
    one, request, reason = noted.step, noted.request, noted.reason
    return {
        "workspace_id": request.workspace_id,
        "request_id": request.id,
        "cycle": one.key.cycle,
        "rung": one.key.rung,
        "repetition": one.key.repetition,
        "recipient_id": one.key.recipient,
        "role": one.role.value,
        "tone": one.tone.value,
        "policy_name": request.policy_name,
        "policy_version": request.policy_version,
        "due_at": one.due_at.isoformat(),
        "planned_at": now.isoformat(),
        "outcome": "withheld" if reason else None,
        "reason": reason.value if reason else None,
        "decided_at": now.isoformat() if reason else None,
    }


async def decide(
    conn: AsyncConnection,
    workspace_id: str,
    number: int,
    key: StepKey,
    *,
    outcome: str,
    reason: str | None,
    at: datetime,
) -> bool:
    """Give a step its one outcome; False when it had one."""
    statement = (
        update(step)
        .where(
            step.c.workspace_id == workspace_id,
            step.c.request_id == number,
            step.c.cycle == key.cycle,
            step.c.rung == key.rung,
            step.c.repetition == key.repetition,
            step.c.recipient_id == key.recipient,
            step.c.outcome.is_(None),
        )
        .values(outcome=outcome, reason=reason, decided_at=at)
        .returning(step.c.rung)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def latest_for(conn: AsyncConnection, workspace_id: str, number: int, recipient_id: int) -> StepKey | None:
    """The last step that reached this person about this request."""
    query = (
        select(step.c.cycle, step.c.rung, step.c.repetition, step.c.recipient_id)
        .where(
            step.c.workspace_id == workspace_id,
            step.c.request_id == number,
            step.c.recipient_id == recipient_id,
            step.c.outcome.in_(["sent", "shown"]),
        )
        .order_by(step.c.decided_at.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else StepKey(*row)


async def due_at_of(conn: AsyncConnection, workspace_id: str, number: int, key: StepKey) -> datetime | None:
    """When this step fell due (UTC)."""
    query = select(step.c.due_at).where(
        step.c.workspace_id == workspace_id,
        step.c.request_id == number,
        step.c.cycle == key.cycle,
        step.c.rung == key.rung,
        step.c.repetition == key.repetition,
        step.c.recipient_id == key.recipient,
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def withheld_between(conn: AsyncConnection, workspace_id: str, start: datetime, end: datetime) -> int:
    """How many due steps sent nothing in this stretch of time."""
    query = select(func.count()).where(
        step.c.workspace_id == workspace_id,
        step.c.outcome == "withheld",
        step.c.decided_at.between(start, end),
    )
    return (await conn.execute(query)).scalar_one()


async def lost(conn: AsyncConnection, workspace_id: str, before: datetime) -> list[tuple[int, StepKey]]:
    """Steps that fell due before `before`, have no outcome, and that no message is on its way for."""
    under_way = (
        select(outbox.c.id)
        .where(
            outbox.c.workspace_id == step.c.workspace_id,
            outbox.c.request_id == step.c.request_id,
            outbox.c.step_cycle == step.c.cycle,
            outbox.c.step_rung == step.c.rung,
            outbox.c.step_repetition == step.c.repetition,
            outbox.c.recipient_id == step.c.recipient_id,
            outbox.c.state.in_(["pending", "sending", "uncertain"]),
        )
        .exists()
    )
    query = select(step.c.request_id, step.c.cycle, step.c.rung, step.c.repetition, step.c.recipient_id).where(
        step.c.workspace_id == workspace_id, step.c.outcome.is_(None), step.c.planned_at < before, ~under_way
    )
    return [(number, StepKey(*key)) for number, *key in await conn.execute(query)]
