"""Nudges of their own, as an operator runs them."""

import os
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.sandbox import Sandbox

PATIENCE_SECONDS = 60
"""What has not come by then will not come."""


@asynccontextmanager
async def nudge(*arguments: str, **settings: str) -> AsyncIterator[Process]:
    """`nudge …`; told to stop afterwards, if it still runs."""
    environment = {**os.environ, "NUDGE_LOG": "warning", **settings}
    process = await create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env=environment, stdout=PIPE, stderr=None
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def settings_for(database_url: str, sandbox: Sandbox) -> dict[str, str]:
    """What `nudge run` needs to be at work in this Slack, on this database."""
    return {
        "DATABASE_URL": database_url,
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.workspace.bot_token,
        "SLACK_APP_TOKEN": sandbox.workspace.app_token,
    }
