"""The reader of a workspace's mailbox: one at a time over any number of processes, and each mail once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
import structlog

from bot.domain.mailbox import Mailbox
from bot.domain.setup import MailboxSetup
from bot.mailbox.folder import Access, Folder
from bot.mailbox.mails import Acquaint, Mails
from bot.mailbox.trouble import Trouble
from bot.services import mailbox as services
from bot.services.mailbox import DATABASE_GONE, Desk, Elsewhere
from bot.services.transaction import Transactions

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReaderTimes:
    """Seconds: how long a server may keep silent, and how long to rest, stand by, and wait after trouble."""

    timeout: float = 20.0
    rest: float = 60.0
    stand_by: float = 10.0
    backoff: float = 2.0
    longest_backoff: float = 300.0


class MailboxReader:
    """Reads the mailbox that the set-up names, whenever it names one.

    `acquaint` is told each sender's address before the mail is taken, so that a colleague who has just joined is known.
    """

    def __init__(
        self,
        transactions: Transactions,
        workspace_id: str,
        access: Access,
        *,
        acquaint: Acquaint | None = None,
        times: ReaderTimes | None = None,
    ) -> None:
        self._transactions = transactions
        self._workspace_id = workspace_id
        self._access = access
        self._times = times or ReaderTimes()
        self._mails = Mails(transactions, workspace_id, acquaint)
        self._pause = self._times.backoff

    async def run(self) -> None:
        """Read, or stand by, until cancelled. The outermost seam: whatever breaks is logged, and tried again."""
        while True:
            try:
                await self._stint()
                continue
            except Elsewhere:
                log.info("mailbox.read_elsewhere")
            except Trouble as trouble:
                log.warning(
                    "mailbox.trouble", reason=str(trouble.reason), detail=trouble.detail, again_in=round(self._pause)
                )
            except (*DATABASE_GONE, psycopg.Error) as error:
                log.warning("mailbox.database_gone", kind=type(error).__name__)
            except Exception as error:
                log.exception("mailbox.stumbled", kind=type(error).__name__)
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, self._times.longest_backoff)

    async def _stint(self) -> None:
        """From taking the desk until the set-up changes; raises what ends it sooner."""
        if await self._here() is None:
            await asyncio.sleep(self._times.rest)
            return
        desk = await services.reach_desk(self._transactions, self._workspace_id)
        try:
            await self._stand_by(desk)
            if (mailbox := await self._here()) is not None:
                await self._read(mailbox.settings, desk)
        finally:
            await desk.leave()

    async def _stand_by(self, desk: Desk) -> None:
        is_ours = await desk.take()
        while not is_ours:
            await asyncio.sleep(self._times.stand_by)
            is_ours = await desk.take()

    async def _read(self, settings: MailboxSetup, desk: Desk) -> None:
        async with self._opened(settings) as folder:
            log.info("mailbox.open", workspace=self._workspace_id)
            mailbox = await self._transactions.run(self._workspace_id, services.start_over, folder.uidvalidity)
            while mailbox is not None and mailbox.settings == settings:
                await self._mails.work_off(folder, mailbox)
                self._pause = self._times.backoff
                await _until_something_comes(folder, settings.every)
                await desk.check()
                mailbox = await self._here()

    async def _here(self) -> Mailbox | None:
        return await self._transactions.run(self._workspace_id, services.here)

    @asynccontextmanager
    async def _opened(self, settings: MailboxSetup) -> AsyncIterator[Folder]:
        folder = await asyncio.to_thread(Folder.open, settings, self._access, self._times.timeout)
        try:
            yield folder
        except BaseException:
            folder.cut()
            raise
        await asyncio.to_thread(folder.close)


async def _until_something_comes(folder: Folder, seconds: float) -> None:
    if folder.can_idle:
        await asyncio.to_thread(folder.idle, seconds)
    else:
        await asyncio.sleep(seconds)
