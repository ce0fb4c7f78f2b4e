"""The routes of the page: what it sees, what it does, and who is kept out."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox, Workspace
from tests.sandbox.helpers import CARD, MODAL, Json

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[ClientSession]:
    async with ClientSession(sandbox.page_url) as session:
        yield session


async def post(page: ClientSession, name: str, **body: object) -> tuple[int, Json]:
    async with page.post(f"/play/{name}", json=body) as answer:
        return answer.status, await answer.json()


async def state(page: ClientSession, who: str) -> Json:
    async with page.get("/play/state", params={"as": who}) as answer:
        found: Json = await answer.json()
        return found


async def test_a_card_is_seen_pressed_and_its_modal_submitted(
    app: AsyncApp, client: AsyncWebClient, page: ClientSession
) -> None:
    @app.action("take")
    async def take(ack: AsyncAck, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    @app.view("take")
    async def save(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"when": "That is a Sunday."})

    await client.chat_postMessage(channel="U0BOB000000", text="card", blocks=CARD)
    seen = await state(page, "bob")
    assert seen["me"]["real_name"] == "Bob PM" and seen["connected"] == 1 and seen["clock"] is False
    direct = next(c for c in seen["channels"] if c["kind"] == "im")
    [card] = direct["messages"]
    where = {"channel": direct["id"], "ts": card["ts"]}
    assert await post(page, "press", **{"as": "bob"}, **where, block_id="card", action_id="take") == (200, {"ok": True})
    [modal] = (await state(page, "bob"))["modals"]
    incomplete = await post(page, "submit", **{"as": "bob"}, view_id=modal["id"], values={"what": "call"})
    assert incomplete[0] == 409 and incomplete[1]["problems"] == {"when": "Please complete this required field."}
    status, refused = await post(page, "submit", **{"as": "bob"}, view_id=modal["id"], values={"when": "2026-03-08"})
    assert (status, refused["response_action"], refused["errors"]) == (200, "errors", {"when": "That is a Sunday."})
    assert (await post(page, "close", **{"as": "bob"}, view_id=modal["id"]))[0] == 200
    assert (await state(page, "bob"))["modals"] == []


async def test_a_command_and_a_message_reach_the_bot(app: AsyncApp, page: ClientSession) -> None:
    @app.command("/nudge")
    async def nudge(ack: AsyncAck) -> None:
        await ack("created")

    @app.event("message")
    async def message() -> None:
        """Acknowledges."""

    assert (await post(page, "slash", **{"as": "dana"}, channel="general", text="acme please"))[0] == 200
    assert (await post(page, "say", **{"as": "dana"}, channel="client-acme", text="hi <!channel>"))[0] == 200
    seen = await state(page, "dana")
    assert [m["text"] for m in seen["whispers"]] == ["created"]
    acme = next(c for c in seen["channels"] if c["name"] == "client-acme")
    assert [m["text"] for m in acme["messages"]] == ["hi &lt;!channel&gt;"]


async def test_the_client_writes_mails_and_sees_nothing_else(
    app: AsyncApp, page: ClientSession, workspace: Workspace
) -> None:
    @app.event("message")
    async def message() -> None:
        """Acknowledges."""

    workspace.add_outsider("jane", email="jane@acme.example", real_name="Jane Client")
    assert (await post(page, "mail", **{"as": "jane"}, channel="client-acme", subject="More work", body="Hi"))[0] == 200
    seen = await state(page, "jane")
    assert seen["me"]["outsider"] and seen["channels"] == []
    assert seen["mails"][0]["files"][0]["from"][0]["address"] == "jane@acme.example"
    refused, answer = await post(page, "slash", **{"as": "jane"}, channel="general", text="x")
    assert (refused, answer["error"]) == (400, "bad_request")


async def test_changes_are_announced(page: ClientSession, workspace: Workspace) -> None:
    async with page.get("/play/events", params={"as": "bob"}) as stream:
        first = json.loads((await stream.content.readline()).removeprefix(b"data: "))
        await stream.content.readline()
        workspace.post(workspace.channel("general"), workspace.user("dana").id, "hello")
        async with asyncio.timeout(2):
            second = json.loads((await stream.content.readline()).removeprefix(b"data: "))
    assert second["version"] > first["version"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_a_foreign_page_drives_nothing(
    page: ClientSession, workspace: Workspace, headers: dict[str, str]
) -> None:
    body = {"as": "dana", "channel": "general", "text": "x"}
    async with page.post("/play/say", json=body, headers=headers) as answer:
        assert answer.status == 403
    async with page.post("/play/say", data=json.dumps(body), headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 400
    assert workspace.messages == []


async def test_the_clock_is_the_bots(page: ClientSession, sandbox: Sandbox) -> None:
    async with page.get("/play/clock") as answer:
        assert (answer.status, (await answer.json())["error"]) == (404, "no_clock")
    asked: list[Json] = []

    async def clock(request: web.Request) -> web.Response:
        asked.append(await request.json() if request.method == "POST" else {})
        return web.json_response({"now": "2026-03-02T08:00:00+00:00"})

    control = web.Application()
    control.router.add_route("*", "/clock", clock)
    runner = web.AppRunner(control)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sandbox.control_url = site.name.replace(":0", f":{runner.addresses[0][1]}")
    assert await post(page, "clock", advance="1h") == (200, {"now": "2026-03-02T08:00:00+00:00"})
    assert asked == [{"advance": "1h"}]
    await runner.cleanup()
    async with page.get("/play/clock") as answer:
        assert answer.status == 502


async def test_the_pages_files_are_served_and_no_others(sandbox: Sandbox, page: ClientSession, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("no")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "index.html").write_text("<h1>Agency</h1>")
    other = Sandbox(sandbox.workspace, page_dir=folder)
    await other.start()
    async with page.get(other.page_url) as answer:
        assert "Agency" in await answer.text()
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    async with page.get(f"{other.page_url}..%2fsecret") as answer:
        assert answer.status == 404
    await other.stop()


def test_it_listens_on_this_machine_only(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="stays on this machine"):
        Sandbox(workspace, host="0.0.0.0")
