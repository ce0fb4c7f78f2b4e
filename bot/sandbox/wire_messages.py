"""Messages and files as the JSON that Slack sends, complete as the real one."""

from bot.sandbox.model import SLACKBOT, File, Json, Kind, Message
from bot.sandbox.state import Workspace
from bot.sandbox.wire import bot_json


def message_json(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """A message object, as in a history or inside an event."""
    sent: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.subtype:
        sent["subtype"] = message.subtype
    if message.bot_id and message.bot_id == workspace.bot.bot_id:
        sent |= {"bot_id": message.bot_id, "app_id": message.app_id, "team": workspace.team_id}
        sent["bot_profile"] = bot_json(workspace)
    elif message.bot_id:
        sent["bot_id"] = message.bot_id
    if message.username:
        sent["username"] = message.username
    if message.blocks:
        sent["blocks"] = message.blocks
    if message.files:
        sent |= {"files": [file_json(workspace, file) for file in message.files], "upload": True}
        sent["display_as_bot"] = bool(message.bot_id)
    if message.edited:
        sent["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata and with_metadata:
        sent["metadata"] = message.metadata
    if message.reactions:
        sent["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    return sent | _thread(workspace, message)


def _thread(workspace: Workspace, message: Message) -> Json:
    if message.ephemeral_for:
        return {"thread_ts": message.thread_ts} if message.thread_ts else {}
    if message.thread_ts:
        parent = workspace.channels[message.channel].message(message.thread_ts)
        return {"thread_ts": message.thread_ts, "parent_user_id": parent.user if parent else SLACKBOT}
    replies = workspace.channels[message.channel].replies(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people,
        "is_locked": False,
        "subscribed": message.user == workspace.bot.id,
    }


def _shares(workspace: Workspace, file: File) -> Json:
    """In which messages a file is shown, by the kind of conversation."""
    shares: Json = {}
    for channel in map(workspace.channels.__getitem__, file.shared_in):
        shown = [
            {"ts": message.ts, "thread_ts": message.thread_ts} for message in channel.messages if file in message.files
        ]
        kind = "public" if channel.kind is Kind.PUBLIC else "private"
        shares.setdefault(kind, {})[channel.id] = [{k: v for k, v in each.items() if v} for each in shown]
    return shares


def file_json(workspace: Workspace, file: File) -> Json:
    """A file object; what its type adds comes last."""
    address = f"https://files.slack.example/files-pri/{workspace.team_id}-{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.capitalize(),
        "user": file.user,
        "user_team": workspace.team_id,
        "editable": False,
        "size": len(file.content),
        "mode": file.mode,
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "permalink_public": address,
        "channels": file.shared_in,
        "shares": _shares(workspace, file),
        "has_rich_preview": False,
        "file_access": "visible",
        **file.details,
    }
