"""An agency for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.stories.opening import agency
from tests.stories.people import Agency


@pytest.fixture(autouse=True, scope="package")
def plain_tracebacks() -> Iterator[None]:
    """As in production: one that draws every local variable keeps the bot from answering for seconds."""
    before = structlog.get_config()
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])
    yield
    structlog.configure(**before)


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
