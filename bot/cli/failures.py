"""What may keep a command from its work, each in one sentence for whoever typed it."""

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.app.serving import PortTaken
from bot.db.embedded import EmbeddedUnavailable
from bot.db.migrate import SchemaOutdated
from bot.domain.setup import SetupRefused
from bot.services.errors import NotFound, NotSetUp
from bot.settings import SettingsError


class CannotDo(Exception):
    """A command that can't be carried out as it was given; the message is the sentence to print."""


EXPECTED = (
    CannotDo,
    SettingsError,
    PortTaken,
    EmbeddedUnavailable,
    SchemaOutdated,
    SetupRefused,
    NotFound,
    NotSetUp,
    SlackApiError,
    aiohttp.ClientError,
    TimeoutError,
    ArgumentError,
    OperationalError,
    InterfaceError,
    PoolTimeout,
)
"""Anything else is a fault of ours, and keeps its traceback."""

_REFUSED = {
    "invalid_auth": "Slack doesn't know this token: copy SLACK_BOT_TOKEN and SLACK_APP_TOKEN anew from the app.",
    "not_authed": "Slack was given no token: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
    "account_inactive": "The app has been removed from the workspace: install it again, and copy its new tokens.",
    "token_revoked": "This token was revoked: install the app again, and copy its new tokens.",
    "token_expired": "This token has run out: install the app again, and copy its new tokens.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-: are they swapped?",
    "missing_scope": "The app lacks a scope: install it again from slack-app-manifest.yaml.",
}
_NOT_SET_UP = "Nudge has not been in this workspace yet: start “nudge run” once, or “nudge import” a set-up."
_NO_SLACK = "Slack can't be reached: see that this machine may open connections to SLACK_API_URL."
_NO_URL = "DATABASE_URL can't be read: expected postgresql://USER:PASSWORD@HOST/DATABASE."


def sentence(error: Exception) -> str:
    """What to print about one of EXPECTED; of a refused set-up every problem, on a line of its own."""
    match error:
        case SetupRefused():
            told = "\n".join(["The set-up is refused, and nothing was changed:", *map(str, error.problems)])
        case NotFound():
            told = f"There is no request #{error.number}."
        case NotSetUp():
            told = _NOT_SET_UP
        case SlackApiError():
            told = _refused(error)
        case aiohttp.ClientError() | TimeoutError():
            told = _NO_SLACK
        case ArgumentError():
            told = _NO_URL
        case DBAPIError() | PoolTimeout():
            told = _unusable(error)
        case _:
            told = str(error)
    return told


def _refused(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return _REFUSED.get(str(code), f"Slack says no ({code or 'without a reason'}); “nudge doctor” may know more.")


def _unusable(error: DBAPIError | PoolTimeout) -> str:
    said = str(getattr(error, "orig", None) or "it did not answer in time").strip().splitlines()
    return f"The database can't be used: see that PostgreSQL runs and that DATABASE_URL is right ({said[0]})."
