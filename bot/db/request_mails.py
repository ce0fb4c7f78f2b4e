"""Which mails belong to which request, and which threads."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import from_row
from bot.db.tables import contact, request, request_mail, request_thread, touch
from bot.domain.draft import Source
from bot.domain.request import Evidence, Request, State
from bot.domain.understanding import OTHER_HANDS_WITHIN, Arrived, is_nearly_the_same, is_same_mail

_MOST_IN_THE_SAME_WORDS = 50

_OUTSIDERS = (request.c.state == State.TRIAGE.value) & request.c.reporter_id.is_(None)
"""Made by a mail straight to our address, and nobody of ours has said anything of it."""


async def note_mail(
    conn: AsyncConnection, workspace_id: str, number: int, *, external_id: str, words_digest: bytes, arrived: Arrived
) -> bool:
    """Note that a mail belongs to a request; False when it was noted before."""
    statement = (
        upsert(request_mail)
        .values(
            workspace_id=workspace_id,
            request_id=number,
            external_id=external_id,
            words_digest=words_digest,
            **asdict(arrived),
        )
        .on_conflict_do_nothing()
        .returning(request_mail.c.request_id)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def number_of_mail(conn: AsyncConnection, workspace_id: str, *external_ids: str) -> int | None:
    """The number of the request that a mail belongs to, by any of the names that it goes by."""
    query = select(request_mail.c.request_id).where(
        request_mail.c.workspace_id == workspace_id, request_mail.c.external_id.in_(external_ids)
    )
    return (await conn.execute(query.limit(1))).scalar_one_or_none()


async def number_of_same(
    conn: AsyncConnection, workspace_id: str, external_ids: Collection[str], words_digest: bytes, arrived: Arrived
) -> int | None:
    """The number of the request that this very mail belongs to, by a name that it goes by or by its words."""
    number = await number_of_mail(conn, workspace_id, *external_ids)
    if number is not None:
        return number
    query = (
        select(request_mail)
        .where(request_mail.c.workspace_id == workspace_id, request_mail.c.words_digest == words_digest)
        .order_by(request_mail.c.at.desc())
        .limit(_MOST_IN_THE_SAME_WORDS)
    )
    same = next((row.request_id for row in await conn.execute(query) if is_same_mail(_arrived(row), arrived)), None)
    return same if same is not None else await _nearly_same(conn, workspace_id, arrived)


async def _nearly_same(conn: AsyncConnection, workspace_id: str, arrived: Arrived) -> int | None:
    """As two programs print one mail: what the same writer's mails of the last days say."""
    if arrived.writer is None:
        return None
    query = (
        select(request_mail)
        .where(
            request_mail.c.workspace_id == workspace_id,
            request_mail.c.writer == arrived.writer,
            request_mail.c.at > arrived.at - OTHER_HANDS_WITHIN,
        )
        .order_by(request_mail.c.at.desc())
        .limit(_MOST_IN_THE_SAME_WORDS)
    )
    rows = await conn.execute(query)
    return next((row.request_id for row in rows if is_nearly_the_same(_arrived(row), arrived)), None)


def _arrived(row: Row[Any]) -> Arrived:
    return Arrived(row.own_id, row.sent, row.brought_by, row.at, row.written_at, row.writer, row.shingles)


async def note_thread(conn: AsyncConnection, workspace_id: str, number: int, mail_ids: Collection[str]) -> None:
    """Note that mails of these ids, seen or only named, belong to a request; what belongs elsewhere stays there."""
    rows = [{"workspace_id": workspace_id, "mail_id": one, "request_id": number} for one in sorted(mail_ids)]
    if rows:
        await conn.execute(upsert(request_thread).values(rows).on_conflict_do_nothing())


async def by_thread(
    conn: AsyncConnection, workspace_id: str, mail_ids: Collection[str], *, ours_only: bool
) -> Request | None:
    """The latest request that one of these mails belongs to, the unclosed ones first; held by this transaction.

    `ours_only`: none that an outsider's mail made and nobody of ours has looked at.
    """
    if not mail_ids:
        return None
    known = select(request_thread.c.request_id).where(
        request_thread.c.workspace_id == workspace_id, request_thread.c.mail_id.in_(list(mail_ids))
    )
    query = (
        select(request)
        .where(request.c.workspace_id == workspace_id, request.c.id.in_(known), ~_OUTSIDERS if ours_only else true())
        .order_by((request.c.state == State.CLOSED.value), request.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else from_row(row)


async def by_subject(
    conn: AsyncConnection, workspace_id: str, client_id: int, subject_key: str, *, ours_only: bool
) -> Request | None:
    """The latest request of this client with this normalised subject, the unclosed ones first; else as `by_thread`."""
    query = (
        select(request)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.client_id == client_id,
            request.c.subject_key == subject_key,
            ~_OUTSIDERS if ours_only else true(),
        )
        .order_by((request.c.state == State.CLOSED.value), request.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else from_row(row)


async def live_of_clients(
    conn: AsyncConnection, workspace_id: str, client_ids: Collection[int]
) -> list[tuple[Request, str | None]]:
    """The requests of these clients that somebody has, with their contact's address, the latest first."""
    is_contact = (contact.c.workspace_id == request.c.workspace_id) & (contact.c.id == request.c.contact_id)
    query = (
        select(request, contact.c.email.label("contact_address"))
        .join(contact, is_contact, isouter=True)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.client_id.in_(list(client_ids)),
            request.c.state.not_in([State.TRIAGE.value, State.CLOSED.value]),
            request.c.source != Source.KEEPING_IN_TOUCH.value,  # no client asked for that
        )
        .order_by(request.c.id.desc())
    )
    return [(from_row(row), row.contact_address) for row in await conn.execute(query)]


async def keeping_in_touch_with(conn: AsyncConnection, workspace_id: str, client_ids: Collection[int]) -> list[Request]:
    """The unclosed requests to be in touch with these clients."""
    query = select(request).where(
        request.c.workspace_id == workspace_id,
        request.c.client_id.in_(list(client_ids)),
        request.c.state != State.CLOSED.value,
        request.c.source == Source.KEEPING_IN_TOUCH.value,
    )
    return [from_row(row) for row in await conn.execute(query.order_by(request.c.id))]


async def asked_about(conn: AsyncConnection, workspace_id: str, number: int, *, ours_only: bool) -> Request | None:
    """The request over which it is still asked whether it is the same as `number`; held by this transaction."""
    query = (
        select(request)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.perhaps_of == number,
            request.c.state == State.TRIAGE.value,
            ~_OUTSIDERS if ours_only else true(),
        )
        .order_by(request.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else from_row(row)


async def outsiders_of(
    conn: AsyncConnection, workspace_id: str, client_id: int, subject_key: str | None, mail_ids: Collection[str]
) -> list[Request]:
    """What outsiders' mails under this client's addresses made, by subject or thread, and nobody of ours has looked at;
    held by this transaction.
    """
    in_thread = select(request_thread.c.request_id).where(
        request_thread.c.workspace_id == workspace_id, request_thread.c.mail_id.in_(list(mail_ids))
    )
    query = (
        select(request)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.client_id == client_id,
            _OUTSIDERS,
            or_(request.c.subject_key == (subject_key or ""), request.c.id.in_(in_thread)),
        )
        .order_by(request.c.id)
        .with_for_update(key_share=True)
    )
    return [from_row(row) for row in await conn.execute(query)]


async def writer_of_latest_copy(conn: AsyncConnection, workspace_id: str, number: int) -> int | None:
    """Who wrote the mail to the client whose copy came in last."""
    query = (
        select(touch.c.person_id)
        .where(
            touch.c.workspace_id == workspace_id,
            touch.c.request_id == number,
            touch.c.evidence != Evidence.CLAIMED.value,
        )
        .order_by(touch.c.at.desc(), touch.c.id.desc())
        .limit(1)
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def move(conn: AsyncConnection, workspace_id: str, number: int, to: int) -> None:
    """What belonged to one request belongs to another from now on."""
    for table in (request_mail, request_thread):
        belonging = (table.c.workspace_id == workspace_id, table.c.request_id == number)
        await conn.execute(update(table).where(*belonging).values(request_id=to))
