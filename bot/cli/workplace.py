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
from bot.texts import commands as texts


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
        raise CannotDo(texts.NO_TOKEN_TO_LOOK_UP)
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
        raise CannotDo(texts.NEVER_ANYWHERE)
    raise CannotDo(texts.which_workspace(known))


def check_tokens(settings: Settings, http: str | None) -> None:
    """Whether what `nudge run` needs is there and looks right; raises CannotDo."""
    if settings.slack_bot_token is None:
        raise CannotDo(texts.NO_BOT_TOKEN)
    if not settings.slack_bot_token.get_secret_value().startswith("xoxb-"):
        raise CannotDo(texts.WRONG_BOT_TOKEN)
    if http:
        _check_address(http)
        if settings.slack_signing_secret is None:
            raise CannotDo(texts.NO_SIGNING_SECRET)
        return
    if settings.slack_app_token is None:
        raise CannotDo(texts.NO_APP_TOKEN)
    if not settings.slack_app_token.get_secret_value().startswith("xapp-"):
        raise CannotDo(texts.WRONG_APP_TOKEN)


def _check_address(address: str) -> None:
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isdecimal() and int(port) < 65536):
        raise CannotDo(texts.no_address(address))


def warning_of_embedded(settings: Settings) -> str | None:
    """What to say where real data would be held in the embedded database; None where it would not."""
    return texts.embedded(data_folder(settings)) if settings.database_url is None else None
