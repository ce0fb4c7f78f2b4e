"""Slack's requests over HTTP, for installations that run more than one replica behind an address."""

import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from bot.app.bot import Bot, Connection
from bot.app.seed import people_of_the_story, set_up
from bot.app.serving import health_app, port_of, serve
from bot.db.engine import Engines
from bot.sandbox import Sandbox, Workspace

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass(frozen=True)
class Address:
    slack: str
    health: str
    workspace: Workspace


@pytest.fixture
async def address(database_url: str) -> AsyncIterator[Address]:
    workspace = Workspace(pacing=False)
    people_of_the_story(workspace)
    sandbox = Sandbox(workspace)
    await sandbox.start()
    bot = Bot(Connection(workspace.bot_token, None, sandbox.api_url, SECRET), Engines.on(database_url))
    await bot.start()
    await set_up(bot.transactions, workspace)
    runners = [await serve(bot.web_app(), "127.0.0.1", 0), await serve(health_app(bot), "127.0.0.1", 0)]
    slack, health = (f"http://127.0.0.1:{port_of(runner)}" for runner in runners)
    yield Address(f"{slack}/slack/events", health, workspace)
    for runner in runners:
        await runner.cleanup()
    await bot.stop()
    await sandbox.stop()


def command(address: Address, text: str) -> str:
    return urlencode(
        {
            "command": "/nudge",
            "text": text,
            "team_id": address.workspace.team_id,
            "user_id": address.workspace.user("dana").id,
            "trigger_id": "1.2.3",
            "channel_id": address.workspace.channel("general").id,
            "response_url": "http://127.0.0.1:1/none",
        }
    )


def signed(body: str, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


async def test_a_signed_command_is_answered(address: Address) -> None:
    body = command(address, "acme please send the estimate")
    async with ClientSession() as session, session.post(address.slack, data=body, headers=signed(body)) as answer:
        assert answer.status == 200
        assert "Bob" in (await answer.json())["text"]


async def test_a_command_with_a_wrong_signature_is_turned_away(address: Address) -> None:
    body = command(address, "list")
    headers = signed(body, "another secret")
    async with ClientSession() as session, session.post(address.slack, data=body, headers=headers) as answer:
        assert answer.status == 401


async def test_health_and_metrics_answer(address: Address) -> None:
    async with ClientSession() as session:
        async with session.get(f"{address.health}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{address.health}/metrics") as answer:
            assert "nudge_outbox_pending" in await answer.text()
