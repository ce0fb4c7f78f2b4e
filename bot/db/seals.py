"""What sealing and verifying read and write: the queue of events that have no seal yet, and the chain of seals."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_alarm, audit_anchor_noted, audit_event, audit_seal, audit_unsealed, workspace
from bot.db.written import FIELDS, fields_of
from bot.domain.alarms import Alarm
from bot.domain.seal import Anchor, Seal, SealedFields

_SEALING, _WATCHING = 0x5EA1, 0x5EA2  # the classes of the advisory locks

_workspace: BindParameter[str] = bindparam("workspace_id")

_TRY_LOCK = select(func.pg_try_advisory_xact_lock(_SEALING, func.hashtext(_workspace)))
_TRY_WATCH = select(func.pg_try_advisory_xact_lock(_WATCHING, func.hashtext(_workspace)))
_NOW = select(func.clock_timestamp().label("now")).subquery("real")
_ALARM = select(_NOW.c.now, audit_alarm).select_from(
    _NOW.outerjoin(audit_alarm, audit_alarm.c.workspace_id == _workspace)
)
_INSERT_SEAL = insert(audit_seal)
_noted = upsert(audit_anchor_noted)
_NOTE_ANCHOR = _noted.on_conflict_do_update(
    index_elements=["workspace_id"],
    set_={"noted_on": _noted.excluded.noted_on},
    where=audit_anchor_noted.c.noted_on < _noted.excluded.noted_on,
).returning(audit_anchor_noted.c.workspace_id)

_WAITING = (
    select(audit_unsealed.c.event_id)
    .join(
        audit_event,
        (audit_event.c.workspace_id == audit_unsealed.c.workspace_id) & (audit_event.c.id == audit_unsealed.c.event_id),
    )
    .where(audit_unsealed.c.workspace_id == _workspace)
    .order_by(audit_unsealed.c.event_id)
    .limit(bindparam("most"))
)
_CLAIMED = (
    delete(audit_unsealed)
    .where(audit_unsealed.c.workspace_id == _workspace, audit_unsealed.c.event_id.in_(_WAITING))
    .returning(audit_unsealed.c.event_id)
    .cte("claimed")
)
_CLAIM = (
    select(*FIELDS)
    .join(_CLAIMED, _CLAIMED.c.event_id == audit_event.c.id)
    .where(audit_event.c.workspace_id == _workspace)
)

_LAST_SEAL = (
    select(audit_seal.c.number, audit_seal.c.event_count, audit_seal.c.hash)
    .where(audit_seal.c.workspace_id == _workspace, audit_seal.c.number.is_not(None))
    .order_by(audit_seal.c.number.desc())
    .limit(1)
)
_AGE = select(func.clock_timestamp() - func.min(audit_unsealed.c.queued_at)).where(
    audit_unsealed.c.workspace_id == _workspace
)
_waiting = select(audit_unsealed.c.workspace_id).distinct().subquery("waiting")
_of_workspace = func.coalesce(workspace.c.workspace_id, _waiting.c.workspace_id)
_STANDINGS = (
    select(
        _of_workspace,
        func.coalesce(workspace.c.zone, "UTC"),
        audit_anchor_noted.c.noted_on,
        _waiting.c.workspace_id.is_not(None),
        audit_alarm.c.workspace_id.is_not(None),
    )
    .select_from(
        workspace.join(_waiting, _waiting.c.workspace_id == workspace.c.workspace_id, full=True)
        .outerjoin(audit_anchor_noted, audit_anchor_noted.c.workspace_id == _of_workspace)
        .outerjoin(audit_alarm, audit_alarm.c.workspace_id == _of_workspace)
    )
    .order_by(_of_workspace)
)

# One statement, for only one snapshot tells an event that a sealer is just taking from one that nobody queued.
_LOOSE_ENDS = text(
    """
    SELECT
        (SELECT count(*) FROM audit_unsealed WHERE workspace_id = :workspace_id) AS unsealed,
        (SELECT min(q.event_id) FROM audit_unsealed q WHERE q.workspace_id = :workspace_id AND NOT EXISTS (
            SELECT FROM audit_event e WHERE e.workspace_id = q.workspace_id AND e.id = q.event_id)) AS gone,
        (SELECT min(e.id) FROM audit_event e WHERE e.workspace_id = :workspace_id AND NOT EXISTS (
            SELECT FROM audit_unsealed q WHERE q.workspace_id = e.workspace_id AND q.event_id = e.id)
         AND NOT EXISTS (
            SELECT FROM audit_seal s CROSS JOIN unnest(s.event_ids) AS listed
            WHERE s.workspace_id = :workspace_id AND s.number IS NOT NULL AND listed = e.id)) AS unlisted,
        (SELECT count(*) FROM audit_seal s
         WHERE s.workspace_id = :workspace_id AND (s.number IS NULL OR s.number <= :reached)) AS seals,
        (SELECT e.id FROM audit_event e WHERE e.workspace_id = :workspace_id
         GROUP BY e.id HAVING count(*) > 1 ORDER BY e.id LIMIT 1) AS twice,
        (SELECT t.event_id FROM audit_text t WHERE t.workspace_id = :workspace_id
         GROUP BY t.event_id HAVING count(*) > 1 ORDER BY t.event_id LIMIT 1) AS said_twice
    """
)


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """What lies outside of all seals: how many events are queued, the first queued event that is gone, and the
    first event that is neither queued nor in any seal. `seals` counts those up to the one that was reached, and those
    without a number; `twice` is the first event that stands in two rows, `said_twice` the first whose words do: whoever
    owns the tables can drop the keys that forbid it.
    """

    unsealed: int
    gone: int | None
    unlisted: int | None
    seals: int
    twice: int | None
    said_twice: int | None


async def try_lock(conn: AsyncConnection, workspace_id: str) -> bool:
    """Become the one sealer of a workspace until the transaction ends; False where somebody else is."""
    return bool((await conn.execute(_TRY_LOCK, {"workspace_id": workspace_id})).scalar())


async def claim_unsealed(conn: AsyncConnection, workspace_id: str, limit: int) -> list[SealedFields]:
    """Take up to `limit` events out of the queue, lowest ids first, in no order.

    An id whose event is gone stays queued: it shows in `unsealed_age` and in `loose_ends`.
    """
    rows = (await conn.execute(_CLAIM, {"workspace_id": workspace_id, "most": limit})).all()
    return fields_of(rows)


async def unsealed_age(conn: AsyncConnection, workspace_id: str) -> timedelta | None:
    """How long, in real time, the oldest event without a seal has been waiting; None where none waits."""
    age: timedelta | None = (await conn.execute(_AGE, {"workspace_id": workspace_id})).scalar()
    return age


@dataclass(frozen=True, slots=True)
class Standing:
    """How the sealing of a workspace stands: on which of the days in its `zone` its anchor was noted last, whether
    events wait for their seal, and whether an alarm stands because they waited too long.
    """

    workspace_id: str
    zone: str
    noted_on: date | None
    has_unsealed: bool
    has_alarm: bool


async def standings(conn: AsyncConnection) -> list[Standing]:
    """That of every workspace, and of whatever else events were recorded for."""
    return [Standing(*row) for row in await conn.execute(_STANDINGS)]


async def last_seal(conn: AsyncConnection, workspace_id: str) -> Anchor | None:
    """How far the chain of a workspace reaches; None where nothing is sealed yet."""
    row = (await conn.execute(_LAST_SEAL, {"workspace_id": workspace_id})).one_or_none()
    return None if row is None else Anchor(row.number, row.event_count, row.hash)


async def insert_seal(conn: AsyncConnection, seal: Seal) -> None:
    """Add a seal to the chain. A second one of that number is refused by the database (IntegrityError)."""
    await conn.execute(_INSERT_SEAL, {**asdict(seal), "event_ids": list(seal.event_ids)})


async def waiting_count(conn: AsyncConnection, workspace_id: str) -> int:
    """How many events have no seal yet."""
    query = select(func.count()).select_from(audit_unsealed).where(audit_unsealed.c.workspace_id == workspace_id)
    return int((await conn.execute(query)).scalar_one())


async def note_anchor(conn: AsyncConnection, workspace_id: str, today: date) -> bool:
    """Note that the anchor of this day is told; False where somebody has done that already."""
    given = {"workspace_id": workspace_id, "noted_on": today}
    return (await conn.execute(_NOTE_ANCHOR, given)).one_or_none() is not None


async def watched(conn: AsyncConnection, workspace_id: str) -> tuple[Alarm | None, datetime] | None:
    """The alarm of a workspace that stands, where one does, and the time that it really is (UTC); it is this
    transaction's to change. None where another one is at it.
    """
    if not (await conn.execute(_TRY_WATCH, {"workspace_id": workspace_id})).scalar():
        return None
    row = (await conn.execute(_ALARM, {"workspace_id": workspace_id})).one()
    return (None if row.begun_at is None else Alarm(row.begun_at, row.told_at, row.wrong_at)), row.now


async def keep_alarm(conn: AsyncConnection, workspace_id: str, alarm: Alarm | None) -> None:
    """Have this alarm stand from now on; None: no more."""
    if alarm is None:
        await conn.execute(delete(audit_alarm).where(audit_alarm.c.workspace_id == workspace_id))
    else:
        kept = upsert(audit_alarm).values(workspace_id=workspace_id, **asdict(alarm))
        await conn.execute(kept.on_conflict_do_update(index_elements=["workspace_id"], set_=asdict(alarm)))


async def loose_ends(conn: AsyncConnection, workspace_id: str, reached: int) -> LooseEnds:
    """What lies outside of all seals, at one moment; `reached` is the number of the last seal that was verified."""
    row = (await conn.execute(_LOOSE_ENDS, {"workspace_id": workspace_id, "reached": reached})).one()
    return LooseEnds(*row)


async def without_time_limit(conn: AsyncConnection) -> None:
    """Let the statements of this transaction take as long as they need."""
    await conn.execute(text("SET LOCAL statement_timeout = 0"))
