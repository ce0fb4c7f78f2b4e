"""The page's files, and the addresses that permalinks lead to."""

from pathlib import Path

from aiohttp import web

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Pages:
    """Serves the files of one folder at `/`."""

    def __init__(self, folder: Path) -> None:
        """Serve from `folder`, which may still be empty."""
        self.folder = folder.resolve()

    def routes(self) -> list[web.RouteDef]:
        """All routes; they have to be added last, since they take whatever is left."""
        return [web.get("/archives/{channel}/{ts}", self.permalink), web.get("/{path:.*}", self.page)]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """A file of the page; `/` is index.html."""
        wanted = (self.folder / (request.match_info["path"] or "index.html")).resolve()
        if not wanted.is_relative_to(self.folder) or not wanted.is_file():
            raise web.HTTPNotFound(text="There is no page here.")
        return web.FileResponse(wanted, headers=PAGE_HEADERS)

    async def permalink(self, request: web.Request) -> web.Response:
        """The address of a message leads to the page, which finds it by what follows the `#`: /channel/ts."""
        digits = request.match_info["ts"].removeprefix("p")
        raise web.HTTPFound(f"/#/{request.match_info['channel']}/{digits[:-6]}.{digits[-6:]}")
