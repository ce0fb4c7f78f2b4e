"""Rows of the outbox under way: claimed, opened, ended.

States are spelt out in the SQL, not bound: a prepared statement could not use the partial indexes otherwise.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    TableClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.outbox import AT_ONCE
from bot.db.tables import outbox, person
from bot.domain.ladder import StepKey
from bot.domain.outbox import Delivery, DeliveryState, Intention, Kind, Purpose

_NOT_ENDED = text("before.state IN ('pending', 'sending', 'uncertain')")
_before = outbox.alias("before")
"""What a row hangs on: the message that it changes, or answers."""


async def claim(
    conn: AsyncConnection,
    workspace_id: str,
    *,
    now: datetime,
    real_now: datetime,
    lease_until: datetime,
    limit: int,
    per_lane: int,
    updates: int,
) -> list[Delivery]:
    """Lease what may be sent now: at most `limit`, of each lane `per_lane`, and `updates` edits, oldest first.

    A lane with something under way, or held back until a later retry, is left alone, so that nothing overtakes; and
    what hangs on a message that has not arrived yet waits for it.
    """
    caps = {"most": limit, "each": per_lane, "updates": updates}
    rows = (
        await conn.execute(_CLAIM, {"ws": workspace_id, "now": now, "real": real_now, "lease": lease_until, **caps})
    ).all()
    return [_delivery(row) for row in sorted(rows, key=lambda row: row.id)]


async def give_up_expired(conn: AsyncConnection, workspace_id: str, real_now: datetime) -> int:
    """Make uncertain what was under way when its lease ended; how many. A lease outlasts the settle time.

    Rows that are being written just now are passed over: waiting for several could wait in a circle.
    """
    expired = await conn.execute(_GIVE_UP, {"ws": workspace_id, "real": real_now})
    return len(expired.all())


async def settled(conn: AsyncConnection, workspace_id: str, real_now: datetime, limit: int) -> list[Delivery]:
    """What is uncertain and can be looked for now; oldest first."""
    rows = await conn.execute(_SETTLED, {"ws": workspace_id, "real": real_now, "most": limit})
    return [_delivery(row) for row in rows]


async def change(conn: AsyncConnection, delivery: Delivery, **values: Any) -> bool:
    """Write what became of this attempt; False when it is no longer this attempt that counts."""
    return await _changed(conn, delivery, values) is not None


async def arrived(conn: AsyncConnection, delivery: Delivery, *, said: str, **values: Any) -> tuple[bool, str | None]:
    """As `change`, for what is in Slack now and says `said`; with what may be kept of that: nothing, where the words
    were erased while it was under way.
    """
    row = await _changed(conn, delivery, {**values, "said": said})
    return row is not None, row.said if row is not None else None


async def _changed(conn: AsyncConnection, delivery: Delivery, values: dict[str, Any]) -> Row[Any] | None:
    which = {"of_workspace": delivery.workspace_id, "of_id": delivery.id, "of_attempts": delivery.attempts}
    return (await conn.execute(_change(*values), which | values)).one_or_none()


@cache
def _change(*names: str) -> Any:
    """The statement that writes these columns of a delivery; there are a handful of such sets."""
    written: dict[str, Any] = {name: bindparam(name, type_=outbox.c[name].type) for name in names}
    if "said" in written:  # nothing may be kept where the words were erased while it was under way
        written["said"] = case((outbox.c.words_gone, null()), else_=written["said"])
    return (
        update(outbox)
        .where(
            outbox.c.workspace_id == bindparam("of_workspace"),
            outbox.c.id == bindparam("of_id"),
            outbox.c.attempts == bindparam("of_attempts"),
            text("outbox.state IN ('sending', 'uncertain')"),
        )
        .values(written)
        .returning(outbox.c.id, outbox.c.said)
    )


async def note_shown(conn: AsyncConnection, workspace_id: str, post_id: int, digest: bytes | None) -> None:
    """Note what a message shows now; None: not known."""
    await conn.execute(_NOTE_SHOWN, {"ws": workspace_id, "post": post_id, "digest": digest})


async def hand_over_step(conn: AsyncConnection, delivery: Delivery) -> tuple[bool, bool]:
    """Give the step of an update to a later update of the same message that waits.

    Returns whether there is one, and whether the step is now its.
    """
    step, target = delivery.intention.step, delivery.intention.target_id
    waiting = and_(
        outbox.c.workspace_id == delivery.workspace_id,
        outbox.c.target_id == target,
        text("outbox.kind = 'update' AND outbox.state = 'pending'"),
    )
    later = (await conn.execute(select(outbox.c.id, outbox.c.step_rung).where(waiting).with_for_update())).one_or_none()
    if later is None or step is None or later.step_rung is not None:
        return later is not None, False
    columns = {"step_cycle": step.cycle, "step_rung": step.rung, "step_repetition": step.repetition}
    await conn.execute(update(outbox).where(waiting).values(recipient_id=step.recipient, **columns))
    return True, True


async def drop_edits_of(conn: AsyncConnection, workspace_id: str, post_id: int, *, reason: str) -> None:
    """Withhold the edits that wait for this message, but for such as have a step to tell of."""
    statement = update(outbox).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.target_id == post_id,
        text("outbox.kind = 'update' AND outbox.state = 'pending'"),
        outbox.c.step_rung.is_(None),
    )
    await conn.execute(statement.values(state=DeliveryState.WITHHELD, reason=reason))


def _blocked_lanes() -> Select[Any]:
    """Lanes in which something is under way, or waits for its retry. What can't be found out blocks nobody."""
    on_the_way = select(outbox.c.lane).where(
        outbox.c.workspace_id == bindparam("ws"),
        text("outbox.state IN ('sending', 'uncertain')"),
        or_(text("outbox.state = 'sending'"), outbox.c.reason.is_(None)),
    )
    held_back = select(outbox.c.lane).where(
        outbox.c.workspace_id == bindparam("ws"),
        text("outbox.state = 'pending' AND outbox.retry_at IS NOT NULL"),
        outbox.c.retry_at > bindparam("real"),
    )
    return select(union_all(on_the_way, held_back).subquery().c.lane)


def _claim_statement() -> Any:
    hangs = exists().where(
        _before.c.workspace_id == outbox.c.workspace_id,
        _before.c.id == func.coalesce(outbox.c.target_id, outbox.c.thread_of),
        _NOT_ENDED,
    )
    free = (
        select(outbox.c.id, outbox.c.lane, outbox.c.kind)
        .where(
            outbox.c.workspace_id == bindparam("ws"),
            text("outbox.state = 'pending'"),
            or_(outbox.c.kind != Kind.UPDATE, bindparam("updates", type_=Integer) > 0),
            outbox.c.due_at <= bindparam("now"),
            or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= bindparam("real")),
            outbox.c.lane.not_in(_blocked_lanes()),
            ~hangs,
        )
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=outbox)
        .cte("free")
    )
    place = func.row_number().over(partition_by=free.c.lane, order_by=free.c.id)
    of_its_kind = func.row_number().over(partition_by=free.c.kind, order_by=free.c.id)
    ranked = select(free.c.id, free.c.kind, place.label("place"), of_its_kind.label("of_its_kind")).cte("ranked")
    claimed = (
        update(outbox)
        .where(
            outbox.c.workspace_id == bindparam("ws"),
            outbox.c.id == ranked.c.id,
            ranked.c.place <= bindparam("each"),
            or_(ranked.c.kind != Kind.UPDATE, ranked.c.of_its_kind <= bindparam("updates", type_=Integer)),
        )
        .values(
            state=literal_column("'sending'"),
            attempts=outbox.c.attempts + 1,
            attempted_at=func.coalesce(outbox.c.attempted_at, bindparam("real")),
            lease_until=bindparam("lease"),
            retry_at=None,
            reason=None,
        )
        .returning(*outbox.c)
        .cte("claimed")
    )
    return _with_surroundings(claimed)


def _with_surroundings(rows: Any) -> Select[Any]:
    """Rows together with the person whom they are for and the message that they hang on."""
    whom: TableClause = person
    hung_on: ColumnElement[bool] = and_(
        _before.c.workspace_id == rows.c.workspace_id,
        _before.c.id == func.coalesce(rows.c.target_id, rows.c.thread_of),
    )
    joined = rows.outerjoin(_before, hung_on).outerjoin(
        whom, and_(person.c.workspace_id == rows.c.workspace_id, person.c.id == rows.c.recipient_id)
    )
    before = (_before.c.sent_channel, _before.c.sent_ts, _before.c.shown_digest, _before.c.file_id)
    labelled = [column.label(f"before_{column.name}") for column in before]
    return select(*rows.c, *labelled, person.c.slack_id).select_from(joined)


def _settled_statement() -> Select[Any]:
    ready = (
        select(*outbox.c)
        .where(
            outbox.c.workspace_id == bindparam("ws"),
            text("outbox.state = 'uncertain'"),
            outbox.c.retry_at <= bindparam("real"),
        )
        .order_by(outbox.c.id)
        .limit(bindparam("most", type_=Integer))
        .cte("ready")
    )
    query = _with_surroundings(ready)
    return query.order_by(ready.c.id)


def _give_up_statement() -> Any:
    expired = (
        select(outbox.c.id)
        .where(
            outbox.c.workspace_id == bindparam("ws"),
            text("outbox.state = 'sending'"),
            outbox.c.lease_until <= bindparam("real"),
        )
        .with_for_update(skip_locked=True)
        .cte("expired")
    )
    return (
        update(outbox)
        .where(outbox.c.workspace_id == bindparam("ws"), outbox.c.id == expired.c.id)
        .values(state="uncertain", retry_at=bindparam("real"), lease_until=None)
        .returning(outbox.c.id)
    )


_CLAIM = _claim_statement()
_GIVE_UP = _give_up_statement()
_NOTE_SHOWN = (
    update(outbox)
    .where(outbox.c.workspace_id == bindparam("ws"), outbox.c.id == bindparam("post"))
    .values(shown_digest=bindparam("digest"))
)
_SETTLED = _settled_statement()


def _delivery(row: Row[Any]) -> Delivery:
    is_update = row.kind == Kind.UPDATE
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        intention=_intention(row),
        token=row.token,
        attempts=row.attempts,
        uncertain=row.state == "uncertain",
        lane=row.lane,
        recipient_slack_id=row.slack_id,
        opened_channel=row.opened_channel,
        sent_channel=row.before_sent_channel if is_update else None,
        sent_ts=row.before_sent_ts if is_update else None,
        thread_channel=None if is_update else row.before_sent_channel,
        thread_ts=None if is_update else row.before_sent_ts,
        shown_digest=row.before_shown_digest if is_update else None,
        attempted_at=row.attempted_at,
        lease_until=row.lease_until,
        file_id=row.before_file_id if is_update else row.file_id,
        said=row.said,
    )


def _intention(row: Row[Any]) -> Intention:
    has_step = row.step_rung is not None
    key = StepKey(row.step_cycle, row.step_rung, row.step_repetition, row.recipient_id) if has_step else None
    return Intention(
        purpose=Purpose(row.purpose),
        dedupe_key=row.dedupe_key,
        kind=Kind(row.kind),
        recipient_id=row.recipient_id,
        channel=row.channel,
        thread_of=row.thread_of,
        target_id=row.target_id,
        request_id=row.request_id,
        step=key,
        due_at=None if row.due_at == AT_ONCE else row.due_at,
        in_office_hours=row.in_office_hours,
        facts=row.facts,
    )
