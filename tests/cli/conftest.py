"""What tests of the commands share."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.agency import local_slack


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The agency's Slack."""
    sandbox = Sandbox(local_slack())
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str) -> Settings:
    """Settings for the agency's Slack and a fresh database."""
    return Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": SecretStr("xoxb-sandbox"),
            "SLACK_APP_TOKEN": SecretStr("xapp-sandbox"),
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": SecretStr(database_url),
        }
    )
