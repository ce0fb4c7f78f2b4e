"""What is meant to be said: put down inside the business transaction that causes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    not_,
    or_,
    select,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.given import given_rows
from bot.db.tables import outbox, step
from bot.domain.forgetting import ERASED_ON, ERASING
from bot.domain.outbox import Backlog, DeliveryState, Intention, Kind, Purpose

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""The due time of what is not held back: past on every clock."""


@dataclass(frozen=True, slots=True)
class SentPost:
    """A message that is in Slack, or on its way there, and can be edited: an update names it by `id`.

    `channel` and `ts` are None while it is on its way; an update of it then waits until it has arrived. A reminder is
    about many requests, so its `request_id` is None.
    """

    id: int
    request_id: int | None
    recipient_id: int | None
    channel: str | None
    ts: str | None
    purpose: Purpose
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


async def enqueue(conn: AsyncConnection, workspace_id: str, intentions: Sequence[Intention]) -> list[int | None]:
    """Put down what is to be said; one round trip. The ids, in the order given; None: it was there already.

    A post is there already when its dedupe key is. An update is when one of the same message is still waiting, a
    reminder when one for the same person is: that one is held back until this transaction ends, so that it shows what
    this transaction changes.
    """
    if not intentions:
        return []
    rows = rows_of(intentions)
    found = await conn.execute(_ENQUEUE, {"messages": once_each(rows), "workspace": workspace_id})
    ids = {key: id_ for id_, key in found}
    return [ids.pop(row["dedupe_key"], None) for row in rows]


def rows_of(intentions: Sequence[Intention]) -> list[dict[str, Any]]:
    """Intentions as `ENQUEUEING` takes them, once they are `once_each`."""
    own = uuid4().hex
    return [_row(intention, f"{own}:{place}") for place, intention in enumerate(intentions)]


async def cards_of(
    conn: AsyncConnection, workspace_id: str, requests: Collection[int], purposes: Collection[Purpose]
) -> list[SentPost]:
    """The messages about these requests, of these purposes, that an edit has to reach; oldest first.

    Those that nobody has begun to send are left out, and stay unsent until this transaction ends: they are
    rendered from what it leaves behind.
    """
    if not requests:
        return []
    given = {
        "workspace": workspace_id,
        "requests": sorted(requests),
        "purposes": sorted(purposes),
        "reminders": Purpose.REMINDER in purposes,
    }
    return [
        SentPost(
            row.id, row.request_id, row.recipient_id, row.sent_channel, row.sent_ts, Purpose(row.purpose), row.facts
        )
        for row in await conn.execute(_CARDS, given)
        if row.state != DeliveryState.PENDING
    ]


async def asked(
    conn: AsyncConnection, workspace_id: str, dedupe_key: str
) -> tuple[int, int | None, Mapping[str, str | int | bool | None]] | None:
    """A question that was put: the id of its message, who was asked, and what it was about, held until it is answered:
    of two presses at the same moment, the second finds what the first one said.
    """
    query = select(outbox.c.id, outbox.c.recipient_id, outbox.c.facts).where(
        outbox.c.workspace_id == workspace_id, outbox.c.dedupe_key == dedupe_key
    )
    row = (await conn.execute(query.with_for_update(key_share=True))).one_or_none()
    return None if row is None else (row.id, row.recipient_id, row.facts)


async def put_down(conn: AsyncConnection, workspace_id: str, dedupe_keys: Collection[str]) -> frozenset[str]:
    """Which of these keys belong to something that is in Slack, or on its way: what was withheld or failed is not."""
    query = select(outbox.c.dedupe_key).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.dedupe_key.in_(dedupe_keys),
        outbox.c.state.not_in(_KEPT_BACK),
    )
    return frozenset((await conn.execute(query)).scalars())


async def put_down_again(
    conn: AsyncConnection, workspace_id: str, dedupe_keys: Collection[str], channel: str | None
) -> bool:
    """Have what was withheld or failed tried once more, in `channel` where it is for no one person; whether any was.

    It stays the row that it is, so that it is said once, whoever else asks for it.
    """
    for_all = outbox.c.recipient_id.is_(None)
    own_lane = case((outbox.c.kind == Kind.UPLOAD, func.concat("upload:", channel)), else_=channel)
    statement = (
        update(outbox)
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.dedupe_key.in_(dedupe_keys),
            outbox.c.state.in_(_KEPT_BACK),
        )
        .values(
            state=DeliveryState.PENDING,
            reason=None,
            retry_at=None,
            opened_channel=None,
            channel=case((for_all, channel), else_=outbox.c.channel),
            lane=case((for_all, own_lane), else_=outbox.c.lane),
        )
        .returning(outbox.c.id)
    )
    return bool((await conn.execute(statement)).all())


async def settle_question(
    conn: AsyncConnection, workspace_id: str, post_id: int, facts: Mapping[str, str | int | bool | None]
) -> None:
    """A question that has been answered keeps this, and no more."""
    is_it = (outbox.c.workspace_id == workspace_id, outbox.c.id == post_id)
    await conn.execute(update(outbox).where(*is_it).values(facts=facts))


async def counts(conn: AsyncConnection, workspace_id: str) -> Backlog:
    """How much has not arrived yet."""
    is_uncertain = outbox.c.state == DeliveryState.UNCERTAIN
    query = select(
        func.count().filter(outbox.c.state == DeliveryState.PENDING).label("pending"),
        func.count().filter(outbox.c.state == DeliveryState.SENDING).label("sending"),
        func.count().filter(is_uncertain).label("uncertain"),
        func.count().filter(is_uncertain, outbox.c.reason.is_not(None)).label("unreadable"),
    ).where(outbox.c.workspace_id == workspace_id, text("state IN ('pending', 'sending', 'uncertain')"))
    row = (await conn.execute(query)).one()
    return Backlog(row.pending, row.sending, row.uncertain, row.unreadable)


def is_showing(posts: FromClause, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Messages that are in Slack or about to be; what was moved to later shows nothing yet."""
    there = posts.c.state.in_((DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.SENT))
    return or_(there, and_(posts.c.state == DeliveryState.PENDING, posts.c.due_at <= now))


async def has_newer_post(
    conn: AsyncConnection, workspace_id: str, post_id: int, purposes: Iterable[Purpose], *, now: datetime
) -> bool:
    """Whether the same person has been, or is being, sent a newer message of these purposes about the same request."""
    given = {"workspace": workspace_id, "post": post_id, "purposes": sorted(purposes), "now": now}
    return (await conn.execute(_NEWER_POST, given)).one_or_none() is not None


async def latest_post(conn: AsyncConnection, workspace_id: str, recipient_id: int, purpose: Purpose) -> int | None:
    """The newest message of this purpose that this person was sent, or is being sent."""
    query = (
        select(outbox.c.id)
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.recipient_id == recipient_id,
            outbox.c.kind == Kind.POST,
            outbox.c.purpose == purpose,
            outbox.c.state.in_(_NOT_ENDED | {DeliveryState.SENT}),
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def messages_about_absence(
    conn: AsyncConnection, workspace_id: str, purpose: Purpose, absence_id: int
) -> list[tuple[int, int]]:
    """The messages that show this absence, and such as are under way: each post, with its recipient; an edit counts as
    its post.
    """
    shown = func.coalesce(outbox.c.target_id, outbox.c.id)
    query = (
        select(shown, outbox.c.recipient_id)
        .distinct()
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.request_id.is_(None),
            outbox.c.purpose == purpose,
            outbox.c.facts["absence"].as_integer() == absence_id,
            outbox.c.state.in_((_NOT_ENDED - {DeliveryState.PENDING}) | {DeliveryState.SENT}),
        )
        .order_by(shown)
    )
    return [(post_id, recipient_id) for post_id, recipient_id in await conn.execute(query)]


_KEPT_BACK = (DeliveryState.WITHHELD, DeliveryState.FAILED)
_NOT_ENDED = {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN}

_OF_REQUESTS = any_(bindparam("requests", type_=ARRAY(BigInteger)))
_IS_POST = text("outbox.kind = 'post'")  # spelt out, or a prepared statement would not know its partial index
_IS_REMINDER = text("outbox.kind = 'post' AND outbox.purpose = 'reminder'")


def _cards() -> Any:
    """Messages about some requests: those of their own, the last reminders with a line of theirs, and those to come."""
    ours = bindparam("workspace", type_=Text)
    own = select(outbox.c.id).where(
        outbox.c.workspace_id == ours,
        outbox.c.request_id == _OF_REQUESTS,
        _IS_POST,
        outbox.c.purpose == any_(bindparam("purposes", type_=ARRAY(Text))),
    )
    # Read once, from the requests on: seen from the reminders, every step that anybody waits for would be looked at.
    theirs = (
        select(step.c.request_id, step.c.recipient_id, step.c.carried_by, step.c.outcome)
        .where(bindparam("reminders", type_=Boolean), step.c.workspace_id == ours, step.c.request_id == _OF_REQUESTS)
        .cte("theirs")
        .prefix_with("MATERIALIZED")
    )
    last = select(func.max(theirs.c.carried_by)).group_by(theirs.c.request_id, theirs.c.recipient_id)
    whose = outbox.c.recipient_id.in_(select(theirs.c.recipient_id).where(theirs.c.outcome.is_(None)))
    reminders = select(outbox.c.id).where(outbox.c.workspace_id == ours, whose, _IS_REMINDER)
    waiting = reminders.where(text("outbox.state = 'pending'"))
    under_way = reminders.where(text("outbox.state IN ('sending', 'uncertain')"))
    found = union(own, last, waiting, under_way).cte("found")
    return (
        select(outbox)
        .where(
            outbox.c.workspace_id == ours,
            outbox.c.id.in_(select(found.c[0])),
            outbox.c.state.in_(_NOT_ENDED | {DeliveryState.SENT}),
        )
        .order_by(outbox.c.id)
        .with_for_update(read=True, key_share=True, of=outbox)
    )


def _newer_post() -> Any:
    """The request is looked up first: without statistics the server would begin with every post that there is."""
    older, newer, ours = outbox.alias("older"), outbox.alias("newer"), bindparam("workspace", type_=Text)
    post = bindparam("post", type_=BigInteger)

    def same(name: str) -> ColumnElement[bool]:
        of_older = select(older.c[name]).where(older.c.workspace_id == ours, older.c.id == post)
        return newer.c[name] == of_older.scalar_subquery()

    return (
        select(newer.c.id)
        .where(
            newer.c.workspace_id == ours,
            same("request_id"),
            same("recipient_id"),
            newer.c.id > post,
            text("newer.kind = 'post'"),  # spelt out for its partial index, as above
            newer.c.purpose == any_(bindparam("purposes", type_=ARRAY(Text))),
            is_showing(newer, bindparam("now", type_=DateTime(timezone=True))),
        )
        .limit(1)
    )


_CARDS = _cards()
_NEWER_POST = _newer_post()


def lane_of(intention: Intention) -> str:
    """What is said in order, one after the other: all posts to one place, all updates of one message.

    Files have lanes of their own: one that Slack does not take holds back nobody's words.
    """
    if intention.kind is Kind.UPDATE:
        return f"message:{intention.target_id}"
    if intention.kind is Kind.UPLOAD:
        return f"upload:{intention.channel or intention.recipient_id}"
    if intention.channel:
        return intention.channel
    users = intention.facts.get("users")
    return f"users:{users}" if users else f"person:{intention.recipient_id}"


def _row(intention: Intention, own: str) -> dict[str, Any]:
    step = intention.step
    # Updates and reminders happen once by being coalesced; their keys only have to be their own.
    is_coalesced = intention.kind is Kind.UPDATE or intention.purpose is Purpose.REMINDER
    key = f"{intention.dedupe_key} {own}" if is_coalesced else intention.dedupe_key
    return {
        "kind": intention.kind,
        "purpose": intention.purpose,
        "dedupe_key": key,
        "recipient_id": step.recipient if step and intention.recipient_id is None else intention.recipient_id,
        "channel": intention.channel,
        "thread_of": intention.thread_of,
        "target_id": intention.target_id,
        "request_id": intention.request_id,
        "step_cycle": step.cycle if step else None,
        "step_rung": step.rung if step else None,
        "step_repetition": step.repetition if step else None,
        "due_at": (intention.due_at or AT_ONCE).isoformat(),
        "in_office_hours": intention.in_office_hours,
        "facts": dict(intention.facts),
        "lane": lane_of(intention),
    }


def once_each(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each message to be updated, and for each person to be reminded: the first of them.

    By target, and by person, so that no two transactions cross.
    """
    updates = {row["target_id"]: row for row in reversed(rows) if row["kind"] == Kind.UPDATE}
    reminders = {row["recipient_id"]: row for row in reversed(rows) if _is_reminder(row)}
    for row in filter(_is_reminder, rows):  # whoever is introduced by one of them, is
        reminders[row["recipient_id"]]["facts"] |= row["facts"]
    posts = [row for row in rows if row["kind"] != Kind.UPDATE and not _is_reminder(row)]
    return posts + [reminders[one] for one in sorted(reminders)] + [updates[target] for target in sorted(updates)]


def _is_reminder(row: dict[str, Any]) -> bool:
    return bool(row["purpose"] == Purpose.REMINDER and row["kind"] == Kind.POST)


_GIVEN: dict[str, Any] = {
    "kind": Text,
    "purpose": Text,
    "dedupe_key": Text,
    "recipient_id": BigInteger,
    "channel": Text,
    "thread_of": BigInteger,
    "target_id": BigInteger,
    "request_id": BigInteger,
    "step_cycle": Integer,
    "step_rung": Integer,
    "step_repetition": Integer,
    "due_at": DateTime(timezone=True),
    "in_office_hours": Boolean,
    "facts": JSONB,
    "lane": Text,
}


def _of_erasing() -> ColumnElement[Any]:
    """Those facts of a waiting edit that say that words are to go, and since when."""
    named = [part for name in (ERASING, ERASED_ON) for part in (cast(name, Text), outbox.c.facts[name])]
    return func.jsonb_build_object(*named, type_=JSONB)


def _enqueueing() -> CTE:
    """Puts down any number of messages; its rows are the ids and keys of those that were not there already."""
    given = given_rows(_GIVEN, "messages")
    names = ["workspace_id", *_GIVEN]
    source = select(bindparam("workspace", type_=Text), *[given.c[name] for name in _GIVEN])
    is_reminder = and_(given.c.kind == Kind.POST, given.c.purpose == Purpose.REMINDER)
    posts = (
        insert(outbox)
        .from_select(names, source.where(given.c.kind != Kind.UPDATE, not_(is_reminder)))
        .on_conflict_do_nothing(index_elements=["workspace_id", "dedupe_key"])
        .returning(outbox.c.id, outbox.c.dedupe_key)
        .cte("posts")
    )
    reminders = insert(outbox).from_select(names, source.where(is_reminder).order_by(given.c.recipient_id))
    one_each = (
        reminders.on_conflict_do_update(
            index_elements=["workspace_id", "recipient_id"],
            index_where=text("kind = 'post' AND purpose = 'reminder' AND state = 'pending'"),
            set_={
                "due_at": func.least(outbox.c.due_at, reminders.excluded.due_at),
                "facts": outbox.c.facts.op("||")(reminders.excluded.facts),
            },
        )
        .returning(outbox.c.id, outbox.c.dedupe_key)
        .cte("reminders")
    )
    updates = insert(outbox).from_select(names, source.where(given.c.kind == Kind.UPDATE))
    new = updates.excluded
    coalesced = (
        updates.on_conflict_do_update(
            index_elements=["workspace_id", "target_id"],
            index_where=text("kind = 'update' AND state = 'pending'"),
            set_={
                "due_at": func.least(outbox.c.due_at, new.due_at),
                # What was begun to be erased stays erased, whatever else changes the message meanwhile.
                "purpose": case((outbox.c.purpose == Purpose.ERASURE, outbox.c.purpose), else_=new.purpose),
                "facts": case(
                    (outbox.c.purpose == Purpose.ERASURE, outbox.c.facts),
                    (func.jsonb_exists(outbox.c.facts, ERASING), _of_erasing().op("||")(new.facts)),
                    else_=new.facts,
                ),
                "step_cycle": func.coalesce(outbox.c.step_cycle, new.step_cycle),
                "step_rung": func.coalesce(outbox.c.step_rung, new.step_rung),
                "step_repetition": func.coalesce(outbox.c.step_repetition, new.step_repetition),
            },
        )
        .returning(outbox.c.id, outbox.c.dedupe_key)
        .cte("updates")
    )
    return union_all(select(posts), select(one_each), select(coalesced)).cte("enqueued")


ENQUEUEING = _enqueueing()
_ENQUEUE = select(ENQUEUEING)
