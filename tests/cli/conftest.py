"""What tests of the commands share."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.agency import local_slack
from tests.cli.command_line import Done, Nudge, done

REPOSITORY = Path(__file__).parents[2]


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


@pytest.fixture
def environment(sandbox: Sandbox, database_url: str, tmp_path: Path) -> dict[str, str]:
    """What a command finds in its environment: the agency's Slack and a fresh database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(REPOSITORY),
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "NUDGE_DATA": str(tmp_path / "data"),
    }


@pytest.fixture
def nudge(environment: dict[str, str], tmp_path: Path) -> Nudge:
    """Types commands there."""

    async def run(*arguments: str, typed: str = "", **changes: str) -> Done:
        return await asyncio.to_thread(done, arguments, environment | changes, tmp_path, typed)

    return run
