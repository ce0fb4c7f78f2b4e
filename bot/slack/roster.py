"""People and channels of a workspace, from Slack's answers to plain data, and into the roster."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channels import ChannelFacts
from bot.domain.people import Person, RosterEntry
from bot.domain.workspace import Workspace
from bot.services import roster
from bot.services.absences import Status
from bot.services.transaction import Transactions

_SLACKBOT = "USLACKBOT"
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token this is: the workspace and the bot's own user in it."""

    workspace_id: str
    workspace_name: str
    bot_user_id: str


async def identity(client: AsyncWebClient) -> Identity:
    """Ask Slack whose token this is; raises SlackApiError where it is nobody's."""
    answer = await client.auth_test()
    return Identity(answer["team_id"], answer["team"], answer["user_id"])


async def sync(client: AsyncWebClient, transactions: Transactions) -> Workspace:
    """Take over workspace, people and channel names as Slack has them now. For the start, and for the set-up."""
    own = await identity(client)
    entries = await everybody(client)
    names = {each["id"]: each["name"] async for each in _channels(client)}
    here = await transactions.run(own.workspace_id, roster.sync, own.workspace_name, own.bot_user_id, entries)
    await transactions.run(own.workspace_id, roster.rename_channels, names)
    return here


async def sync_person(
    client: AsyncWebClient, transactions: Transactions, workspace_id: str, slack_id: str
) -> Person | None:
    """Take over one person as Slack has them now, as after `user_change`; None for a bot or nobody.

    Slack is asked, because the event does not always hold the language.
    """
    found = await somebody(client, slack_id)
    if found is None:
        return None
    [person] = await transactions.run(workspace_id, roster.upsert, [found])
    return person


async def sync_address(client: AsyncWebClient, transactions: Transactions, workspace_id: str, address: str) -> None:
    """Take over whoever has this mail address, if the roster holds nobody of it: a colleague, seconds after joining."""
    if "@" not in address or await transactions.run(workspace_id, roster.person_of, address) is not None:
        return
    try:
        answer = await client.users_lookupByEmail(email=address)
    except SlackApiError as error:
        if error.response.get("error") in {"users_not_found", "invalid_arguments", "missing_scope"}:
            return
        raise
    await sync_person(client, transactions, workspace_id, answer["user"]["id"])


async def everybody(client: AsyncWebClient) -> list[RosterEntry]:
    """All people of the workspace, guests and those who left included; no bots."""
    members = _paged(client, "users.list", "members", {"include_locale": True})
    return [person async for each in members if (person := entry(each)) is not None]


async def somebody(client: AsyncWebClient, slack_id: str) -> RosterEntry | None:
    """One person; None for a bot, and where Slack knows nobody of that id."""
    try:
        answer = await client.users_info(user=slack_id, include_locale=True)
    except SlackApiError as error:
        if error.response["error"] in {"user_not_found", "user_not_visible"}:
            return None
        raise
    return entry(answer["user"])


def entry(user: Mapping[str, Any]) -> RosterEntry | None:
    """What a user object of Slack's says; None for a bot.

    People of other organisations count as guests. Who was deactivated comes without zone and language.
    """
    if user.get("is_bot") or user["id"] == _SLACKBOT:
        return None
    profile = user.get("profile") or {}
    return RosterEntry(
        slack_id=user["id"],
        name=profile.get("real_name") or user.get("real_name") or user.get("name") or user["id"],
        email=profile.get("email") or None,
        zone=_zone(user.get("tz")),
        language=(user.get("locale") or "en")[:2].lower(),
        is_admin=any(user.get(key) for key in ("is_admin", "is_owner", "is_primary_owner")),
        is_guest=any(user.get(key) for key in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        is_active=not user.get("deleted"),
    )


def status_of(user: Mapping[str, Any]) -> Status | None:
    """What a user object says of its person's status; None where it says nothing of it."""
    profile = user.get("profile") or {}
    if "status_text" not in profile and "status_emoji" not in profile:
        return None
    expires = int(profile.get("status_expiration") or 0)
    at = datetime.fromtimestamp(expires, UTC) if expires > 0 else None
    return Status(str(profile.get("status_text") or ""), str(profile.get("status_emoji") or ""), at)


async def channels_named(
    client: AsyncWebClient, names: Collection[str], guests: Collection[str]
) -> dict[str, ChannelFacts]:
    """The channels of these names (without the number sign), under them; those that Nudge can't see are left out.

    `guests` are the Slack ids whose presence makes a channel unsafe.
    """
    wanted = set(names)
    if not wanted:
        return {}
    found = [each async for each in _channels(client) if each["name"] in wanted]
    return {each["name"]: await _facts(client, each, guests) for each in found}


async def channel(client: AsyncWebClient, channel_id: str, guests: Collection[str]) -> ChannelFacts | None:
    """One channel as it is now; None where it is gone, or where Nudge can't see it."""
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        if error.response["error"] in {"channel_not_found", "missing_scope"}:
            return None
        raise
    return await _facts(client, answer["channel"], guests)


async def _facts(client: AsyncWebClient, found: Mapping[str, Any], guests: Collection[str]) -> ChannelFacts:
    shared = any(found.get(key) for key in ("is_ext_shared", "is_pending_ext_shared", "pending_shared"))
    return ChannelFacts(
        channel_id=found["id"],
        name=found.get("name", ""),
        is_member=bool(found.get("is_member")),
        is_shared=shared or bool(found.get("is_shared") and not found.get("is_org_shared")),
        holds_guests=await _holds(client, found["id"], set(guests)),
        is_archived=bool(found.get("is_archived")),
    )


async def _holds(client: AsyncWebClient, channel_id: str, guests: set[str]) -> bool:
    if not guests:
        return False
    async for member in _paged(client, "conversations.members", "members", {"channel": channel_id}):
        if member in guests:
            return True
    return False


def _channels(client: AsyncWebClient) -> AsyncIterator[dict[str, Any]]:
    kinds = {"types": "public_channel,private_channel", "exclude_archived": True}
    return _paged(client, "conversations.list", "channels", kinds)


async def _paged(client: AsyncWebClient, method: str, key: str, arguments: dict[str, Any]) -> AsyncIterator[Any]:
    cursor = ""
    while True:
        answer = await client.api_call(method, params={**arguments, "limit": _PAGE, "cursor": cursor})
        for each in answer[key]:
            yield each
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _zone(name: str | None) -> str:
    try:
        return str(ZoneInfo(name or "UTC"))
    except (KeyError, ValueError, OSError):  # a zone that this machine has never heard of
        return "UTC"
