"""The server: the workspace at an address on this machine, for the bot, for players, and for a browser."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.sandbox.answers import Answers
from bot.sandbox.arguments import read
from bot.sandbox.errors import SlackError
from bot.sandbox.events import Feed
from bot.sandbox.faults import Faults
from bot.sandbox.gate import guard
from bot.sandbox.interaction import Interactions
from bot.sandbox.keeping import Keeper
from bot.sandbox.mail import Mail, arrive
from bot.sandbox.model import Json, Message
from bot.sandbox.play import Play
from bot.sandbox.player import Player
from bot.sandbox.sockets import Delivery, Sockets
from bot.sandbox.state import Workspace
from bot.sandbox.static import Pages
from bot.sandbox.web_api import WebApi

UPLOAD_MOST = 20_000_000


class Sandbox:
    """A workspace that can be reached; start it, point the bot's client at `api_url`, play.

    `page_dir` holds the page's files; `control_url` is an address that the bot serves for moving its clock.
    `keep_in` is a file that the workspace is kept in from one run to the next; what it holds is read at once.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        page_dir: Path | None = None,
        control_url: str | None = None,
        keep_in: Path | None = None,
    ) -> None:
        """Prepare; nothing listens before `start`. Raises ValueError for a host that is not this machine alone."""
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"{host} can be reached from elsewhere; the sandbox stays on this machine")
        self.workspace = workspace
        self.host, self.port = host, port
        self.page_dir = page_dir or Path(__file__).parent / "page"
        self.control_url = control_url
        self.sockets = Sockets(workspace)
        self.feed = Feed(workspace, self.sockets)
        self.answers = Answers(workspace)
        self.interactions = Interactions(workspace, self.sockets, self.answers)
        self.faults = Faults(self._gate, self.sockets.links.drop)
        self.api = WebApi(workspace, self.faults, self.sockets)
        self.play = Play(workspace, self.feed, self.interactions, lambda: self.control_url)
        self.keeper = Keeper(workspace, keep_in) if keep_in else None
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None

    @property
    def page_url(self) -> str:
        """Where a browser finds the page."""
        return f"http://{self.host}:{self.port}/"

    @property
    def api_url(self) -> str:
        """What `AsyncWebClient(base_url=…)` takes."""
        return f"{self.page_url}api/"

    # --- start and stop --------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=UPLOAD_MOST, middlewares=[guard(lambda: (self.host, self.port))])
        app.router.add_route("*", "/api/{method}", self.api.answer)
        app.router.add_get("/link/", self.sockets.links.serve)
        app.router.add_post("/respond/{key}", self._respond)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_routes([*self.play.routes(), *Pages(self.page_dir).routes()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await self._listen(self._bind())
        if self.keeper:
            self.keeper.start()
        self.interactions.address = self.page_url.rstrip("/")

    def _bind(self) -> socket.socket:
        listener = socket.create_server((self.host, self.port), backlog=128)
        self.port = listener.getsockname()[1]
        return listener

    async def _listen(self, listener: socket.socket) -> None:
        assert self._runner is not None and self._runner.server is not None
        self._server = await asyncio.get_running_loop().create_server(self._runner.server, sock=listener)

    async def stop(self) -> None:
        """Close everything; the workspace stays readable."""
        self.feed.stop()
        self.play.announcements.end()
        await self.sockets.close()
        if self._opening:
            await self._opening
        if self._server:
            self._server.close()
        if self._runner:
            await self._runner.cleanup()
        if self.keeper:
            await self.keeper.stop()

    def _gate(self, open_it: bool) -> None:
        """Close the listener with all connections, or listen again at the same port."""
        if self._runner is None or self._runner.server is None:
            raise RuntimeError("the sandbox has not been started")
        if open_it:
            self._opening = asyncio.ensure_future(self._listen(self._bind()))
            return
        if self._server:
            self._server.close()
        self.sockets.links.drop()
        for connection in self._runner.server.connections:
            connection.force_close()

    # --- people ----------------------------------------------------------------------------------------------

    def player(self, name: str) -> Player:
        """The person with this name, at the keyboard. Raises KeyError when there is none."""
        return Player(self.workspace.user(name), self.workspace, self.feed, self.interactions)

    async def deliver_mail(
        self,
        channel: str,
        from_address: str,
        from_name: str,
        *,
        subject: str,
        body: str,
        html: str | None = None,
        message_id: str | None = None,
        in_reply_to: str | None = None,
        truncated_in_event: bool = False,
        cc: Sequence[str] = (),
        attachments: Sequence[str] = (),
    ) -> Message:
        """A mail from outside arrives at a channel's address; waits until the bot has noticed."""
        mail = Mail(
            from_address,
            from_name,
            subject,
            body,
            html,
            message_id,
            in_reply_to,
            cc,
            attachments,
            truncated_in_event,
        )
        return await arrive(self.workspace, self.feed, channel, mail)

    async def connected(self, seconds: float = 10.0) -> None:
        """Wait until the bot is connected. Raises TimeoutError when it is not after `seconds`."""
        await self.sockets.links.connected(seconds)

    def redeliver(self, event: Json) -> Delivery:
        """Send an event payload (one of `feed.sent`) once more, with the same event_id."""
        return self.feed.redeliver(event)

    # --- what the bot posts beside the Web API ---------------------------------------------------------------

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            self.answers.respond(request.match_info["key"], await read(request))
        except SlackError as error:
            self.workspace.journal.complaints.append(f"response_url: {error}")
            gone = error.code in {"used_url", "expired_url", "invalid_url"}
            return web.json_response({"ok": False, "error": error.code}, status=404 if gone else 500)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        if file is None or file.mode != "uploading":
            return web.Response(status=404, text="not found")
        content = await _sent_bytes(request)
        if len(content) != file.details["expected"]:
            return web.Response(status=400, text="the length is not what was announced")
        file.content, file.mode, file.details = content, "uploaded", {}
        return web.Response(text=f"OK - {len(content)}")


async def _sent_bytes(request: web.Request) -> bytes:
    """The bytes of an upload, sent as they are or as the first file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
