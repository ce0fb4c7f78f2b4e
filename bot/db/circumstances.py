"""What belongs to a request beside its own row, read in one go: whatever shows a request asks for all of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import directory, talks
from bot.db.tables import contact, request, request_reporter, talk
from bot.domain.facts import Talk
from bot.domain.routing import Contact


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Whose wish it is at the client, who handed it over besides its reporter, in the order in which they came, and
    the last call that was proposed about it.
    """

    contact: Contact | None = None
    joined: tuple[int, ...] = ()
    talk: Talk | None = None


async def circumstances(conn: AsyncConnection, workspace_id: str, number: int) -> Circumstances:
    """Those of one request; empty ones where there is no such request."""
    row = (await conn.execute(_CIRCUMSTANCES, {"workspace": workspace_id, "number": number})).one_or_none()
    if row is None:
        return Circumstances()
    theirs, proposed = row[: len(directory.CONTACT)], row[len(directory.CONTACT) + 1 :]
    return Circumstances(
        contact=None if theirs[0] is None else directory.contact_of(theirs),
        joined=tuple(row.joined),
        talk=None if proposed[0] is None else talks.talk_of(proposed),
    )


def _circumstances() -> Any:
    joined = (
        select(request_reporter.c.person_id)
        .where(request_reporter.c.workspace_id == request.c.workspace_id, request_reporter.c.request_id == request.c.id)
        .order_by(request_reporter.c.joined_at)
    )
    latest = (
        select(*talks.TALK)
        .where(talk.c.workspace_id == request.c.workspace_id, talk.c.request_id == request.c.id)
        .order_by(talk.c.id.desc())
        .limit(1)
        .lateral("latest")
    )
    is_theirs = and_(contact.c.workspace_id == request.c.workspace_id, contact.c.id == request.c.contact_id)
    return (
        select(*directory.CONTACT, func.array(joined.scalar_subquery()).label("joined"), *latest.c)
        .select_from(request.outerjoin(contact, is_theirs).outerjoin(latest, true()))
        .where(request.c.workspace_id == bindparam("workspace"), request.c.id == bindparam("number"))
    )


_CIRCUMSTANCES = _circumstances()
