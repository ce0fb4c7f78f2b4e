"""What tests of the queries share."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import background_engine


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A connection to a fresh database, in a transaction."""
    engine = background_engine(database_url)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()
