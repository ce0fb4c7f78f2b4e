"""A workspace with the people of the story, and a small bot of real Bolt parts to try it with."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Player, Sandbox, Workspace
from tests.sandbox.helpers import connection


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace(pacing=False, ack_seconds=1.0)
    workspace.retry_seconds = (0.0, 0.05, 0.05)
    workspace.add_user("dana", email="dana@agency.example", real_name="Dana Dev")
    workspace.add_user("bob", email="bob@agency.example", real_name="Bob PM", locale="de-DE")
    workspace.add_user("lea", email="lea@agency.example", real_name="Lea Lead", admin=True)
    workspace.add_channel("general", members=["dana", "bob", "lea"])
    workspace.add_channel("client-acme", members=["dana", "bob"])
    return workspace


@pytest.fixture
async def sandbox(workspace: Workspace) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(workspace)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with ClientSession(timeout=ClientTimeout(total=5)) as session:
        yield AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    """An app without listeners; a test adds its own before it calls."""
    return AsyncApp(client=client, request_verification_enabled=False)


@pytest.fixture
async def connected(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[None]:
    """The app connected by Socket Mode."""
    async with connection(app, sandbox):
        yield


@pytest.fixture
def dana(sandbox: Sandbox) -> Player:
    return sandbox.player("dana")


@pytest.fixture
def bob(sandbox: Sandbox) -> Player:
    return sandbox.player("bob")
