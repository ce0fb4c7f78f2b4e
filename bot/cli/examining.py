"""`nudge doctor`: look at everything that can be wrong with an installation, and say how to mend it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import DBAPIError

from bot.cli.workplace import transactions_on
from bot.db.embedded import EmbeddedUnavailable
from bot.db.migrate import SchemaOutdated
from bot.domain.checkup import Check, Finding, Trouble
from bot.services import doctor, operating, roster
from bot.services.transaction import Transactions
from bot.settings import Settings
from bot.slack import doctor as slack_doctor
from bot.slack.roster import identity
from bot.slack.web import slack_client
from bot.texts import doctor as texts


async def report(settings: Settings, *, live: bool, as_email: str | None, say: Callable[[str], None]) -> int:
    """Say every finding as it is made, then how many troubles there are; gives their number."""
    troubles = 0
    async for finding in examine(settings, live=live, as_email=as_email):
        troubles += not finding.is_well
        say(texts.line(finding))
    say(texts.summary(troubles))
    return troubles


async def examine(settings: Settings, *, live: bool, as_email: str | None) -> AsyncIterator[Finding]:
    """One finding after the other; what can't be looked at because of an earlier trouble is left out."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    async with slack_client(token, base_url=settings.slack_api_url) as client:
        slack_is_well = True
        for finding in await slack_doctor.check_bot_token(client, lambda: datetime.now(UTC)):
            slack_is_well = slack_is_well and (finding.is_well or finding.check is not Check.BOT_TOKEN)
            yield finding
        if settings.slack_app_token is not None or settings.slack_signing_secret is None:
            yield await _app_token(settings)
        async for finding in _database(settings, client if slack_is_well else None, live=live, as_email=as_email):
            yield finding


async def _app_token(settings: Settings) -> Finding:
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    async with slack_client(token, base_url=settings.slack_api_url) as client:
        return await slack_doctor.check_app_token(client)


async def _database(
    settings: Settings, client: AsyncWebClient | None, *, live: bool, as_email: str | None
) -> AsyncIterator[Finding]:
    """The database and what is set up in it; `client` is None where Slack can't be asked."""
    try:
        async with transactions_on(settings) as transactions:
            yield Finding(Check.DATABASE)
            yield Finding(Check.SCHEMA)
            async for finding in _set_up(transactions, client, live=live, as_email=as_email):
                yield finding
    except SchemaOutdated as error:
        yield Finding(Check.DATABASE)
        yield Finding(Check.SCHEMA, Trouble.SCHEMA_OLD, about=texts.step(error.found), detail=error.expected)
    except EmbeddedUnavailable as error:
        yield Finding(Check.DATABASE, Trouble.REFUSED, detail=str(error))
    except (DBAPIError, OSError):
        yield Finding(Check.DATABASE, Trouble.UNREACHABLE)


async def _set_up(
    transactions: Transactions, client: AsyncWebClient | None, *, live: bool, as_email: str | None
) -> AsyncIterator[Finding]:
    known = await transactions.run("", operating.workspace_ids)
    ids = [(await identity(client)).workspace_id] if client is not None else known
    for workspace_id in ids or [""]:
        for finding in await transactions.run(workspace_id, doctor.check_set_up):
            yield finding
        if client is None:
            continue
        channels = await transactions.run(workspace_id, doctor.channels_in_use)
        guests = await transactions.run(workspace_id, roster.guests)
        for finding in await slack_doctor.check_channels(client, channels, guests):
            yield finding
        if live:
            async for finding in _live(transactions, client, workspace_id, as_email):
                yield finding


async def _live(
    transactions: Transactions, client: AsyncWebClient, workspace_id: str, as_email: str | None
) -> AsyncIterator[Finding]:
    person = await transactions.run(workspace_id, roster.person_of, as_email) if as_email else None
    if person is None:
        yield Finding(Check.POST, Trouble.NOBODY)
        return
    async for finding in slack_doctor.check_live(client, person.slack_id, texts.LIVE_WORDS):
        yield finding
