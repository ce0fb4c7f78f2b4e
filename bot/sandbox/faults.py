"""Misbehaviour on demand: told per method, and for how many calls."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web

ANY = "*"


class Fault(StrEnum):
    """What can be made to go wrong with a call."""

    DELAY = "delay"
    RATE_LIMIT = "rate limit"
    SERVER_ERROR = "server error"
    ERROR = "error"
    DROP_AFTER = "drop after"


@dataclass
class Planned:
    """A fault that waits for its calls; `number` is seconds or a status, `code` an error code."""

    fault: Fault
    method: str
    times: int
    number: float = 0.0
    code: str = ""


@dataclass
class Faults:
    """The faults planned for a workspace; every one goes away once it has happened `times` times.

    The method may be `*` for any. The three switches at the end act at once, on connections.
    """

    _gate: Callable[[bool], None]
    _sockets: Callable[[], None]
    planned: list[Planned] = field(default_factory=list)

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Let a call wait before it is carried out; it is carried out even if the caller has gone by then."""
        self.planned.append(Planned(Fault.DELAY, method, times, number=seconds))

    def rate_limit(self, method: str, retry_after: int, times: int = 1) -> None:
        """Refuse a call with 429 and Retry-After in seconds."""
        self.planned.append(Planned(Fault.RATE_LIMIT, method, times, number=retry_after))

    def server_error(self, method: str, status: int = 500, times: int = 1) -> None:
        """Answer with a status of 5xx, and carry nothing out."""
        self.planned.append(Planned(Fault.SERVER_ERROR, method, times, number=status))

    def error(self, method: str, code: str, times: int = 1) -> None:
        """Answer `ok: false` with this code, and carry nothing out."""
        self.planned.append(Planned(Fault.ERROR, method, times, code=code))

    def drop_after(self, method: str, times: int = 1) -> None:
        """Carry a call out, then drop the connection without an answer."""
        self.planned.append(Planned(Fault.DROP_AFTER, method, times))

    def clear(self) -> None:
        """Forget everything planned."""
        self.planned.clear()

    def refuse_connections(self) -> None:
        """Slack is gone: close the listener and every connection."""
        self._gate(False)

    def accept_connections(self) -> None:
        """Slack is back, at the same address."""
        self._gate(True)

    def drop_socket(self) -> None:
        """Cut every Socket Mode connection, without a word."""
        self._sockets()

    def take(self, fault: Fault, method: str) -> Planned | None:
        """The fault of this kind that is planned for a call of `method`, counted down; None when there is none."""
        for planned in self.planned:
            if planned.fault is fault and planned.method in {method, ANY}:
                planned.times -= 1
                if planned.times <= 0:
                    self.planned.remove(planned)
                return planned
        return None

    async def before(self, method: str) -> web.Response | None:
        """Let what is planned happen before a call is carried out; a response means that it will not be."""
        if waiting := self.take(Fault.DELAY, method):
            await asyncio.sleep(waiting.number)
        if limited := self.take(Fault.RATE_LIMIT, method):
            return rate_limited(int(limited.number))
        if broken := self.take(Fault.SERVER_ERROR, method):
            return web.Response(status=int(broken.number), text="upstream connect error")
        if refused := self.take(Fault.ERROR, method):
            return web.json_response({"ok": False, "error": refused.code})
        return None


def rate_limited(seconds: int) -> web.Response:
    """Slack's answer to too many calls."""
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
