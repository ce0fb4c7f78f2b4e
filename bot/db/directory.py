"""Reading and writing clients, their contacts and their projects."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import tables
from bot.db.tables import client, project
from bot.db.tables import contact as contact_table
from bot.domain.request import TouchChannel
from bot.domain.routing import Client, Contact, Directory, Project

_CLIENT = (client.c.id, client.c.name, client.c.tier, client.c.country, client.c.domains, client.c.via)
_PROJECT = (
    project.c.id,
    project.c.client_id,
    project.c.name,
    project.c.owner_id,
    project.c.backup_id,
    project.c.lead_id,
    project.c.channel_id,
    project.c.channel_name,
    project.c.intake,
    project.c.policy,
    project.c.touch_every,
)
CONTACT = (
    tables.contact.c.id,
    tables.contact.c.client_id,
    tables.contact.c.email,
    tables.contact.c.name,
    tables.contact.c.phone,
    tables.contact.c.preferred,
    tables.contact.c.language,
)

_clients = select(*_CLIENT).where(client.c.workspace_id == bindparam("workspace")).order_by(client.c.id)
_projects = select(*_PROJECT).where(project.c.workspace_id == bindparam("workspace")).order_by(project.c.id)
_client_by_name = select(*_CLIENT).where(
    client.c.workspace_id == bindparam("workspace"), func.lower(client.c.name) == func.lower(bindparam("called"))
)
_contacts = select(*CONTACT).where(tables.contact.c.workspace_id == bindparam("workspace"))
_contact_by_email = _contacts.where(tables.contact.c.email == bindparam("address"))
_contacts_of_clients = _contacts.where(tables.contact.c.client_id.is_not(None)).order_by(tables.contact.c.id)

_insert_client = insert(client).returning(client.c.id)
_update_client = update(client).where(
    client.c.workspace_id == bindparam("workspace"), client.c.id == bindparam("which")
)
_insert_project = insert(project).returning(project.c.id)
_update_project = update(project).where(
    project.c.workspace_id == bindparam("workspace"), project.c.id == bindparam("which")
)
_new_names = bindparam("names", type_=JSONB)
_rename_channels = (
    update(project)
    .where(project.c.workspace_id == bindparam("workspace"), _new_names.has_key(project.c.channel_id))
    .values(channel_name=_new_names[project.c.channel_id].astext)
)
_new_contact = upsert(tables.contact)
_ensure_contact = _new_contact.on_conflict_do_update(
    index_elements=["workspace_id", "email"],
    set_={
        "client_id": func.coalesce(literal_column("contact.client_id"), _new_contact.excluded.client_id),
        "name": func.coalesce(_new_contact.excluded.name, literal_column("contact.name")),
    },
).returning(*CONTACT)
_known_contact = upsert(tables.contact)
_set_up_contact = _known_contact.on_conflict_do_update(
    index_elements=["workspace_id", "email"],
    set_={
        "client_id": _known_contact.excluded.client_id,
        "name": func.coalesce(_known_contact.excluded.name, literal_column("contact.name")),
        **{each: _known_contact.excluded[each] for each in ("phone", "preferred", "language")},
    },
).returning(*CONTACT)


async def directory(conn: AsyncConnection, workspace_id: str) -> Directory:
    """All clients and projects, in the order in which they were set up."""
    clients = await conn.execute(_clients, {"workspace": workspace_id})
    projects = await conn.execute(_projects, {"workspace": workspace_id})
    return Directory(
        tuple(_client(row._asdict()) for row in clients), tuple(Project(**row._asdict()) for row in projects)
    )


async def client_by_name(conn: AsyncConnection, workspace_id: str, name: str) -> Client | None:
    """The client called that, in whatever case; the one written exactly so where several differ by case."""
    rows = (await conn.execute(_client_by_name, {"workspace": workspace_id, "called": name.strip()})).all()
    found = [_client(row._asdict()) for row in rows]
    return next((each for each in found if each.name == name.strip()), found[0] if found else None)


async def insert_client(conn: AsyncConnection, workspace_id: str, new: Client) -> Client:
    """Add a client; its `id` is given by the database, and the one in `new` is not looked at."""
    values = _client_values(new) | {"workspace_id": workspace_id}
    return _client({**asdict(new), "id": (await conn.execute(_insert_client, values)).scalar_one()})


async def update_client(conn: AsyncConnection, workspace_id: str, changed: Client) -> None:
    """Write all fields of the client with the id of `changed`."""
    await conn.execute(_update_client, _client_values(changed) | {"workspace": workspace_id, "which": changed.id})


async def insert_project(conn: AsyncConnection, workspace_id: str, new: Project) -> Project:
    """Add a project; its `id` is given by the database, and the one in `new` is not looked at."""
    values = _project_values(new) | {"workspace_id": workspace_id}
    return Project(**{**asdict(new), "id": (await conn.execute(_insert_project, values)).scalar_one()})


async def update_project(conn: AsyncConnection, workspace_id: str, changed: Project) -> None:
    """Write all fields of the project with the id of `changed`."""
    await conn.execute(_update_project, _project_values(changed) | {"workspace": workspace_id, "which": changed.id})


async def rename_channels(conn: AsyncConnection, workspace_id: str, names: Mapping[str, str]) -> None:
    """Write what the projects' channels are called now: `names` by channel id."""
    await conn.execute(_rename_channels, {"workspace": workspace_id, "names": dict(names)})


async def contact_by_email(conn: AsyncConnection, workspace_id: str, email: str) -> Contact | None:
    """The contact of this address, in whatever case."""
    row = (await conn.execute(_contact_by_email, {"workspace": workspace_id, "address": _address(email)})).one_or_none()
    return None if row is None else _one_contact(row._asdict())


async def ensure_contact(
    conn: AsyncConnection, workspace_id: str, *, client_id: int | None, email: str, name: str | None
) -> Contact:
    """The contact of this address, made where there was none.

    A newer name replaces an older one; the client that somebody belongs to stays once it is known.
    """
    values = {"workspace_id": workspace_id, "client_id": client_id, "email": _address(email), "name": name or None}
    return _one_contact((await conn.execute(_ensure_contact, values)).one()._asdict())


async def set_client_of_contact(conn: AsyncConnection, workspace_id: str, contact_id: int, client_id: int) -> bool:
    """Note which client somebody is at, where that was not known; False where it was."""
    statement = (
        update(contact_table)
        .where(
            contact_table.c.workspace_id == workspace_id,
            contact_table.c.id == contact_id,
            contact_table.c.client_id.is_(None),
        )
        .values(client_id=client_id)
        .returning(contact_table.c.id)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def contacts_of_clients(conn: AsyncConnection, workspace_id: str) -> list[Contact]:
    """Everybody who is known to be at a client, in the order in which they became known."""
    rows = await conn.execute(_contacts_of_clients, {"workspace": workspace_id})
    return [_one_contact(row._asdict()) for row in rows]


async def set_up_contact(conn: AsyncConnection, workspace_id: str, wanted: Contact) -> Contact:
    """Write the contact of that address, new or known; its `id` is not looked at. Without a name a known one stays."""
    preferred = wanted.preferred.value if wanted.preferred else None
    values = asdict(wanted) | {"workspace_id": workspace_id, "email": _address(wanted.email), "preferred": preferred}
    del values["id"]
    return _one_contact((await conn.execute(_set_up_contact, values)).one()._asdict())


def contact_of(row: Sequence[Any]) -> Contact:
    """The contact in a row of the columns `CONTACT`."""
    return _one_contact({column.name: value for column, value in zip(CONTACT, row, strict=True)})


def _one_contact(values: Mapping[str, Any]) -> Contact:
    preferred = values["preferred"]
    return Contact(**{**values, "preferred": TouchChannel(preferred) if preferred else None})


def _address(email: str) -> str:
    return email.strip().lower()


def _client(values: Mapping[str, object]) -> Client:
    fields = dict(values) | {"domains": tuple(values["domains"])}  # type: ignore[arg-type]  # an array of text
    return Client(**fields)  # type: ignore[arg-type]  # the columns are the fields


def _client_values(one: Client) -> dict[str, object]:
    values = asdict(one) | {"domains": list(one.domains)}
    del values["id"]
    return values


def _project_values(one: Project) -> dict[str, object]:
    values = asdict(one)
    del values["id"]
    return values
