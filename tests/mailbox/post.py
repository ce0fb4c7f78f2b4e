"""The agency and its mailbox: what a test does with them, and sees of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from bot.domain.channels import ChannelFacts
from bot.domain.mailbox import Mailbox
from bot.domain.setup_reading import read_setup
from bot.mailbox import Access, MailboxReader, ReaderTimes
from bot.services import mailbox, roster, setup
from bot.services.transaction import Transactions, Tx
from tests.agency import EVERYBODY, WS
from tests.mailbox.dovecot import PASSWORD, Dovecot

QUICK = ReaderTimes(timeout=5.0, rest=0.1, stand_by=0.1, backoff=0.05, longest_backoff=0.2)
LOOKS, LOOK_SECONDS = 400, 0.05

_SET_UP = """
[workspace]
timezone = "Europe/Berlin"
fallback_owner = "lea@agency.example"
[[client]]
name = "Acme GmbH"
domains = ["acme.example"]
[[project]]
client = "Acme GmbH"
name = "Portal"
owner = "bob@agency.example"
channel = "#client-acme"
[mailbox]
host = "localhost"
port = {port}
user = "{user}"
folder = "{folder}"
quarantine = "{quarantine}"
every = {every}
authserv_ids = ["mx.agency.example"]
trust_unauthenticated = {trusting}
"""


@dataclass
class Post:
    """A mailbox on the server that nobody else has, and the agency that reads it."""

    server: Dovecot
    transactions: Transactions
    user: str = field(default_factory=lambda: f"nudge-{uuid4().hex[:8]}")

    async def set_up(
        self,
        *,
        port: int = 0,
        folder: str = "INBOX",
        quarantine: str = "Quarantine",
        trusting: bool = False,
        every: int = 5,
    ) -> None:
        """The set-up names the mailbox; `port` is where it is reached, if not at the server itself."""
        await self.run(roster.sync, "Agency", "U0NUDGE", EVERYBODY)
        port = port or self.server.port
        names = {"port": port, "user": self.user, "folder": folder, "quarantine": quarantine}
        wanted = read_setup(_SET_UP.format(**names, trusting=str(trusting).lower(), every=every))
        await self.run(setup.apply, wanted, {"client-acme": ChannelFacts("C1", "client-acme")})

    async def run(self, use_case: Any, *args: Any) -> Any:
        """What a use case returns, run in the agency's workspace."""
        return await self.transactions.run(WS, use_case, *args)

    @property
    def access(self) -> Access:
        """How the mailbox is read."""
        return Access(PASSWORD, self.server.tls)

    @asynccontextmanager
    async def reader(self, access: Access | None = None, **more: Any) -> AsyncIterator[None]:
        """While a reader is at work, as one process would run it."""
        reader = MailboxReader(self.transactions, WS, access or self.access, times=QUICK, **more)
        working = asyncio.create_task(reader.run())
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    def deliver(self, *mails: bytes) -> None:
        """Mails arrive in the inbox."""
        self.server.deliver(self.user, *mails)

    async def subjects(self) -> list[str]:
        """The subjects of all requests, as they are compared, the oldest first."""
        found: list[str] = await self.run(_subjects)
        return found

    async def states(self) -> list[str]:
        """The states of all requests, the oldest first."""
        found: list[str] = await self.run(_states)
        return found

    async def reporters(self) -> list[str | None]:
        """The address of whoever handed over each request, the oldest first; None: it came from outside."""
        found: list[str | None] = await self.run(_reporters)
        return found

    async def given_up(self) -> list[dict[str, Any]]:
        """What is on record of mails that could not be read."""
        found: list[dict[str, Any]] = await self.run(_given_up)
        return found

    async def mailbox(self) -> Mailbox:
        """How far the mailbox has been read."""
        found: Mailbox | None = await self.run(mailbox.here)
        assert found is not None
        return found

    async def read(self, count: int) -> None:
        """Wait until so many mails have been dealt with in all."""

        async def is_read() -> bool:
            there = await self.mailbox()
            return there.mails_read + there.mails_quarantined >= count and there.to_quarantine is None

        await until(is_read)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    for _ in range(LOOKS):
        if await is_so():
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise AssertionError("it never came to that")


async def _subjects(tx: Tx) -> list[str]:
    return [str(row.subject_key) for row in await tx.conn.execute(text("SELECT subject_key FROM request ORDER BY id"))]


async def _states(tx: Tx) -> list[str]:
    return [str(row.state) for row in await tx.conn.execute(text("SELECT state FROM request ORDER BY id"))]


async def _reporters(tx: Tx) -> list[str | None]:
    query = "SELECT p.email FROM request r LEFT JOIN person p ON p.id = r.reporter_id ORDER BY r.id"
    return [row.email for row in await tx.conn.execute(text(query))]


async def _given_up(tx: Tx) -> list[dict[str, Any]]:
    query = "SELECT data FROM audit_event WHERE kind = 'mail could not be read' ORDER BY id"
    return [dict(row.data) for row in await tx.conn.execute(text(query))]
