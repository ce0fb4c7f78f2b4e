"""A mail server for the whole run, and an agency with a mailbox of its own for each test."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.agency import transactions_on
from tests.mailbox.dovecot import Dovecot, why_not
from tests.mailbox.post import Post


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    """A mail server, started."""
    with _started() as dovecot:
        yield dovecot


@pytest.fixture
def plain_server() -> Iterator[Dovecot]:
    """A mail server that can do no more than it must: it neither tells by itself what arrives, nor moves a mail."""
    with _started("IMAP4rev1") as dovecot:
        yield dovecot


@contextmanager
def _started(abilities: str = "") -> Iterator[Dovecot]:
    if reason := why_not():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="nudge-mail-"))
    folder.chmod(0o711)  # for root, whose server runs as somebody else
    dovecot = Dovecot(folder, abilities)
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
