"""Log lines: one shape for all, and nobody's words in them."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.logs import set_up_logs

SECRET = "Jane wants three department heads called"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_lines_of_ours_and_of_libraries_have_one_shape(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    structlog.get_logger("bot.sender").info("sent", request=12)
    logging.getLogger("slack_bolt").warning("slow: %s", "3 s")
    ours, theirs = _lines(capsys)
    assert (ours["event"], ours["request"], ours["level"], ours["logger"]) == ("sent", 12, "info", "bot.sender")
    assert (theirs["event"], theirs["level"]) == ("slow: 3 s", "warning")
    assert ours["timestamp"].endswith("Z")


def test_libraries_never_write_their_payloads(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True, level=logging.DEBUG)
    logging.getLogger("slack_sdk.socket_mode.aiohttp").debug("payload: %s", SECRET)
    logging.getLogger("sqlalchemy.engine.Engine").info("[generated] %s", {"words": SECRET})
    logging.getLogger("aiohttp.access").info(SECRET)
    assert _lines(capsys) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_says_where_and_not_what(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    set_up_logs(as_json=as_json)
    words = SECRET.upper()
    try:
        try:
            raise ValueError(words)
        except ValueError as error:
            raise KeyError(words) from error
    except KeyError:
        structlog.get_logger().exception("inbox worker")
        logging.getLogger("bot").exception("again")
    written = capsys.readouterr().err
    assert words not in written
    assert written.count("builtins.ValueError") == written.count("builtins.KeyError") == 2
    assert "test_a_traceback_says_where_and_not_what" in written


def test_of_an_error_with_a_code_the_code_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    answer = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, headers={}, status_code=200,
        data={"ok": False, "error": "channel_not_found"},
    )  # fmt: skip
    structlog.get_logger().error("refused", exc_info=SlackApiError(SECRET, answer))  # type: ignore[no-untyped-call]  # slack_sdk is not typed here
    structlog.get_logger().error("gone", exc_info=ConnectionRefusedError(111, "Connection refused"))
    refused, gone = _lines(capsys)
    assert refused["exception"] == "slack_sdk.errors.SlackApiError: channel_not_found"
    assert gone["exception"].endswith("Connection refused")


def test_every_error_of_a_group_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    structlog.get_logger().error("both", exc_info=ExceptionGroup(SECRET, [ValueError(SECRET), TypeError(SECRET)]))
    [line] = _lines(capsys)
    assert "ValueError" in line["exception"]
    assert "TypeError" in line["exception"]
    assert SECRET not in line["exception"]
