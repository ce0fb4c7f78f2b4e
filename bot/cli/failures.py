"""What may keep a command from its work, each in one sentence for whoever typed it."""

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.app.serving import PortTaken
from bot.db.embedded import EmbeddedUnavailable
from bot.db.migrate import SchemaOutdated
from bot.domain.events import NotAnEvent
from bot.domain.setup import SetupRefused
from bot.services.errors import NotFound, NotSetUp
from bot.settings import SettingsError
from bot.texts import commands as texts


class CannotDo(Exception):
    """A command that can't be carried out as it was given; the message is the sentence to print."""


EXPECTED = (
    CannotDo,
    SettingsError,
    PortTaken,
    EmbeddedUnavailable,
    SchemaOutdated,
    SetupRefused,
    NotAnEvent,
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


def sentence(error: Exception) -> str:
    """What to print about one of EXPECTED; of a refused set-up every problem, on a line of its own."""
    match error:
        case SetupRefused():
            told = texts.set_up_refused(error.problems)
        case NotAnEvent():
            told = texts.no_event(error.event_id)
        case NotFound():
            told = texts.no_request(error.number)
        case NotSetUp():
            told = texts.NEVER_HERE
        case SlackApiError():
            told = _refused(error)
        case aiohttp.ClientError() | TimeoutError():
            told = texts.NO_SLACK
        case ArgumentError():
            told = texts.NO_URL
        case DBAPIError() | PoolTimeout():
            told = _unusable(error)
        case _:
            told = str(error)
    return told


def _refused(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return texts.slack_refuses(str(code) if code else None)


def _unusable(error: DBAPIError | PoolTimeout) -> str:
    said = getattr(error, "orig", None)
    return texts.database_unusable(str(said) if said else None)
