"""Working off the outbox: claim a batch, carry each lane in order and all lanes at once, until nothing is left."""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.outbox import Delivery, Kind
from bot.services import delivery as outbox
from bot.services.transaction import Transactions
from bot.slack.courier import Courier
from bot.slack.line import Line
from bot.slack.pacing import Pacing
from bot.slack.recorder import Mark, Recorder
from bot.slack.rendered import Renderer
from bot.slack.settling import Settling
from bot.slack.times import SenderTimes, in_seconds, real_now

log = structlog.get_logger(__name__)

_BATCH = 48
_UPDATES = 16
"""Edits in hand at once: Slack takes them slowly, and posts must not wait behind them."""
_A_LANE_WHEN_PACED = 3
_CLAIM_GAP = 0.1
_LAST_WORDS = 3.0


class Round:
    """One sender's work: `work_off` goes on until nothing can be done now.

    `may_send` is taken away when the seat is lost: what is under way ends, nothing new is begun. `woken` is set from
    outside when there is something new.
    """

    def __init__(
        self,
        transactions: Transactions,
        client: AsyncWebClient,
        workspace_id: str,
        renderer: Renderer,
        times: SenderTimes,
        pacing: Pacing | None,
    ) -> None:
        self.woken = asyncio.Event()
        self.may_send = False
        self.sent = 0
        self.line = Line(client, times, pacing)
        self._transactions, self._workspace_id, self._times = transactions, workspace_id, times
        self._recorder = Recorder(transactions, workspace_id)
        self._courier = Courier(self.line, renderer, self._recorder, times)
        self._settling = Settling(self.line, self._courier, times)
        self._each_lane = _A_LANE_WHEN_PACED if pacing else _BATCH
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand = self._updates_in_hand = 0
        self._looking = 0
        self._looked_at = self._claimed_at = float("-inf")
        self._is_exhausted = self._is_ending = False

    async def work_off(self) -> None:
        """Send and settle until nothing can be done now. Raises what the database raises."""
        self._looked_at = float("-inf")
        self._is_exhausted = False
        try:
            while self.may_send and not self.line.rest.seconds:
                await self._take_up()
                if not self._tasks:
                    break
                await self._wait()
            while self._tasks:
                await self._wait()
        finally:
            await self._let_end()

    async def wait(self, seconds: float, lost: asyncio.Task[None]) -> None:
        """Wait for a call, at most so long, or for the seat to be lost. A rest is not disturbed by calls."""
        if rest := self.line.rest.seconds:
            await asyncio.wait([lost], timeout=rest)
            return
        waiting = asyncio.create_task(self.woken.wait())
        try:
            await asyncio.wait([waiting, lost], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        self.woken.clear()

    async def _take_up(self) -> None:
        """Begin whatever can be begun now."""
        await self._look_for_uncertain()
        room = 1 - self._in_hand if self.line.rest.is_probing else _BATCH - self._in_hand
        if not self._is_worth_claiming(room):
            return
        self.woken.clear()
        self._claimed_at = time.monotonic()
        claimed = await self._transactions.run(
            self._workspace_id,
            outbox.claim,
            limit=room,
            real_now=real_now(),
            lease_until=in_seconds(self._times.lease),
            per_lane=self._each_lane,
            updates=max(0, min(room, _UPDATES - self._updates_in_hand)),
        )
        self._is_exhausted = len(claimed) < room
        for lane in _by_lane(claimed):
            self._take_in_hand(lane, 1)
            self._start(self._carry(lane))

    def _take_in_hand(self, lane: Sequence[Delivery], sign: int) -> None:
        self._in_hand += sign * len(lane)
        self._updates_in_hand += sign * sum(delivery.intention.kind is Kind.UPDATE for delivery in lane)

    def _is_worth_claiming(self, room: int) -> bool:
        if room <= 0:
            return False
        if not self._is_exhausted:
            return not self._in_hand or room >= _BATCH // 2
        return self.woken.is_set() or not self._tasks or time.monotonic() - self._claimed_at > _CLAIM_GAP

    async def _look_for_uncertain(self) -> None:
        often_enough = min(1.0, self._times.settle / 2)
        if self._looking or time.monotonic() - self._looked_at < often_enough:
            return
        self._looked_at = time.monotonic()
        ready = await self._transactions.run(self._workspace_id, outbox.uncertain_ready, limit=200, real_now=real_now())
        for lane in _by_lane(ready):
            self._looking += 1
            self._start(self._settle(lane))

    async def _carry(self, lane: Sequence[Delivery]) -> None:
        """One lane, in order: what comes later waits for what came before."""
        waiting = list(lane)
        try:
            while waiting and self.may_send and not self._is_ending:
                ending = await self._courier.carry(waiting[0])
                counts = await self._recorder.record(ending.mark)
                del waiting[0]
                self.sent += counts and ending.is_sent
                if not ending.goes_on:
                    await self._put_back(waiting, ending.retry_at)
                    return
            await self._put_back(waiting, None)
        finally:
            self._take_in_hand(lane, -1)

    async def _put_back(self, waiting: Sequence[Delivery], retry_at: datetime | None) -> None:
        await self._record_all(partial(outbox.retry, delivery=delivery, retry_at=retry_at) for delivery in waiting)

    async def _settle(self, lane: Sequence[Delivery]) -> None:
        try:
            await self._record_all(await self._settling.settle(lane))
        finally:
            self._looking -= 1

    async def _record_all(self, marks: Iterable[Mark]) -> None:
        await asyncio.gather(*[self._recorder.record(mark) for mark in marks])

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(self._guarded(work)))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """The outermost seam of a lane: if it breaks, its rows are found when their lease has ended."""
        try:
            await work
        except Exception:
            log.exception("sender.lane_stumbled")

    async def _wait(self) -> None:
        _, self._tasks = await asyncio.wait(self._tasks, timeout=_CLAIM_GAP, return_when=asyncio.FIRST_COMPLETED)

    async def _let_end(self) -> None:
        """After a cancellation or an error: a moment for what is under way, so that it need not be looked for."""
        if not self._tasks:
            return
        self._is_ending = True
        _, late = await asyncio.wait(self._tasks, timeout=_LAST_WORDS)
        for task in late:
            task.cancel()
        await asyncio.wait(self._tasks)
        self._tasks, self._is_ending = set(), False


def _by_lane(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    lanes: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        lanes.setdefault(delivery.lane, []).append(delivery)
    return list(lanes.values())
