"""The heartbeat: one APScheduler job that asks the database what is due, and arms itself for what comes next.

All truth is in rows: a restart loses nothing, and two replicas do nothing twice. Digest, sealer and auditor
hang on the same tick.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.services import heartbeat, progressing, sealing
from bot.services.transaction import Transactions

log = structlog.get_logger(__name__)

JOB = "heartbeat"
BATCH = 200
LONGEST_REST = timedelta(seconds=30)
PATIENCE_SECONDS = 5.0
SHORTEST_REST = timedelta(milliseconds=20)


class Heartbeat:
    """Drives everything that is due by the Clock."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._again = False
        self._is_stopping = False

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
        rest = LONGEST_REST
        self._at_rest.clear()
        self._again = False
        try:
            rest = await self.tick()
        except Exception:
            # The seam of the heartbeat: whatever goes wrong once, it beats on.
            log.exception("heartbeat")
        finally:
            self._at_rest.set()
        if self._again:
            rest = SHORTEST_REST
        if self._scheduler.running and not self._is_stopping:
            self._arm(datetime.now(UTC) + max(SHORTEST_REST, min(LONGEST_REST, rest)))

    async def tick(self) -> timedelta:
        """Do all that is due; returns how long there is nothing to do by what is known now.

        What is recorded is sealed whatever else goes wrong, and between batches where there is much to do.
        """
        try:
            while await self._transactions.run("", progressing.progress_due, BATCH) == BATCH:
                await self._seal()
            return await self._transactions.run("", heartbeat.look_around)
        finally:
            await self._seal()

    async def _seal(self) -> None:
        """Chain what is recorded, a transaction a batch, and note the anchors of the day."""
        run = self._transactions.run
        for workspace_id in await run("", sealing.due):
            while await run(workspace_id, sealing.seal_batch) == sealing.BATCH:
                continue
            await run(workspace_id, sealing.check)
