"""The database that Nudge works on: the one that the settings name, else an embedded one of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.db.embedded import EmbeddedServer, default_data_folder
from bot.settings import Settings


def data_folder(settings: Settings) -> Path:
    """Where the embedded database and the sandbox keep what has to outlast a restart."""
    return settings.data or default_data_folder()


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[str]:
    """The URL of the database; an embedded server runs as long as the context lasts.

    Raises EmbeddedUnavailable and DataFolderBusy.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    server = EmbeddedServer(data_folder(settings))
    url = await asyncio.to_thread(server.start)
    try:
        yield url
    finally:
        await asyncio.to_thread(server.stop)
