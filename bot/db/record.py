"""The record read from end to end: the seals in their order, what they list, and the words that lie beside it.

The server writes down what is there (bot/db/written.py), and decides nothing: what the canonical form of an event is,
and whether that is what was sealed, is found in bot/domain.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_event, audit_seal, audit_text, audit_unsealed, project, request
from bot.db.written import CANONICAL_AT, read, written
from bot.domain.events import PEOPLE_IN_EVENTS
from bot.domain.extract import Extract
from bot.domain.seal import Seal, SealedFields, Words

_DATA = SealedFields._fields.index("data")

_workspace: BindParameter[str] = bindparam("workspace_id")

# Whoever owns the tables can empty a column, or put a moment there that no datetime can hold. It is read as nothing,
# or as the beginning of all times: the hash covers something else.
_SEALED_AT = literal_column(
    """CASE WHEN audit_seal.sealed_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 23:59:59.999999+00'
    THEN audit_seal.sealed_at ELSE '0001-01-01 00:00:00+00' END""",
    DateTime(timezone=True),
)

_SEALS = (
    select(
        audit_seal.c.workspace_id,
        audit_seal.c.number,
        _SEALED_AT.label("sealed_at"),
        func.coalesce(audit_seal.c.event_ids, literal_column("'{}'")).label("event_ids"),
        func.coalesce(audit_seal.c.leaves, literal_column("''::bytea")).label("leaves"),
        func.coalesce(audit_seal.c.event_count, 0).label("event_count"),
        func.coalesce(audit_seal.c.previous, "").label("previous"),
        func.coalesce(audit_seal.c.hash, "").label("hash"),
    )
    .where(audit_seal.c.workspace_id == _workspace, audit_seal.c.number >= bindparam("first"))
    .order_by(audit_seal.c.number)
    .limit(bindparam("most"))
)

_EVENTS = written(
    audit_event.c.actor_id,
    CANONICAL_AT,
    audit_event.c.commitment,
    null(),  # the data, which come by themselves
    audit_event.c.id,
    audit_event.c.kind,
    audit_event.c.request_id,
    audit_event.c.workspace_id,
)
_SAID = func.json_build_array(
    audit_text.c.event_id,
    func.coalesce(audit_text.c.body, ""),  # emptied, as with seals
    func.coalesce(func.encode(audit_text.c.salt, "hex"), ""),
)
_WORDS = func.string_agg(cast(_SAID, Text), ",")

_BETWEEN = (
    audit_seal.c.workspace_id == _workspace,
    audit_seal.c.number.between(bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger)),
)
_LISTED = select(_EVENTS).select_from(audit_seal.join(audit_event, audit_event.c.id == any_(audit_seal.c.event_ids)))
_SAID_AT_LISTED = select(_WORDS).select_from(
    audit_seal.join(audit_text, audit_text.c.event_id == any_(audit_seal.c.event_ids)).join(
        audit_event, audit_event.c.id == audit_text.c.event_id
    )
)
_QUEUED = (
    select(audit_event.c.id)
    .join(audit_unsealed, audit_unsealed.c.event_id == audit_event.c.id)
    .where(
        audit_unsealed.c.workspace_id == _workspace,
        audit_event.c.workspace_id == _workspace,
        audit_event.c.id > bindparam("after", type_=BigInteger),
    )
    .order_by(audit_event.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Found:
    """Events and the words said at them, as the server wrote them down; read only when somebody asks."""

    written: str | None
    said: str | None

    def events(self) -> dict[int, SealedFields]:
        """What is sealed of the events, under their ids."""
        rows, found = read(self.written)
        for row, data in zip(rows, found, strict=True):
            row[_DATA] = data
        return {fields.id: fields for fields in map(SealedFields._make, rows)}

    def words(self) -> dict[int, Words]:
        """What was said at the events, where it was not erased, under their ids."""
        return {number: Words(body, bytes.fromhex(salt)) for number, body, salt in json.loads(f"[{self.said or ''}]")}


async def seals_from(conn: AsyncConnection, workspace_id: str, number: int, limit: int) -> list[Seal]:
    """Up to `limit` seals of the chain in its order, beginning with that number or the first above it."""
    rows = await conn.execute(_SEALS, {"workspace_id": workspace_id, "first": number, "most": limit})
    return [Seal(**row._mapping) for row in rows]


async def sealed(conn: AsyncConnection, workspace_id: str, first: int, last: int, wanted: Extract) -> Found:
    """What is wanted of the events that the seals from `first` to `last` list, with their words."""
    given = {"workspace_id": workspace_id, "first": first, "last": last}
    return Found(*(await conn.execute(_listed(wanted), given)).one())


async def waiting(conn: AsyncConnection, workspace_id: str, wanted: Extract, after: int, limit: int) -> Found:
    """Up to `limit` wanted events without a seal, those with the lowest ids above `after`, with their words."""
    given = {"workspace_id": workspace_id, "after": after, "most": limit}
    return Found(*(await conn.execute(_queued(wanted), given)).one())


@lru_cache(maxsize=8)
def _listed(wanted: Extract) -> Select[Any]:
    events = _LISTED.where(audit_event.c.workspace_id == _workspace, *_BETWEEN)
    words = _SAID_AT_LISTED.where(
        audit_event.c.workspace_id == _workspace, audit_text.c.workspace_id == _workspace, *_BETWEEN
    )
    return select(_narrowed(events, wanted).scalar_subquery(), _narrowed(words, wanted).scalar_subquery())


@lru_cache(maxsize=8)
def _queued(wanted: Extract) -> Select[Any]:
    ids = _narrowed(_QUEUED, wanted)
    events = select(_EVENTS).where(audit_event.c.workspace_id == _workspace, audit_event.c.id.in_(ids))
    words = select(_WORDS).where(audit_text.c.workspace_id == _workspace, audit_text.c.event_id.in_(ids))
    return select(events.scalar_subquery(), words.scalar_subquery())


def _narrowed(query: Select[Any], wanted: Extract) -> Select[Any]:
    """The query, for no more than what is wanted."""
    event = audit_event.c
    if wanted.request_id is not None:
        query = query.where(event.request_id == wanted.request_id)
    if wanted.client_id is not None:
        projects = project.c.client_id == wanted.client_id
        query = query.where(_is_about(request.c.client_id == wanted.client_id, projects))
    if wanted.project_ids:
        projects = project.c.id.in_(wanted.project_ids)
        query = query.where(_is_about(request.c.project_id.in_(wanted.project_ids), projects))
    if wanted.person_id is not None:
        concerned = [event.data.contains({name: wanted.person_id}) for name in PEOPLE_IN_EVENTS]
        query = query.where(or_(event.actor_id == wanted.person_id, *concerned))
    if wanted.since is not None:
        query = query.where(event.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(event.at < wanted.until)
    return query if wanted.kind is None else query.where(event.kind == wanted.kind)


def _is_about(requests: ColumnElement[bool], projects: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an event is about one of these requests, or one of these projects itself."""
    event = audit_event.c
    of_requests = select(request.c.id).where(request.c.workspace_id == _workspace, requests)
    # As text: whoever can write to the record may have put anything there.
    of_projects = select(cast(project.c.id, Text)).where(project.c.workspace_id == _workspace, projects)
    names_project = and_(event.request_id.is_(None), event.data["project"].astext.in_(of_projects))
    return or_(event.request_id.in_(of_requests), names_project)
