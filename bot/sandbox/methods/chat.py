"""Speaking: chat.postMessage, update, delete, postEphemeral, getPermalink."""

from decimal import Decimal

from bot.sandbox import limits
from bot.sandbox.content import read_content
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Channel, Json, Kind, Message
from bot.sandbox.wire_messages import message_json


def post(call: Call) -> Json:
    """Say something in a conversation, or in a thread of it."""
    channel = _writable(call)
    content = read_content(call.workspace, call.arguments, call.method)
    message = call.workspace.post(
        channel,
        call.workspace.bot.id,
        content.text,
        blocks=content.blocks or [],
        metadata=content.metadata,
        thread_ts=_thread(call, channel),
        bot_id=call.workspace.bot.bot_id,
        app_id=call.workspace.app_id,
        **_other_name(call),
    )
    shown = message_json(call.workspace, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown, **content.answer()}


def _other_name(call: Call) -> dict[str, str]:
    username = call.arguments.text("username")
    if not username:
        return {}
    call.need("chat:write.customize")
    return {"username": username, "subtype": "bot_message"}


def _writable(call: Call) -> Channel:
    """The conversation to write to: by id, by a channel's name, or a person's id for the conversation with them."""
    workspace, named = call.workspace, call.arguments.text("channel")
    if named in workspace.users and workspace.users[named].id != workspace.bot.id:
        return workspace.direct([named, workspace.bot.id])
    by_name = [c for c in workspace.channels.values() if c.name and named.removeprefix("#") == c.name]
    channel = by_name[0] if by_name and named not in workspace.channels else call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    may_write_anywhere = channel.kind is Kind.PUBLIC and "chat:write.public" in workspace.scopes
    if workspace.bot.id not in channel.members and not may_write_anywhere:
        raise SlackError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    ts = call.arguments.text("thread_ts")
    if not ts:
        return None
    first = channel.message(ts)
    if first is None:
        raise SlackError("thread_not_found")
    return first.thread_ts or first.ts


def _own(call: Call, refusal: str) -> Message:
    """The message that the call names. Raises SlackError when it is not there, or not the bot's own."""
    message = call.channel().message(call.arguments.required("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.workspace.bot.id:
        raise SlackError(refusal)
    return message


def update(call: Call) -> Json:
    """Change one of the bot's own messages. Blocks or metadata that are not given stay as they are."""
    message = _own(call, "cant_update_message")
    window = call.workspace.edit_window
    if window is not None and Decimal(str(call.workspace.now())) - Decimal(message.ts) > Decimal(str(window)):
        raise SlackError("edit_window_closed")
    content = read_content(call.workspace, call.arguments, call.method, limits.UPDATED_TEXT)
    blocks = message.blocks if content.blocks is None else content.blocks
    metadata = message.metadata if content.metadata is None else content.metadata
    call.workspace.edit(message, text=content.text, blocks=blocks, metadata=metadata)
    shown = message_json(call.workspace, message, with_metadata=True)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
        **content.answer(),
    }


def delete(call: Call) -> Json:
    """Take one of the bot's own messages away."""
    message = _own(call, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """Say something to one person in a conversation; nobody else sees it, and no history has it."""
    channel, user = _writable(call), call.user()
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(call.workspace, call.arguments, call.method)
    workspace = call.workspace
    whispered = Message(channel.id, workspace.next_ts(), workspace.bot.id, content.text, content.blocks or [])
    whispered.bot_id, whispered.app_id = workspace.bot.bot_id, workspace.app_id
    whispered.thread_ts = _thread(call, channel)
    workspace.whisper(user.id, whispered)
    return {"message_ts": whispered.ts, **content.answer()}


def permalink(call: Call) -> Json:
    """The address of a message: here, one that the page of this workspace opens."""
    channel = call.channel()
    message = channel.message(call.arguments.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    address = f"{call.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


METHODS = {
    "chat.postMessage": Method(post, ("chat:write",), Tier.POSTING),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), Tier.FOUR),
    "chat.getPermalink": Method(permalink, (), Tier.GENEROUS),
}
