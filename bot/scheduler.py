"""The heartbeat: one APScheduler job that asks the database what is due, and arms itself for what comes next.

All truth is in rows: a restart loses nothing, and two replicas do nothing twice. Digest, sealer and auditor
hang on the same tick.
"""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy.exc import DBAPIError

from bot.domain.workspace import Workspace
from bot.services import auditor, heartbeat, progressing, retaining, sealing
from bot.services.transaction import Transactions

log = structlog.get_logger(__name__)

JOB = "heartbeat"
BATCH = 200
LONGEST_REST = timedelta(seconds=30)
PATIENCE_SECONDS = 5.0
SHORTEST_REST = timedelta(milliseconds=20)
SEAL_EVERY = timedelta(seconds=1)
"""How often what is recorded is sealed, at most, while there is much to do."""


class Heartbeat:
    """Drives everything that is due by the Clock."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._again = False
        self._is_stopping = False
        self._sealed_at = -SEAL_EVERY.total_seconds()

    def start(self) -> None:
        """Begin to beat, at once."""
        self._scheduler.start()
        self._arm(datetime.now(UTC))

    async def stop(self) -> None:
        """Beat no more; a tick under way is waited for, as long as that takes a healthy database."""
        self._is_stopping = True
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._at_rest.wait(), PATIENCE_SECONDS)
        self._scheduler.shutdown(wait=False)
        with suppress(TimeoutError):  # what can't be sealed now is when it starts again
            await asyncio.wait_for(self._guarded(self.seal()), PATIENCE_SECONDS)

    def wake(self) -> None:
        """Look soon: something was committed that may be due. While it looks already, it looks once more."""
        if not self._at_rest.is_set():
            self._again = True
        elif self._scheduler.running and not self._is_stopping:
            self._arm(datetime.now(UTC) + SHORTEST_REST)

    def _arm(self, at: datetime) -> None:
        self._scheduler.add_job(
            self._beat,
            DateTrigger(at),
            id=JOB,
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    async def _beat(self) -> None:
        self._at_rest.clear()
        self._again = False
        try:
            rest = await self.beat()
        finally:
            self._at_rest.set()
        if self._again:
            rest = SHORTEST_REST
        if self._scheduler.running and not self._is_stopping:
            self._arm(datetime.now(UTC) + max(SHORTEST_REST, min(LONGEST_REST, rest)))

    async def beat(self) -> timedelta:
        """Do all that is due, and seal what is recorded; returns how long there is nothing to do by what is known now.

        The seam of the heartbeat: whatever goes wrong with one of both, the other is done, and it beats on.
        """
        rest = LONGEST_REST
        for work in (self.tick, self._seal_soon):
            try:
                rest = min(rest, await work())
            except Exception:
                log.exception("heartbeat")
        return rest

    async def tick(self) -> timedelta:
        """Do all that is due; returns how long there is nothing to do by what is known now."""
        while await self._progress() == BATCH:
            await self._seal_soon()  # where there is much to do, its record does not wait until all is done
        around = await self._transactions.run("", heartbeat.look_around)
        is_more = [await self._let_go(workspace) for workspace in around.letting_go]
        return timedelta() if any(is_more) else around.rest

    async def _let_go(self, workspace: Workspace) -> bool:
        """Let go of some old words of one workspace; whether more may wait.

        In a transaction of its own, and a seam: no digest and no hand-back waits for it, or fails with it.
        """
        try:
            return await self._transactions.run(workspace.workspace_id, retaining.let_go, workspace)
        except Exception:
            log.exception("heartbeat.retention")
            return False

    async def _progress(self) -> int:
        """Advance a batch of what is due; where one of them can't be, each by itself, so that the others are."""
        try:
            return await self._transactions.run("", progressing.progress_due, BATCH)
        except DBAPIError:
            raise  # the next beat tries again
        except Exception:
            log.exception("heartbeat.batch")
            return await self._transactions.run("", auditor.advance_each, BATCH)

    async def seal(self) -> None:
        """Chain what is recorded, a transaction a batch, and note the anchors of the day: each workspace by itself."""
        due = await self._transactions.run("", sealing.due)
        for workspace_id in due.unsealed:
            await self._guarded(self._seal_one(workspace_id))
        for workspace_id in due.unnoted:
            await self._guarded(self._transactions.run(workspace_id, sealing.note_anchor))

    async def _seal_one(self, workspace_id: str) -> None:
        try:
            while await self._transactions.run(workspace_id, sealing.seal_batch) == sealing.BATCH:
                continue
        finally:
            await self._transactions.run(workspace_id, sealing.watch)

    async def _guarded(self, work: Awaitable[object]) -> None:
        """A seam: what goes wrong in one workspace is logged, and keeps no other from its seals."""
        try:
            await work
        except Exception:
            log.exception("heartbeat.seal")

    async def _seal_soon(self) -> timedelta:
        """Seal, unless that was done a moment ago: a seal of many events costs little more than one of a few. Returns
        how long there is nothing to seal, or it waits.
        """
        since = timedelta(seconds=time.monotonic() - self._sealed_at)
        if since < SEAL_EVERY:
            return SEAL_EVERY - since
        self._sealed_at = time.monotonic()
        await self.seal()
        return LONGEST_REST
