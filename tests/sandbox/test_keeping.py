"""A workspace that is still there after a restart."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox, Workspace
from bot.sandbox.keeping import dump
from tests.sandbox.helpers import CARD


def agency(now: Callable[[], float] = time.time) -> Workspace:
    workspace = Workspace(pacing=False, ack_seconds=0.05, now=now)
    workspace.add_user("bob", email="bob@agency.example", real_name="Bob PM")
    workspace.add_channel("client-acme", members=["bob"])
    return workspace


async def test_a_card_of_yesterday_can_be_changed_today(tmp_path: Path) -> None:
    kept = tmp_path / "workspace.json"
    yesterday = Sandbox(agency(), keep_in=kept)
    await yesterday.start()
    client = AsyncWebClient(token="xoxb-sandbox", base_url=yesterday.api_url)
    posted = await client.chat_postMessage(channel="U0BOB000000", text="card", blocks=CARD)
    await client.views_publish(user_id="U0BOB000000", view={"type": "home", "blocks": CARD})
    await yesterday.deliver_mail("client-acme", "jane@acme.example", "Jane", subject="Hi", body="More work?")
    yesterday.workspace.change_user("bob", deleted=True)
    await yesterday.stop()

    today = Sandbox(agency(now=lambda: 1_700_000_000.0), keep_in=kept)
    await today.start()
    assert dump(today.workspace) == dump(yesterday.workspace)
    client = AsyncWebClient(token="xoxb-sandbox", base_url=today.api_url)
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed", blocks=[])
    [card] = today.player("bob").dm()
    assert (card.text, today.workspace.user("bob").deleted) == ("changed", True)
    later = await client.chat_postMessage(channel="U0BOB000000", text="later")
    assert later["ts"] > posted["ts"]
    await today.stop()


async def test_a_file_that_cant_be_read_is_put_aside(tmp_path: Path) -> None:
    kept = tmp_path / "workspace.json"
    for broken in ("{not json", json.dumps({"team": "T0OTHER"}), json.dumps({"users": []})):
        kept.write_text(broken)
        sandbox = Sandbox(agency(), keep_in=kept)
        assert (tmp_path / "workspace.unreadable").read_text() == broken
        await sandbox.start()
        await sandbox.stop()
        assert json.loads(kept.read_text())["team"] == "T0NUDGE"
