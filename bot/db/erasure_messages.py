"""Taking words out of the outbox: what was said, and what is known of messages still under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.erasure import holds
from bot.db.tables import outbox, packet, person, step
from bot.domain.forgetting import ERASING, PERSONAL_FACTS, Naming
from bot.domain.outbox import DeliveryState, Kind, Purpose


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the outbox, with what it keeps of what was said. `target_id` is the message that it changes, or itself.

    `can_be_redrawn`: whoever got it is still here, or it stands in a channel.
    """

    id: int
    kind: Kind
    purpose: Purpose
    state: DeliveryState
    request_id: int | None
    recipient_id: int | None
    target_id: int | None
    said: str | None
    facts: Mapping[str, str | int | bool | None]
    dedupe_key: str
    lane: str
    words_gone: bool
    can_be_redrawn: bool

    @property
    def is_under_way(self) -> bool:
        """Whether nobody knows yet what became of it: what it says was drawn already."""
        return self.state in {DeliveryState.SENDING, DeliveryState.UNCERTAIN}

    @property
    def shown_in(self) -> int | None:
        """The message by which Slack shows what this says, or may; None where it shows it nowhere."""
        is_there = self.is_under_way or self.state is DeliveryState.SENT
        is_picture = self.kind is Kind.UPLOAD and not self.is_log  # it shows numbers only
        return self.target_id if is_there and not is_picture else None

    @property
    def is_log(self) -> bool:
        """Whether it is a file that tells all of a request."""
        return self.purpose is Purpose.LOG


@dataclass(frozen=True, slots=True)
class Unedited:
    """A message whose edit has not been made: where it stands in Slack, and why not; no reason: not yet."""

    request_id: int | None
    channel: str | None
    ts: str | None
    reason: str | None


_UNDER_WAY = text("outbox.state IN ('sending','uncertain')")
"""What was drawn, and does not know yet what it says."""


def _rows() -> Select[Any]:
    whom = and_(person.c.workspace_id == outbox.c.workspace_id, person.c.id == outbox.c.recipient_id)
    return (
        select(*outbox.c, person.c.is_active, person.c.is_guest)
        .select_from(outbox.outerjoin(person, whom))
        .order_by(outbox.c.id)
    )


async def of_request(conn: AsyncConnection, workspace_id: str, number: int) -> list[Kept]:
    """All rows about a request, reminders, packets and hand-backs that tell of it among others included.

    This transaction holds them, so that no sender takes them up meanwhile.
    """
    carried = select(step.c.carried_by).where(
        step.c.workspace_id == workspace_id, step.c.request_id == number, step.c.carried_by.is_not(None)
    )
    handed_over = (packet.c.workspace_id == workspace_id, packet.c.request_id == number)
    asking = select(packet.c.post_id).where(*handed_over)
    absences = select(packet.c.absence_id).where(*handed_over)
    of_absence = outbox.c.facts["absence"].as_integer().in_(absences)
    told_of = or_(
        and_(outbox.c.purpose == Purpose.HAND_BACK, of_absence),
        # Who is asked anew is asked by a later packet: which one asked before is only known by what it says.
        and_(outbox.c.purpose == Purpose.PACKET, of_absence, _says(number)),
    )
    posts = union_all(carried, asking)
    about = or_(outbox.c.request_id == number, outbox.c.id.in_(posts), outbox.c.target_id.in_(posts), told_of)
    query = _rows().where(outbox.c.workspace_id == workspace_id, about)
    return [_kept(row) for row in await conn.execute(query.with_for_update(of=outbox))]


async def naming_request(conn: AsyncConnection, workspace_id: str, number: int) -> list[Kept]:
    """The rows about no single request, such as digests, that name this one, or may by the time they have arrived;
    held by this transaction.
    """
    return await _of_no_request(conn, workspace_id, or_(_says(number), _UNDER_WAY))


async def naming_somebody(
    conn: AsyncConnection, workspace_id: str, naming: Naming, person_id: int | None
) -> list[Kept]:
    """The rows about no single request that may name somebody, also once they have arrived, or were sent to that
    colleague; held by this transaction. The caller looks closer. Where there is nobody to name, there are none.
    """
    if not naming.tokens and person_id is None:
        return []
    wide = [*naming.tokens, *([naming.first_name] if naming.first_name else [])]
    facts = cast(outbox.c.facts, Text)
    named = or_(holds(outbox.c.said, wide), *(holds(each, naming.tokens) for each in (facts, outbox.c.lane)))
    to_them = outbox.c.recipient_id == person_id if person_id is not None else false()
    return await _of_no_request(conn, workspace_id, or_(named, to_them, _UNDER_WAY))


async def _of_no_request(conn: AsyncConnection, workspace_id: str, which: ColumnElement[bool]) -> list[Kept]:
    query = _rows().where(outbox.c.workspace_id == workspace_id, text("outbox.request_id IS NULL"), which)
    return [_kept(row) for row in await conn.execute(query.with_for_update(of=outbox))]


def _says(number: int) -> ColumnElement[bool]:
    """Whether a message names this request by its number."""
    return and_(outbox.c.said.contains(f"#{number}"), outbox.c.said.regexp_match(rf"#{number}(?!\d)"))


async def holding_mails(conn: AsyncConnection, workspace_id: str, number: int, names: Sequence[str]) -> list[Kept]:
    """Questions about a mail that know one of these, or whose answer this request was; held by this transaction."""
    mail, answered = outbox.c.facts["mail"].astext, outbox.c.facts["answered"].astext
    query = _rows().where(
        outbox.c.workspace_id == workspace_id,
        text("outbox.request_id IS NULL"),
        or_(answered == str(number), *(mail.contains(name, autoescape=True) for name in names)),
    )
    return [_kept(row) for row in await conn.execute(query.with_for_update(of=outbox))]


async def questions_of_mails(conn: AsyncConnection, workspace_id: str, before: datetime, limit: int) -> list[Kept]:
    """Some questions about mails that made no request, put before that moment, which hold something of them still."""
    is_question = text("outbox.purpose IN ('which copy','noise question')")  # spelt out for its partial index
    holds = or_(outbox.c.said.is_not(None), *(func.jsonb_exists(outbox.c.facts, name) for name in PERSONAL_FACTS))
    query = _rows().where(
        outbox.c.workspace_id == workspace_id,
        is_question,
        func.coalesce(outbox.c.sent_at, outbox.c.created_at) < before,
        holds,
    )
    return [_kept(row) for row in await conn.execute(query.limit(limit).with_for_update(of=outbox))]


async def write(conn: AsyncConnection, workspace_id: str, message: Kept, left: Kept, *, withhold: bool = False) -> None:
    """Write what is left of a row. What is under way keeps nothing of what it says when it arrives.

    `withhold`: it is not to be sent any more.
    """
    is_drawn = message.state is not DeliveryState.PENDING
    values: dict[str, Any] = {
        "said": left.said,
        "facts": dict(left.facts),
        "dedupe_key": left.dedupe_key,
        "lane": left.lane,
        "words_gone": is_drawn,
        "shown_digest": None,
    }
    values |= {"state": DeliveryState.WITHHELD, "reason": Purpose.ERASURE.value} if withhold else {}
    await conn.execute(
        update(outbox).where(outbox.c.workspace_id == workspace_id, outbox.c.id == message.id).values(values)
    )


async def said_by(conn: AsyncConnection, workspace_id: str, post_id: int) -> str | None:
    """What is left of what a message said; None: nothing."""
    query = select(outbox.c.said).where(outbox.c.workspace_id == workspace_id, outbox.c.id == post_id)
    return (await conn.execute(query)).scalar_one_or_none()


async def unedited(conn: AsyncConnection, workspace_id: str) -> list[Unedited]:
    """Messages whose words were to be taken out of Slack, and of which that is not done."""
    post = outbox.alias("post")
    query = (
        select(outbox.c.request_id, post.c.sent_channel, post.c.sent_ts, outbox.c.reason)
        .join(post, and_(post.c.workspace_id == outbox.c.workspace_id, post.c.id == outbox.c.target_id))
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.kind == Kind.UPDATE,
            outbox.c.state.in_([DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.FAILED]),
            func.jsonb_exists(outbox.c.facts, ERASING),
        )
        .order_by(outbox.c.id)
    )
    return [Unedited(*row) for row in await conn.execute(query)]


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        id=row.id,
        kind=Kind(row.kind),
        purpose=Purpose(row.purpose),
        state=DeliveryState(row.state),
        request_id=row.request_id,
        recipient_id=row.recipient_id,
        target_id=row.target_id if row.kind == Kind.UPDATE else row.id,
        said=row.said,
        facts=row.facts,
        dedupe_key=row.dedupe_key,
        lane=row.lane,
        words_gone=row.words_gone,
        can_be_redrawn=row.recipient_id is None or bool(row.is_active and not row.is_guest),
    )
