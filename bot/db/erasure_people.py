"""Taking people out: a contact's row goes, a colleague's keeps nothing but its id."""

from sqlalchemy import delete, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import (
    absence,
    audit_event,
    client,
    contact,
    packet,
    person,
    project,
    request,
    request_reporter,
    status_asked,
    workspace,
)
from bot.domain.events import PEOPLE_IN_EVENTS
from bot.domain.people import FORMER_COLLEAGUE
from bot.domain.request import State


async def drop_contact(conn: AsyncConnection, workspace_id: str, contact_id: int) -> None:
    """A contact is known no more; their requests have none from now on."""
    of_contact = (request.c.workspace_id == workspace_id, request.c.contact_id == contact_id)
    await conn.execute(update(request).where(*of_contact).values(contact_id=None))
    await conn.execute(delete(contact).where(contact.c.workspace_id == workspace_id, contact.c.id == contact_id))


async def forget_via(conn: AsyncConnection, workspace_id: str, address: str) -> set[int]:
    """Clients are no longer reached via this address; which ones were."""
    statement = (
        update(client)
        .where(client.c.workspace_id == workspace_id, func.lower(client.c.via) == address)
        .values(via=None)
        .returning(client.c.id)
    )
    return set((await conn.execute(statement)).scalars())


async def still_needed(conn: AsyncConnection, workspace_id: str, person_id: int) -> list[str]:
    """What can't be without this colleague: projects and unclosed requests that they own, and the part of the fallback
    owner.
    """
    owned = (
        select(client.c.name, project.c.name)
        .join(client, (client.c.workspace_id == project.c.workspace_id) & (client.c.id == project.c.client_id))
        .where(project.c.workspace_id == workspace_id, project.c.owner_id == person_id)
        .order_by(project.c.id)
    )
    needed = [f"owner of {of}: {name}" for of, name in await conn.execute(owned)]
    theirs = select(request.c.id).where(
        request.c.workspace_id == workspace_id,
        request.c.owner_id == person_id,
        request.c.state != State.CLOSED.value,
    )
    needed += [f"owner of #{number}" for number in (await conn.execute(theirs.order_by(request.c.id))).scalars()]
    fallback = select(workspace.c.workspace_id).where(
        workspace.c.workspace_id == workspace_id, workspace.c.fallback_owner_id == person_id
    )
    return needed + (["fallback owner"] if (await conn.execute(fallback)).one_or_none() else [])


async def part_in(conn: AsyncConnection, workspace_id: str, person_id: int) -> frozenset[int]:
    """The requests in which this colleague has a part, or had one: by name Nudge may speak of them there."""
    theirs = or_(project.c.backup_id == person_id, project.c.lead_id == person_id)
    heard_of = select(project.c.id).where(project.c.workspace_id == workspace_id, theirs)
    plays = select(request.c.id).where(
        request.c.workspace_id == workspace_id,
        or_(
            request.c.owner_id == person_id,
            request.c.reporter_id == person_id,
            request.c.flag_by == person_id,
            request.c.project_id.in_(heard_of),
            request.c.offer["to_id"].as_integer() == person_id,
            request.c.loan["owner_id"].as_integer() == person_id,
        ),
    )
    joined = select(request_reporter.c.request_id).where(
        request_reporter.c.workspace_id == workspace_id, request_reporter.c.person_id == person_id
    )
    concerned = [audit_event.c.data.contains({name: person_id}) for name in PEOPLE_IN_EVENTS]
    told = select(audit_event.c.request_id).where(
        audit_event.c.workspace_id == workspace_id,
        audit_event.c.request_id.is_not(None),
        or_(audit_event.c.actor_id == person_id, *concerned),
    )
    return frozenset((await conn.execute(union(plays, joined, told))).scalars())


async def forget_person(conn: AsyncConnection, workspace_id: str, person_id: int, slack_id: str) -> None:
    """A colleague who has left becomes a former one: the id stays, under which the record speaks of them, and nothing
    else.
    """
    of_workspace = workspace.c.workspace_id == workspace_id
    admins = func.array_remove(workspace.c.admins, slack_id)
    await conn.execute(update(workspace).where(of_workspace).values(admins=admins))
    for part in ("backup_id", "lead_id"):
        theirs = (project.c.workspace_id == workspace_id, project.c[part] == person_id)
        await conn.execute(update(project).where(*theirs).values({part: None}))
    await _forget_absences(conn, workspace_id, person_id)
    nothing = {
        "slack_id": f"erased-{person_id}",
        "name": FORMER_COLLEAGUE,
        "email": None,
        "zone": "UTC",
        "working_hours": None,
        "country": None,
        "is_admin": False,
    }
    await conn.execute(
        update(person).where(person.c.workspace_id == workspace_id, person.c.id == person_id).values(nothing)
    )


async def _forget_absences(conn: AsyncConnection, workspace_id: str, person_id: int) -> None:
    """When they were away is known no more, but for absences in which something was handed over."""
    asked = (status_asked.c.workspace_id == workspace_id, status_asked.c.person_id == person_id)
    await conn.execute(delete(status_asked).where(*asked))
    handed_over = select(packet.c.absence_id).where(packet.c.workspace_id == workspace_id)
    theirs = (absence.c.workspace_id == workspace_id, absence.c.person_id == person_id)
    await conn.execute(delete(absence).where(*theirs, absence.c.id.not_in(handed_over)))
