"""What a command makes sure of before it begins."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.failures import CannotDo
from bot.cli.workplace import check_tokens, warning_of_embedded
from bot.settings import Settings

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)


def settings(**given: str) -> Settings:
    return Settings.model_validate({name: SecretStr(value) for name, value in given.items()})


def test_tokens_that_look_right_will_do() -> None:
    check_tokens(settings(**GOOD), None)
    check_tokens(settings(**GOOD), "0.0.0.0:3000")
    check_tokens(settings(SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s"), "[::1]:3000")


@pytest.mark.parametrize(
    ("changes", "http", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, None, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, None, "begins with xoxb-"),
        ({"SLACK_APP_TOKEN": ""}, None, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, None, "begins with xapp-"),
        ({"SLACK_SIGNING_SECRET": ""}, "127.0.0.1:3000", "SLACK_SIGNING_SECRET is not set"),
        ({}, "3000", "expected HOST:PORT"),
        ({}, "localhost:http", "expected HOST:PORT"),
        ({}, "localhost:70000", "expected HOST:PORT"),
    ],
)
def test_tokens_that_are_missing_or_mixed_up_are_named(changes: dict[str, str], http: str | None, said: str) -> None:
    given = {name: value for name, value in (GOOD | changes).items() if value}
    with pytest.raises(CannotDo, match=said):
        check_tokens(settings(**given), http)


def test_real_data_in_the_embedded_database_is_warned_of() -> None:
    warning = warning_of_embedded(settings(**GOOD))
    assert warning is not None
    assert "DATABASE_URL" in warning
    assert warning_of_embedded(settings(DATABASE_URL="postgresql://h/d")) is None
