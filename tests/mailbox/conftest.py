"""A mail server for the whole run, and an agency with a mailbox of its own for each test."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.agency import transactions_on
from tests.mailbox.dovecot import Dovecot, why_not
from tests.mailbox.post import Post


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    """A mail server, started."""
    if reason := why_not():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="nudge-mail-"))
    folder.chmod(0o711)  # for root, whose server runs as somebody else
    dovecot = Dovecot(folder)
    try:
        dovecot.start()
        yield dovecot
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def post(server: Dovecot, database_url: str) -> AsyncIterator[Post]:
    """The agency of the story, with an empty mailbox."""
    async with transactions_on(database_url) as transactions:
        there = Post(server, transactions)
        await there.set_up()
        yield there
