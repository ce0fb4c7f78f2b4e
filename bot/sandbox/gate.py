"""Who may come in: only pages of this very address, so that no foreign page can drive the workspace."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.sandbox.static import PAGE_HEADERS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def own_host(request: web.Request, host: str, port: int) -> bool:
    """Whether a request was addressed to this server by a name of this machine, and comes from its own page or none."""
    names = {f"{name}:{port}" for name in (host, "127.0.0.1", "localhost")}
    origin = request.headers.get("Origin")
    return request.host in names and (origin is None or origin.removeprefix("http://") in names)


def guard(address: Callable[[], tuple[str, int]]) -> Middleware:
    """A middleware for `/play` that turns foreign pages away and answers malformed requests politely."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/play/"):
            return await handler(request)
        if not own_host(request, *address()):
            return _refused(403, "foreign_page", "this is not the address of the workspace")
        if request.method == "POST" and request.content_type != "application/json":
            return _refused(400, "bad_request", "the body must be application/json")
        try:
            return await handler(request)
        except (KeyError, ValueError, TypeError) as error:
            return _refused(400, "bad_request", f"{type(error).__name__}: {error}")

    return guarded


def _refused(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"ok": False, "error": code, "message": message}, status=status, headers=PAGE_HEADERS)
