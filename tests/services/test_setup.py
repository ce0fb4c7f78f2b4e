"""Setting up a workspace: whole or not at all, twice is once, and everything that changes is on record."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import directory, people, policies, workspaces
from bot.db.engine import background_engine
from bot.domain.channels import ChannelFacts
from bot.domain.permissions import Refused
from bot.domain.request import TouchChannel
from bot.domain.setup import Setup, SetupRefused
from bot.domain.setup_reading import read_setup
from bot.domain.setup_writing import written
from bot.services import roster, setup
from bot.services.errors import NotSetUp, UnknownPerson, UnsafeChannel
from bot.services.transaction import Tx
from tests.agency import BOB, DANA, EVERYBODY, GUS, IDA, LEA, PIA, WS
from tests.domain.setup_texts import WHOLE

CHANNELS = {
    "client-acme": ChannelFacts("C1", "client-acme"),
    "delivery-leads": ChannelFacts("C2", "delivery-leads"),
}
FILE = read_setup(WHOLE)


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[AsyncConnection]:
    engine = background_engine(database_url)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


@pytest.fixture
async def tx(conn: AsyncConnection) -> Tx:
    tx = Tx(conn, datetime.now(UTC), WS)
    await roster.sync(tx, "Agency", "U0NUDGE", EVERYBODY)
    return tx


async def events(tx: Tx) -> list[Mapping[str, object]]:
    rows = await tx.conn.execute(text("SELECT data FROM audit_event WHERE kind = 'set up' ORDER BY id"))
    return [row.data for row in rows]


async def test_a_file_becomes_the_set_up(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    bob, pia, lea, dana = [await people.by_slack_id(tx.conn, WS, each.slack_id) for each in (BOB, PIA, LEA, DANA)]
    assert bob and pia and lea and dana
    here = await workspaces.get(tx.conn, WS)
    assert here
    assert (here.zone, here.fallback_owner_id, here.admins) == ("Europe/Berlin", lea.id, (DANA.slack_id,))
    assert (here.digest_channel, here.digest_channel_name, here.digest_at) == ("C2", "delivery-leads", "09:30")
    known = await directory.directory(tx.conn, WS)
    [portal] = known.projects
    assert (portal.owner_id, portal.backup_id, portal.lead_id) == (bob.id, pia.id, lea.id)
    assert (portal.channel_id, portal.channel_name, portal.policy) == ("C1", "client-acme", "patient")
    assert (pia.working_hours, pia.country) == ("Mon-Thu 08:00-14:00", "AT")
    assert dana.is_admin
    assert (await policies.latest(tx.conn, WS, "patient")).version == 1


async def test_what_changes_is_on_record_without_a_name(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    recorded = await events(tx)
    assert [each["what"] for each in recorded] == ["workspace", "policy", "client", "project", "person", "contact"]
    assert not any(word in str(recorded) for word in ("Acme", "Portal", "Bob", "agency.example"))


async def test_twice_is_once(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    before = await events(tx)
    assert (await setup.apply(tx, FILE, CHANNELS)).changes == ()
    assert await events(tx) == before


async def test_what_is_exported_imports_to_no_change(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    now = await setup.current(tx)
    assert replace(now, policies=()) == replace(FILE, policies=())
    exported = read_setup(written(now))
    assert (await setup.plan(tx, exported, CHANNELS)).changes == ()


async def test_a_contact_that_mails_told_of_is_completed_and_its_name_stays(tx: Tx) -> None:
    nameless = replace(FILE, contacts=(replace(FILE.contacts[0], name=None),))
    learned = await directory.ensure_contact(tx.conn, WS, client_id=None, email="jane@acme.example", name="Jane D.")
    await setup.apply(tx, nameless, CHANNELS)
    jane = await directory.contact_by_email(tx.conn, WS, learned.email)
    assert jane is not None and jane.client_id is not None
    assert (jane.name, jane.phone, jane.preferred, jane.language) == (
        "Jane D.",
        "+49 30 1234567",
        TouchChannel.CALL,
        "fr",
    )
    again = await directory.ensure_contact(tx.conn, WS, client_id=None, email="jane@acme.example", name=None)
    assert again == jane, "a mail takes nothing of it away"
    assert (await setup.apply(tx, nameless, CHANNELS)).changes == ()


async def test_a_client_may_be_reached_through_an_agency(tx: Tx) -> None:
    between = replace(FILE, clients=(replace(FILE.clients[0], via="desk@between.example"),))
    await setup.apply(tx, between, CHANNELS)
    [acme] = (await directory.directory(tx.conn, WS)).clients
    assert acme.via == "desk@between.example"
    assert (await setup.current(tx)).clients == between.clients


async def test_planning_changes_nothing(tx: Tx) -> None:
    diff = await setup.plan(tx, FILE, CHANNELS)
    assert len(diff.changes) == 6
    assert (await directory.directory(tx.conn, WS)).clients == ()
    assert await events(tx) == []


async def test_a_change_of_a_file_is_a_change_of_that_alone(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    before = await directory.directory(tx.conn, WS)
    [wanted] = FILE.projects
    await setup.apply(tx, replace(FILE, projects=(replace(wanted, owner=PIA.email or ""),)), CHANNELS)
    after = await directory.directory(tx.conn, WS)
    pia = await people.by_slack_id(tx.conn, WS, PIA.slack_id)
    assert pia
    assert after == replace(before, projects=(replace(before.projects[0], owner_id=pia.id),))
    assert (await events(tx))[-1]["fields"] == "owner"


async def test_a_changed_ladder_is_a_new_version(tx: Tx) -> None:
    own = WHOLE.replace('name = "patient"', 'name = "standard"').replace('policy = "patient"', 'policy = "standard"')
    await setup.apply(tx, read_setup(own), CHANNELS)
    assert (await policies.latest(tx.conn, WS, "standard")).version == 2
    await setup.apply(tx, read_setup(own.replace('every = "3d"', 'every = "4d"')), CHANNELS)
    assert (await policies.latest(tx.conn, WS, "standard")).version == 3


async def test_another_day_of_the_digest_is_worked_out_anew(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    next_week = tx.now + timedelta(days=7)
    await workspaces.set_digest_next_at(tx.conn, WS, next_week)
    await setup.apply(tx, read_setup(WHOLE.replace("pia@", "PIA@")), CHANNELS)
    here = await workspaces.get(tx.conn, WS)
    assert here and here.digest_next_at == next_week
    await setup.apply(tx, read_setup(WHOLE.replace('"Mon", at', '"Tue", at')), CHANNELS)
    here = await workspaces.get(tx.conn, WS)
    assert here and here.digest_next_at is None


async def test_a_channel_that_took_over_a_name_is_a_change(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    others = {**CHANNELS, "client-acme": ChannelFacts("C9", "client-acme")}
    assert [each.what for each in (await setup.apply(tx, FILE, others)).changes] == ["project"]
    assert (await directory.directory(tx.conn, WS)).projects[0].channel_id == "C9"


async def test_a_renamed_channel_is_known_by_its_new_name(tx: Tx) -> None:
    await setup.apply(tx, FILE, CHANNELS)
    await roster.rename_channels(tx, {"C1": "acme", "C2": "leads"})
    assert (await setup.current(tx)).channels() == {"acme", "leads"}


@pytest.mark.parametrize(
    ("given", "instead", "said"),
    [
        ("Bob@agency.example", "bobby@agency.example", 'owner = "bobby@agency.example": expected the address of'),
        ("Bob@agency.example", GUS.email, "this is a guest"),
        ("Bob@agency.example", IDA.email, "this one has been deactivated"),
        ("dana@agency.example", "dan@agency.example", 'admins = "dan@agency.example": expected the address of'),
        ('"#client-acme"', '"#client-acne"', 'channel = "#client-acne": expected a channel that Nudge can see'),
        ('"#client-acme"', '"#shared"', "this one is shared with another organisation"),
        ('"#client-acme"', '"#guests"', "expected a channel without guests"),
        ('"#client-acme"', '"#old"', "this one is archived"),
        ('country = "AT"', 'country = "ZZ"', 'country = "ZZ": expected a country whose holidays are known'),
        ('country = "DE"', 'country = "DE-ZZ"', 'country = "DE-ZZ": expected DE alone, or a part of it'),
    ],
)
async def test_a_name_that_means_nothing_refuses_the_whole(tx: Tx, given: str, instead: str, said: str) -> None:
    channels = {
        **CHANNELS,
        "shared": ChannelFacts("C3", "shared", is_shared=True),
        "guests": ChannelFacts("C4", "guests", holds_guests=True),
        "old": ChannelFacts("C5", "old", is_archived=True),
    }
    assert given in WHOLE
    with pytest.raises(SetupRefused) as refused:
        await setup.apply(tx, read_setup(WHOLE.replace(given, instead)), channels)
    assert said in str(refused.value)
    assert (await directory.directory(tx.conn, WS)).clients == ()


async def test_somebody_without_an_address_is_named_by_slack_id(tx: Tx) -> None:
    await roster.upsert(tx, [replace(BOB, email=None)])
    await setup.apply(tx, read_setup(WHOLE.replace("Bob@agency.example", BOB.slack_id)), CHANNELS)
    now = await setup.current(tx)
    assert now.projects[0].owner == BOB.slack_id
    assert (await setup.plan(tx, read_setup(written(now)), CHANNELS)).changes == ()


async def test_a_workspace_where_nudge_never_was_is_not_set_up(conn: AsyncConnection) -> None:
    tx = Tx(conn, datetime.now(UTC), "T0ELSEWHERE")
    with pytest.raises(NotSetUp):
        await setup.current(tx)
    with pytest.raises((NotSetUp, SetupRefused)):
        await setup.apply(tx, FILE, CHANNELS)


FORM = setup.NewProject(
    client_name="Acme GmbH",
    domains=("Acme.example",),
    tier="key",
    project_name=" Portal ",
    owner=BOB.slack_id,
    backup=PIA.slack_id,
    channel_id="C1",
    intake="Acme@agency.example",
)


async def test_an_admin_adds_a_project_from_a_form(tx: Tx) -> None:
    portal = await setup.add_project(tx, LEA.slack_id, FORM, CHANNELS["client-acme"])
    known = await directory.directory(tx.conn, WS)
    assert known.projects == (portal,)
    [acme] = known.clients
    assert (acme.name, acme.domains, acme.tier) == ("Acme GmbH", ("acme.example",), "key")
    assert (portal.name, portal.channel_name, portal.intake) == ("Portal", "client-acme", "acme@agency.example")
    assert isinstance(await setup.current(tx), Setup)


async def test_the_admin_who_begins_is_the_fallback_owner_until_another_is_named(tx: Tx) -> None:
    await setup.add_project(tx, LEA.slack_id, FORM)
    here = await workspaces.get(tx.conn, WS)
    lea = await people.by_slack_id(tx.conn, WS, LEA.slack_id)
    assert here and lea
    assert here.fallback_owner_id == lea.id
    assert [each["what"] for each in await events(tx)] == ["project", "workspace"]
    await setup.add_project(tx, LEA.slack_id, replace(FORM, project_name="Shop"))
    assert [each["what"] for each in await events(tx)] == ["project", "workspace", "project"]


async def test_the_same_names_change_what_is_there(tx: Tx) -> None:
    first = await setup.add_project(tx, LEA.slack_id, FORM)
    same = await setup.add_project(
        tx,
        LEA.slack_id,
        replace(FORM, client_name="ACME GMBH", project_name="PORTAL", backup=None, domains=(), tier=None),
    )
    assert same.id == first.id
    assert same.backup_id is None
    [acme] = (await directory.directory(tx.conn, WS)).clients
    assert (acme.domains, acme.tier) == (("acme.example",), "key")


async def test_who_changes_a_project_may_change_its_client_with_it(tx: Tx) -> None:
    first = await setup.add_project(tx, LEA.slack_id, FORM)
    edited = replace(FORM, client_name="Acme AG", project_name="Gate", domains=(), tier="usual", project_id=first.id)
    assert (await setup.add_project(tx, LEA.slack_id, edited)).id == first.id
    [acme] = (await directory.directory(tx.conn, WS)).clients
    assert (acme.name, acme.domains, acme.tier) == ("Acme AG", (), None)


async def test_two_projects_of_a_client_never_have_one_name(tx: Tx) -> None:
    await setup.add_project(tx, LEA.slack_id, FORM)
    shop = await setup.add_project(tx, LEA.slack_id, replace(FORM, project_name="Shop"))
    with pytest.raises(SetupRefused, match="no other project"):
        await setup.add_project(tx, LEA.slack_id, replace(FORM, project_id=shop.id))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_name": " "}, "client"),
        ({"domains": ("jane@acme.example",)}, "domains"),
        ({"project_name": "x" * 61}, "project_name"),
        ({"intake": "acme"}, "intake"),
        ({"touch_every": "now and then"}, "touch_every"),
        ({"touch_every": "0"}, "touch_every"),
        ({"tier": "platinum"}, "tier"),
        ({"owner": ""}, "owner"),
        ({"backup": GUS.slack_id}, "backup"),
        ({"lead": IDA.slack_id}, "lead"),
    ],
)
async def test_what_cannot_be_is_told_by_the_name_of_its_field(tx: Tx, changes: dict[str, str], field: str) -> None:
    with pytest.raises(SetupRefused) as refused:
        await setup.add_project(tx, LEA.slack_id, replace(FORM, **changes))  # type: ignore[arg-type]  # one each
    assert [problem.key for problem in refused.value.problems] == [field]


async def test_who_is_no_admin_may_not_set_up(tx: Tx) -> None:
    with pytest.raises(Refused):
        await setup.add_project(tx, BOB.slack_id, FORM)
    with pytest.raises(UnknownPerson):
        await setup.check_may_set_up(tx, "U0NOBODY00")
    with pytest.raises(UnknownPerson):
        await setup.add_project(tx, LEA.slack_id, replace(FORM, owner="U0NOBODY00"))


async def test_a_channel_that_others_read_is_refused(tx: Tx) -> None:
    for facts in (ChannelFacts("C1", "x", is_shared=True), ChannelFacts("C1", "x", holds_guests=True)):
        with pytest.raises(UnsafeChannel):
            await setup.add_project(tx, LEA.slack_id, FORM, facts)
