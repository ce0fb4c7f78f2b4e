"""Contact with clients about their projects, and when the next is due: a time on the project, for the heartbeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Update, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import from_row
from bot.db.requests import hold
from bot.db.tables import project, request, touch
from bot.domain.draft import Source
from bot.domain.request import Evidence, Request, State, TouchChannel
from bot.domain.routing import Project
from bot.domain.touch import Copy

_ONE_MAIL_WITHIN = timedelta(minutes=1)

Dues: TypeAlias = tuple[datetime | None, datetime | None]
"""When the next request and the next contact fall due, by the Clock."""

_NEXT_DUES = select(
    select(func.min(request.c.due_at)).scalar_subquery(), select(func.min(project.c.touch_due_at)).scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class DueProject:
    """A project to be looked at, held by this transaction; the days are counted from `counted_from` or later (UTC)."""

    workspace_id: str
    project_id: int
    counted_from: datetime | None


async def set_up(conn: AsyncConnection, workspace_id: str, known: Project, now: datetime) -> None:
    """Have the heartbeat look at a project that was written: what it asks for may have begun, changed or ended.

    The days are counted from the last contact, where there was one, else from when this was first asked for.
    """
    earlier = select(func.max(touch.c.at)).where(*_about(workspace_id, known.id)).scalar_subquery()
    since = func.coalesce(project.c.touch_counted_from, earlier, now) if known.touch_every else None
    await conn.execute(_of(workspace_id, known.id).values(touch_counted_from=since, touch_due_at=now))


async def next_dues(conn: AsyncConnection) -> Dues:
    """Both in one question, as the heartbeat asks it on every beat."""
    row = (await conn.execute(_NEXT_DUES)).one()
    return row[0], row[1]


async def claim_due(conn: AsyncConnection, now: datetime, limit: int) -> list[DueProject]:
    """Projects of any workspace whose time has come, each held by this transaction alone."""
    query = (
        select(project.c.workspace_id, project.c.id, project.c.touch_counted_from)
        .where(project.c.touch_due_at <= now)
        .order_by(project.c.touch_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return [DueProject(*row) for row in await conn.execute(query)]


async def set_due(conn: AsyncConnection, workspace_id: str, project_id: int, at: datetime | None) -> None:
    """When to look at it again; None: not before something happens."""
    await conn.execute(_of(workspace_id, project_id).values(touch_due_at=at))


async def count_anew(conn: AsyncConnection, workspace_id: str, project_id: int, now: datetime) -> None:
    """From now on; the heartbeat works out until when."""
    await conn.execute(_of(workspace_id, project_id).values(touch_counted_from=now, touch_due_at=now))


async def latest(conn: AsyncConnection, workspace_id: str, project_id: int) -> datetime | None:
    """When the client last heard from us about this project or a request of it."""
    at: datetime | None = (
        await conn.execute(select(func.max(touch.c.at)).where(*_about(workspace_id, project_id)))
    ).scalar()
    return at


async def add(
    conn: AsyncConnection, workspace_id: str, project_id: int, *, channel: TouchChannel, person_id: int, at: datetime
) -> None:
    """Note a contact about the project as such, as somebody says."""
    values = {"workspace_id": workspace_id, "project_id": project_id, "channel": channel.value, "person_id": person_id}
    await conn.execute(insert(touch).values(**values, evidence=Evidence.CLAIMED.value, at=at))


async def add_copy(conn: AsyncConnection, workspace_id: str, project_id: int, copy: Copy, at: datetime) -> bool:
    """Note a mail to the client as contact about the project as such; False where it is noted already.

    Forwards tell of no seconds: what the same person wrote within a minute is taken for one mail. Whoever brings the
    same one meanwhile waits until this transaction has ended.
    """
    await hold(conn, "copy", workspace_id, project_id, copy.author_id)
    noted = select(touch.c.id).where(
        *_about(workspace_id, project_id),
        touch.c.request_id.is_(None),
        touch.c.person_id == copy.author_id,
        touch.c.evidence != Evidence.CLAIMED.value,
        touch.c.at.between(at - _ONE_MAIL_WITHIN, at + _ONE_MAIL_WITHIN),
    )
    if (await conn.execute(noted.limit(1))).one_or_none() is not None:
        return False
    values = {"workspace_id": workspace_id, "project_id": project_id, "channel": TouchChannel.MAIL.value, "at": at}
    await conn.execute(insert(touch).values(**values, evidence=copy.evidence.value, person_id=copy.author_id))
    return True


async def asked_for(conn: AsyncConnection, workspace_id: str, project_id: int, *, wait: bool = True) -> Request | None:
    """The one unclosed request to be in touch about this project, held by this transaction.

    Where somebody else holds it, it is waited for, or, without `wait`, taken for none.
    """
    query = (
        select(request)
        .where(*_asks_for(workspace_id, project_id))
        .with_for_update(key_share=True, skip_locked=not wait)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else from_row(row)


async def is_asked_for(conn: AsyncConnection, workspace_id: str, project_id: int) -> bool:
    """Whether there is such a request."""
    query = select(request.c.id).where(*_asks_for(workspace_id, project_id))
    return (await conn.execute(query)).scalar_one_or_none() is not None


def _of(workspace_id: str, project_id: int) -> Update:
    return update(project).where(project.c.workspace_id == workspace_id, project.c.id == project_id)


def _about(workspace_id: str, project_id: int) -> tuple[ColumnElement[bool], ...]:
    return touch.c.workspace_id == workspace_id, touch.c.project_id == project_id


def _asks_for(workspace_id: str, project_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        request.c.workspace_id == workspace_id,
        request.c.project_id == project_id,
        request.c.source == Source.KEEPING_IN_TOUCH.value,
        request.c.state != State.CLOSED.value,
    )
