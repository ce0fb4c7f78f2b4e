"""Absences, what was handed over for them, and which Slack status was asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import absence, outbox, packet, request, status_asked
from bot.domain.absences import Away

_KNOWN = (
    select(absence)
    .where(absence.c.workspace_id == bindparam("workspace"), absence.c.cancelled_at.is_(None))
    .order_by(absence.c.starts_at, absence.c.id)
)
_STANDS = (absence.c.handed_back_at.is_(None), absence.c.cancelled_at.is_(None))
_OVER = (
    select(absence)
    .where(absence.c.ends_at <= bindparam("now"), *_STANDS)
    .order_by(absence.c.ends_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, key_share=True)
)
_NEXT_OVER_AT = select(absence.c.ends_at).where(*_STANDS).order_by(absence.c.ends_at).limit(1)


async def known(conn: AsyncConnection, workspace_id: str) -> list[Away]:
    """Every absence that was not called off, the earliest first."""
    return [_away(row) for row in await conn.execute(_KNOWN, {"workspace": workspace_id})]


async def get(conn: AsyncConnection, workspace_id: str, absence_id: int) -> Away | None:
    """One absence, called off or not."""
    query = select(absence).where(absence.c.workspace_id == workspace_id, absence.c.id == absence_id)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else _away(row)


async def add(conn: AsyncConnection, workspace_id: str, new: Away, noted_at: datetime) -> int:
    """Store an absence and return its id."""
    statement = (
        insert(absence)
        .values(
            workspace_id=workspace_id,
            person_id=new.person_id,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            stand_in_id=new.stand_in_id,
            set_by=new.set_by,
            noted_at=noted_at,
        )
        .returning(absence.c.id)
    )
    absence_id: int = (await conn.execute(statement)).scalar_one()
    return absence_id


async def change(conn: AsyncConnection, workspace_id: str, absence_id: int, **values: Any) -> None:
    """Write these columns of one absence."""
    where = (absence.c.workspace_id == workspace_id, absence.c.id == absence_id)
    await conn.execute(update(absence).where(*where).values(**values))


async def over(conn: AsyncConnection, now: datetime, limit: int = 50) -> list[tuple[str, Away]]:
    """Absences of any workspace that have ended and are still to be handed back, each held by this transaction."""
    return [(row.workspace_id, _away(row)) for row in await conn.execute(_OVER, {"now": now, "most": limit})]


async def next_over_at(conn: AsyncConnection) -> datetime | None:
    """When the next of them ends, by the Clock."""
    return (await conn.execute(_NEXT_OVER_AT)).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class Item:
    """One request in one hand-over packet: who was asked in which message, and the `answer` on record."""

    absence_id: int
    request_id: int
    person_id: int
    post_id: int
    answer: str | None


async def add_items(
    conn: AsyncConnection,
    workspace_id: str,
    absence_id: int,
    person_id: int,
    post_id: int,
    numbers: Sequence[int],
    at: datetime,
) -> None:
    """Note which requests a packet asks this person about; who is asked anew is asked by this message."""
    rows = [
        {
            "workspace_id": workspace_id,
            "absence_id": absence_id,
            "request_id": number,
            "person_id": person_id,
            "post_id": post_id,
            "asked_at": at,
        }
        for number in numbers
    ]
    adding = upsert(packet).values(rows)
    again = {
        "post_id": adding.excluded.post_id,
        "asked_at": adding.excluded.asked_at,
        "answer": None,
        "answered_at": None,
    }
    await conn.execute(
        adding.on_conflict_do_update(
            index_elements=["workspace_id", "absence_id", "request_id", "person_id"], set_=again
        )
    )


async def answer(
    conn: AsyncConnection, workspace_id: str, absence_id: int, number: int, person_id: int, said: str, at: datetime
) -> None:
    """Note what this person answered."""
    await conn.execute(
        update(packet)
        .where(
            packet.c.workspace_id == workspace_id,
            packet.c.absence_id == absence_id,
            packet.c.request_id == number,
            packet.c.person_id == person_id,
        )
        .values(answer=said, answered_at=at)
    )


async def items_of_post(conn: AsyncConnection, workspace_id: str, post_id: int) -> list[Item]:
    """What one packet asks about, the oldest request first."""
    return await _items(conn, workspace_id, packet.c.post_id == post_id)


async def items_of_absence(conn: AsyncConnection, workspace_id: str, absence_id: int) -> list[Item]:
    """All that was handed over in one absence, the oldest request first."""
    return await _items(conn, workspace_id, packet.c.absence_id == absence_id)


async def items_of_requests(conn: AsyncConnection, workspace_id: str, numbers: Sequence[int]) -> list[Item]:
    """The packets that these requests are in."""
    return await _items(conn, workspace_id, packet.c.request_id.in_(numbers)) if numbers else []


async def _items(conn: AsyncConnection, workspace_id: str, condition: Any) -> list[Item]:
    query = select(packet).where(packet.c.workspace_id == workspace_id, condition)
    return [
        Item(row.absence_id, row.request_id, row.person_id, row.post_id, row.answer)
        for row in await conn.execute(query.order_by(packet.c.request_id, packet.c.asked_at))
    ]


async def unsent_post(
    conn: AsyncConnection, workspace_id: str, absence_id: int, person_id: int, now: datetime
) -> int | None:
    """The packet for this person that nobody has begun to send: more goes into it, and it is looked at again `now`.

    It stays unsent until this transaction ends, so that it shows what is added as well.
    """
    of_theirs = select(packet.c.post_id).where(
        packet.c.workspace_id == workspace_id, packet.c.absence_id == absence_id, packet.c.person_id == person_id
    )
    again = (
        update(outbox)
        .where(outbox.c.workspace_id == workspace_id, outbox.c.id.in_(of_theirs), outbox.c.state == "pending")
        .values(due_at=now)
        .returning(outbox.c.id)
    )
    return max((await conn.execute(again)).scalars(), default=None)


async def is_sent(conn: AsyncConnection, workspace_id: str, post_id: int) -> bool:
    """Whether somebody has begun to send that message; before that it is drawn from the state of later."""
    query = select(outbox.c.state).where(outbox.c.workspace_id == workspace_id, outbox.c.id == post_id)
    return (await conn.execute(query)).scalar_one_or_none() not in {None, "pending"}


async def lent(conn: AsyncConnection, workspace_id: str, absence_id: int) -> list[int]:
    """The numbers of the requests that are lent, or offered, for this absence."""
    query = select(request.c.id).where(
        request.c.workspace_id == workspace_id,
        request.c.state != "closed",
        (request.c.loan["absence_id"].as_integer() == absence_id)
        | (request.c.offer["absence_id"].as_integer() == absence_id),
    )
    return list((await conn.execute(query.order_by(request.c.id))).scalars())


async def status_asked_about(conn: AsyncConnection, workspace_id: str, person_id: int) -> str | None:
    """Which status this person was asked about last, as a digest."""
    query = select(status_asked.c.digest).where(
        status_asked.c.workspace_id == workspace_id, status_asked.c.person_id == person_id
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def note_status(conn: AsyncConnection, workspace_id: str, person_id: int, digest: str, at: datetime) -> None:
    """Note that they were asked about this one; an empty digest forgets the last."""
    values = {"workspace_id": workspace_id, "person_id": person_id, "digest": digest, "asked_at": at}
    statement = upsert(status_asked).values(values)
    await conn.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "person_id"], set_={"digest": digest, "asked_at": at}
        )
    )


def _away(row: Row[Any]) -> Away:
    return Away(row.id, row.person_id, row.starts_at, row.ends_at, row.stand_in_id, row.set_by)
