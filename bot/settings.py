"""What differs from installation to installation: read from the environment, or from a file `.env`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"


class SettingsError(ValueError):
    """A setting that can't be used; the sentence names it, and never shows its value."""


def _nothing_if_blank(given: object) -> object:
    return None if isinstance(given, str) and not given.strip() else given


def _no_slash_doubled(given: object) -> object:
    return f"{given.strip().rstrip('/')}/" if isinstance(given, str) and given.strip() else given


def _in_small_letters(given: object) -> object:
    return given.strip().lower() if isinstance(given, str) else given


Secret = Annotated[SecretStr | None, BeforeValidator(_nothing_if_blank)]


def _host_and_port(given: str | None) -> str | None:
    port = given.rpartition(":")[2] if given else "0"
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError("expected HOST:PORT, such as 127.0.0.1:8080")
    return given


class Settings(BaseSettings):
    """All settings. A variable that is set and empty counts as not set, as copied from `.env.example`."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: Secret = Field(None, validation_alias="SLACK_BOT_TOKEN")
    """Begins with xoxb-."""
    slack_app_token: Secret = Field(None, validation_alias="SLACK_APP_TOKEN")
    """Begins with xapp-; for Socket Mode."""
    slack_signing_secret: Secret = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    """For HTTP in the place of Socket Mode."""
    slack_api_url: Annotated[str, BeforeValidator(_no_slash_doubled)] = Field(
        "https://slack.com/api/", validation_alias="SLACK_API_URL"
    )
    """Slack's Web API, or a stand-in for it; ends with a slash."""
    mailbox_password: Secret = Field(None, validation_alias="NUDGE_MAILBOX_PASSWORD")
    """Of the mailbox that the set-up names; without it, none is read."""
    database_url: Secret = Field(None, validation_alias="DATABASE_URL")
    """PostgreSQL, in SQLAlchemy's or libpq's spelling; without it an embedded server is started."""
    migration_database_url: Secret = Field(None, validation_alias="NUDGE_MIGRATION_DATABASE_URL")
    """The same database, as the role that owns its tables: for `nudge migrate`; without it DATABASE_URL."""
    data: Path | None = Field(None, validation_alias="NUDGE_DATA")
    """The folder of the embedded server; without it the user's own data folder."""
    port: int = Field(8765, ge=0, le=65535, validation_alias="NUDGE_PORT")
    """Where the local workspace's page is served, on this machine only."""
    health: Annotated[str | None, AfterValidator(_host_and_port)] = Field(None, validation_alias="NUDGE_HEALTH")
    """HOST:PORT for health checks and metrics; without it there are none."""
    log: Annotated[LogLevel | None, BeforeValidator(_in_small_letters)] = Field(None, validation_alias="NUDGE_LOG")
    """How much is logged; without it info, and warnings alone where a command's own output is read."""


def read_settings() -> Settings:
    """The settings of this process; raises SettingsError with one sentence where one can't be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        name = wrong["loc"][0] if wrong["loc"] else "A setting"
        raise SettingsError(f"{name} can't be used: {wrong['msg'][:1].lower()}{wrong['msg'][1:]}.") from None
