"""Plays the story headless, on a database of its own that is gone afterwards."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.app.running import playground
from bot.app.story import Story, StoryBroken
from bot.db.embedded import EmbeddedServer
from bot.db.migrate import upgrade
from bot.sandbox import NotAcknowledged, NotThere
from bot.settings import Settings


async def play_story(settings: Settings, tell: Callable[[str], None] = print) -> int:
    """Play the story and tell it; 0 when all of it happened, 1 when a step did not.

    A database that the settings name is not used: the story needs one to itself. Raises EmbeddedUnavailable.
    """
    with tempfile.TemporaryDirectory(prefix="nudge-story-") as folder:
        _let_the_server_in(Path(folder))
        server = EmbeddedServer(Path(folder) / "data", durable=False)
        url = await asyncio.to_thread(server.start)
        try:
            await asyncio.to_thread(upgrade, url)
            return await tell_story(url, tell)
        finally:
            await asyncio.to_thread(server.stop)


def _let_the_server_in(folder: Path) -> None:
    """As root the server runs as somebody else, who has to pass through."""
    folder.chmod(0o711)


async def tell_story(database_url: str, tell: Callable[[str], None]) -> int:
    """The story on a migrated, empty database."""
    async with playground(database_url) as here:
        try:
            await Story(here, tell).play()
        except (StoryBroken, NotThere, NotAcknowledged) as broken:
            tell(f"\nThe story broke here: {broken}")
            return 1
    return 0
