"""The doctor's look at Slack, over the real client."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.checkup import Check, Finding, Trouble
from bot.sandbox import Sandbox
from bot.slack import doctor
from bot.slack.scopes import SCOPES
from bot.slack.web import slack_client
from tests.agency import GUS, LEA, local_slack


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


def now() -> datetime:
    return datetime.now(UTC)


def test_the_scopes_looked_for_are_those_that_the_manifest_asks_for() -> None:
    manifest = yaml.safe_load((Path(__file__).parents[2] / "slack-app-manifest.yaml").read_text(encoding="utf-8"))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES


async def test_a_good_token_is_well(client: AsyncWebClient) -> None:
    found = await doctor.check_bot_token(client, now)
    assert [each.check for each in found] == [Check.BOT_TOKEN, Check.SCOPES, Check.CLOCK]
    assert all(each.is_well for each in found)


async def test_a_wrong_token_or_none_is_told(sandbox: Sandbox) -> None:
    async with slack_client("xoxb-wrong", base_url=sandbox.api_url) as client:
        assert await doctor.check_bot_token(client, now) == [
            Finding(Check.BOT_TOKEN, Trouble.REFUSED, detail="invalid_auth")
        ]
    async with slack_client("", base_url=sandbox.api_url) as client:
        assert await doctor.check_bot_token(client, now) == [Finding(Check.BOT_TOKEN, Trouble.MISSING)]
        assert await doctor.check_app_token(client) == Finding(Check.APP_TOKEN, Trouble.MISSING)


async def test_an_app_token_opens_socket_mode_and_a_bot_token_does_not(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    async with slack_client("xapp-sandbox", base_url=sandbox.api_url) as app:
        assert (await doctor.check_app_token(app)).is_well
    assert (await doctor.check_app_token(client)).trouble is Trouble.REFUSED


async def test_missing_scopes_are_named(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.workspace.scopes -= {"im:write", "files:read"}
    [_, scopes, _] = await doctor.check_bot_token(client, now)
    assert scopes == Finding(Check.SCOPES, Trouble.SCOPES_MISSING, about="files:read, im:write")


async def test_a_clock_that_is_off_is_told(client: AsyncWebClient) -> None:
    [*_, clock] = await doctor.check_bot_token(client, lambda: now() + timedelta(minutes=5))
    assert clock.trouble is Trouble.CLOCK_WRONG
    assert clock.about.startswith(("+29", "+30"))


async def test_slack_out_of_reach_is_told() -> None:
    async with slack_client("xoxb-sandbox", base_url="http://127.0.0.1:9/") as client:
        [found] = await doctor.check_bot_token(client, now)
    assert found.trouble is Trouble.UNREACHABLE


async def test_each_channel_is_looked_at(sandbox: Sandbox, client: AsyncWebClient) -> None:
    names = ["client-acme", "with-acme", "with-guest", "general"]
    ids = {sandbox.workspace.channel(name).id: name for name in names} | {"C0NOWHERE0": "nowhere"}
    found = await doctor.check_channels(client, ids, {GUS.slack_id})
    assert {each.about: each.trouble for each in found} == {
        "#client-acme": None,
        "#with-acme": Trouble.SHARED,
        "#with-guest": Trouble.HOLDS_GUESTS,
        "#general": Trouble.NOT_A_MEMBER,
        "#nowhere": Trouble.GONE,
    }
    sandbox.workspace.archive("client-acme")
    [acme, *_] = await doctor.check_channels(client, ids, ())
    assert acme.trouble is Trouble.ARCHIVED


async def test_a_live_post_is_read_back_and_deleted(sandbox: Sandbox, client: AsyncWebClient) -> None:
    found = [each async for each in doctor.check_live(client, LEA.slack_id, "A test.")]
    assert found == [Finding(Check.POST), Finding(Check.READ_BACK), Finding(Check.DELETE)]
    assert sandbox.workspace.messages == []


async def test_a_live_post_that_is_refused_ends_there(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.workspace.scopes.discard("im:write")
    found = [each async for each in doctor.check_live(client, LEA.slack_id, "A test.")]
    assert found == [Finding(Check.POST, Trouble.REFUSED, detail="missing_scope")]
    sandbox.workspace.scopes.add("im:write")
    sandbox.workspace.scopes.discard("im:history")
    found = [each async for each in doctor.check_live(client, LEA.slack_id, "A test.")]
    assert [each.trouble for each in found] == [None, Trouble.REFUSED, None]
