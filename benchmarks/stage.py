"""An agency of fifty people and twenty clients, its Slack on this machine, and the bot's Bolt app for it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.app.seed import SETUP, people_of_the_story
from bot.db.engine import background_engine, interactive_engine
from bot.domain.channels import ChannelFacts
from bot.domain.setup_reading import read_setup
from bot.sandbox import Sandbox, Workspace
from bot.services import setup
from bot.services.transaction import Transactions
from bot.slack import roster
from bot.slack.bolt import bolt_app

COLLEAGUES = 46
CLIENTS = 19
OPENING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
"""A Wednesday morning, in working hours: the first card is due at once, which is the most work."""


class WednesdayMorning:
    """A Clock that starts at `OPENING` and runs on from there, so that figures do not depend on the hour."""

    def __init__(self) -> None:
        self._ahead = OPENING - datetime.now(UTC)

    async def now(self, conn: AsyncConnection) -> datetime:
        """The time on that Wednesday, UTC; asks nobody."""
        return datetime.now(UTC) + self._ahead


@dataclass(frozen=True, slots=True)
class Stage:
    """The bot's Bolt app as `nudge run` builds it. What it queues waits: nobody sends, so that nothing else runs."""

    sandbox: Sandbox
    client: AsyncWebClient
    transactions: Transactions
    app: AsyncApp
    interactive: AsyncEngine
    background: AsyncEngine

    @property
    def workspace(self) -> Workspace:
        """Its Slack."""
        return self.sandbox.workspace

    @property
    def reporters(self) -> list[str]:
        """The Slack ids of those who hand something over."""
        return [user.id for user in self.workspace.users.values() if user.email.startswith("colleague")]


@asynccontextmanager
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """The stage on a migrated, empty database."""
    workspace = agency()
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(workspace)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        session = await stack.enter_async_context(ClientSession())
        client = AsyncWebClient(token=workspace.bot_token, base_url=sandbox.api_url, session=session)
        interactive, background = interactive_engine(database_url), background_engine(database_url)
        stack.push_async_callback(interactive.dispose)
        stack.push_async_callback(background.dispose)
        transactions = Transactions(
            interactive=interactive, background=background, clock=WednesdayMorning(), woken=_nobody
        )
        await roster.sync(client, transactions)
        await set_up(transactions, workspace)
        app = bolt_app(client, transactions, inbox_woken=_nobody)
        yield Stage(sandbox, client, transactions, app, interactive, background)


def agency(colleagues: int = COLLEAGUES) -> Workspace:
    """The people of the story, and a company around them; at least `CLIENTS`, who own a project each."""
    workspace = Workspace(pacing=False)
    people_of_the_story(workspace)
    for number in range(colleagues):
        name = f"colleague{number}"
        workspace.add_user(name, email=f"{name}@agency.example", real_name=f"Colleague {number}")
    return workspace


async def set_up(transactions: Transactions, workspace: Workspace) -> None:
    """Clients and projects; the roster is known already."""
    await transactions.run(workspace.team_id, setup.apply, read_setup(_set_up()), _channels(workspace))


def _set_up() -> str:
    clients = [
        f"""
[[client]]
name = "Client {number} GmbH"
domains = ["client{number}.example"]
country = "DE"

[[project]]
client = "Client {number} GmbH"
name = "Project {number}"
owner = "colleague{number}@agency.example"
backup = "pia@agency.example"
lead = "lea@agency.example"
"""
        for number in range(CLIENTS)
    ]
    return SETUP + "".join(clients)


def _channels(workspace: Workspace) -> dict[str, ChannelFacts]:
    return {each.name: ChannelFacts(each.id, each.name) for each in workspace.channels.values() if each.name}


def _nobody() -> None:
    """Nobody is woken."""
