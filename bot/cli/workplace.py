"""What a command works with: the settings, a database at the right schema, Slack, and the workspace it is for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.database import data_folder, database
from bot.app.running import TEAM
from bot.cli.failures import CannotDo
from bot.db.engine import background_engine, interactive_engine
from bot.db.migrate import require_head, upgrade
from bot.services import operating
from bot.services.clock import SandboxClock
from bot.services.transaction import Transactions
from bot.settings import Settings
from bot.slack.web import slack_client


@asynccontextmanager
async def transactions_on(settings: Settings) -> AsyncIterator[Transactions]:
    """The transaction runner on the database of the settings; raises SchemaOutdated."""
    async with database(settings) as url:
        if settings.database_url is None:
            await asyncio.to_thread(upgrade, url)
        interactive, background = interactive_engine(url, size=2), background_engine(url, size=2)
        try:
            await require_head(background)
            yield Transactions(interactive=interactive, background=background, clock=SandboxClock(TEAM), woken=_nobody)
        finally:
            await interactive.dispose()
            await background.dispose()


def _nobody() -> None:
    """Nobody is woken: whoever runs looks by itself."""


@asynccontextmanager
async def slack(settings: Settings) -> AsyncIterator[AsyncWebClient]:
    """A client for reading Slack, patient when Slack asks for it; raises CannotDo where there is no token."""
    if settings.slack_bot_token is None:
        raise CannotDo("SLACK_BOT_TOKEN is not set: people and channels of a set-up are looked up in Slack.")
    token = settings.slack_bot_token.get_secret_value()
    async with slack_client(token, base_url=settings.slack_api_url) as client:
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=5))
        yield client


async def workspace_of(transactions: Transactions, named: str | None) -> str:
    """The id of the workspace that is meant: the one named, else the only one; raises CannotDo."""
    known = await transactions.run("", operating.workspace_ids)
    if named in known or (named is None and len(known) == 1):
        return named or known[0]
    if not known:
        raise CannotDo("Nudge has not been in any workspace yet: start “nudge run” once, or “nudge import” a set-up.")
    raise CannotDo(f"Say which workspace with --workspace: {', '.join(known)}.")


def check_tokens(settings: Settings, http: str | None) -> None:
    """Whether what `nudge run` needs is there and looks right; raises CannotDo."""
    if settings.slack_bot_token is None:
        raise CannotDo("SLACK_BOT_TOKEN is not set; without Slack, “nudge sandbox” plays it on this machine.")
    if not settings.slack_bot_token.get_secret_value().startswith("xoxb-"):
        raise CannotDo("SLACK_BOT_TOKEN is no bot token: that begins with xoxb-.")
    if http:
        _check_address(http)
        if settings.slack_signing_secret is None:
            raise CannotDo("SLACK_SIGNING_SECRET is not set: over HTTP it tells Slack's requests from others.")
        return
    if settings.slack_app_token is None:
        raise CannotDo("SLACK_APP_TOKEN is not set: Socket Mode needs it; or serve Slack's requests with --http.")
    if not settings.slack_app_token.get_secret_value().startswith("xapp-"):
        raise CannotDo("SLACK_APP_TOKEN is no app-level token: that begins with xapp-.")


def _check_address(address: str) -> None:
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isdecimal() and int(port) < 65536):
        raise CannotDo(f"{address} is no address to listen at: expected HOST:PORT, such as 0.0.0.0:3000.")


def warning_of_embedded(settings: Settings) -> str | None:
    """What to say where real data would be held in the embedded database; None where it would not."""
    if settings.database_url is not None:
        return None
    return (
        f"DATABASE_URL is not set, so what your clients write will be held in the embedded database in "
        f"{data_folder(settings)}, of which nobody makes backups; set DATABASE_URL to a PostgreSQL of yours."
    )
