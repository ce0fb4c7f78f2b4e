"""Socket Mode: connections, envelopes, acknowledgements, and the second try when one does not come."""

import asyncio
import itertools
import json
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.ids import random_key
from bot.sandbox.model import Json
from bot.sandbox.state import Workspace

EVENTS = "events_api"
LINKS_MOST = 10
KEPT = 1000


@dataclass(eq=False)
class Link:
    """One open connection of the bot; `fresh` until it was told to disconnect."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    fresh: bool = True


@dataclass(eq=False)
class Delivery:
    """One payload on its way: how often it was sent, and the bot's answer once it has acknowledged.

    `answer` resolves to the acknowledgement's payload (None for an empty one), or to a TimeoutError.
    """

    type: str
    payload: Json
    answer: "asyncio.Future[Json | None]"
    attempts: int = 0

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has confirmed that it got this."""
        return self.answer.done() and not self.answer.cancelled() and self.answer.exception() is None


class Sockets:
    """All Socket Mode connections of the app. An envelope goes to one of them, in turn.

    `sent` has the latest envelopes, every try of its own.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Begin without connections."""
        self.workspace = workspace
        self.links: list[Link] = []
        self.sent: deque[Json] = deque(maxlen=KEPT)
        self._tickets: set[str] = set()
        self._waiting: dict[str, Delivery] = {}
        self._arrived = asyncio.Event()
        self._turn = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()

    def new_address(self, host: str) -> str:
        """An address for one connection."""
        ticket = random_key()
        self._tickets.add(ticket)
        return f"ws://{host}/link/?ticket={ticket}&app_id={self.workspace.app_id}"

    # --- connections -----------------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or request.transport is None:
            return web.Response(status=408)
        if len(self.links) >= LINKS_MOST:
            return web.Response(status=429)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        link = Link(socket, request.transport)
        await self._hello(link)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(message.data)
        finally:
            self._leave(link)
        return socket

    async def _hello(self, link: Link) -> None:
        self.links.append(link)
        await link.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.links),
                "connection_info": {"app_id": self.workspace.app_id},
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            }
        )
        self._arrived.set()

    def _leave(self, link: Link) -> None:
        link.gone.set()
        if link in self.links:
            self.links.remove(link)
        if not self.links:
            self._arrived.clear()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for link in list(self.links):
            link.transport.abort()
            self._leave(link)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to reconnect, as Slack does every few hours; what is under way may still be acknowledged."""
        for link in list(self.links):
            link.fresh = False
            await link.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})

    @property
    def count(self) -> int:
        """How many connections the bot has."""
        return len(self.links)

    async def connected(self, seconds: float = 10.0) -> None:
        """Wait until the bot is connected. Raises TimeoutError when it is not after `seconds`."""
        await asyncio.wait_for(self._arrived.wait(), seconds)

    # --- envelopes -------------------------------------------------------------------------------------------

    def event(self, payload: Json) -> Delivery:
        """Send an event; without acknowledgement again, up to three times."""
        delivery = self._begin(EVENTS, payload)
        self._spawn(self._deliver_event(delivery))
        return delivery

    def interaction(self, kind: str, payload: Json) -> Delivery:
        """Send a command or an interaction; without acknowledgement it is lost, as in Slack."""
        delivery = self._begin(kind, payload)
        self._spawn(self._deliver_once(delivery))
        return delivery

    def _begin(self, kind: str, payload: Json) -> Delivery:
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        return Delivery(kind, payload, answer)

    async def _deliver_event(self, delivery: Delivery) -> None:
        reason, avoid = "", None
        for attempt in range(1 + len(self.workspace.retry_seconds)):
            if attempt:
                await asyncio.sleep(self.workspace.retry_seconds[attempt - 1])
            if delivery.answer.done():
                return
            link = await self._a_link(avoid)
            retry = {"retry_attempt": attempt, "retry_reason": reason}
            reason = await self._send(link, delivery, retry)
            if not reason:
                return
            avoid = link
        self.workspace.journal.lost_events.append(delivery.payload)
        self._give_up(delivery)

    async def _deliver_once(self, delivery: Delivery) -> None:
        if not self.links:
            self._give_up(delivery)
            return
        if await self._send(await self._a_link(None), delivery, {}):
            self._give_up(delivery)

    async def _a_link(self, avoid: Link | None) -> Link:
        """A connection, in turn: rather not the one that did not answer, nor one that is about to end."""
        await self._arrived.wait()
        best = [link for link in self.links if link.fresh and link is not avoid]
        choice = best or [link for link in self.links if link is not avoid] or self.links
        return choice[next(self._turn) % len(choice)]

    async def _send(self, link: Link, delivery: Delivery, retry: Json) -> str:
        """Send an envelope and wait for its acknowledgement; the reason why there was none, '' when there was."""
        envelope_id = str(uuid.uuid4())
        self._waiting[envelope_id] = delivery
        delivery.attempts += 1
        envelope = {
            "envelope_id": envelope_id,
            "type": delivery.type,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.type != EVENTS,
            **retry,
        }
        self.sent.append(envelope)
        try:
            await link.socket.send_json(envelope)
        except ConnectionError:
            return "connection_failed"
        return await self._await_answer(link, delivery)

    async def _await_answer(self, link: Link, delivery: Delivery) -> str:
        gone = asyncio.ensure_future(link.gone.wait())
        either: set[asyncio.Future[Any]] = {delivery.answer, gone}
        try:
            await asyncio.wait(either, timeout=self.workspace.ack_seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
        if delivery.answer.done():
            return ""
        return "connection_failed" if link.gone.is_set() else "timeout"

    def _receive(self, raw: str) -> None:
        """Take an acknowledgement; a late one counts as long as nobody has given up."""
        answer = json.loads(raw)
        delivery = self._waiting.pop(answer.get("envelope_id", ""), None)
        if delivery and not delivery.answer.done():
            delivery.answer.set_result(answer.get("payload") or None)

    def _give_up(self, delivery: Delivery) -> None:
        self._waiting = {name: other for name, other in self._waiting.items() if other is not delivery}
        if not delivery.answer.done():
            delivery.answer.set_exception(TimeoutError("the bot did not acknowledge"))

    # --- the end ---------------------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering and close every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for link in list(self.links):
            await link.socket.close()
