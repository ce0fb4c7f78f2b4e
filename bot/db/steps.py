"""Due steps and their outcomes: each step has exactly one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Integer, Row, Text, and_, bindparam, case, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.given import given_rows
from bot.db.tables import outbox, step
from bot.domain.ladder import Step, StepKey, Withheld
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.policy import Tone
from bot.domain.request import Cause, Request
from bot.domain.step import OwnMessage
from bot.domain.why import PastStep
from bot.domain.working import recipe, reckoning_of

IS_REMINDED = and_(step.c.rung >= 0, step.c.tone != Tone.CARD.value)
"""Steps that have a line in a reminder, and no message of their own."""


@dataclass(frozen=True, slots=True)
class NotedStep:
    """A step that has fallen due for a request; with a `reason` it sends nothing."""

    request: Request
    step: Step
    reason: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What fell due already for a request in its present cycle: the steps, on their way, sent or withheld; and the
    cards and heads-ups among them that came, or are still to come.
    """

    steps: frozenset[StepKey]
    messages: tuple[OwnMessage, ...]


async def done(conn: AsyncConnection, requests: Sequence[Request], now: datetime) -> dict[int, Done]:
    """By request: what fell due already, as known at `now`."""
    keys: dict[int, set[StepKey]] = {request.id: set() for request in requests}
    messages: defaultdict[int, list[OwnMessage]] = defaultdict(list)
    wanted = {
        "workspaces": [request.workspace_id for request in requests],
        "numbers": [request.id for request in requests],
        "cycles": [request.cycle.number for request in requests],
    }
    for row in await conn.execute(_DONE, wanted):
        key = StepKey(row.cycle, row.rung, row.repetition, row.recipient_id)
        keys[row.request_id].add(key)
        if row.comes_at is not None:
            messages[row.request_id].append(OwnMessage(key, row.due_at, row.sent_at or max(row.comes_at, now)))
    return {number: Done(frozenset(those), tuple(messages[number])) for number, those in keys.items()}


_IS_OF_STEP = and_(
    outbox.c.workspace_id == step.c.workspace_id,
    outbox.c.request_id == step.c.request_id,
    outbox.c.step_cycle == step.c.cycle,
    outbox.c.step_rung == step.c.rung,
    outbox.c.step_repetition == step.c.repetition,
    outbox.c.recipient_id == step.c.recipient_id,
)
"""Whether a message in the outbox is the one that a step became."""


def _done() -> Any:
    """The steps of some requests' cycles, each with the card or heads-up that it became, if it became one."""
    given = func.unnest(
        bindparam("workspaces", type_=ARRAY(Text)),
        bindparam("numbers", type_=ARRAY(BigInteger)),
        bindparam("cycles", type_=ARRAY(Integer)),
    )
    wanted = given.table_valued("workspace_id", "request_id", "cycle", name="wanted").render_derived()
    is_shown = and_(
        _IS_OF_STEP,
        text("outbox.kind = 'post'"),  # spelt out for its partial index
        outbox.c.purpose.in_((Purpose.CARD, Purpose.HEADS_UP)),
        outbox.c.state.in_(("pending", "sending", "uncertain", "sent")),
    )
    columns = (step.c.request_id, step.c.cycle, step.c.rung, step.c.repetition, step.c.recipient_id, step.c.due_at)
    return (
        select(*columns, outbox.c.due_at.label("comes_at"), outbox.c.sent_at)
        .select_from(wanted)
        .join(step, and_(*[step.c[each.name] == each for each in wanted.c]))
        .outerjoin(outbox, is_shown)
    )


_DONE = _done()

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
        "working": _working(noted),
    }


def _working(noted: NotedStep) -> dict[str, object]:
    """What "why?" is answered from later, when the request has moved on and its people have changed their hours."""
    one = noted.step
    known = {"cause": noted.request.cycle.cause.value, "chosen_by": noted.request.policy_by.value}
    return known | ({"clock": recipe(one.reckoning, one.due_at)} if one.reckoning else {})


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
    given = {
        "workspace": workspace_id,
        "number": number,
        "of_cycle": key.cycle,
        "of_rung": key.rung,
        "of_repetition": key.repetition,
        "recipient": key.recipient,
        "became": outcome,
        "because": reason,
        "at": at,
    }
    return (await conn.execute(_DECIDE, given)).one_or_none() is not None


_DECIDE = (
    update(step)
    .where(
        step.c.workspace_id == bindparam("workspace"),
        step.c.request_id == bindparam("number"),
        step.c.cycle == bindparam("of_cycle"),
        step.c.rung == bindparam("of_rung"),
        step.c.repetition == bindparam("of_repetition"),
        step.c.recipient_id == bindparam("recipient"),
        step.c.outcome.is_(None),
    )
    .values(outcome=bindparam("became"), reason=bindparam("because"), decided_at=bindparam("at"))
    .returning(step.c.rung)
)


async def of_request(conn: AsyncConnection, workspace_id: str, number: int) -> list[PastStep]:
    """Every step of a request that has fallen due, in the order in which they got their outcomes; open ones last."""
    query = (
        select(step)
        .where(step.c.workspace_id == workspace_id, step.c.request_id == number)
        .order_by(step.c.decided_at.nulls_last(), step.c.planned_at, step.c.due_at, step.c.rung, step.c.recipient_id)
    )
    return [_past(row) for row in await conn.execute(query)]


def _past(row: Row[*tuple[Any, ...]]) -> PastStep:
    working = row.working or {}
    cause = working.get("cause")
    return PastStep(
        key=StepKey(row.cycle, row.rung, row.repetition, row.recipient_id),
        role=Role(row.role),
        tone=Tone(row.tone),
        due_at=row.due_at.astimezone(UTC),
        planned_at=row.planned_at,
        policy_name=row.policy_name,
        policy_version=row.policy_version,
        outcome=row.outcome,
        reason=row.reason,
        decided_at=row.decided_at,
        cause=Cause(cause) if cause else None,
        chosen_by=working.get("chosen_by"),
        reckoning=reckoning_of(working["clock"]) if "clock" in working else None,
    )


async def lost(conn: AsyncConnection, workspace_id: str, before: datetime) -> list[tuple[int, Step]]:
    """Steps that were noted before `before`, have no outcome, and that no message is on its way for; by request."""
    rows = await conn.execute(_LOST, {"workspace": workspace_id, "before": before})
    return [(row.request_id, _step(row)) for row in rows]


def _lost() -> Any:
    under_way = text("outbox.state IN ('pending', 'sending', 'uncertain')")
    own = select(outbox.c.id).where(_IS_OF_STEP, under_way).exists()
    reminder = (
        select(outbox.c.id)
        .where(
            outbox.c.workspace_id == step.c.workspace_id,
            outbox.c.recipient_id == step.c.recipient_id,
            outbox.c.purpose == Purpose.REMINDER,
            under_way,
        )
        .exists()
    )
    return (
        select(step)
        .where(
            step.c.workspace_id == bindparam("workspace"),
            text("step.outcome IS NULL"),
            step.c.planned_at < bindparam("before"),
            case((IS_REMINDED, ~reminder), else_=~own),
        )
        .order_by(step.c.planned_at, step.c.request_id)
    )


_LOST = _lost()


def _step(row: Row[Any]) -> Step:
    key = StepKey(row.cycle, row.rung, row.repetition, row.recipient_id)
    return Step(key, row.due_at, Role(row.role), Tone(row.tone))
