"""What one person sees, as JSON for the page."""

import datetime

from bot.sandbox import wire
from bot.sandbox.model import SLACKBOT, Channel, Json, Kind, Message, Outsider, User
from bot.sandbox.state import Workspace
from bot.sandbox.wire_messages import message_json


def seen_by(workspace: Workspace, who: User | Outsider) -> Json:
    """The whole state as `who` sees it; an outsider sees where mail can be sent, and the mails already sent."""
    common = {
        "me": _me(workspace, who),
        "team": workspace.name,
        "now": datetime.datetime.fromtimestamp(workspace.now(), datetime.UTC).isoformat(timespec="seconds"),
        "people": [_person(workspace, user) for user in workspace.users.values()],
        "outsiders": [_outsider(person) for person in workspace.outsiders.values()],
        "mailboxes": [_mailbox(c) for c in workspace.channels.values() if c.kind in {Kind.PUBLIC, Kind.PRIVATE}],
        "commands": [{"command": name, "hint": hint} for name, hint in workspace.commands.items()],
        "shortcuts": [{"callback_id": key, "title": title} for key, title in workspace.shortcuts.items()],
        "warnings": [*workspace.warnings, *workspace.journal.complaints],
    }
    return common | (_inside(workspace, who) if isinstance(who, User) else _outside(workspace, who))


def _me(workspace: Workspace, who: User | Outsider) -> Json:
    return _person(workspace, who) if isinstance(who, User) else _outsider(who)


def _person(workspace: Workspace, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "email": user.email,
        "tz": user.tz,
        "locale": user.locale,
        "admin": user.admin,
        "guest": user.guest,
        "deleted": user.deleted,
        "bot": user.id in {workspace.bot.id, SLACKBOT},
        "outsider": False,
    }


def _outsider(person: Outsider) -> Json:
    return {
        "id": person.name,
        "name": person.name,
        "real_name": person.real_name,
        "email": person.email,
        "bot": False,
        "outsider": True,
    }


def _mailbox(channel: Channel) -> Json:
    return {"channel": channel.id, "name": channel.name}


def _inside(workspace: Workspace, user: User) -> Json:
    home = workspace.windows.homes.get(user.id)
    workspace.direct([user.id, workspace.bot.id])
    visible = [channel for channel in workspace.channels.values() if user.id in channel.members]
    return {
        "channels": [_channel(workspace, channel, user) for channel in visible],
        "home": wire.view_json(workspace, home) if home else None,
        "modals": [wire.view_json(workspace, view) for view in workspace.windows.stack(user.id)],
        "whispers": [_message(workspace, message) for message in workspace.heard.get(user.id, [])],
        "mails": [],
    }


def _outside(workspace: Workspace, person: Outsider) -> Json:
    mails = [
        _message(workspace, message)
        for message in workspace.messages
        for file in message.files
        if any(sender["address"] == person.email for sender in file.details.get("from", []))
    ]
    return {"channels": [], "home": None, "modals": [], "whispers": [], "mails": mails}


def _channel(workspace: Workspace, channel: Channel, viewer: User) -> Json:
    others = [workspace.users[member] for member in channel.members if member != viewer.id]
    return {
        "id": channel.id,
        "kind": channel.kind.value,
        "name": channel.name,
        "title": channel.name or ", ".join(user.real_name for user in others),
        "members": channel.members,
        "with_bot": workspace.bot.id in channel.members,
        "shared_externally": channel.shared_externally,
        "archived": channel.archived,
        "messages": [_message(workspace, message) for message in channel.messages],
    }


def _message(workspace: Workspace, message: Message) -> Json:
    return {
        **message_json(workspace, message),
        "channel": message.channel,
        "ephemeral": bool(message.ephemeral_for),
        "pings": message.pings,
    }
