"""Which of Slack's events are ours to keep: mails, words to the bot, its Home, people. Nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.incoming import Arrival, mail_files, wanted

SHARED = Path(__file__).parents[3] / "shared" / "slack" / "email_message.json"


@pytest.fixture
def mail_event() -> dict[str, Any]:
    """The real event of a mail to a channel's address."""
    if not SHARED.exists():
        pytest.skip(f"the sample event of a mail is not beside this checkout: ../shared/slack/{SHARED.name}")
    event: dict[str, Any] = json.loads(SHARED.read_text(encoding="utf-8"))["event"]
    return event


def test_a_mail_is_wanted_though_a_bot_posts_it(mail_event: dict[str, Any]) -> None:
    assert (mail_event["user"], bool(mail_event["bot_id"])) == ("USLACKBOT", True)
    assert wanted(mail_event) is Arrival.MAIL
    assert [one["id"] for one in mail_files(mail_event)] == ["F0123468789"]


def test_a_mail_that_was_edited_or_deleted_is_not_wanted_again(mail_event: dict[str, Any]) -> None:
    for subtype in ("message_changed", "message_deleted", None):
        assert wanted({**mail_event, "subtype": subtype}) is None


WORDS = {"type": "message", "user": "U1", "text": "hello", "channel": "D1", "channel_type": "im", "ts": "1.0"}


def test_words_to_the_bot_itself_are_wanted() -> None:
    assert wanted(WORDS) is Arrival.PLAIN_WORDS


@pytest.mark.parametrize(
    "changes",
    [
        {"channel_type": "channel"},
        {"channel_type": "group"},
        {"channel_type": "mpim"},
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join", "channel_type": "channel"},
        {"subtype": "file_share", "files": [{"id": "F1", "filetype": "pdf"}]},
        {"user": None},
    ],
)
def test_what_colleagues_and_bots_write_elsewhere_is_their_own(changes: dict[str, Any]) -> None:
    assert wanted(WORDS | changes) is None


@pytest.mark.parametrize(
    ("event", "arrival"),
    [
        ({"type": "app_home_opened", "tab": "home", "user": "U1"}, Arrival.HOME),
        ({"type": "app_home_opened", "tab": "messages", "user": "U1"}, None),
        ({"type": "user_change", "user": {"id": "U1"}}, Arrival.PERSON),
        ({"type": "team_join", "user": {"id": "U1"}}, Arrival.PERSON),
        ({"type": "reaction_added"}, None),
        ({"type": "app_mention", "user": "U1"}, None),
        ({}, None),
    ],
)
def test_of_everything_else_only_home_and_people_are_wanted(event: dict[str, Any], arrival: Arrival | None) -> None:
    assert wanted(event) is arrival


@pytest.mark.parametrize("files", [None, [], {}, "email", 5, ["email"], [None], [{"filetype": None}], [{}]])
def test_files_of_any_shape_are_looked_through(files: object) -> None:
    event = WORDS | {"subtype": "file_share", "files": files}
    assert mail_files(event) == []
    assert wanted(event) is None
