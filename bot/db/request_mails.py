"""Which mails belong to which request, and which threads."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import from_row
from bot.db.tables import request, request_mail, request_thread
from bot.domain.request import Request, State


async def note_mail(
    conn: AsyncConnection, workspace_id: str, number: int, *, external_id: str, words_digest: bytes, at: datetime
) -> bool:
    """Note that a mail belongs to a request; False when it was noted before."""
    statement = (
        upsert(request_mail)
        .values(
            workspace_id=workspace_id,
            request_id=number,
            external_id=external_id,
            words_digest=words_digest,
            at=at,
        )
        .on_conflict_do_nothing()
        .returning(request_mail.c.request_id)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def number_of_mail(conn: AsyncConnection, workspace_id: str, external_id: str) -> int | None:
    """The number of the request that a mail belongs to."""
    query = select(request_mail.c.request_id).where(
        request_mail.c.workspace_id == workspace_id, request_mail.c.external_id == external_id
    )
    return (await conn.execute(query.limit(1))).scalar_one_or_none()


async def has_mail(conn: AsyncConnection, workspace_id: str, number: int, words_digest: bytes) -> bool:
    """Whether a mail in these very words belongs to the request already: somebody else forwarded it, too."""
    query = select(request_mail.c.request_id).where(
        request_mail.c.workspace_id == workspace_id,
        request_mail.c.request_id == number,
        request_mail.c.words_digest == words_digest,
    )
    return (await conn.execute(query.limit(1))).one_or_none() is not None


async def note_thread(conn: AsyncConnection, workspace_id: str, number: int, mail_ids: Collection[str]) -> None:
    """Note that mails of these ids, seen or only named, belong to a request; what belongs elsewhere stays there."""
    rows = [{"workspace_id": workspace_id, "mail_id": one, "request_id": number} for one in sorted(mail_ids)]
    if rows:
        await conn.execute(upsert(request_thread).values(rows).on_conflict_do_nothing())


async def by_thread(conn: AsyncConnection, workspace_id: str, mail_ids: Collection[str]) -> Request | None:
    """The latest request that one of these mails belongs to, the unclosed ones first; held by this transaction."""
    if not mail_ids:
        return None
    known = select(request_thread.c.request_id).where(
        request_thread.c.workspace_id == workspace_id, request_thread.c.mail_id.in_(list(mail_ids))
    )
    query = (
        select(request)
        .where(request.c.workspace_id == workspace_id, request.c.id.in_(known))
        .order_by((request.c.state == State.CLOSED.value), request.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else from_row(row)


async def with_contacts(conn: AsyncConnection, workspace_id: str, client_ids: Collection[int]) -> list[Request]:
    """The unclosed requests of these clients, the latest first; held by this transaction."""
    query = (
        select(request)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.client_id.in_(list(client_ids)),
            request.c.state != State.CLOSED.value,
        )
        .order_by(request.c.id.desc())
        .with_for_update(key_share=True)
    )
    return [from_row(row) for row in await conn.execute(query)]


async def move(conn: AsyncConnection, workspace_id: str, number: int, to: int) -> None:
    """What belonged to one request belongs to another from now on."""
    for table in (request_mail, request_thread):
        belonging = (table.c.workspace_id == workspace_id, table.c.request_id == number)
        await conn.execute(update(table).where(*belonging).values(request_id=to))
