"""Proposed calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import outbox, talk
from bot.domain.facts import Talk

TALK = (
    talk.c.id,
    talk.c.request_id,
    talk.c.proposed_by,
    talk.c.with_id,
    talk.c.times,
    talk.c.chosen_at,
    talk.c.result,
)
_LATEST = (
    select(*TALK)
    .where(talk.c.workspace_id == bindparam("workspace"), talk.c.request_id == bindparam("number"))
    .order_by(talk.c.id.desc())
    .limit(1)
)


async def add(
    conn: AsyncConnection,
    workspace_id: str,
    number: int,
    *,
    proposed_by: int,
    with_id: int,
    times: Sequence[datetime],
    at: datetime,
) -> int:
    """Store a proposal and return its id."""
    statement = (
        insert(talk)
        .values(
            workspace_id=workspace_id,
            request_id=number,
            proposed_by=proposed_by,
            with_id=with_id,
            times=list(times),
            proposed_at=at,
        )
        .returning(talk.c.id)
    )
    talk_id: int = (await conn.execute(statement)).scalar_one()
    return talk_id


async def latest(conn: AsyncConnection, workspace_id: str, number: int) -> Talk | None:
    """The last call that was proposed about this request."""
    row = (await conn.execute(_LATEST, {"workspace": workspace_id, "number": number})).one_or_none()
    return None if row is None else talk_of(row)


async def of_post(conn: AsyncConnection, workspace_id: str, post_id: int) -> Talk | None:
    """The call that a message of the outbox proposes: an older message stays about its own."""
    proposed = outbox.c.facts["talk"].astext.cast(BigInteger)
    query = (
        select(*TALK)
        .join(outbox, and_(outbox.c.workspace_id == talk.c.workspace_id, proposed == talk.c.id))
        .where(outbox.c.workspace_id == workspace_id, outbox.c.id == post_id)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else talk_of(row)


async def locked(conn: AsyncConnection, workspace_id: str, talk_id: int) -> Talk | None:
    """One proposal, held until the transaction ends."""
    query = select(*TALK).where(talk.c.workspace_id == workspace_id, talk.c.id == talk_id).with_for_update()
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else talk_of(row)


async def choose(conn: AsyncConnection, workspace_id: str, talk_id: int, at: datetime) -> None:
    """Note the time that was chosen (UTC)."""
    await conn.execute(
        update(talk).where(talk.c.workspace_id == workspace_id, talk.c.id == talk_id).values(chosen_at=at)
    )


async def conclude(conn: AsyncConnection, workspace_id: str, talk_id: int, result: str) -> None:
    """Note what came of it."""
    await conn.execute(
        update(talk).where(talk.c.workspace_id == workspace_id, talk.c.id == talk_id).values(result=result)
    )


def talk_of(row: Sequence[Any]) -> Talk:
    """The proposal in a row of the columns `TALK`."""
    number, request_id, proposed_by, with_id, times, chosen_at, result = row
    return Talk(number, request_id, proposed_by, with_id, tuple(times), chosen_at, result)
