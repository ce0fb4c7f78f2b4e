"""The Web API: from a request to a method and back, with Slack's checks in Slack's order."""

import logging
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.arguments import Arguments, read
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault, Faults, rate_limited
from bot.sandbox.methods import METHODS, Method
from bot.sandbox.methods.call import Call
from bot.sandbox.model import Json
from bot.sandbox.pacing import Pacing
from bot.sandbox.sockets import Sockets
from bot.sandbox.state import Workspace

log = logging.getLogger(__name__)

OPEN_SOCKET = "apps.connections.open"


@dataclass
class WebApi:
    """Answers `/api/…` for one workspace."""

    workspace: Workspace
    faults: Faults
    sockets: Sockets
    pacing: Pacing = field(default_factory=Pacing)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Carry out one call, or whatever is planned to go wrong with it."""
        method = request.match_info["method"]
        calls = self.workspace.journal.calls
        calls[method] = calls.get(method, 0) + 1
        arguments = await self._read(request)
        planned = await self.faults.before(method)
        if planned is not None:
            return planned
        response = self._respond(request, method, arguments)
        if response.status == 200 and self.faults.take(Fault.DROP_AFTER, method):
            return drop(request)
        return response

    async def _read(self, request: web.Request) -> Arguments | SlackError:
        try:
            return await read(request)
        except SlackError as error:
            return error

    def _respond(self, request: web.Request, method: str, arguments: Arguments | SlackError) -> web.Response:
        try:
            if isinstance(arguments, SlackError):
                raise arguments
            return self._carry_out(request, method, arguments)
        except SlackError as error:
            return self._refuse(method, error)

    def _carry_out(self, request: web.Request, method: str, arguments: Arguments) -> web.Response:
        token = _token(request, arguments)
        if method == OPEN_SOCKET:
            self._need_token(token, self.workspace.app_token)
            return self._succeed(method, {"url": self.sockets.links.new_address(request.host)}, None)
        description = self._find(method)
        if method != "api.test":
            self._need_token(token, self.workspace.bot_token)
        for scope in description.scopes:
            Call(self.workspace, method, arguments, "").need(scope)
        if self.workspace.pacing:
            wait = self.pacing.refuse(method, description.tier, arguments.text("channel"))
            if wait is not None:
                self._count_refusal("ratelimited")
                return rate_limited(wait)
        call = Call(self.workspace, method, arguments, f"http://{request.host}")
        return self._succeed(method, description.carry_out(call), description)

    def _find(self, method: str) -> Method:
        if method not in METHODS:
            log.error("the bot called %s, which the sandbox does not speak", method)
            self.workspace.journal.unknown_methods.append(method)
            raise SlackError("unknown_method", req_method=method)
        return METHODS[method]

    def _need_token(self, token: str, wanted: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in {self.workspace.bot_token, self.workspace.app_token}:
            raise SlackError("invalid_auth")
        if token != wanted:
            raise SlackError("not_allowed_token_type")

    def _succeed(self, method: str, result: Json, description: Method | None) -> web.Response:
        headers = {"x-oauth-scopes": ",".join(sorted(self.workspace.scopes))}
        if description and description.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(description.scopes)
        return web.json_response({"ok": True, **result}, headers=headers)

    def _refuse(self, method: str, error: SlackError) -> web.Response:
        log.info("%s refused: %s", method, error)
        self._count_refusal(error.code)
        headers = {"x-oauth-scopes": ",".join(sorted(self.workspace.scopes))}
        return web.json_response({"ok": False, "error": error.code, **error.extra}, headers=headers)

    def _count_refusal(self, code: str) -> None:
        refusals = self.workspace.journal.refusals
        refusals[code] = refusals.get(code, 0) + 1


def _token(request: web.Request, arguments: Arguments) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or arguments.text("token")


def drop(request: web.Request) -> web.Response:
    """Cut the connection of a request; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
