"""Opening an agency: a local workspace with exactly what the manifest asks for, and one or two bots in it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import yaml

from bot.app.bot import Bot, Connection
from bot.app.clock import MovedTime
from bot.app.control import ClockControl
from bot.app.running import Playground
from bot.app.seed import people_of_the_story, set_up
from bot.db.engine import Engines
from bot.sandbox import Sandbox, Workspace
from bot.slack.times import SenderTimes
from tests.slack.hostile import assert_one_letter
from tests.stories.people import ZONE, Agency, quiet_monday

QUICK = SenderTimes(
    request_timeout=3.0, settle=0.2, lease=4.0, seat_retry=0.1, longest_sleep=5.0, backoff=0.05, longest_backoff=0.3
)
_MANIFEST = Path(__file__).parents[2] / "slack-app-manifest.yaml"


@asynccontextmanager
async def agency(database_url: str, *, is_set_up: bool = True) -> AsyncIterator[Agency]:
    """The people of the story and Nudge, on a quiet Monday at ten; the database is at head.

    At the end the strict workspace must have had nothing to complain of.
    """
    monday = quiet_monday()
    moved = MovedTime(datetime.combine(monday, time(9, 59), ZONE) - datetime.now(UTC))
    workspace = Workspace(name="Agency", pacing=False, now=moved.seconds)
    people_of_the_story(workspace)
    _as_in_the_manifest(workspace)
    sandbox = Sandbox(workspace)
    async with AsyncExitStack() as stack:
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        bot = await stack.enter_async_context(one_bot(database_url, sandbox, moved))
        if is_set_up:
            await set_up(bot.transactions, workspace)
        control = ClockControl(bot, moved)
        there = Agency(Playground(workspace, sandbox, bot, control), monday)
        await control.jump_to(there.moment(0, 10))
        await there.settle()
        yield there
        assert_spotless(workspace)


_USED: defaultdict[str, list[Engines]] = defaultdict(list)
"""By database: engines whose bot has stopped. What they have compiled serves the next story as well."""


@asynccontextmanager
async def one_bot(database_url: str, sandbox: Sandbox, moved: MovedTime) -> AsyncIterator[Bot]:
    """A bot at work in this workspace, on this database; connected before anything else is done."""
    connection = Connection(sandbox.workspace.bot_token, sandbox.workspace.app_token, sandbox.api_url)
    used = _USED[database_url]
    engines = used.pop() if used else Engines.on(database_url)
    bot = Bot(connection, engines, clock=lambda _: moved, times=QUICK)
    try:
        yield await bot.start()
    finally:
        await bot.stop()
        used.append(engines)


@asynccontextmanager
async def back_at(here: Agency, database_url: str, moment: datetime, *, bots: int = 1) -> AsyncIterator[Agency]:
    """The bot stops; so many start at `moment` (UTC), all at once, and do what was due meanwhile."""
    await here.bot.stop()
    sandbox, moved = here.here.sandbox, here.control.moved
    moved.move(moment - datetime.now(UTC))
    async with AsyncExitStack() as stack:
        starting = (stack.enter_async_context(one_bot(database_url, sandbox, moved)) for _ in range(bots))
        bot, *_ = await asyncio.gather(*starting)
        there = Agency(Playground(here.workspace, sandbox, bot, ClockControl(bot, moved)), here.monday)
        await there.settle()
        yield there


def _as_in_the_manifest(workspace: Workspace) -> None:
    """Grant and subscribe what real Slack would: a missing scope shows here first."""
    said: dict[str, Any] = yaml.safe_load(_MANIFEST.read_text())
    workspace.scopes = set(said["oauth_config"]["scopes"]["bot"])
    workspace.subscriptions = set(said["settings"]["event_subscriptions"]["bot_events"])


def assert_spotless(workspace: Workspace) -> None:
    """Slack had nothing to object to in anything that the bot sent, and nobody's words did anything."""
    journal = workspace.journal
    assert (journal.warnings, journal.complaints, journal.unknown_methods) == ([], [], [])
    ours = [message for message in workspace.messages if message.user == workspace.bot.id]
    ours += [message for heard in workspace.heard.values() for message in heard]
    for message in ours:
        assert message.text.strip()
        assert (message.pings, message.bare_urls) == ([], [])
        elsewhere = [link for link in message.links if not link.startswith("https://files.slack.com/")]
        assert elsewhere == message.letters, "links are files in Slack, or a mail to the client, ready to be sent"
        for letter in message.letters:
            assert_one_letter(letter)
