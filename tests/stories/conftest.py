"""An agency for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.stories.opening import agency
from tests.stories.people import Agency


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Agency]:
    """The agency, set up, on a quiet Monday at ten."""
    async with agency(database_url) as there:
        yield there


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[Agency]:
    """The agency before anybody has set anything up."""
    async with agency(database_url, is_set_up=False) as there:
        yield there


@pytest.fixture
async def asked(here: Agency) -> Agency:
    """Dana has forwarded Jane's mail; Bob has his card."""
    await here.forward()
    return here
