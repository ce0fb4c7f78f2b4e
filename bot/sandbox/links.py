"""The Socket Mode connections of the bot: opening, ending, and choosing one."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.sandbox.ids import random_key

LINKS_MOST = 10


@dataclass(eq=False)
class Link:
    """One open connection of the bot; `fresh` until it was told to disconnect."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    fresh: bool = True


class Links:
    """All connections of the app; `heard` is called with every text that the bot sends."""

    def __init__(self, app_id: str, heard: Callable[[str], None]) -> None:
        """Begin without connections."""
        self.app_id, self._heard = app_id, heard
        self.open: list[Link] = []
        self._tickets: set[str] = set()
        self._arrived = asyncio.Event()
        self._turn = itertools.count()

    def new_address(self, host: str) -> str:
        """An address for one connection."""
        ticket = random_key()
        self._tickets.add(ticket)
        return f"ws://{host}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or request.transport is None:
            return web.Response(status=408)
        if len(self.open) >= LINKS_MOST:
            return web.Response(status=429)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        link = Link(socket, request.transport)
        await self._hello(link)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            self._leave(link)
        return socket

    async def _hello(self, link: Link) -> None:
        self.open.append(link)
        await link.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.open),
                "connection_info": {"app_id": self.app_id},
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            }
        )
        self._arrived.set()

    def _leave(self, link: Link) -> None:
        link.gone.set()
        if link in self.open:
            self.open.remove(link)
        if not self.open:
            self._arrived.clear()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for link in list(self.open):
            link.transport.abort()
            self._leave(link)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to reconnect, as Slack does every few hours; what is under way may still be acknowledged."""
        for link in list(self.open):
            link.fresh = False
            await link.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})

    @property
    def count(self) -> int:
        """How many connections the bot has."""
        return len(self.open)

    async def connected(self, seconds: float = 10.0) -> None:
        """Wait until the bot is connected. Raises TimeoutError when it is not after `seconds`."""
        await asyncio.wait_for(self._arrived.wait(), seconds)

    async def pick(self, avoid: Link | None) -> Link:
        """A connection, in turn: rather not the one that did not answer, nor one that is about to end."""
        await self._arrived.wait()
        best = [link for link in self.open if link.fresh and link is not avoid]
        choice = best or [link for link in self.open if link is not avoid] or self.open
        return choice[next(self._turn) % len(choice)]

    async def close(self) -> None:
        """Close every connection."""
        for link in list(self.open):
            await link.socket.close()
