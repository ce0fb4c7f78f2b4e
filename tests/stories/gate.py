"""A gate between a bot and its database, to close in its face."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

COMMIT = b"COMMIT"


class Gate:
    """Passes everything on between a bot and the server's socket, until it is told otherwise.

    `swallow_commit_of`: the commit of a transaction in which these words are written is carried out, and its answer
    never comes; with `stall_then` nothing does after that. `stall` lets nothing more through, and breaks nothing.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self._server, self._own = server, folder / server.name
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.swallow_commit_of: bytes | None = None
        self.stall_then = False
        self.commits_swallowed = 0
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def open(self) -> None:
        """Let through."""
        self._own.unlink(missing_ok=True)
        self._listener = await asyncio.start_unix_server(self._pass, self._own)

    def close(self) -> None:
        """The database is gone: every connection breaks, new ones are refused."""
        if self._listener is not None:
            self._listener.close()
        self._own.unlink(missing_ok=True)
        for writer in list(self._writers):
            writer.transport.abort()

    def stall(self) -> None:
        """Whoever asks waits, until `flow`."""
        self._flowing.clear()

    def flow(self) -> None:
        """Let through what waits, and all that follows."""
        self._flowing.set()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_server, from_server = await asyncio.open_unix_connection(self._server)
        pair = (writer, from_server)
        self._writers.update(pair)
        try:
            await asyncio.gather(self._pump(reader, from_server, pair), self._pump(to_server, writer, None))
        finally:
            self._writers.difference_update(pair)
            for one in pair:
                one.close()

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        bot_side: tuple[asyncio.StreamWriter, asyncio.StreamWriter] | None,
    ) -> None:
        with suppress(ConnectionError):
            is_meant = False
            while chunk := await source.read(65_536):
                await self._flowing.wait()
                is_meant |= self.swallow_commit_of is not None and self.swallow_commit_of in chunk
                is_lost = bot_side is not None and is_meant and COMMIT in chunk
                if is_lost and bot_side is not None:
                    bot_side[0].transport.abort()
                sink.write(chunk)
                await sink.drain()
                if is_lost:
                    self.swallow_commit_of, self.commits_swallowed = None, self.commits_swallowed + 1
                    if self.stall_then:
                        self.stall()
                    await asyncio.sleep(0.3)
        sink.close()


@asynccontextmanager
async def gated(database_url: str, folder: Path) -> AsyncIterator[tuple[str, Gate]]:
    """The address of the database behind a gate, and the gate."""
    url = make_url(database_url)
    query = dict(url.query)
    host, port = str(query.get("host", url.host)), int(str(query.get("port") or url.port or 5432))
    gate = Gate(Path(host) / f".s.PGSQL.{port}", folder)
    await gate.open()
    behind = url.set(host=None, port=None, query={**query, "host": str(folder), "port": str(port)})
    try:
        yield behind.render_as_string(hide_password=False), gate
    finally:
        gate.close()
