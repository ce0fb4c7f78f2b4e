"""The clock of the sandbox: moved from due time to due time, so that all that falls between happens in order."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from aiohttp import web

from bot.app.bot import Bot
from bot.app.clock import MovedTime
from bot.db import clocks, touches
from bot.domain.calendar import Calendar
from bot.domain.people import Person
from bot.services import delivery, office, receiving, weekly
from bot.services.calendars import calendar_of, zone_of
from bot.services.transaction import Tx

SETTLE_SECONDS = 60.0
MOST_STOPS = 2000
FIRST_COFFEE = timedelta(minutes=5)
"""A morning begins a little after the opening, so that what is due seconds after it has come, too."""


class ClockControl:
    """Moves the Clock of a sandbox bot. One move at a time."""

    def __init__(self, bot: Bot, moved: MovedTime) -> None:
        self._bot = bot
        self.moved = moved
        self._moving = asyncio.Lock()

    async def now(self) -> datetime:
        """The Clock's time (UTC)."""
        return await self._bot.transactions.run(self._bot.workspace_id, _now)

    async def advance(self, by: timedelta) -> datetime:
        """Move on by a length of time."""
        return await self.move_to(await self.now() + by)

    async def next_morning(self) -> datetime:
        """Move on to the start of the next working day."""
        return await self.move_to(await self._bot.transactions.run(self._bot.workspace_id, _next_morning))

    async def open_office(self) -> datetime:
        """Move on to when the house is at work, unless it is: who tries Nudge on a Sunday sees it work."""
        opening = await self._bot.transactions.run(self._bot.workspace_id, _next_opening)
        return await self.move_to(opening)

    async def move_to(self, target: datetime) -> datetime:
        """Move on to `target` (UTC), stopping at each due time on the way until all that follows has happened."""
        async with self._moving:
            for _ in range(MOST_STOPS):
                await self.settle()
                due = await self._next_due(target)
                if due is None:
                    break
                await self.jump_to(due)
            if target > await self.now():
                await self.jump_to(target)
            await self.settle()
            return await self.now()

    async def settle(self) -> None:
        """Wait until nothing is left to do at this time, in any process that works on this database."""
        async with asyncio.timeout(SETTLE_SECONDS):
            while await self._is_busy():
                await self._bot.inbox.drain()
                await self._bot.heartbeat.tick()
                await self._bot.sender.drain()
                await asyncio.sleep(0.02)
            await self._bot.heartbeat.seal()

    async def _is_busy(self) -> bool:
        """Whether anything is under way. A press may be acknowledged before what it means is written down."""
        at_work = self._bot.transactions
        return at_work.awaited > 0 or not await at_work.run(self._bot.workspace_id, _is_idle)

    async def _next_due(self, target: datetime) -> datetime | None:
        now, due = await self._bot.transactions.run(self._bot.workspace_id, _now_and_next_due)
        return due if due is not None and now < due <= target else None

    async def jump_to(self, moment: datetime) -> None:
        """Have it be that time (UTC), and what is due then done, whatever falls due in between; written down for the
        next start.
        """
        ahead = moment - datetime.now(UTC)
        await self._bot.transactions.run(self._bot.workspace_id, _set_ahead, ahead)
        self.moved.move(ahead)
        await self._bot.heartbeat.tick()


async def _now(tx: Tx) -> datetime:
    return tx.now


async def _now_and_next_due(tx: Tx) -> tuple[datetime, datetime | None]:
    """The Clock's time, and the next time at which anything falls due by it."""
    times = (
        *await touches.next_dues(tx.conn),
        await weekly.next_digest_at(tx),
        await delivery.next_due_at(tx),
    )
    return tx.now, min((at for at in times if at is not None and at > tx.now), default=None)


async def _is_idle(tx: Tx) -> bool:
    """Whether nothing is under way. Asked in the order in which work moves on, each question seeing what the one
    before it found finished: asked the other way round, work could slip from one to the next between the questions.
    """
    if await receiving.waiting(tx) > 0:
        return False
    if any(due is not None and due <= tx.now for due in await touches.next_dues(tx.conn)):
        return False
    return await delivery.idle(tx)


async def _set_ahead(tx: Tx, ahead: timedelta) -> None:
    await clocks.set_ahead(tx.conn, tx.workspace_id, ahead)


async def _next_opening(tx: Tx) -> datetime:
    return _of_the_house(await office.office_of(tx), tx).next_open(tx.now) or tx.now


async def _next_morning(tx: Tx) -> datetime:
    here = await office.office_of(tx)
    calendar, zone = _of_the_house(here, tx), zone_of(here.workspace.zone)
    tomorrow = datetime.combine(tx.now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    return (calendar.next_open(tomorrow) or tomorrow.astimezone(UTC)) + FIRST_COFFEE


def _of_the_house(here: office.Office, tx: Tx) -> Calendar:
    """The calendar of the workspace itself."""
    nobody = Person(0, tx.workspace_id, "", "", zone=here.workspace.zone)
    return calendar_of(nobody, here.workspace, tx.now.year)


def control_routes(control: ClockControl) -> list[web.RouteDef]:
    """What the page's clock calls: GET and POST /clock."""

    async def show(_: web.Request) -> web.Response:
        return web.json_response({"now": (await control.now()).isoformat()})

    async def move(request: web.Request) -> web.Response:
        wish = (await request.json()).get("advance")
        if wish == "next-morning":
            now = await control.next_morning()
        elif wish in _LENGTHS:
            now = await control.advance(_LENGTHS[wish])
        else:
            return web.json_response({"error": "advance is 1h, next-morning or 1w"}, status=400)
        return web.json_response({"now": now.isoformat()})

    return [web.get("/clock", show), web.post("/clock", move)]


_LENGTHS = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "1w": timedelta(weeks=1)}
