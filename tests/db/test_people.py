"""People: what Slack says is taken over, what was set up in Nudge stays."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import people, workspaces
from bot.domain.people import RosterEntry

WS = "T1"
BOB = RosterEntry("UBOB", "Bob Berg", "Bob@Agency.example", "Europe/Berlin", "de")
LEA = RosterEntry("ULEA", "Lea Lind", "lea@agency.example", is_admin=True)


async def test_people_are_found_by_their_ids_and_address(conn: AsyncConnection) -> None:
    bob, lea = await people.upsert(conn, WS, [BOB, LEA])
    assert (bob.name, bob.zone, bob.language) == ("Bob Berg", "Europe/Berlin", "de")
    assert await people.by_ids(conn, WS, [bob.id, lea.id, 999]) == {bob.id: bob, lea.id: lea}
    assert await people.by_slack_ids(conn, WS, ["UBOB", "UNOBODY"]) == {"UBOB": bob}
    assert await people.by_slack_id(conn, WS, "UNOBODY") is None
    assert await people.by_email(conn, WS, " bob@AGENCY.example") == bob
    assert await people.by_email(conn, WS, "jane@acme.example") is None
    assert await people.everybody(conn, WS) == [bob, lea]


async def test_people_of_another_workspace_are_not_found(conn: AsyncConnection) -> None:
    [bob] = await people.upsert(conn, WS, [BOB])
    assert await people.by_ids(conn, "T2", [bob.id]) == {}
    assert await people.by_slack_id(conn, "T2", "UBOB") is None
    assert await people.by_email(conn, "T2", "bob@agency.example") is None


async def test_what_slack_says_overwrites_nothing_that_was_set_up_here(conn: AsyncConnection) -> None:
    [bob] = await people.upsert(conn, WS, [BOB])
    await people.set_hours(conn, WS, bob.id, working_hours="Mon-Thu 09:00-15:00", country="DE")
    await people.set_introduced(conn, WS, bob.id)
    [again] = await people.upsert(conn, WS, [replace(BOB, name="Robert Berg", zone="Europe/Lisbon")])
    assert again == replace(
        bob,
        name="Robert Berg",
        zone="Europe/Lisbon",
        working_hours="Mon-Thu 09:00-15:00",
        country="DE",
        introduced=True,
    )


async def test_somebody_named_twice_is_taken_as_named_last(conn: AsyncConnection) -> None:
    [bob] = await people.upsert(conn, WS, [BOB, replace(BOB, name="Bobby")])
    assert bob.name == "Bobby"
    assert await people.upsert(conn, WS, []) == []


async def test_of_two_with_one_address_the_active_one_is_meant(conn: AsyncConnection) -> None:
    former, present = await people.upsert(
        conn, WS, [replace(BOB, slack_id="UOLD", is_active=False), replace(BOB, slack_id="UZZZ")]
    )
    assert former.slack_id == "UOLD"
    found = await people.by_email(conn, WS, "bob@agency.example")
    assert found == present


async def test_admins_are_slacks_and_those_named_in_the_set_up(conn: AsyncConnection) -> None:
    gone = RosterEntry("UGONE", "Gone", is_admin=True, is_active=False)
    lea, bob, _ = await people.upsert(conn, WS, [LEA, BOB, gone])
    assert await people.admins(conn, WS) == [lea]
    here = await workspaces.ensure(conn, WS, "Agency", "UBOT")
    await workspaces.update(conn, WS, replace(here, admins=("UBOB",)))
    assert [each.id for each in await people.admins(conn, WS)] == [bob.id, lea.id]
    named = await people.by_slack_id(conn, WS, "UBOB")
    assert named is not None
    assert named.is_admin


async def test_deactivating_tells_whether_it_changed_anything(conn: AsyncConnection) -> None:
    [bob] = await people.upsert(conn, WS, [BOB])
    assert await people.set_active(conn, WS, "UBOB", False) == bob.id
    assert await people.set_active(conn, WS, "UBOB", False) is None
    assert await people.set_active(conn, WS, "UNOBODY", False) is None
    assert (await people.by_ids(conn, WS, [bob.id]))[bob.id].is_active is False
