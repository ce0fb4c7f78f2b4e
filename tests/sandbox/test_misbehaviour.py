"""Slack on a bad day: faults on demand, pacing, lost acknowledgements, sockets that go away."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotAcknowledged, Player, Sandbox, Workspace
from tests.sandbox.helpers import Json, connection, eventually


async def post(client: AsyncWebClient) -> Any:
    return await client.chat_postMessage(channel="#general", text="x")


async def test_faults_happen_as_often_as_told(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.rate_limit("chat.postMessage", retry_after=7)
    sandbox.faults.server_error("chat.postMessage", status=503, times=2)
    sandbox.faults.error("chat.postMessage", "message_limit_exceeded")
    with pytest.raises(SlackApiError) as limited:
        await post(client)
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    for _ in range(2):
        with pytest.raises(SlackApiError) as broken:
            await post(client)
        assert broken.value.response.status_code == 503
    with pytest.raises(SlackApiError, match="message_limit_exceeded"):
        await post(client)
    assert sandbox.workspace.messages == []
    assert (await post(client))["ok"]


async def test_a_dropped_answer_hides_a_message_that_was_posted(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.drop_after("chat.postMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(client)
    assert len(sandbox.workspace.messages) == 1
    assert (await post(client))["ok"]


async def test_a_delayed_call_is_carried_out_though_its_caller_gave_up(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.faults.delay("chat.postMessage", 0.2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(post(client), 0.05)
    assert sandbox.workspace.messages == []
    await eventually(lambda: len(sandbox.workspace.messages) == 1)


async def test_slack_goes_and_comes_back_at_the_same_address(client: AsyncWebClient, sandbox: Sandbox) -> None:
    await post(client)
    sandbox.faults.refuse_connections()
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    with pytest.raises(aiohttp.ClientConnectorError):
        await post(client)
    sandbox.faults.accept_connections()
    assert (await post(client))["ok"]
    assert len(sandbox.workspace.messages) == 2


async def test_posts_are_paced_by_channel_and_other_methods_by_tier(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.workspace.pacing = True
    for _ in range(3):
        await post(client)
    with pytest.raises(SlackApiError) as limited:
        await post(client)
    assert limited.value.response["error"] == "ratelimited"
    assert limited.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel="#client-acme", text="x"))["ok"], "another channel has its own pace"
    for _ in range(10):
        await client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list()
    assert sandbox.workspace.journal.refusals == {"ratelimited": 2}


async def test_an_event_without_acknowledgement_comes_again_marked_as_a_retry(
    app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox
) -> None:
    del app, connected
    sandbox.workspace.ack_seconds = 0.1
    await dana.say("#general", "nobody listens")
    await eventually(lambda: len(sandbox.workspace.journal.lost_events) == 1)
    assert [(e["retry_attempt"], e["retry_reason"]) for e in sandbox.sockets.sent] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({e["payload"]["event_id"] for e in sandbox.sockets.sent}) == 1


async def test_an_interaction_without_acknowledgement_is_lost(
    app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox
) -> None:
    del app, connected
    sandbox.workspace.ack_seconds = 0.1
    with pytest.raises(NotAcknowledged):
        await dana.slash("hello")
    await asyncio.sleep(0.3)
    [envelope] = sandbox.sockets.sent
    assert envelope["accepts_response_payload"] and "retry_attempt" not in envelope


async def test_an_event_waits_for_a_bot_that_is_away(app: AsyncApp, sandbox: Sandbox) -> None:
    heard: list[str] = []

    @app.event("message")
    async def message(event: Json) -> None:
        heard.append(event["text"])

    sandbox.workspace.ack_seconds = 0.05
    await sandbox.player("dana").say("#general", "while you were away")
    with pytest.raises(NotAcknowledged):
        await sandbox.player("dana").slash("hello")
    sandbox.workspace.ack_seconds = 1.0
    async with connection(app, sandbox):
        await eventually(lambda: heard == ["while you were away"])


async def test_the_bot_reconnects_after_a_cut_and_after_a_refresh(
    app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox
) -> None:
    del connected
    heard: list[str] = []

    @app.event("message")
    async def message(event: Json) -> None:
        heard.append(event["text"])

    sandbox.faults.drop_socket()
    await dana.say("#general", "after the cut")
    await eventually(lambda: heard == ["after the cut"], 4.0)
    await sandbox.sockets.links.refresh()
    await eventually(lambda: any(link.fresh for link in sandbox.sockets.links.open), 4.0)
    await dana.say("#general", "after the refresh")
    await eventually(lambda: heard[-1] == "after the refresh", 4.0)
    assert heard == ["after the cut", "after the refresh"]


async def test_an_envelope_goes_to_one_of_several_connections(
    app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox
) -> None:
    del connected
    heard: list[str] = []

    @app.event("message")
    async def message(event: Json) -> None:
        heard.append(event["text"])

    async with connection(app, sandbox):
        await eventually(lambda: sandbox.sockets.links.count == 2)
        for n in range(4):
            await dana.say("#general", str(n))
        await eventually(lambda: len(heard) == 4)
    assert heard == ["0", "1", "2", "3"]


async def test_the_same_event_can_come_twice(app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox) -> None:
    del connected
    heard: list[str] = []

    @app.event("message")
    async def message(body: Json) -> None:
        heard.append(body["event_id"])

    await dana.say("#general", "once")
    sandbox.redeliver(sandbox.feed.sent[-1])
    await eventually(lambda: len(heard) == 2)
    assert len(set(heard)) == 1


async def test_events_that_the_app_is_not_subscribed_to_stay_away(
    app: AsyncApp, connected: None, dana: Player, sandbox: Sandbox
) -> None:
    del app, connected
    sandbox.workspace.subscriptions.discard("message.channels")
    started = time.monotonic()
    await dana.say("#general", "unheard")
    assert sandbox.feed.sent == []
    assert time.monotonic() - started < 0.5


async def test_people_and_places_that_change_are_told_of(
    app: AsyncApp, connected: None, sandbox: Sandbox, workspace: Workspace
) -> None:
    del connected
    told: list[Json] = []
    for name in ("user_change", "member_joined_channel", "channel_shared", "app_mention"):

        @app.event(name)
        async def happened(event: Json) -> None:
            told.append(event)

    @app.event("message")
    async def message() -> None:
        """Acknowledges."""

    workspace.change_user("bob", deleted=True)
    workspace.join("client-acme", "lea")
    workspace.share("client-acme")
    await sandbox.player("dana").say("#general", "hello @nudge")
    await eventually(lambda: len(told) == 4)
    by_type = {event["type"]: event for event in told}
    assert by_type["user_change"]["user"]["deleted"]
    assert by_type["member_joined_channel"]["user"] == workspace.user("lea").id
    assert by_type["channel_shared"]["channel"] == workspace.channel("client-acme").id
    assert by_type["app_mention"]["text"] == f"hello <@{workspace.bot.id}>"


async def test_a_response_address_works_five_times(
    app: AsyncApp, connected: None, client: AsyncWebClient, dana: Player, workspace: Workspace
) -> None:
    del connected
    commands: list[Json] = []

    @app.command("/nudge")
    async def nudge(ack: AsyncAck, command: Json) -> None:
        commands.append(command)
        await ack()

    await dana.slash("x")
    session = client.session
    assert session is not None
    statuses = []
    for _ in range(6):
        async with session.post(commands[0]["response_url"], json={"text": "answer"}) as answer:
            statuses.append(answer.status)
    assert statuses == [200] * 5 + [404]
    assert len(dana.heard) == 5
    assert workspace.journal.complaints == ["response_url: used_url"]
