"""One of the two processes that work on the database: it plans what is due, and, where it has the seat, delivers."""

import hashlib
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.outbox import Delivery, Kind
from bot.scheduler import Heartbeat
from bot.services import delivery as outbox
from bot.services import reminding
from bot.services import seat as seats
from bot.services.seat import Seat
from bot.services.transaction import Transactions
from bot.slack.courier import NEVER_SENT
from bot.slack.rendered import Joins, Later, NotWanted, Ready
from bot.slack.rendering import Renderer
from bot.slack.views.message import Message
from tests.hand import Hand
from tests.year.edge import Edge, Gone, Lost

WS = "T0YEAR"
LEASE = timedelta(seconds=60)
SETTLE = timedelta(seconds=20)
BACKOFF = timedelta(minutes=20)


class Crashed(Exception):
    """The process was killed in the middle of something."""


@dataclass
class Replica:
    """Everything but the line to Slack is as in the running bot. Its Clock is real time as well: leases and retries
    are played too.
    """

    engine: AsyncEngine
    clock: Hand
    edge: Edge
    chance: random.Random
    crashes: int = 0
    _seat: Seat | None = None
    _sits: bool = False
    transactions: Transactions = field(init=False)

    def __post_init__(self) -> None:
        self.transactions = Transactions(
            interactive=self.engine, background=self.engine, clock=self.clock, woken=lambda: None
        )
        self._heartbeat = Heartbeat(self.transactions)
        # Only the digest and words in channels ask Slack anything while they are drawn; the year has neither.
        self._renderer = Renderer(self.transactions, cast("AsyncWebClient", None))

    async def run(self, use_case: Any, *args: Any, **more: Any) -> Any:
        """What a use case returns."""
        return await self.transactions.run(WS, use_case, *args, **more)

    async def tick(self) -> datetime:
        """As the heartbeat's; returns when the next is due (UTC)."""
        return self.clock.time + await self._heartbeat.tick()

    async def seal(self) -> None:
        """As the heartbeat does, some time after it was recorded."""
        await self._heartbeat.seal()

    async def deliver(self) -> int:
        """Send what may be sent now, if this one has the seat; how many were taken in hand."""
        if not await self._has_seat():
            return 0
        try:
            return await self._deliver()
        except Crashed:
            self.crashes += 1
            await self.leave()
            return 1

    async def leave(self) -> None:
        """The process ends, and with it its session."""
        if self._seat is not None:
            await self._seat.leave()
        self._seat, self._sits = None, False

    async def _has_seat(self) -> bool:
        if self._seat is None:
            self._seat = await seats.reach(self.transactions, WS)
        self._sits = self._sits or await self._seat.take()
        return self._sits

    async def _deliver(self) -> int:
        now = self.clock.time
        uncertain = [] if self.edge.is_gone(now) else await self.run(outbox.uncertain_ready, limit=50, real_now=now)
        for one in uncertain:
            await self._settle(one)
        leased = await self.run(outbox.claim, limit=50, real_now=now, lease_until=now + LEASE, per_lane=50)
        stopped: set[str] = set()
        for one in leased:
            if one.lane in stopped:  # what comes later waits for what came before
                await self.run(outbox.retry, one, retry_at=None)
            elif not await self._carry(one):
                stopped.add(one.lane)
        return len(uncertain) + len(leased)

    async def _settle(self, one: Delivery) -> None:
        found = self.edge.posted.get(one.token)
        if found is None or one.intention.kind is Kind.UPDATE:
            await self.run(outbox.retry, one, retry_at=None)
        else:
            ago = self.clock.time - datetime.fromtimestamp(int(found[1].partition(".")[0]), UTC)
            await self.run(outbox.mark_sent, one, channel=found[0], ts=found[1], said="found", ago=ago)

    async def _carry(self, one: Delivery) -> bool:
        """Whether what follows in its lane may go on."""
        match await self._renderer.render(one):
            case NotWanted(reason):
                await self.run(outbox.mark_withheld, one, reason=reason)
            case Later(due_at, moved_by):
                await self.run(outbox.move, one, due_at=due_at, moved_by=moved_by)
            case Joins(message):
                await self.run(reminding.join, one, message=message)
            case Ready(message):
                return await self._say(one, message)
        return True

    async def _say(self, one: Delivery, message: Message) -> bool:
        now, lot = self.clock.time, self.chance.random()
        if lot < 0.002:
            raise Crashed
        if one.intention.kind is Kind.UPDATE and one.sent_ts is None:
            return bool(await self.run(outbox.mark_withheld, one, reason=NEVER_SENT))
        try:
            channel, ts = self._edit(one, message) if one.intention.kind is Kind.UPDATE else self._post(one)
        except Gone:
            await self.run(outbox.retry, one, retry_at=now + BACKOFF)
            return False
        except Lost:
            await self.run(outbox.mark_uncertain, one, settle_until=now + SETTLE)
            return False
        if lot > 0.998:
            raise Crashed
        digest = hashlib.sha256(json.dumps([message.text, message.blocks], sort_keys=True).encode()).digest()
        await self.run(outbox.mark_sent, one, channel=channel, ts=ts, said=message.text, shown_digest=digest)
        return True

    def _post(self, one: Delivery) -> tuple[str, str]:
        return self.edge.post(one, one.intention.channel or f"D{one.users}", self.clock.time)

    def _edit(self, one: Delivery, message: Message) -> tuple[str, str]:
        self.edge.edit(message, self.clock.time)
        return one.sent_channel or "", one.sent_ts or ""
