"""One sentence for whatever can be foreseen."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.app.serving import PortTaken
from bot.cli.failures import EXPECTED, CannotDo, sentence
from bot.db.embedded import DataFolderBusy
from bot.db.migrate import SchemaOutdated
from bot.domain.events import NotAnEvent
from bot.domain.setup import Problem, SetupRefused
from bot.services.errors import NotFound, NotSetUp


def refused(code: str) -> SlackApiError:
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        headers={},
        status_code=200,
        data={"ok": False, "error": code},
    )
    return SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # slack_sdk is not typed here


ERRORS = [
    (CannotDo("So it is."), "So it is."),
    (PortTaken("127.0.0.1", 80), "Port 80 on 127.0.0.1 is in use"),
    (DataFolderBusy("Busy."), "Busy."),
    (SchemaOutdated(None, "0001"), "nudge migrate"),
    (NotAnEvent(42), "Event 42 can't be read"),
    (NotFound(12), "There is no request #12."),
    (NotSetUp("workspace"), "nudge import"),
    (refused("invalid_auth"), "Slack doesn't know this token"),
    (refused("something_else"), "Slack says no (something_else)"),
    (aiohttp.ServerDisconnectedError(), "Slack can't be reached"),
    (TimeoutError(), "Slack can't be reached"),
    (ArgumentError("Could not parse"), "DATABASE_URL can't be read"),
    (OperationalError("SELECT", {}, Exception("connection refused\nmore")), "is right (connection refused)."),
]


@pytest.mark.parametrize(("error", "said"), ERRORS, ids=lambda value: type(value).__name__)
def test_every_expected_error_is_one_line(error: Exception, said: str) -> None:
    assert isinstance(error, EXPECTED)
    assert said in sentence(error)
    assert len(sentence(error).splitlines()) == 1


def test_a_refused_set_up_is_told_problem_by_problem() -> None:
    problems = [Problem(("client", 0, "tier"), '"keey"', "key or standard", 7), Problem((), "", "more")]
    assert sentence(SetupRefused(problems)).splitlines()[1:] == [
        'line 7, tier = "keey": expected key or standard',
        "the set-up: expected more",
    ]
