"""The one line to Slack that a sender has: its client, its pace, and its rest when nobody answers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.pacing import Pacing
from bot.slack.times import Rest, SenderTimes
from bot.slack.web import LockedOut, NotReached, Rejected, Throttled, ask

log = structlog.get_logger(__name__)

_LOCKED_OUT_REST = 30.0


class Room:
    """Room for one call, kept for whoever has it until it is used or given back."""

    def __init__(self) -> None:
        self.is_used = False

    def use(self) -> None:
        """The call is made."""
        self.is_used = True


class Line:
    """Calls Slack at the pace that it allows, and notes whether it can be reached."""

    def __init__(self, client: AsyncWebClient, times: SenderTimes, pacing: Pacing | None) -> None:
        self.client = client
        self.rest = Rest(times)
        self._times, self._pacing = times, pacing
        self._gates: dict[str, asyncio.Lock] = {}

    async def ask(self, method: str, place: str, call: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
        """Slack's answer to a call. Raises what `bot.slack.web.ask` raises, once pace and rest have heeded it."""
        try:
            answer = await ask(call, within=self._times.request_timeout)
        except NotReached as error:
            log.warning("sender.slack_not_reached", reason=error.reason)
            self.rest.failed()
            raise
        except LockedOut as error:
            log.error("sender.locked_out", code=error.code, method=method)
            self.rest.failed(at_least=min(_LOCKED_OUT_REST, self._times.longest_backoff))
            raise
        except Throttled as error:
            log.info("sender.throttled", method=method, seconds=error.seconds)
            if self._pacing:
                self._pacing.refused(method, place, error.seconds, time.monotonic())
            self.rest.fine()
            raise
        except Rejected:
            self.rest.fine()
            raise
        self.rest.fine()
        return answer

    async def quiet_in(self, method: str, channel: str) -> None:
        """Wait until this channel may have another call of this method."""
        while self._pacing:
            seconds = self._pacing.wait_in_channel(method, channel, time.monotonic())
            if seconds <= 0:
                return
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def room(self, method: str, channel: str) -> AsyncIterator[Room]:
        """Wait for room for one call; it is given back unless it is used."""
        room = Room()
        if self._pacing:
            await self._take(self._pacing, method, channel)
        try:
            yield room
        finally:
            if self._pacing and not room.is_used:
                self._pacing.give_back(method, channel, time.monotonic())

    async def _take(self, pacing: Pacing, method: str, channel: str) -> None:
        """One after the other, or all that wait would go at once when there is room."""
        async with self._gates.setdefault(method, asyncio.Lock()):
            seconds = pacing.wait(method, time.monotonic())
            while seconds > 0:
                await asyncio.sleep(seconds)
                seconds = pacing.wait(method, time.monotonic())
            pacing.take(method, channel, time.monotonic())
