"""A line to the mail server that can be cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Line:
    """Carries bytes to the server and back. Each of the connections to come is cut after so many bytes from there."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self.port = 0
        self.cuts: list[int] = []
        self.connections = 0

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[None]:
        """While it is there."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])
        try:
            yield
        finally:
            server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        left = self.cuts.pop(0) if self.cuts else None
        there, onward = await asyncio.open_connection("127.0.0.1", self._to_port)
        out = asyncio.create_task(_pump(reader, onward, None))
        await _pump(there, writer, left)
        out.cancel()
        for each in (writer, onward):
            each.transport.abort()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, left: int | None) -> None:
    with suppress(OSError):
        while data := await source.read(4096 if left is None else min(left, 4096)):
            sink.write(data)
            await sink.drain()
            left = None if left is None else left - len(data)
            if left == 0:
                return
