"""Reading and writing the people of a workspace."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Row,
    String,
    Text,
    any_,
    bindparam,
    column,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from bot.db.tables import person, workspace
from bot.domain.people import Person, RosterEntry

_is_named_admin = exists().where(
    workspace.c.workspace_id == person.c.workspace_id, person.c.slack_id == any_(workspace.c.admins)
)
_is_admin = or_(person.c.is_admin, _is_named_admin).label("is_admin")
_columns = [_is_admin if each.name == "is_admin" else each for each in person.c]
_people = select(*_columns).where(person.c.workspace_id == bindparam("workspace"))

_by_ids = _people.where(person.c.id == any_(bindparam("ids", type_=ARRAY(BigInteger))))
_by_slack_ids = _people.where(person.c.slack_id == any_(bindparam("slack_ids", type_=ARRAY(Text))))
_by_email = (
    _people.where(func.lower(person.c.email) == func.lower(bindparam("email")))
    .order_by(person.c.is_active.desc(), person.c.is_guest, person.c.id)
    .limit(1)
)
_admins = _people.where(_is_admin, person.c.is_active, ~person.c.is_guest).order_by(person.c.id)
_everybody = _people.order_by(person.c.id)

_FROM_SLACK: dict[str, TypeEngine[Any]] = {
    "slack_id": String(),
    "name": Text(),
    "email": Text(),
    "zone": Text(),
    "language": Text(),
    "is_admin": Boolean(),
    "is_guest": Boolean(),
    "is_active": Boolean(),
}
_roster = (
    func.jsonb_to_recordset(bindparam("roster", type_=JSONB))
    .table_valued(*[column(name, kind) for name, kind in _FROM_SLACK.items()], name="roster")
    .render_derived(with_types=True)
)
_insert = insert(person).from_select(
    ["workspace_id", *_FROM_SLACK],
    select(bindparam("workspace", type_=String), *[_roster.c[name] for name in _FROM_SLACK]).order_by(
        _roster.c.slack_id  # two syncs at once then wait for each other, and don't lock each other out
    ),
)
_upsert = _insert.on_conflict_do_update(
    index_elements=["workspace_id", "slack_id"],
    set_={name: _insert.excluded[name] for name in _FROM_SLACK if name != "slack_id"},
).returning(person.c.id)

_one = (person.c.workspace_id == bindparam("workspace")) & (person.c.id == bindparam("person"))
_set_introduced = update(person).where(_one).values(introduced=True)
_introduce = update(person).where(_one, person.c.introduced.is_(False)).values(introduced=True).returning(person.c.id)
_set_hours = update(person).where(_one).values(working_hours=bindparam("hours"), country=bindparam("land"))
_set_active = (
    update(person)
    .where(
        person.c.workspace_id == bindparam("workspace"),
        person.c.slack_id == bindparam("slack"),
        person.c.is_active != bindparam("active", type_=Boolean),
    )
    .values(is_active=bindparam("active", type_=Boolean))
    .returning(person.c.id)
)


async def by_ids(conn: AsyncConnection, workspace_id: str, ids: Collection[int]) -> dict[int, Person]:
    """The people of these ids; ids of nobody are left out."""
    rows = await conn.execute(_by_ids, {"workspace": workspace_id, "ids": sorted(set(ids))})
    return {row.id: _person(row) for row in rows}


async def by_slack_id(conn: AsyncConnection, workspace_id: str, slack_id: str) -> Person | None:
    """The person whom Slack calls that."""
    return (await by_slack_ids(conn, workspace_id, [slack_id])).get(slack_id)


async def by_slack_ids(conn: AsyncConnection, workspace_id: str, slack_ids: Collection[str]) -> dict[str, Person]:
    """The people of these Slack ids, under them; ids of nobody are left out."""
    rows = await conn.execute(_by_slack_ids, {"workspace": workspace_id, "slack_ids": sorted(set(slack_ids))})
    return {row.slack_id: _person(row) for row in rows}


async def by_email(conn: AsyncConnection, workspace_id: str, email: str) -> Person | None:
    """Whoever has this address, in whatever case; where several do, one who is active and no guest."""
    row = (await conn.execute(_by_email, {"workspace": workspace_id, "email": email.strip()})).one_or_none()
    return None if row is None else _person(row)


async def admins(conn: AsyncConnection, workspace_id: str) -> list[Person]:
    """Slack's admins and those named in the set-up, as far as they are active, longest known first."""
    return [_person(row) for row in await conn.execute(_admins, {"workspace": workspace_id})]


async def everybody(conn: AsyncConnection, workspace_id: str) -> list[Person]:
    """All people, deactivated ones and guests included, longest known first."""
    return [_person(row) for row in await conn.execute(_everybody, {"workspace": workspace_id})]


async def upsert(conn: AsyncConnection, workspace_id: str, people: Sequence[RosterEntry]) -> list[Person]:
    """Take over what Slack says of these people; what was set up in Nudge itself stays.

    Gives them as they are now, in the order given. Somebody named twice is taken as named last.
    """
    entries = {entry.slack_id: asdict(entry) for entry in people}
    if not entries:
        return []
    await conn.execute(_upsert, {"workspace": workspace_id, "roster": list(entries.values())})
    found = await by_slack_ids(conn, workspace_id, entries)
    return [found[slack_id] for slack_id in entries]


async def set_introduced(conn: AsyncConnection, workspace_id: str, person_id: int) -> None:
    """Remember that Nudge has introduced itself to this person."""
    await conn.execute(_set_introduced, {"workspace": workspace_id, "person": person_id})


async def introduce(conn: AsyncConnection, workspace_id: str, person_id: int) -> bool:
    """Remember that Nudge introduces itself to this person now; False where it has done so before."""
    found = await conn.execute(_introduce, {"workspace": workspace_id, "person": person_id})
    return found.scalar_one_or_none() is not None


async def set_hours(
    conn: AsyncConnection, workspace_id: str, person_id: int, *, working_hours: str | None, country: str | None
) -> None:
    """Set when and where this person works; None stands for the workspace's hours and country."""
    await conn.execute(
        _set_hours,
        {"workspace": workspace_id, "person": person_id, "hours": working_hours, "land": country},
    )


async def set_active(conn: AsyncConnection, workspace_id: str, slack_id: str, active: bool) -> int | None:
    """Deactivate somebody, or take them back; gives their id where that changed anything."""
    changed: int | None = (
        await conn.execute(_set_active, {"workspace": workspace_id, "slack": slack_id, "active": active})
    ).scalar_one_or_none()
    return changed


def _person(row: Row[*tuple[object, ...]]) -> Person:
    return Person(**row._asdict())
