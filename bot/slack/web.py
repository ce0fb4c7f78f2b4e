"""Calling Slack so that after every call it is known what is known: said, not said, or uncertain.

The SDK repeats a post when the connection drops, which makes two messages out of one; the client that is opened
here repeats nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

DEFAULT_BASE_URL = AsyncWebClient.BASE_URL

_RATE_LIMITS = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_LOCKED_OUT = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "org_login_required",
    "missing_scope",
    "not_allowed_token_type",
    "accesslimited",
    "team_access_not_granted",
}
_PERHAPS_DONE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_SECONDS_WHEN_UNTOLD = 30.0


@dataclass(unsafe_hash=True)
class NotReached(Exception):
    """The request never left: nobody listened. It may be made again at once."""

    reason: str


@dataclass(unsafe_hash=True)
class Throttled(Exception):
    """Slack refused the request unread, and wants `seconds` of quiet."""

    seconds: float


@dataclass(unsafe_hash=True)
class Unclear(Exception):
    """It broke after the request was written: perhaps it was carried out, perhaps not."""

    reason: str


@dataclass(unsafe_hash=True)
class Rejected(Exception):
    """Slack's definite no, with its own `code`."""

    code: str


@dataclass(unsafe_hash=True)
class LockedOut(Exception):
    """Our token or its scopes are not good enough: nothing will get through before somebody mends that."""

    code: str


@asynccontextmanager
async def slack_client(
    token: str,
    *,
    base_url: str = DEFAULT_BASE_URL,
    timeout: float = 10.0,  # noqa: ASYNC109 - of each request
) -> AsyncIterator[AsyncWebClient]:
    """A client that repeats nothing, on one session for all its calls; each ends after `timeout` seconds."""
    limits = aiohttp.ClientTimeout(total=timeout, sock_connect=timeout / 2)
    async with aiohttp.ClientSession(timeout=limits) as session:
        yield AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


async def ask(call: Awaitable[AsyncSlackResponse], *, within: float) -> Mapping[str, Any]:
    """Slack's answer, `within` seconds; raises NotReached, Throttled, Unclear, Rejected or LockedOut otherwise."""
    try:
        async with asyncio.timeout(within):
            answer = await call
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotReached(type(error).__name__) from error
    except SlackApiError as error:
        raise _meaning_of(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise Unclear(type(error).__name__) from error
    data: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    return data


def passes(error: Exception) -> bool:
    """Whether it is Slack or the way to it that fails just now: the same call may succeed later."""
    if isinstance(error, SlackApiError):
        return not isinstance(_meaning_of(error), Rejected)
    return isinstance(error, (aiohttp.ClientError, TimeoutError, OSError))


def _meaning_of(error: SlackApiError) -> Exception:
    response = error.response
    status = getattr(response, "status_code", None)
    if status == 429:
        return Throttled(_retry_after(response.headers))
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status != 200 or not code or code in _PERHAPS_DONE:
        return Unclear(str(code or status or "unreadable answer"))
    if code in _RATE_LIMITS:
        return Throttled(_retry_after(response.headers))
    return LockedOut(code) if code in _LOCKED_OUT else Rejected(code)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds, as Slack gives them; half a minute when it gives none."""
    told = headers.get("Retry-After", "")
    return float(told) if told.isdigit() else _SECONDS_WHEN_UNTOLD
