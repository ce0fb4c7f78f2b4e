"""Telling the pages that listen that something has changed, as Server-Sent Events."""

import asyncio
import json

from aiohttp import web

from bot.sandbox.state import Workspace

GATHER_SECONDS = 0.05
KEEP_ALIVE_SECONDS = 15.0


class Announcements:
    """Counts the changes of a workspace, and says the count to whoever listens."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin to count."""
        self._version, self._closing = 0, False
        self._changed = asyncio.Event()
        workspace.watch(lambda _: self._note())

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Say when to look again, for as long as the page listens."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        stream = web.StreamResponse(headers=headers)
        await stream.prepare(request)
        told = -1
        while not self._closing:
            line = ": still here" if told == self._version else f"data: {json.dumps({'version': self._version})}"
            told = self._version
            try:
                await stream.write(f"{line}\n\n".encode())
            except ConnectionError:
                break
            await self._news(told)
        return stream

    async def _news(self, told: int) -> None:
        """Wait for a change after version `told`, and a moment for more of them; or until a sign of life is due."""
        if told == self._version:
            try:
                await asyncio.wait_for(self._changed.wait(), KEEP_ALIVE_SECONDS)
            except TimeoutError:
                return
        await asyncio.sleep(GATHER_SECONDS)

    def end(self) -> None:
        """Send the pages that listen away."""
        self._closing = True
        self._note()

    def _note(self) -> None:
        self._version += 1
        self._changed.set()
        self._changed = asyncio.Event()
