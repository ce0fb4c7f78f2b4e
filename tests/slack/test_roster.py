"""From Slack's people and channels to the roster, over the real client."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channels import ChannelFacts
from bot.sandbox import Sandbox
from bot.services import roster as roster_service
from bot.services.transaction import Transactions
from bot.slack import roster
from bot.slack.web import slack_client
from tests.agency import BOB, EVERYBODY, GUS, IDA, LEA, WS, local_slack, transactions_on


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(local_slack())
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with slack_client("xoxb-sandbox", base_url=sandbox.api_url) as client:
        yield client


@pytest.fixture
async def transactions(database_url: str) -> AsyncIterator[Transactions]:
    async with transactions_on(database_url) as transactions:
        yield transactions


async def test_everybody_is_known_and_no_bot_is(client: AsyncWebClient) -> None:
    found = {each.slack_id: each for each in await roster.everybody(client)}
    gone = replace(IDA, zone="UTC")  # Slack shows no zone of who left
    assert found == {each.slack_id: each for each in (*[e for e in EVERYBODY if e not in {IDA, GUS}], gone)} | {
        GUS.slack_id: replace(GUS, zone="Europe/Berlin")
    }


async def test_pages_are_turned_to_the_last(sandbox: Sandbox, client: AsyncWebClient) -> None:
    for number in range(450):
        sandbox.workspace.add_user(f"extra{number}", email=f"{number}@agency.example", real_name=f"Extra {number}")
    assert len(await roster.everybody(client)) == len(EVERYBODY) + 450


async def test_without_the_scope_for_addresses_people_have_none(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.workspace.scopes.discard("users:read.email")
    assert {each.email for each in await roster.everybody(client)} == {None}


async def test_who_is_no_person_is_nobody(sandbox: Sandbox, client: AsyncWebClient) -> None:
    assert await roster.somebody(client, sandbox.workspace.bot.id) is None
    assert await roster.somebody(client, "U0NOBODY00") is None
    assert await roster.somebody(client, BOB.slack_id) == BOB


def test_people_of_other_organisations_count_as_guests_and_strange_zones_as_utc() -> None:
    stranger = roster.entry({"id": "U1", "name": "sam", "is_stranger": True, "tz": "Mars/Olympus", "profile": {}})
    assert stranger is not None
    assert (stranger.name, stranger.is_guest, stranger.zone) == ("sam", True, "UTC")


async def test_channels_are_known_by_name_with_what_makes_them_unsafe(client: AsyncWebClient) -> None:
    names = ["client-acme", "with-acme", "with-guest", "general", "nowhere"]
    found = await roster.channels_named(client, names, {GUS.slack_id})
    assert {name: (each.is_shared, each.holds_guests, each.is_member) for name, each in found.items()} == {
        "client-acme": (False, False, True),
        "with-acme": (True, False, True),
        "with-guest": (False, True, True),
        "general": (False, False, False),
    }
    assert await roster.channels_named(client, [], {GUS.slack_id}) == {}


async def test_one_channel_is_looked_at_as_it_is_now(sandbox: Sandbox, client: AsyncWebClient) -> None:
    acme = sandbox.workspace.channel("client-acme")
    assert await roster.channel(client, acme.id, {GUS.slack_id}) == ChannelFacts(acme.id, "client-acme")
    sandbox.workspace.join("client-acme", "gus")
    sandbox.workspace.archive("client-acme")
    now = await roster.channel(client, acme.id, {GUS.slack_id})
    assert now is not None
    assert (now.is_safe, now.is_archived) == (False, True)
    assert await roster.channel(client, "C0NOWHERE0", ()) is None


async def test_a_sync_makes_the_workspace_and_keeps_it_up_to_date(
    sandbox: Sandbox, client: AsyncWebClient, transactions: Transactions
) -> None:
    here = await roster.sync(client, transactions)
    assert (here.workspace_id, here.name, here.bot_user_id) == (WS, "Agency", sandbox.workspace.bot.id)
    sandbox.workspace.change_user("bob", real_name="Robert Berg")
    await roster.sync(client, transactions)
    bob = await transactions.run(WS, roster_service.person, BOB.slack_id)
    assert bob is not None
    assert bob.name == "Robert Berg"
    assert await transactions.run(WS, roster_service.guests) == {GUS.slack_id}


async def test_who_changes_is_looked_up_again_and_who_leaves_is_inactive(
    sandbox: Sandbox, client: AsyncWebClient, transactions: Transactions
) -> None:
    await roster.sync(client, transactions)
    sandbox.workspace.change_user("lea", deleted=True)
    lea = await roster.sync_person(client, transactions, WS, LEA.slack_id)
    assert lea is not None
    assert not lea.is_active
    assert await roster.sync_person(client, transactions, WS, sandbox.workspace.bot.id) is None


async def test_a_person_who_was_deactivated_is_inactive_once(
    client: AsyncWebClient, transactions: Transactions
) -> None:
    await roster.sync(client, transactions)
    for _ in range(2):
        await transactions.run(WS, roster_service.deactivate, BOB.slack_id)
    bob = await transactions.run(WS, roster_service.person, BOB.slack_id)
    assert bob is not None
    assert not bob.is_active
