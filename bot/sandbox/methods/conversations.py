"""Places: conversations.open, info, list, members, join."""

from bot.sandbox import limits, wire
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Channel, Json, Kind
from bot.sandbox.scopes import reading

TYPES = {
    "public_channel": Kind.PUBLIC,
    "private_channel": Kind.PRIVATE,
    "im": Kind.DIRECT,
    "mpim": Kind.GROUP,
}


def opening(call: Call) -> Json:
    """Open the direct or group conversation with one to eight people, or find it again."""
    if "channel" in call.arguments:
        channel, known = call.channel(), True
    else:
        people = _people(call)
        call.need("im:write" if len(people) == 1 else "mpim:write")
        before = set(call.workspace.channels)
        channel = call.workspace.direct([*people, call.workspace.bot.id])
        known = channel.id in before
    full = wire.channel_json(call.workspace, channel) if call.arguments.flag("return_im") else {"id": channel.id}
    return {"channel": full, **({"no_op": True, "already_open": True} if known else {})}


def _people(call: Call) -> list[str]:
    named = [name.strip() for name in call.arguments.required("users").split(",")]
    people = list(dict.fromkeys(name for name in named if name and name != call.workspace.bot.id))
    if not people:
        raise SlackError("not_enough_users")
    if len(people) > limits.GROUP_MEMBERS:
        raise SlackError("too_many_users")
    for person in people:
        user = call.workspace.users.get(person)
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        if user.bot_id:
            raise SlackError("cannot_dm_bot")
    return people


def info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel()
    call.need(reading(channel.kind))
    shown = wire.channel_json(call.workspace, channel)
    if not call.arguments.flag("include_num_members"):
        shown.pop("num_members", None)
    if call.arguments.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def listing(call: Call) -> Json:
    """The conversations of the kinds asked for that the bot can see, page by page."""
    kinds = _kinds(call)
    hide_archived = call.arguments.flag("exclude_archived")
    seen = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and _visible(call, channel) and not (hide_archived and channel.archived)
    ]
    channels, cursor = call.page(seen)
    return {
        "channels": [wire.channel_json(call.workspace, channel) for channel in channels],
        "response_metadata": {"next_cursor": cursor},
    }


def _kinds(call: Call) -> set[Kind]:
    asked = [name.strip() for name in call.arguments.text("types", "public_channel").split(",")]
    if any(name not in TYPES for name in asked):
        raise SlackError("invalid_types")
    kinds = {TYPES[name] for name in asked}
    for kind in sorted(kinds):
        call.need(reading(kind))
    return kinds


def _visible(call: Call, channel: Channel) -> bool:
    return channel.kind is Kind.PUBLIC or call.workspace.bot.id in channel.members


def members(call: Call) -> Json:
    """Who is in a conversation, as ids, page by page."""
    channel = call.channel()
    call.need(reading(channel.kind))
    people, cursor = call.page(channel.members)
    return {"members": people, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    """Let the bot into a public channel."""
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    already = call.workspace.bot.id in channel.members
    call.workspace.join(channel.id, call.workspace.bot.id)
    shown = wire.channel_json(call.workspace, channel)
    return {"channel": shown, **({"warning": "already_in_channel"} if already else {})}


METHODS = {
    "conversations.open": Method(opening),
    "conversations.info": Method(info),
    "conversations.list": Method(listing, tier=Tier.TWO),
    "conversations.members": Method(members, tier=Tier.FOUR),
    "conversations.join": Method(join, ("channels:join",)),
}
