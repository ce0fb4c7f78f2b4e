"""Settings: from the environment or a file, and secrets stay secret."""

from pathlib import Path

import pytest

from bot.settings import LogLevel, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.slack_bot_token is None
    assert settings.database_url is None
    assert settings.slack_api_url == "https://slack.com/api/"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nNUDGE_LOG=Debug\nUNRELATED=1\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-environment")
    settings = read_settings()
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-environment"
    assert settings.log is LogLevel.DEBUG


def test_what_is_set_and_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=\nDATABASE_URL=  \nNUDGE_PORT=\n")
    monkeypatch.setenv("SLACK_APP_TOKEN", " ")
    settings = read_settings()
    assert (settings.slack_bot_token, settings.slack_app_token, settings.database_url) == (None, None, None)
    assert settings.port == Settings().port


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL"):
        monkeypatch.setenv(name, "postgresql://u:s3cret@h/d")
    assert "s3cret" not in repr(read_settings())


def test_the_address_of_slack_ends_with_one_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:8000/api")
    assert read_settings().slack_api_url == "http://127.0.0.1:8000/api/"


def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUDGE_PORT", "eighty")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value).startswith("NUDGE_PORT can't be used: ")
    assert "eighty" not in str(refused.value)
