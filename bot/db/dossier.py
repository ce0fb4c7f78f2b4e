"""All rows that tell of one person, as they are."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.erasure import holds
from bot.db.tables import (
    absence,
    audit_event,
    audit_text,
    inbox,
    outbox,
    request,
    request_mail,
    request_reporter,
    request_thread,
    talk,
    touch,
)
from bot.domain.events import PEOPLE_IN_EVENTS
from bot.domain.forgetting import PERSONAL_FACTS

CONTACTS_IN_EVENTS = ("contact", "contact_id")
_CLIENTS_WORDS = ("words", "latest_words", "noise_words", "note", "attachments", "subject_key", "unverified_from")

Row = dict[str, Any]
Rows = list[Row]


async def requests_of(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """Requests that somebody owns, handed over, or joined, with their part in them."""
    joined = select(request_reporter.c.request_id).where(
        request_reporter.c.workspace_id == workspace_id, request_reporter.c.person_id == person_id
    )
    parts = (
        ("owner", request.c.owner_id == person_id),
        ("handed it over", request.c.reporter_id == person_id),
        ("handed it over as well", request.c.id.in_(joined)),
    )
    found: Rows = []
    for part, condition in parts:
        found += await _rows(conn, _requests(workspace_id, literal(part), condition))
    return sorted(found, key=lambda row: row["number"])


async def requests_of_contact(conn: AsyncConnection, workspace_id: str, contact_id: int) -> Rows:
    """Requests of a contact, with all words that may be theirs."""
    query = _requests(workspace_id, literal("contact"), request.c.contact_id == contact_id)
    return await _rows(conn, query.add_columns(*(request.c[name] for name in _CLIENTS_WORDS)))


async def requests_numbered(conn: AsyncConnection, workspace_id: str, numbers: Sequence[int]) -> Rows:
    """These requests, with all their words."""
    query = _requests(workspace_id, literal("mentioned"), request.c.id.in_(numbers))
    return await _rows(conn, query.add_columns(*(request.c[name] for name in _CLIENTS_WORDS)))


async def record_of_requests(conn: AsyncConnection, workspace_id: str, numbers: Sequence[int]) -> Rows:
    """All that is on record of these requests, word for word as far as that is kept."""
    return await _rows(conn, _events(workspace_id, audit_event.c.request_id.in_(numbers)))


async def record_numbered(conn: AsyncConnection, workspace_id: str, event_ids: Collection[int]) -> Rows:
    """These events, word for word as far as that is kept."""
    return await _rows(conn, _events(workspace_id, audit_event.c.id.in_(event_ids))) if event_ids else []


async def absences_of(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """When somebody was away, or was to stand in for a colleague."""
    columns = (absence.c.starts_at, absence.c.ends_at, absence.c.noted_at, absence.c.cancelled_at)
    query = select((absence.c.person_id == person_id).label("is_theirs"), *columns).where(
        absence.c.workspace_id == workspace_id,
        or_(absence.c.person_id == person_id, absence.c.stand_in_id == person_id),
    )
    return await _rows(conn, query.order_by(absence.c.id))


async def touches_of(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """Contacts with clients that somebody had."""
    query = select(touch.c.request_id, touch.c.channel, touch.c.evidence, touch.c.turn, touch.c.at).where(
        touch.c.workspace_id == workspace_id, touch.c.person_id == person_id
    )
    return await _rows(conn, query.order_by(touch.c.id))


async def touches_with(conn: AsyncConnection, workspace_id: str, contact_id: int) -> Rows:
    """Contacts that we had about a contact's requests."""
    query = (
        select(touch.c.request_id, touch.c.channel, touch.c.evidence, touch.c.turn, touch.c.at)
        .join(request, and_(request.c.workspace_id == touch.c.workspace_id, request.c.id == touch.c.request_id))
        .where(touch.c.workspace_id == workspace_id, request.c.contact_id == contact_id)
    )
    return await _rows(conn, query.order_by(touch.c.id))


async def record_of(conn: AsyncConnection, workspace_id: str, contact_id: int) -> Rows:
    """All that is on record of a contact's requests, word for word as far as that is kept."""
    theirs = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.contact_id == contact_id)
    return await _rows(conn, _events(workspace_id, audit_event.c.request_id.in_(theirs)))


async def calls_of(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """Calls that somebody proposed, or was to take part in."""
    columns = (talk.c.request_id, talk.c.times, talk.c.proposed_at, talk.c.chosen_at, talk.c.result)
    query = select(*columns, (talk.c.proposed_by == person_id).label("proposed_it")).where(
        talk.c.workspace_id == workspace_id, or_(talk.c.proposed_by == person_id, talk.c.with_id == person_id)
    )
    return await _rows(conn, query.order_by(talk.c.id))


async def events_by(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """What somebody did, with their words."""
    return await _rows(conn, _events(workspace_id, audit_event.c.actor_id == person_id))


async def events_about(conn: AsyncConnection, workspace_id: str, names: Sequence[str], somebody: int) -> Rows:
    """What others did, or Nudge, that has to do with somebody: `names` says under which names events hold them."""
    holds = or_(*(audit_event.c.data[name].astext == str(somebody) for name in names))
    not_by = audit_event.c.actor_id.is_distinct_from(somebody) if names is PEOPLE_IN_EVENTS else literal(True)
    return await _rows(conn, _events(workspace_id, and_(holds, not_by)))


async def messages_to(conn: AsyncConnection, workspace_id: str, person_id: int) -> Rows:
    """What somebody was sent, word for word as far as that is kept."""
    columns = (outbox.c.purpose, outbox.c.kind, outbox.c.state, outbox.c.request_id, outbox.c.sent_at, outbox.c.said)
    query = select(*columns).where(outbox.c.workspace_id == workspace_id, outbox.c.recipient_id == person_id)
    return await _rows(conn, query.order_by(outbox.c.id))


async def messages_holding(
    conn: AsyncConnection, workspace_id: str, tokens: Sequence[str], but: Collection[int]
) -> Rows:
    """What Nudge said in which one of these may stand, about other requests `but` these, or about none; with what it
    knows of the mail that it asks about. The caller looks closer.
    """
    columns = (outbox.c.purpose, outbox.c.kind, outbox.c.state, outbox.c.request_id, outbox.c.sent_at, outbox.c.said)
    mail = {name: outbox.c.facts[name].astext for name in sorted(PERSONAL_FACTS)}
    query = select(*columns, *(fact.label(name) for name, fact in mail.items())).where(
        outbox.c.workspace_id == workspace_id,
        or_(outbox.c.request_id.is_(None), outbox.c.request_id.not_in(list(but))),
        or_(*(holds(each, tokens) for each in (outbox.c.said, *mail.values()))),
    )
    return await _rows(conn, query.order_by(outbox.c.id))


async def mail_names_holding(conn: AsyncConnection, workspace_id: str, tokens: Sequence[str]) -> list[str]:
    """The names of mails in which one of these may stand."""
    found = union(
        *(
            select(name).where(name.table.c.workspace_id == workspace_id, holds(name, tokens))
            for name in (request_mail.c.external_id, request_mail.c.own_id, request_thread.c.mail_id)
        )
    ).subquery()
    return list((await conn.execute(select(found.c[0]).order_by(found.c[0]))).scalars())


async def deliveries_naming(conn: AsyncConnection, workspace_id: str, address: str) -> int:
    """How many deliveries that wait or were given up name this address."""
    query = select(func.count()).where(
        inbox.c.workspace_id == workspace_id, cast(inbox.c.payload, Text).icontains(address, autoescape=True)
    )
    return int((await conn.execute(query)).scalar_one())


def _requests(workspace_id: str, part: ColumnElement[Any], condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            request.c.id.label("number"),
            part.label("part"),
            request.c.state,
            request.c.outcome,
            request.c.wish,
            request.c.handed_over_at,
            request.c.promise_what,
            request.c.promise_due_at,
            request.c.snooze_reason,
            request.c.lesson,
            request.c.closed_at,
            request.c.erased_at,
        )
        .where(request.c.workspace_id == workspace_id, condition)
        .order_by(request.c.id)
    )


def _events(workspace_id: str, condition: ColumnElement[bool]) -> Select[Any]:
    words = and_(audit_text.c.workspace_id == audit_event.c.workspace_id, audit_text.c.event_id == audit_event.c.id)
    columns = (audit_event.c.id, audit_event.c.at, audit_event.c.kind, audit_event.c.request_id, audit_event.c.data)
    return (
        select(*columns, audit_text.c.body.label("words"))
        .select_from(audit_event.outerjoin(audit_text, words))
        .where(audit_event.c.workspace_id == workspace_id, condition)
        .order_by(audit_event.c.id)
    )


async def _rows(conn: AsyncConnection, query: Select[Any]) -> Rows:
    return [row._asdict() for row in await conn.execute(query)]
