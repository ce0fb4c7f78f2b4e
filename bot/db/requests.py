"""Requests: in and out of the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import ADD, SAVE, changed_row, from_row, new_row
from bot.db.tables import request, request_reporter, touch
from bot.domain.draft import Source
from bot.domain.request import (
    Evidence,
    Request,
    State,
    TouchChannel,
    Turn,
)

_OURS = request.c.workspace_id == bindparam("workspace")
_ONE = select(request).where(_OURS, request.c.id == bindparam("number"))
_HELD = _ONE.with_for_update(key_share=True)
_SEVERAL = select(request).where(_OURS, request.c.id == any_(bindparam("numbers", type_=ARRAY(BigInteger))))
_DUE = (
    select(request)
    .where(request.c.due_at <= bindparam("now"))
    .order_by(request.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, key_share=True)
)
_JOINED = (
    select(request_reporter.c.person_id)
    .where(
        request_reporter.c.workspace_id == bindparam("workspace"),
        request_reporter.c.request_id == bindparam("number"),
    )
    .order_by(request_reporter.c.joined_at)
)


async def add(
    conn: AsyncConnection,
    new: Request,
    *,
    source: str,
    external_id: str,
    words_digest: bytes,
    channel_id: str | None,
    unless_same_words_since: datetime | None = None,
) -> int | None:
    """Store a new request and return its number.

    None when this very thing was stored before, or when its reporter handed over the same words after
    `unless_same_words_since`.
    """
    whence = {"source": source, "external_id": external_id, "words_digest": words_digest, "channel_id": channel_id}
    given = new_row(new) | whence | {"since": unless_same_words_since}
    number: int | None = (await conn.execute(ADD, {f"new_{name}": value for name, value in given.items()})).scalar()
    return number


async def number_of(conn: AsyncConnection, workspace_id: str, source: str, external_id: str) -> int | None:
    """The number of the request that this thing became."""
    query = select(request.c.id).where(
        request.c.workspace_id == workspace_id,
        request.c.source == source,
        request.c.external_id == external_id,
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def same_words_since(
    conn: AsyncConnection, workspace_id: str, reporter_id: int, words_digest: bytes, since: datetime
) -> int | None:
    """The latest request that this person handed over in these very words after `since`."""
    query = (
        select(request.c.id)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.reporter_id == reporter_id,
            request.c.words_digest == words_digest,
            request.c.handed_over_at > since,
        )
        .order_by(request.c.id.desc())
        .limit(1)
    )
    return (await conn.execute(query)).scalar_one_or_none()


async def get(conn: AsyncConnection, workspace_id: str, number: int) -> Request | None:
    """One request as it stands."""
    row = (await conn.execute(_ONE, {"workspace": workspace_id, "number": number})).one_or_none()
    return None if row is None else from_row(row)


async def by_number(conn: AsyncConnection, workspace_id: str, numbers: Collection[int]) -> dict[int, Request]:
    """Several requests as they stand, by their numbers."""
    if not numbers:
        return {}
    rows = await conn.execute(_SEVERAL, {"workspace": workspace_id, "numbers": sorted(numbers)})
    return {row.id: from_row(row) for row in rows}


async def locked(conn: AsyncConnection, workspace_id: str, number: int) -> Request | None:
    """One request, held against everybody else until the transaction ends."""
    row = (await conn.execute(_HELD, {"workspace": workspace_id, "number": number})).one_or_none()
    return None if row is None else from_row(row)


async def claim_due(conn: AsyncConnection, now: datetime, limit: int) -> list[Request]:
    """Requests of any workspace that something is due for, oldest first, each held by this transaction alone."""
    return [from_row(row) for row in await conn.execute(_DUE, {"now": now, "most": limit})]


async def save(conn: AsyncConnection, changed: Sequence[Request]) -> None:
    """Write requests back as they stand now, in one round trip. The caller holds them."""
    if changed:
        await conn.execute(SAVE, {"rows": [changed_row(one) for one in changed]})


async def note_looks(conn: AsyncConnection, looked_at: Sequence[Request]) -> None:
    """Write back when to look at them again, and how high they have climbed: all that time alone changes of a request.

    One round trip. The caller holds them.
    """
    if looked_at:
        looks = {
            "workspaces": [one.workspace_id for one in looked_at],
            "numbers": [one.id for one in looked_at],
            "rungs": [one.cycle.rung for one in looked_at],
            "dues": [one.due_at for one in looked_at],
        }
        await conn.execute(_NOTE_LOOKS, looks)


def _note_looks() -> Any:
    given = func.unnest(
        bindparam("workspaces", type_=ARRAY(Text)),
        bindparam("numbers", type_=ARRAY(BigInteger)),
        bindparam("rungs", type_=ARRAY(Integer)),
        bindparam("dues", type_=ARRAY(DateTime(timezone=True))),
    )
    looks = given.table_valued("workspace_id", "id", "rung", "due_at", name="looks").render_derived()
    return (
        update(request)
        .where(request.c.workspace_id == looks.c.workspace_id, request.c.id == looks.c.id)
        .values(rung=looks.c.rung, due_at=looks.c.due_at)
    )


_NOTE_LOOKS = _note_looks()


async def claim_numbers_due(conn: AsyncConnection, now: datetime, limit: int) -> list[tuple[str, int]]:
    """As `claim_due`, but no more than workspaces and numbers: for when one of the rows can't be read."""
    rows = await conn.execute(_DUE.with_only_columns(request.c.workspace_id, request.c.id), {"now": now, "most": limit})
    return [(row.workspace_id, row.id) for row in rows]


async def put_off(conn: AsyncConnection, workspace_id: str, number: int, until: datetime) -> None:
    """Have a request looked at again at `until`, not before."""
    statement = update(request).where(request.c.workspace_id == workspace_id, request.c.id == number)
    await conn.execute(statement.values(due_at=until))


async def watch_again(conn: AsyncConnection, workspace_id: str, now: datetime) -> None:
    """Have those unclosed requests looked at that nothing is due for, as nobody could be reached: somebody may be."""
    statement = update(request).where(
        request.c.workspace_id == workspace_id,
        request.c.due_at.is_(None),
        request.c.state != State.CLOSED.value,
    )
    await conn.execute(statement.values(due_at=now))


async def watch_for(
    conn: AsyncConnection,
    workspace_id: str,
    person_id: int,
    projects: Collection[int],
    now: datetime,
    *,
    everything: bool = False,
) -> None:
    """Have the unclosed requests looked at that this person owns, lent, was asked to take, or hears of in a project;
    `everything`: all of them.
    """
    statement = update(request).where(
        request.c.workspace_id == workspace_id,
        request.c.state != State.CLOSED.value,
        or_(
            request.c.owner_id == person_id,
            request.c.project_id.in_(projects),
            request.c.offer["to_id"].as_integer() == person_id,
            request.c.loan["owner_id"].as_integer() == person_id,
            literal(everything),
        ),
    )
    await conn.execute(statement.values(due_at=func.least(request.c.due_at, now)))


async def append_words(conn: AsyncConnection, workspace_id: str, number: int, added: str) -> None:
    """Add a paragraph to the whole text."""
    statement = update(request).where(request.c.workspace_id == workspace_id, request.c.id == number)
    await conn.execute(statement.values(words=request.c.words + ("\n\n" + added)))


async def hold_subject(conn: AsyncConnection, workspace_id: str, client_id: int, subject_key: str) -> None:
    """Let nobody else make a request of this client and subject until the transaction ends."""
    await hold(conn, workspace_id, client_id, subject_key)


async def hold(conn: AsyncConnection, *what: object) -> None:
    """Let nobody else hold what goes by these words until the transaction ends; it need not be anywhere yet."""
    held = func.hashtextextended(":".join(str(word) for word in what), 0)
    await conn.execute(select(func.pg_advisory_xact_lock(held)))


async def owned_by(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[Request]:
    """The unclosed requests that this person has to act on."""
    return await _unclosed(conn, workspace_id, request.c.owner_id == person_id)


async def handed_over_by(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[Request]:
    """The unclosed requests that this person handed over, alone or with others."""
    joined = select(request_reporter.c.request_id).where(
        request_reporter.c.workspace_id == workspace_id, request_reporter.c.person_id == person_id
    )
    return await _unclosed(conn, workspace_id, or_(request.c.reporter_id == person_id, request.c.id.in_(joined)))


async def of_projects(conn: AsyncConnection, workspace_id: str, projects: Collection[int]) -> list[Request]:
    """The unclosed requests of these projects."""
    return await _unclosed(conn, workspace_id, request.c.project_id.in_(projects)) if projects else []


async def unclosed_of_client(
    conn: AsyncConnection, workspace_id: str, client_id: int, *, but: int, most: int
) -> list[Request]:
    """What this client wants and is not closed, but for one of them; the latest first, at most so many."""
    query = (
        select(request)
        .where(
            request.c.workspace_id == workspace_id,
            request.c.client_id == client_id,
            request.c.state != State.CLOSED.value,
            request.c.source != Source.KEEPING_IN_TOUCH.value,
            request.c.id != but,
        )
        .order_by(request.c.id.desc())
        .limit(most)
    )
    return [from_row(row) for row in await conn.execute(query)]


async def all_unclosed(conn: AsyncConnection, workspace_id: str) -> list[Request]:
    """Every unclosed request of a workspace, the oldest first."""
    return await _unclosed(conn, workspace_id, request.c.id.is_not(None))


async def open_per_project(conn: AsyncConnection, workspace_id: str) -> dict[int, int]:
    """How many unclosed requests each project has."""
    query = (
        select(request.c.project_id, func.count())
        .where(
            request.c.workspace_id == workspace_id,
            request.c.state != State.CLOSED.value,
            request.c.project_id.is_not(None),
        )
        .group_by(request.c.project_id)
    )
    return {row[0]: row[1] for row in await conn.execute(query)}


async def projects_of_reporter(conn: AsyncConnection, workspace_id: str, person_id: int) -> frozenset[int]:
    """The projects that this person ever handed something over for, alone or with others, or owns something of."""
    joined = select(request_reporter.c.request_id).where(
        request_reporter.c.workspace_id == workspace_id, request_reporter.c.person_id == person_id
    )
    theirs = or_(
        request.c.reporter_id == person_id,
        and_(request.c.owner_id == person_id, request.c.state != State.CLOSED.value),
        request.c.id.in_(joined),
    )
    query = select(request.c.project_id).distinct().where(request.c.workspace_id == workspace_id, theirs)
    return frozenset(one for one in (await conn.execute(query)).scalars() if one is not None)


async def join(conn: AsyncConnection, workspace_id: str, number: int, person_id: int, at: datetime) -> bool:
    """Note one more who handed the same thing over; False when they were noted before."""
    statement = (
        upsert(request_reporter)
        .values(workspace_id=workspace_id, request_id=number, person_id=person_id, joined_at=at)
        .on_conflict_do_nothing()
        .returning(request_reporter.c.person_id)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def joined(conn: AsyncConnection, workspace_id: str, number: int) -> tuple[int, ...]:
    """Who handed it over besides its reporter, in the order in which they came."""
    rows = await conn.execute(_JOINED, {"workspace": workspace_id, "number": number})
    return tuple(rows.scalars())


async def add_touch(
    conn: AsyncConnection,
    workspace_id: str,
    number: int,
    *,
    channel: TouchChannel,
    evidence: Evidence,
    turn: Turn,
    person_id: int | None,
    at: datetime,
) -> None:
    """Note a contact with the client about a request, and so about its project."""
    await conn.execute(
        insert(touch).values(
            workspace_id=workspace_id,
            request_id=number,
            project_id=(
                select(request.c.project_id)
                .where(request.c.workspace_id == workspace_id, request.c.id == number)
                .scalar_subquery()
            ),
            channel=channel.value,
            evidence=evidence.value,
            turn=turn.value,
            person_id=person_id,
            at=at,
        )
    )


async def _unclosed(conn: AsyncConnection, workspace_id: str, condition: ColumnElement[bool]) -> list[Request]:
    query = (
        select(request)
        .where(request.c.workspace_id == workspace_id, request.c.state != State.CLOSED.value, condition)
        .order_by(request.c.id)
    )
    return [from_row(row) for row in await conn.execute(query)]
