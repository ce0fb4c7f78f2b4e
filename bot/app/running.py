"""Runs Nudge: against real Slack, or in a workspace on this machine, until it is told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from aiohttp import web

from bot.app.bot import Bot, Connection
from bot.app.clock import MovedTime
from bot.app.control import ClockControl, control_routes
from bot.app.database import data_folder, database
from bot.app.seed import people_of_the_story, set_up
from bot.app.serving import PortTaken, health_app, port_of, serve
from bot.db import clocks
from bot.db.engine import Engines, background_engine
from bot.db.migrate import upgrade
from bot.mailbox import Access
from bot.sandbox import Sandbox, Workspace
from bot.settings import Settings

log = structlog.get_logger(__name__)

LOOPBACK = "127.0.0.1"
TEAM = "T0NUDGE"


async def run(settings: Settings, http: str | None) -> None:
    """Run against Slack until SIGTERM or Ctrl-C. `http` is HOST:PORT for Slack's requests in place of Socket Mode.

    Raises SlackApiError for tokens that are nobody's, SchemaOutdated, PortTaken, EmbeddedUnavailable.
    """
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(database(settings))
        if settings.database_url is None:
            await asyncio.to_thread(upgrade, url)
        bot = Bot(connection_of(settings, http), Engines.on(url), mailbox=mailbox_access(settings))
        stack.push_async_callback(bot.stop)
        await bot.start()
        if http:
            await _served(stack, bot.web_app(), *host_and_port(http))
        if settings.health:
            await _served(stack, health_app(bot), *host_and_port(settings.health))
        await told_to_stop().wait()


def connection_of(settings: Settings, http: str | None) -> Connection:
    """How to reach Slack, by the settings; the command line has made sure that the tokens are there."""
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    return Connection(
        bot_token=settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else "",
        app_token=app_token.get_secret_value() if app_token and not http else None,
        api_url=settings.slack_api_url,
        signing_secret=secret.get_secret_value() if secret and http else None,
    )


def mailbox_access(settings: Settings) -> Access | None:
    """How to read the mailbox of the set-up; None without its password."""
    password = settings.mailbox_password
    return Access(password.get_secret_value()) if password else None


def host_and_port(address: str) -> tuple[str, int]:
    """The two parts of HOST:PORT."""
    host, _, port = address.rpartition(":")
    return host or LOOPBACK, int(port)


async def _served(stack: AsyncExitStack, app: web.Application, host: str, port: int) -> int:
    runner = await serve(app, host, port)
    stack.push_async_callback(runner.cleanup)
    return port_of(runner)


def told_to_stop() -> asyncio.Event:
    """An event that SIGTERM or SIGINT sets from now on; until then they break off whatever is going on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(which, stop.set)
    return stop


@dataclass(frozen=True, slots=True)
class Playground:
    """A workspace on this machine with the bot in it."""

    workspace: Workspace
    sandbox: Sandbox
    bot: Bot
    control: ClockControl


@asynccontextmanager
async def playground(database_url: str, *, port: int = 0, keep_in: Path | None = None) -> AsyncIterator[Playground]:
    """The people of the story, their Slack, and Nudge at work in it; the database is at head. Raises PortTaken."""
    moved = MovedTime(await _left_ahead(database_url))
    workspace = Workspace(TEAM, "Agency", pacing=False, now=moved.seconds)
    people_of_the_story(workspace)
    sandbox = Sandbox(workspace, port=port, keep_in=keep_in)
    async with AsyncExitStack() as stack:
        try:
            await sandbox.start()
        except OSError as error:
            raise PortTaken(LOOPBACK, port) from error
        stack.push_async_callback(sandbox.stop)
        connection = Connection(workspace.bot_token, workspace.app_token, sandbox.api_url)
        bot = Bot(connection, Engines.on(database_url), clock=lambda _: moved)
        stack.push_async_callback(bot.stop)
        await bot.start()
        await sandbox.connected()
        await set_up(bot.transactions, workspace)
        control = ClockControl(bot, moved)
        await control.settle()
        app = web.Application()
        app.router.add_routes(control_routes(control))
        control_port = await _served(stack, app, LOOPBACK, 0)
        sandbox.control_url = f"http://{LOOPBACK}:{control_port}"
        yield Playground(workspace, sandbox, bot, control)


async def _left_ahead(database_url: str) -> timedelta:
    """How far ahead an earlier run left the Clock: messages go on being stamped from there."""
    engine = background_engine(database_url)
    try:
        async with engine.connect() as conn:
            return await clocks.ahead(conn, TEAM)
    finally:
        await engine.dispose()


async def run_sandbox(settings: Settings, port: int, ready: Callable[[str], None] = print) -> None:
    """Run the local workspace with the bot in it until SIGTERM or Ctrl-C; `ready` is told the page's address.

    Raises PortTaken, EmbeddedUnavailable, DataFolderBusy.
    """
    async with database(settings) as url:
        await asyncio.to_thread(upgrade, url)
        folder = data_folder(settings)
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # with a database of one's own nobody has made it yet
        keep_in = folder / "sandbox"
        async with playground(url, port=port, keep_in=keep_in) as here:
            await here.control.open_office()
            stop = told_to_stop()
            ready(here.sandbox.page_url)
            await stop.wait()
