"""Reading back: pages, spans, threads, metadata, uploads."""

import io

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Workspace
from tests.sandbox.helpers import CARD


async def test_a_token_is_found_again_in_history_and_thread(client: AsyncWebClient) -> None:
    def token(name: str) -> dict[str, object]:
        return {"event_type": "nudge", "event_payload": {"token": name}}

    first = await client.chat_postMessage(channel="#general", text="card", blocks=CARD, metadata=token("t-1"))
    channel = first["channel"]
    await client.chat_postMessage(channel=channel, text="reply", thread_ts=first["ts"], metadata=token("t-2"))
    history = await client.conversations_history(channel=channel, include_all_metadata=True)
    assert [m["metadata"]["event_payload"]["token"] for m in history["messages"]] == ["t-1"]
    assert history["messages"][0]["reply_count"] == 1
    replies = await client.conversations_replies(channel=channel, ts=first["ts"], include_all_metadata=True)
    assert [m["metadata"]["event_payload"]["token"] for m in replies["messages"]] == ["t-1", "t-2"]
    assert replies["messages"][1]["thread_ts"] == first["ts"]
    without = await client.conversations_history(channel=channel)
    assert "metadata" not in without["messages"][0]


async def test_history_comes_newest_first_in_pages_and_spans(client: AsyncWebClient, workspace: Workspace) -> None:
    general = workspace.channel("general")
    said = [workspace.post(general, workspace.user("dana").id, f"{n}").ts for n in range(5)]
    page = await client.conversations_history(channel=general.id, limit=2)
    assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["4", "3"], True)
    rest = await client.conversations_history(
        channel=general.id, limit=9, cursor=page["response_metadata"]["next_cursor"]
    )
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["2", "1", "0"], False)
    within = await client.conversations_history(channel=general.id, oldest=said[1], latest=said[3])
    assert [m["text"] for m in within["messages"]] == ["2"]
    closed = await client.conversations_history(channel=general.id, oldest=said[1], latest=said[3], inclusive=True)
    assert [m["text"] for m in closed["messages"]] == ["3", "2", "1"]


async def test_people_and_places_come_in_pages(client: AsyncWebClient, workspace: Workspace) -> None:
    names: list[str] = []
    async for page in await client.users_list(limit=2):
        names += [member["name"] for member in page["members"]]
    assert names == ["slackbot", "nudge", "dana", "bob", "lea"]
    members = await client.conversations_members(channel=workspace.channel("client-acme").id, limit=2)
    assert members["members"] == ["U0DANA00000", "U0BOB000000"]
    assert members["response_metadata"]["next_cursor"]
    workspace.add_channel("shared", shared_externally=True)
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert {c["name"]: c["is_ext_shared"] for c in listed["channels"]} == {
        "general": False,
        "client-acme": False,
        "shared": True,
    }


async def test_a_group_conversation_is_the_same_for_the_same_people(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0BOB000000,U0DANA00000")
    second = await client.conversations_open(users=["U0DANA00000", "U0BOB000000"])
    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["already_open"]
    info = await client.conversations_info(channel=first["channel"]["id"])
    assert info["channel"]["is_mpim"]


async def test_messages_have_rising_timestamps_even_when_the_clock_stands_still() -> None:
    workspace = Workspace(now=lambda: 1_700_000_000.0)
    general = workspace.add_channel("general")
    stamps = [workspace.post(general, workspace.bot.id, "x").ts for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == "1700000000.000000"


async def test_an_upload_is_shared_once_it_is_complete(client: AsyncWebClient, workspace: Workspace) -> None:
    general = workspace.channel("general")
    uploaded = await client.files_upload_v2(
        file=io.BytesIO(b"PNG"), filename="week.png", title="The week", channel=general.id, initial_comment="digest"
    )
    [message] = general.messages
    assert (message.text, message.subtype) == ("digest", "file_share")
    assert (message.files[0].content, message.files[0].title) == (b"PNG", "The week")
    again = client.files_completeUploadExternal(files=[{"id": uploaded["file"]["id"], "title": "x"}])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await again


async def test_a_permalink_leads_to_the_page(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="#general", text="x")
    link = await client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])
    session = client.session
    assert session is not None
    async with session.get(link["permalink"], allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"/#/{posted['channel']}/{posted['ts']}"
