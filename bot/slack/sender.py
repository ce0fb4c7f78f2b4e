"""The sender: drains a workspace's outbox into Slack, alone in its workspace, each message once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import psycopg
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import delivery as outbox
from bot.services import seat as seats
from bot.services.seat import Seat
from bot.services.transaction import Transactions
from bot.slack.pacing import Pacing
from bot.slack.rendered import Later, NotWanted, Ready, Rendered, Renderer
from bot.slack.round import Round
from bot.slack.times import SenderTimes, in_seconds, real_now

__all__ = ["Later", "NotWanted", "Ready", "Rendered", "Renderer", "Sender", "SenderTimes"]

log = structlog.get_logger(__name__)

_POLL = 0.05


class Sender:
    """Sends what the outbox of one workspace holds, as long as it has the workspace's seat.

    `wake` says that there is something new; it may be given to Transactions as `woken`. In a process that has not
    got the seat it tells the one that has.
    """

    def __init__(
        self,
        transactions: Transactions,
        client: AsyncWebClient,
        workspace_id: str,
        render: Renderer,
        *,
        settings: SenderTimes | None = None,
        pacing: Pacing | None = None,
    ) -> None:
        self._transactions = transactions.quiet()
        self._workspace_id = workspace_id
        self._times = settings or SenderTimes()
        self._round = Round(self._transactions, client, workspace_id, render, self._times, pacing)
        self._working = asyncio.Lock()
        self._runs = False
        self._announcing: asyncio.Task[None] | None = None
        self._announce_again = False

    @property
    def sits(self) -> bool:
        """Whether this is the one that sends."""
        return self._round.may_send

    def wake(self) -> None:
        """There may be something to send. Returns at once; to be called from the event loop."""
        self._round.woken.set()
        if self.sits:
            return
        self._announce_again = True
        if self._announcing is None or self._announcing.done():
            self._announcing = asyncio.create_task(self._announce())

    async def run(self) -> None:
        """Send, or stand by, until cancelled; what is under way then is brought to an end first."""
        self._runs = True
        pause = self._times.backoff
        try:
            while True:
                had_seat = await self._stint()
                pause = self._times.backoff if had_seat else min(2 * pause, self._times.seat_retry)
                await asyncio.sleep(pause)
        finally:
            self._runs = False

    async def drain(self) -> int:
        """Send until nothing is due any more; how many were sent from here. For the sandbox's clock and for tests.

        Where another process has the seat, waits until that one is done.
        """
        before = self._round.sent
        while True:
            if self.sits:
                await self._until_idle()
            elif self._runs or not await self._drain_seated():
                self.wake()
            if await self._is_idle():
                return self._round.sent - before
            await asyncio.sleep(_POLL)

    async def _stint(self) -> bool:
        """From taking the seat to losing it; False when it was never ours.

        The outermost seam: whatever breaks is logged, and tried again.
        """
        had_seat = False
        try:
            seat = await seats.reach(self._transactions, self._workspace_id)
            try:
                await self._stand_by(seat)
                had_seat = True
                async with self._seated(seat) as lost:
                    await self._serve(lost)
            finally:
                await seat.leave()
        except (psycopg.OperationalError, OSError) as error:
            log.warning("sender.seat_lost", reason=type(error).__name__)
        except Exception:
            log.exception("sender.stumbled")
        return had_seat

    async def _stand_by(self, seat: Seat) -> None:
        is_ours = await seat.take()
        while not is_ours:
            await asyncio.sleep(self._times.seat_retry)
            is_ours = await seat.take()

    async def _serve(self, lost: asyncio.Task[None]) -> None:
        log.info("sender.seated", workspace=self._workspace_id)
        while not lost.done():
            async with self._working:
                await self._round.work_off()
            await self._wait_for_work(lost)

    async def _wait_for_work(self, lost: asyncio.Task[None]) -> None:
        """Until there is something to do. Most commits bring nothing to send: one question tells."""
        ahead = await self._outlook()
        while not lost.done():
            await self._round.wait(self._seconds_until(ahead.next_at), lost)
            ahead = await self._outlook()
            if ahead.work_now:
                return

    async def _outlook(self) -> outbox.Outlook:
        return await self._transactions.run(self._workspace_id, outbox.outlook, real_now=real_now())

    def _seconds_until(self, moment: datetime | None) -> float:
        latest = in_seconds(self._times.longest_sleep)
        return max(0.0, (min(moment or latest, latest) - real_now()).total_seconds())

    @asynccontextmanager
    async def _seated(self, seat: Seat) -> AsyncIterator[asyncio.Task[None]]:
        """While the seat is ours; the task given ends when it is lost."""
        listening = asyncio.create_task(self._listen(seat))
        self._round.may_send = True
        try:
            yield listening
        finally:
            self._round.may_send = False
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _listen(self, seat: Seat) -> None:
        try:
            async for _ in seat.calls():
                self._round.woken.set()
        except (psycopg.Error, OSError) as error:
            log.warning("sender.seat_lost", reason=type(error).__name__)
        finally:
            self._round.may_send = False

    async def _until_idle(self) -> None:
        while self.sits and not await self._is_idle():
            async with self._working:
                await self._round.work_off()
            pause = self._round.line.rest.seconds or min(_POLL, self._times.settle)
            await asyncio.sleep(pause if not await self._is_idle() else 0)

    async def _drain_seated(self) -> bool:
        """Take the seat just for this; False while somebody else has it."""
        seat = await seats.reach(self._transactions, self._workspace_id)
        try:
            if not await seat.take():
                return False
            async with self._seated(seat):
                await self._until_idle()
            return True
        finally:
            await seat.leave()

    async def _is_idle(self) -> bool:
        return await self._transactions.run(self._workspace_id, outbox.idle)

    async def _announce(self) -> None:
        """Tell the sender elsewhere; calls that come in meanwhile are answered by one more."""
        try:
            while self._announce_again:
                self._announce_again = False
                await seats.announce(self._transactions, self._workspace_id)
        except Exception:  # the outermost seam of a task of its own: the seat looks by itself before long
            log.exception("sender.announcement_failed")
