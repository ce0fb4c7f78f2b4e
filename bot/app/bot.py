"""One running bot: what it is made of, in the order in which it starts and stops."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import structlog
from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.db.engine import Engines
from bot.db.migrate import require_head
from bot.mailbox import Access, MailboxReader
from bot.scheduler import Heartbeat
from bot.services import day_names
from bot.services.clock import Clock, RealClock
from bot.services.transaction import Transactions
from bot.slack import roster
from bot.slack.bolt import bolt_app
from bot.slack.inbox import InboxWorker
from bot.slack.pacing import Pacing
from bot.slack.rendering import Renderer
from bot.slack.sender import Sender
from bot.slack.times import SenderTimes

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Slack: tokens, and the address of its Web API. No app token: HTTP with a signing secret."""

    bot_token: str
    app_token: str | None
    api_url: str
    signing_secret: str | None = None


async def _read_names_of_days() -> None:
    """Read once, in all languages, and not while somebody waits for the first date that is typed."""
    await asyncio.to_thread(day_names.names)


class Bot:
    """Nudge at work in one workspace. `start` raises what keeps it from that; `stop` leaves nothing running."""

    def __init__(
        self,
        connection: Connection,
        engines: Engines,
        *,
        clock: Callable[[str], Clock] = lambda _: RealClock(),
        pacing: Pacing | None = None,
        times: SenderTimes | None = None,
        mailbox: Access | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._pacing = pacing
        self._times = times or SenderTimes()
        self._mailbox = mailbox
        self._engines = engines
        self._tasks: list[asyncio.Task[None]] = []
        self._handler: AsyncSocketModeHandler | None = None
        self._session: ClientSession | None = None
        self.workspace_id = ""

    async def start(self) -> Self:
        """Connect to the database and to Slack, take over the roster, and begin to work."""
        await require_head(self._engines.background)
        self._session = ClientSession(timeout=ClientTimeout(total=self._times.request_timeout))
        self.client = AsyncWebClient(
            token=self._connection.bot_token,
            base_url=self._connection.api_url,
            session=self._session,
            retry_handlers=[],
        )
        self.workspace_id = (await roster.identity(self.client)).workspace_id
        self.transactions = Transactions(
            interactive=self._engines.interactive,
            background=self._engines.background,
            clock=self._clock(self.workspace_id),
            woken=self._woken,
        )
        self.heartbeat = Heartbeat(self.transactions)
        self.inbox = InboxWorker(self.transactions, self.client)
        self.sender = Sender(
            self.transactions,
            self.client,
            self.workspace_id,
            Renderer(self.transactions.quiet(), self.client),
            settings=self._times,
            pacing=self._pacing,
        )
        self.bolt = bolt_app(
            self.client,
            self.transactions,
            inbox_woken=self.inbox.wake,
            signing_secret=self._connection.signing_secret,
        )
        await roster.sync(self.client, self.transactions)
        await self._begin()
        return self

    async def _begin(self) -> None:
        self._tasks = [
            asyncio.create_task(self.sender.run()),
            asyncio.create_task(self.inbox.run()),
            asyncio.create_task(_read_names_of_days()),
        ]
        if self._mailbox is not None:
            reader = MailboxReader(self.transactions, self.workspace_id, self._mailbox, acquaint=self._acquaint)
            self._tasks.append(asyncio.create_task(reader.run()))
        self.heartbeat.start()
        if self._connection.app_token is not None:
            self._handler = AsyncSocketModeHandler(self.bolt, self._connection.app_token)
            await self._handler.connect_async()  # type: ignore[no-untyped-call] # Bolt leaves it untyped
        log.info("at work", workspace=self.workspace_id)

    async def _acquaint(self, address: str) -> None:
        await roster.sync_address(self.client, self.transactions, self.workspace_id, address)

    def _woken(self) -> None:
        """Something was committed: there may be something to send, or to plan."""
        self.sender.wake()
        self.heartbeat.wake()

    def web_app(self) -> web.Application:
        """Slack's requests over HTTP, for an installation with a signing secret."""
        app: web.Application = self.bolt.web_app(path="/slack/events", port=0)
        return app

    @property
    def is_connected(self) -> bool:
        """Whether Slack can reach us: over Socket Mode its connection is up; over HTTP it is Slack that connects."""
        if self._handler is None:
            return self._connection.app_token is None
        session = self._handler.client.current_session
        return session is not None and not session.closed

    async def stop(self) -> None:
        """Finish what is under way, then let go of Slack and of the database."""
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call] # Bolt leaves it untyped
        if hasattr(self, "heartbeat"):
            await self.heartbeat.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        await self._engines.dispose()
