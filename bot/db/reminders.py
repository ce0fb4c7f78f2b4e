"""Which steps a reminder tells of. `carried_by` is the message in which a step has its line, `drawn_by` the post or
edit that draws it there: when that has arrived, exactly these are decided.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Row,
    Text,
    all_,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    text,
    tuple_,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.outbox import is_showing
from bot.db.steps import IS_REMINDED
from bot.db.tables import outbox, step
from bot.domain.ladder import StepKey
from bot.domain.outbox import GONE, Delivery, Purpose
from bot.domain.policy import Tone
from bot.domain.reminder import DueLine

_UNDECIDED = text("step.outcome IS NULL")  # spelt out for its partial index
_KEY = (step.c.cycle, step.c.rung, step.c.repetition, step.c.recipient_id)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A reminder under way, and whose it is."""

    workspace_id: str
    delivery_id: int
    recipient_id: int

    @classmethod
    def of(cls, delivery: Delivery) -> "Carrier":
        """That of this delivery. A reminder is always for somebody."""
        recipient = delivery.intention.recipient_id
        if recipient is None:
            raise ValueError(f"delivery {delivery.id} is for nobody")
        return cls(delivery.workspace_id, delivery.id, recipient)


async def take_up(conn: AsyncConnection, carrier: Carrier, *, into: int) -> list[DueLine]:
    """Give every step of this person that nothing carries yet, or that this carrier did, to the message `into`.

    Where that is the carrier itself, it draws them as well; else an edit will.
    """
    free = or_(step.c.carried_by.is_(None), step.c.carried_by == carrier.delivery_id)
    drawn_by = into if into == carrier.delivery_id else None
    statement = update(step).where(*_theirs(carrier), IS_REMINDED, free).values(carried_by=into, drawn_by=drawn_by)
    return _lines(await conn.execute(statement.returning(step.c.request_id, *_KEY, step.c.tone)))


async def draw(conn: AsyncConnection, carrier: Carrier, *, within: int) -> list[DueLine]:
    """Note that this delivery draws the undecided steps of the message `within`, and give them."""
    statement = update(step).where(*_theirs(carrier), step.c.carried_by == within).values(drawn_by=carrier.delivery_id)
    return _lines(await conn.execute(statement.returning(step.c.request_id, *_KEY, step.c.tone)))


async def drawn(conn: AsyncConnection, carrier: Carrier) -> list[DueLine]:
    """The undecided steps that this delivery draws."""
    query = select(step.c.request_id, *_KEY, step.c.tone).where(
        *_theirs(carrier), step.c.drawn_by == carrier.delivery_id
    )
    return _lines(await conn.execute(query))


async def decide_drawn(
    conn: AsyncConnection, carrier: Carrier, *, outcome: str, reason: str | None, at: datetime
) -> list[DueLine]:
    """Give the steps that this delivery draws their outcome; which these were."""
    statement = (
        update(step)
        .where(*_theirs(carrier), step.c.drawn_by == carrier.delivery_id)
        .values(outcome=outcome, reason=reason, decided_at=at)
    )
    return _lines(await conn.execute(statement.returning(step.c.request_id, *_KEY, step.c.tone)))


async def let_go(conn: AsyncConnection, carrier: Carrier) -> None:
    """Nothing carries the undecided steps of this message any more: the next reminder takes them up."""
    statement = update(step).where(*_theirs(carrier), step.c.carried_by == carrier.delivery_id)
    await conn.execute(statement.values(carried_by=None, drawn_by=None))


async def note_gone(conn: AsyncConnection, carrier: Carrier, message: int) -> bool:
    """Somebody has deleted this message from Slack: it is nobody's reminder of today any more, and nothing carries the
    undecided steps in it. Whether there were any.
    """
    gone = func.jsonb_build_object(GONE, True)
    of_message = (outbox.c.workspace_id == carrier.workspace_id, outbox.c.id == message)
    await conn.execute(update(outbox).where(*of_message).values(facts=outbox.c.facts.op("||")(gone)))
    statement = update(step).where(*_theirs(carrier), step.c.carried_by == message)
    freed = await conn.execute(statement.values(carried_by=None, drawn_by=None).returning(step.c.request_id))
    return freed.first() is not None


async def free(conn: AsyncConnection, workspace_id: str, number: int, key: StepKey) -> None:
    """Nothing carries this step any more: the next reminder takes it up."""
    statement = update(step).where(
        step.c.workspace_id == workspace_id,
        step.c.request_id == number,
        tuple_(*_KEY) == (key.cycle, key.rung, key.repetition, key.recipient),
    )
    await conn.execute(statement.values(carried_by=None, drawn_by=None))


async def facts_of(conn: AsyncConnection, workspace_id: str, message: int) -> dict[str, str | int | bool | None]:
    """What an edit of this message has to know of it."""
    query = select(outbox.c.facts).where(outbox.c.workspace_id == workspace_id, outbox.c.id == message)
    return dict((await conn.execute(query)).scalar_one())


async def carried(conn: AsyncConnection, workspace_id: str, message: int) -> list[DueLine]:
    """Everything that a message tells of: its steps, but for those that were withheld."""
    query = select(step.c.request_id, *_KEY, step.c.tone).where(
        step.c.workspace_id == workspace_id,
        step.c.carried_by == message,
        step.c.outcome.is_distinct_from("withheld"),
    )
    return _lines(await conn.execute(query))


async def sent_since(conn: AsyncConnection, workspace_id: str, recipient_id: int, since: datetime) -> int | None:
    """The last reminder that this person was sent at `since` or later."""
    given = {"workspace": workspace_id, "recipient": recipient_id, "since": since}
    return (await conn.execute(_LAST_SINCE, given)).scalar_one_or_none()


async def had_since(
    conn: AsyncConnection,
    workspace_id: str,
    recipient_id: int,
    since: datetime,
    *,
    but: Collection[Purpose],
    but_marked: str,
    in_hours: Collection[Purpose],
) -> int:
    """How many messages this person was sent at `since` or later, but for these purposes and for those that carry the
    fact `but_marked`; of those `in_hours` only what waited for office hours.
    """
    given = {
        "workspace": workspace_id,
        "recipient": recipient_id,
        "since": since,
        "but": sorted(but),
        "but_marked": but_marked,
        "in_hours": sorted(in_hours),
    }
    return int((await conn.execute(_HAD, given)).scalar_one())


async def told_later(
    conn: AsyncConnection,
    carrier: Carrier,
    message: int,
    requests: Iterable[int],
    purposes: Iterable[Purpose],
    *,
    waiting: bool,
    now: datetime,
) -> set[int]:
    """Which of these requests a newer message to the same person shows, or will; `waiting`: a reminder to come too.

    A step that joined this message after a card was sent is told of here, though the card is the newer message.
    """
    numbers = sorted(requests)
    joined = select(step.c.request_id).where(
        step.c.workspace_id == carrier.workspace_id,
        step.c.request_id == outbox.c.request_id,
        step.c.recipient_id == carrier.recipient_id,
        step.c.carried_by == message,
        step.c.outcome.is_distinct_from("withheld"),
        _falls_due_after(outbox),
    )
    posts = select(outbox.c.request_id).where(
        outbox.c.workspace_id == carrier.workspace_id,
        outbox.c.request_id.in_(numbers),
        text("outbox.kind = 'post'"),
        outbox.c.recipient_id == carrier.recipient_id,
        outbox.c.purpose.in_(sorted(purposes)),
        outbox.c.id > message,
        is_showing(outbox, now),
        not_(joined.exists()),
    )
    elsewhere: ColumnElement[bool] = step.c.carried_by > message
    if waiting:
        elsewhere = or_(elsewhere, and_(step.c.carried_by.is_(None), step.c.outcome.is_(None)))
    lines = select(step.c.request_id).where(
        step.c.workspace_id == carrier.workspace_id,
        step.c.request_id.in_(numbers),
        step.c.recipient_id == carrier.recipient_id,
        IS_REMINDED,
        step.c.outcome.is_distinct_from("withheld"),
        elsewhere,
    )
    return set((await conn.execute(union(posts, lines))).scalars()) if numbers else set()


@dataclass(frozen=True, slots=True)
class NewerLine:
    """A line about a request that is newer than a post about it; `message`: where it stands, None: in one to come."""

    message: int | None


async def newer_line(conn: AsyncConnection, workspace_id: str, post_id: int) -> NewerLine | None:
    """Where a reminder tells, or will tell, the same person of the same request after this post.

    The reminder itself may be the older message: what falls due on its day joins it.
    """
    row = (await conn.execute(_NEWER_LINE, {"workspace": workspace_id, "post": post_id})).one_or_none()
    return None if row is None else NewerLine(row.carried_by)


async def introduce_instead(conn: AsyncConnection, carrier: Carrier) -> None:
    """Have the reminder that waits for this person say who is writing."""
    statement = update(outbox).where(
        outbox.c.workspace_id == carrier.workspace_id,
        outbox.c.recipient_id == carrier.recipient_id,
        text("outbox.kind = 'post' AND outbox.purpose = 'reminder' AND outbox.state = 'pending'"),
    )
    await conn.execute(statement.values(facts=outbox.c.facts.op("||")(func.jsonb_build_object("introduce", True))))


def _falls_due_after(post: FromClause) -> ColumnElement[bool]:
    """Steps that fall due after the one that a card or heads-up is for.

    No step of its cycle follows a heads-up: a date that was set ends the reminders until the next cycle.
    """
    in_its_cycle = and_(
        post.c.step_rung >= 0,
        step.c.cycle == post.c.step_cycle,
        tuple_(step.c.rung, step.c.repetition) > tuple_(post.c.step_rung, post.c.step_repetition),
    )
    return or_(step.c.cycle > post.c.step_cycle, in_its_cycle)


def _theirs(carrier: Carrier) -> tuple[Any, ...]:
    """Undecided steps of that person."""
    return step.c.workspace_id == carrier.workspace_id, step.c.recipient_id == carrier.recipient_id, _UNDECIDED


def _lines(rows: Iterable[Row[Any]]) -> list[DueLine]:
    return [
        DueLine(row.request_id, StepKey(row.cycle, row.rung, row.repetition, row.recipient_id), Tone(row.tone))
        for row in rows
    ]


# Posts that somebody was sent; spelt out for their partial index.
_POSTS_HAD = (
    outbox.c.workspace_id == bindparam("workspace"),
    outbox.c.recipient_id == bindparam("recipient"),
    text("outbox.kind = 'post' AND outbox.state = 'sent'"),
    outbox.c.sent_at >= bindparam("since"),
)
_LAST_SINCE = (
    select(outbox.c.id)
    .where(*_POSTS_HAD, outbox.c.purpose == Purpose.REMINDER, not_(outbox.c.facts.has_key(GONE)))
    .order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())
    .limit(1)
)
_HAD = select(func.count()).where(
    *_POSTS_HAD,
    outbox.c.channel.is_(None),
    outbox.c.purpose != all_(bindparam("but", type_=ARRAY(Text))),
    or_(outbox.c.purpose != all_(bindparam("in_hours", type_=ARRAY(Text))), outbox.c.in_office_hours),
    not_(outbox.c.facts.has_key(bindparam("but_marked", type_=Text))),
)


def _newer_line() -> Any:
    older, post = outbox.alias("older"), outbox.alias("post")
    is_post = (post.c.workspace_id == bindparam("workspace"), post.c.id == bindparam("post"))
    same = and_(
        older.c.workspace_id == step.c.workspace_id,
        older.c.request_id == step.c.request_id,
        older.c.recipient_id == step.c.recipient_id,
    )
    return (
        select(step.c.carried_by)
        .select_from(step)
        .join(older, same)
        .where(
            older.c.workspace_id == bindparam("workspace"),
            older.c.id == bindparam("post"),
            # Looked up first: without statistics the server would begin with every step that there is.
            step.c.workspace_id == bindparam("workspace"),
            step.c.request_id == select(post.c.request_id).where(*is_post).scalar_subquery(),
            IS_REMINDED,
            step.c.outcome.is_distinct_from("withheld"),
            or_(step.c.carried_by > older.c.id, _falls_due_after(older)),
        )
        .order_by(step.c.cycle.desc(), step.c.rung.desc(), step.c.repetition.desc())
        .limit(1)
    )


_NEWER_LINE = _newer_line()
