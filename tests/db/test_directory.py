"""Clients, projects, contacts."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import directory, people
from bot.domain.people import RosterEntry
from bot.domain.routing import Client, Directory, Project

WS = "T1"
ACME = Client(0, "Acme GmbH", tier="key", country="DE", domains=("acme.example", "acme.test"))


async def test_the_directory_holds_what_was_written(conn: AsyncConnection) -> None:
    [bob] = await people.upsert(conn, WS, [RosterEntry("UBOB", "Bob")])
    acme = await directory.insert_client(conn, WS, ACME)
    portal = await directory.insert_project(
        conn, WS, Project(0, acme.id, "Portal", bob.id, channel_id="C1", channel_name="client-acme", policy="relaxed")
    )
    assert await directory.directory(conn, WS) == Directory((acme,), (portal,))
    assert await directory.directory(conn, "T2") == Directory((), ())


async def test_changes_are_written_whole(conn: AsyncConnection) -> None:
    bob, pia = await people.upsert(conn, WS, [RosterEntry("UBOB", "Bob"), RosterEntry("UPIA", "Pia")])
    acme = await directory.insert_client(conn, WS, ACME)
    portal = await directory.insert_project(conn, WS, Project(0, acme.id, "Portal", bob.id, intake="a@b.example"))
    changed = replace(acme, tier=None, domains=())
    moved = replace(portal, owner_id=pia.id, backup_id=bob.id, intake=None)
    await directory.update_client(conn, WS, changed)
    await directory.update_project(conn, WS, moved)
    assert await directory.directory(conn, WS) == Directory((changed,), (moved,))


async def test_a_client_is_found_in_whatever_case_it_is_written(conn: AsyncConnection) -> None:
    acme = await directory.insert_client(conn, WS, ACME)
    assert await directory.client_by_name(conn, WS, " acme gmbh ") == acme
    assert await directory.client_by_name(conn, WS, "acme") is None
    shouting = await directory.insert_client(conn, WS, Client(0, "ACME GMBH"))
    assert await directory.client_by_name(conn, WS, "ACME GMBH") == shouting


async def test_a_contact_is_made_once_and_keeps_its_client(conn: AsyncConnection) -> None:
    acme = await directory.insert_client(conn, WS, ACME)
    other = await directory.insert_client(conn, WS, Client(0, "Other"))
    assert await directory.contact_by_email(conn, WS, "jane@acme.example") is None
    unknown = await directory.ensure_contact(conn, WS, client_id=None, email="Jane@Acme.example", name=None)
    jane = await directory.ensure_contact(conn, WS, client_id=acme.id, email="jane@acme.example", name="Jane")
    same = await directory.ensure_contact(conn, WS, client_id=other.id, email="JANE@acme.example", name="")
    assert unknown.id == jane.id == same.id
    assert same == jane
    assert (jane.client_id, jane.name, jane.email) == (acme.id, "Jane", "jane@acme.example")
    assert await directory.contact_by_email(conn, WS, "Jane@acme.example ") == jane
    assert await directory.contact_by_email(conn, "T2", jane.email) is None
