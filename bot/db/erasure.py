"""Taking words out of the rows of requests and of the record: what the domain decides, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    false,
    func,
    null,
    or_,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import (
    audit_event,
    audit_text,
    inbox,
    outbox,
    request,
    request_mail,
    request_thread,
)
from bot.domain.forgetting import TEXTS, Naming
from bot.domain.request import State
from bot.domain.understanding import digest_of_writer

FILES = ("attachments", "noise_attachments")
"""The columns of a request that hold what files are called, and where they are seen."""

_MATTER = text(
    """
    WITH RECURSIVE matter (id) AS (
        SELECT id FROM request WHERE workspace_id = :workspace AND id = ANY (:numbers)
        UNION
        SELECT other.id FROM matter
        JOIN request one ON one.workspace_id = :workspace AND one.id = matter.id
        JOIN request other ON other.workspace_id = :workspace AND (
            (other.id = one.perhaps_of AND one.state <> 'triage')
            OR (other.perhaps_of = one.id AND other.state <> 'triage'))
    )
    SELECT id FROM matter ORDER BY id
    """
)


async def numbers_of_contact(conn: AsyncConnection, workspace_id: str, contact_id: int) -> list[int]:
    """The requests whose contact that is."""
    query = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.contact_id == contact_id)
    return list((await conn.execute(query)).scalars())


async def written_about_by(conn: AsyncConnection, workspace_id: str, contact_id: int) -> list[int]:
    """The requests about which that contact wrote once they were there, whosever they are."""
    query = select(audit_event.c.request_id).where(
        audit_event.c.workspace_id == workspace_id,
        audit_event.c.request_id.is_not(None),
        audit_event.c.data.contains({"contact": contact_id}),
    )
    return list((await conn.execute(query.distinct())).scalars())


async def matter_of(conn: AsyncConnection, workspace_id: str, numbers: Collection[int]) -> list[int]:
    """These requests, and those whose words went into them or theirs into: what was found to be the same."""
    return list((await conn.execute(_MATTER, {"workspace": workspace_id, "numbers": sorted(numbers)})).scalars())


async def asked_about(conn: AsyncConnection, workspace_id: str, numbers: Collection[int]) -> list[int]:
    """The requests of which it is asked whether they are one of these: their messages show it."""
    query = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.perhaps_of.in_(list(numbers)))
    return list((await conn.execute(query)).scalars())


async def naming(
    conn: AsyncConnection, workspace_id: str, tokens: Sequence[str], in_messages: Sequence[str] = ()
) -> list[int]:
    """The requests in which one of these may stand: in their texts, in what is told of them, in messages about them.

    `in_messages` is looked for in messages and the record only. In whatever case; the caller looks closer.
    """
    wide = [*tokens, *in_messages]
    if not wide:
        return []
    columns = [request.c[name] for name in TEXTS] + [cast(request.c[name], Text) for name in FILES]
    texts = select(request.c.id).where(
        request.c.workspace_id == workspace_id, or_(*(holds(c, tokens) for c in columns))
    )
    kept = select(outbox.c.request_id).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.request_id.is_not(None),
        or_(holds(outbox.c.said, wide), holds(cast(outbox.c.facts, Text), tokens)),
    )
    told = (
        select(audit_event.c.request_id)
        .join(audit_text, _is_text_of_event())
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.request_id.is_not(None),
            holds(audit_text.c.body, wide),
        )
    )
    found = union(texts, kept, told).subquery()
    return list((await conn.execute(select(found.c[0]).order_by(found.c[0]))).scalars())


async def spoken_by(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[int]:
    """The requests in whose record words stand that this colleague wrote or brought."""
    query = (
        select(audit_event.c.request_id)
        .join(audit_text, _is_text_of_event())
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.actor_id == person_id,
            audit_event.c.request_id.is_not(None),
        )
        .distinct()
    )
    return list((await conn.execute(query)).scalars())


async def written_to(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[int]:
    """The requests about which this colleague was sent something."""
    query = select(outbox.c.request_id).where(
        outbox.c.workspace_id == workspace_id, outbox.c.recipient_id == person_id, outbox.c.request_id.is_not(None)
    )
    return list((await conn.execute(query.distinct())).scalars())


async def texts_of(conn: AsyncConnection, workspace_id: str, number: int) -> dict[str, Any] | None:
    """The texts and files of a request, which this transaction holds from now on; None where there is none."""
    columns = [request.c[name] for name in (*TEXTS, *FILES)]
    query = select(*columns).where(request.c.workspace_id == workspace_id, request.c.id == number)
    row = (await conn.execute(query.with_for_update())).one_or_none()
    return None if row is None else row._asdict()


async def write_texts(
    conn: AsyncConnection,
    workspace_id: str,
    number: int,
    texts: Mapping[str, Any],
    *,
    erased_at: datetime | None,
    but_contact: int | None = None,
) -> None:
    """Write what is left of a request's texts; what tells them from others, or named where they came from, goes.

    `erased_at` is noted where they went whole. It is not `but_contact`'s any more.
    """
    gone = {"words_digest": b"", "external_id": f"erased:{number}"}
    values = dict(texts) | gone | ({"erased_at": erased_at} if erased_at else {})
    values |= {"contact_id": func.nullif(request.c.contact_id, but_contact)} if but_contact else {}
    values |= {name: texts[name] or "" for name in ("wish", "words", "flag_reason") if name in texts}
    await conn.execute(
        update(request).where(request.c.workspace_id == workspace_id, request.c.id == number).values(values)
    )


async def mail_names(conn: AsyncConnection, workspace_id: str, number: int) -> list[str]:
    """All names of mails that are known to belong to a request."""
    mails = select(request_mail.c.external_id).where(
        request_mail.c.workspace_id == workspace_id, request_mail.c.request_id == number
    )
    threads = select(request_thread.c.mail_id).where(
        request_thread.c.workspace_id == workspace_id, request_thread.c.request_id == number
    )
    return list((await conn.execute(union(mails, threads))).scalars())


async def drop_mail_names(conn: AsyncConnection, workspace_id: str, number: int) -> int:
    """Forget by which mails a request is known: a later mail of the thread starts afresh. How many there were."""
    count = 0
    for table in (request_mail, request_thread):
        gone = await conn.execute(
            delete(table)
            .where(table.c.workspace_id == workspace_id, table.c.request_id == number)
            .returning(table.c.request_id)
        )
        count += len(gone.all())
    return count


async def drop_mails_of_writer(conn: AsyncConnection, workspace_id: str, address: str) -> int:
    """Forget by which names and words the mails under an address are known; how many there were."""
    gone = await conn.execute(
        delete(request_mail)
        .where(request_mail.c.workspace_id == workspace_id, request_mail.c.writer == digest_of_writer(address))
        .returning(request_mail.c.request_id)
    )
    return len(gone.all())


async def drop_mail_names_like(conn: AsyncConnection, workspace_id: str, naming: Naming) -> int:
    """Forget the names of mails that name somebody, whatever they belong to; how many there were."""
    if not naming.tokens:
        return 0
    keyed = {request_mail.c.external_id: (request_mail.c.own_id,), request_thread.c.mail_id: ()}
    count = 0
    for key, others in keyed.items():
        names, of_workspace = (key, *others), key.table.c.workspace_id == workspace_id
        held = or_(*(holds(name, naming.tokens) for name in names))
        found = await conn.execute(select(*names).where(of_workspace, held).with_for_update())
        telling = [row[0] for row in found if naming.is_within(list(row))]
        if telling:
            await conn.execute(delete(key.table).where(of_workspace, key.in_(telling)))
        count += len(telling)
    return count


async def drop_record_texts(conn: AsyncConnection, workspace_id: str, number: int) -> int:
    """Take the words and salts of all events of a request; how many there were. The events stay."""
    of_request = select(audit_event.c.id).where(
        audit_event.c.workspace_id == workspace_id, audit_event.c.request_id == number
    )
    return await _drop_texts(conn, workspace_id, audit_text.c.event_id.in_(of_request))


async def drop_record_texts_of(conn: AsyncConnection, workspace_id: str, event_ids: Collection[int]) -> int:
    """Take the words and salts of these events; how many there were."""
    return await _drop_texts(conn, workspace_id, audit_text.c.event_id.in_(list(event_ids))) if event_ids else 0


async def loose_record_texts(conn: AsyncConnection, workspace_id: str, tokens: Sequence[str]) -> list[tuple[int, str]]:
    """Words of events that belong to no request, and may hold one of these: their ids and what they say."""
    if not tokens:
        return []
    query = _loose_texts(workspace_id).where(holds(audit_text.c.body, tokens)).add_columns(audit_text.c.body)
    return [(row.event_id, row.body) for row in await conn.execute(query)]


async def loose_texts_by(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[int]:
    """The events that belong to no request and hold words of that colleague's."""
    query = _loose_texts(workspace_id).where(audit_event.c.actor_id == person_id)
    return list((await conn.execute(query)).scalars())


async def loose_texts_before(conn: AsyncConnection, workspace_id: str, moment: datetime) -> list[int]:
    """The events before that moment that belong to no request and hold words."""
    query = _loose_texts(workspace_id).where(audit_event.c.at < moment, audit_event.c.commitment.is_not(None))
    return list((await conn.execute(query)).scalars())


async def empty_inbox(conn: AsyncConnection, workspace_id: str, naming: Naming) -> int:
    """Empty the deliveries that name somebody, waiting or given up; how many. What is being worked on is left."""
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until < func.clock_timestamp())
    telling = await _deliveries_naming(conn, workspace_id, naming, free)
    return await _empty_deliveries(conn, workspace_id, inbox.c.id.in_(telling)) if telling else 0


async def inbox_at_work(conn: AsyncConnection, workspace_id: str, naming: Naming) -> int:
    """How many deliveries name somebody and are being worked on at this moment."""
    return len(await _deliveries_naming(conn, workspace_id, naming, inbox.c.lease_until >= func.clock_timestamp()))


async def _deliveries_naming(
    conn: AsyncConnection, workspace_id: str, naming: Naming, which: ColumnElement[bool]
) -> list[int]:
    """Those of them that name somebody; held by this transaction."""
    if not naming.tokens:
        return []
    held = select(inbox.c.id, inbox.c.payload).where(
        inbox.c.workspace_id == workspace_id,
        inbox.c.payload.is_not(None),
        which,
        holds(cast(inbox.c.payload, Text), naming.tokens),
    )
    return [row.id for row in await conn.execute(held.with_for_update()) if naming.is_within(row.payload)]


async def empty_given_up(conn: AsyncConnection, workspace_id: str, before: datetime) -> int:
    """Empty the deliveries that came before that moment and were given up; how many."""
    given_up = text("inbox.done_at IS NULL AND inbox.failure IS NOT NULL")  # spelt out for its partial index
    return await _empty_deliveries(conn, workspace_id, and_(given_up, inbox.c.received_at < before))


async def closed_before(conn: AsyncConnection, workspace_id: str, moment: datetime, limit: int) -> list[int]:
    """Requests closed before that moment whose words are still there, the oldest first."""
    query = (
        select(request.c.id)
        .where(
            request.c.workspace_id == workspace_id,
            text("state = 'closed' AND (erased_at IS NULL OR erased_at < closed_at)"),
            request.c.closed_at < moment,
        )
        .order_by(request.c.closed_at)
        .limit(limit)
    )
    return list((await conn.execute(query)).scalars())


async def note_erased(conn: AsyncConnection, workspace_id: str, number: int, at: datetime) -> None:
    """Note that a request holds no words, though it may have held none before: it is not looked at again."""
    of_number = (request.c.workspace_id == workspace_id, request.c.id == number)
    await conn.execute(update(request).where(*of_number).values(erased_at=at))


async def states_of(conn: AsyncConnection, workspace_id: str, numbers: Collection[int]) -> dict[int, State]:
    """How these requests stand; numbers of none are left out."""
    query = select(request.c.id, request.c.state).where(
        request.c.workspace_id == workspace_id,
        request.c.id == any_(bindparam("numbers", sorted(numbers), ARRAY(request.c.id.type))),
    )
    return {row.id: State(row.state) for row in (await conn.execute(query.order_by(request.c.id)))}


def holds(column: ColumnElement[Any], tokens: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of these stands in a text, in whatever case."""
    return or_(*(column.icontains(_searched(each), autoescape=True) for each in tokens)) if tokens else false()


async def _empty_deliveries(conn: AsyncConnection, workspace_id: str, which: ColumnElement[bool]) -> int:
    emptied = (
        update(inbox)
        .where(inbox.c.workspace_id == workspace_id, which)
        .values(payload=null(), done_at=func.clock_timestamp(), lease_until=None)
        .returning(inbox.c.id)
    )
    return len((await conn.execute(emptied)).all())


async def _drop_texts(conn: AsyncConnection, workspace_id: str, which: ColumnElement[bool]) -> int:
    gone = await conn.execute(
        delete(audit_text).where(audit_text.c.workspace_id == workspace_id, which).returning(audit_text.c.event_id)
    )
    return len(gone.all())


def _loose_texts(workspace_id: str) -> Select[Any]:
    return (
        select(audit_text.c.event_id)
        .join(audit_event, _is_text_of_event())
        .where(audit_event.c.workspace_id == workspace_id, audit_event.c.request_id.is_(None))
    )


def _is_text_of_event() -> ColumnElement[bool]:
    same_workspace = audit_text.c.workspace_id == audit_event.c.workspace_id
    return same_workspace & (audit_text.c.event_id == audit_event.c.id)


def _searched(token: str) -> str:
    """The longest word of a token: between the words of a name there may be a line's end."""
    return max(token.split(), key=len)
