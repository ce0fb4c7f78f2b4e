"""Slack without its work: whatever it is asked, it answers at once, in a process of its own."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection

from aiohttp import web

PATIENCE_SECONDS = 30


@contextmanager
def stand_in() -> Iterator[str]:
    """The address of its Web API, while it runs."""
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    process = processes.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        if not ours.poll(PATIENCE_SECONDS):
            raise TimeoutError("the stand-in for Slack did not start")
        yield f"http://127.0.0.1:{ours.recv()}/api/"
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection) -> None:
    asyncio.run(_until_stopped(told))


async def _until_stopped(told: Connection) -> None:
    messages = count(1)

    async def answer(request: web.Request) -> web.Response:
        body = await request.json() if request.content_type == "application/json" else await request.post()
        asked = {**request.query, **body}
        if request.match_info["method"] == "conversations.open":
            return web.json_response({"ok": True, "channel": {"id": f"D{asked['users']}"}})
        ts = f"1772614800.{next(messages):06}"
        return web.json_response({"ok": True, "channel": asked.get("channel"), "ts": ts, "message": {"ts": ts}})

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    told.send(runner.addresses[0][1])
    await asyncio.Event().wait()
