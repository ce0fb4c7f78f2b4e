"""After every call it is known what is known."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox, Workspace
from bot.slack.web import LockedOut, NotReached, Rejected, Throttled, Unclear, ask, slack_client


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox(Workspace("T0NUDGE", pacing=False))
    made.workspace.add_channel("general")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with slack_client("xoxb-sandbox", base_url=sandbox.api_url, timeout=0.5) as made:
        yield made


async def post(client: AsyncWebClient, sandbox: Sandbox) -> str:
    channel = sandbox.workspace.channel("general").id
    answer = await ask(client.chat_postMessage(channel=channel, text="hello"), within=0.3)
    return str(answer["ts"])


async def test_an_answer_is_an_answer(client: AsyncWebClient, sandbox: Sandbox) -> None:
    assert await post(client, sandbox) == sandbox.workspace.messages[0].ts


async def test_a_refused_connection_never_left(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.refuse_connections()
    with pytest.raises(NotReached):
        await post(client, sandbox)


async def test_a_dropped_connection_is_unclear_and_nothing_is_repeated(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.faults.drop_after("chat.postMessage")
    with pytest.raises(Unclear):
        await post(client, sandbox)
    assert len(sandbox.workspace.messages) == 1


async def test_no_answer_in_time_is_unclear(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.delay("chat.postMessage", 0.4)
    with pytest.raises(Unclear):
        await post(client, sandbox)


async def test_a_server_error_is_unclear(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.server_error("chat.postMessage", 502)
    with pytest.raises(Unclear):
        await post(client, sandbox)


async def test_too_many_requests_say_for_how_long(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.rate_limit("chat.postMessage", 7)
    with pytest.raises(Throttled) as raised:
        await post(client, sandbox)
    assert raised.value.seconds == 7


async def test_too_many_messages_come_at_status_200(client: AsyncWebClient, sandbox: Sandbox) -> None:
    sandbox.faults.error("chat.postMessage", "message_limit_exceeded")
    with pytest.raises(Throttled) as raised:
        await post(client, sandbox)
    assert raised.value.seconds > 0


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("channel_not_found", Rejected),
        ("msg_too_long", Rejected),
        ("invalid_auth", LockedOut),
        ("token_revoked", LockedOut),
        ("missing_scope", LockedOut),
        ("fatal_error", Unclear),
        ("internal_error", Unclear),
    ],
)
async def test_codes_have_their_meaning(
    client: AsyncWebClient, sandbox: Sandbox, code: str, meaning: type[Exception]
) -> None:
    sandbox.faults.error("chat.postMessage", code)
    with pytest.raises(meaning):
        await post(client, sandbox)
