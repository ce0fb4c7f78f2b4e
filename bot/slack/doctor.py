"""Whether Slack lets Nudge do its work: tokens, scopes, clock, channels; and, asked to, whether a post gets through."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channels import ChannelFacts
from bot.domain.checkup import Check, Finding, Trouble
from bot.slack import roster
from bot.slack.scopes import SCOPES
from bot.slack.web import LockedOut, NotReached, Rejected, Throttled, Unclear, ask

_MOST_SKEW = timedelta(seconds=60)
_PATIENCE = 10.0  # seconds
_TEST_EVENT = "nudge_doctor"


async def check_bot_token(client: AsyncWebClient, now: Callable[[], datetime]) -> list[Finding]:
    """Whether the bot's token is good, has all scopes, and this machine's clock (`now`, UTC) agrees with Slack's."""
    if not client.token:
        return [Finding(Check.BOT_TOKEN, Trouble.MISSING)]
    headers: Mapping[str, Any] = {}

    async def call() -> Any:
        nonlocal headers
        answer = await client.auth_test()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return answer

    refused = await _refusal(Check.BOT_TOKEN, call)
    return [refused] if refused else [Finding(Check.BOT_TOKEN), _scopes(headers), _clock(headers, now())]


async def check_app_token(client: AsyncWebClient) -> Finding:
    """Whether the app-level token, with which this client was made, opens Socket Mode."""
    if not client.token:
        return Finding(Check.APP_TOKEN, Trouble.MISSING)

    async def call() -> Any:
        return await client.apps_connections_open(app_token=client.token or "")

    return await _refusal(Check.APP_TOKEN, call) or Finding(Check.APP_TOKEN)


async def check_channels(client: AsyncWebClient, channels: Mapping[str, str], guests: Collection[str]) -> list[Finding]:
    """Whether Nudge may work in these channels, whose names are given under their ids."""
    return [
        Finding(Check.CHANNEL, _unsafe(await roster.channel(client, channel_id, guests)), about=f"#{name}")
        for channel_id, name in channels.items()
    ]


async def check_live(client: AsyncWebClient, slack_id: str, words: str) -> AsyncIterator[Finding]:
    """Post `words` to somebody, read the post's token back, delete it: as the sender does when it is in doubt."""
    token = str(uuid4())
    posted: dict[str, Any] = {}

    async def post() -> Any:
        opened = await client.conversations_open(users=slack_id)
        metadata = {"event_type": _TEST_EVENT, "event_payload": {"token": token}}
        answer = await client.chat_postMessage(channel=opened["channel"]["id"], text=words, metadata=metadata)
        posted.update(channel=answer["channel"], ts=answer["ts"])
        return answer

    refused = await _refusal(Check.POST, post)
    yield refused or Finding(Check.POST)
    if refused:
        return
    yield await _read_back(client, posted["channel"], token)

    async def delete() -> Any:
        return await client.chat_delete(**posted)

    yield await _refusal(Check.DELETE, delete) or Finding(Check.DELETE)


async def _read_back(client: AsyncWebClient, channel: str, token: str) -> Finding:
    found: list[dict[str, Any]] = []

    async def read() -> Any:
        answer = await client.conversations_history(channel=channel, include_all_metadata=True, limit=20)
        found.extend(answer["messages"])
        return answer

    if refused := await _refusal(Check.READ_BACK, read):
        return refused
    tokens = [((each.get("metadata") or {}).get("event_payload") or {}).get("token") for each in found]
    return Finding(Check.READ_BACK, None if token in tokens else Trouble.LOST)


async def _refusal(check: Check, call: Callable[[], Any]) -> Finding | None:
    """What Slack's no to a call means for a check; None for a yes."""
    try:
        await ask(call(), within=_PATIENCE)
    except (NotReached, Unclear) as error:
        return Finding(check, Trouble.UNREACHABLE, detail=error.reason)
    except Throttled as error:
        return Finding(check, Trouble.UNREACHABLE, detail=f"Slack wants {error.seconds:.0f} seconds of quiet")
    except (LockedOut, Rejected) as error:
        return Finding(check, Trouble.REFUSED, detail=error.code)
    return None


def _scopes(headers: Mapping[str, str]) -> Finding:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(SCOPES - granted)
    return Finding(Check.SCOPES, Trouble.SCOPES_MISSING if missing else None, about=", ".join(missing))


def _clock(headers: Mapping[str, str], now: datetime) -> Finding:
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return Finding(Check.CLOCK)
    skew = now - theirs
    wrong = Trouble.CLOCK_WRONG if abs(skew) > _MOST_SKEW else None
    return Finding(Check.CLOCK, wrong, about=f"{skew.total_seconds():+.0f}" if wrong else "")


def _unsafe(found: ChannelFacts | None) -> Trouble | None:
    if found is None:
        return Trouble.GONE
    troubles = {
        Trouble.ARCHIVED: found.is_archived,
        Trouble.SHARED: found.is_shared,
        Trouble.HOLDS_GUESTS: found.holds_guests,
        Trouble.NOT_A_MEMBER: not found.is_member,
    }
    return next((trouble for trouble, is_so in troubles.items() if is_so), None)
