"""People, places and windows as the JSON that Slack sends, complete as the real one."""

import hashlib
from typing import Any

from bot.sandbox.model import SLACKBOT, Channel, Json, Kind, User, View
from bot.sandbox.state import Workspace
from bot.sandbox.values import state_values


def user_json(workspace: Workspace, user: User, *, with_email: bool = True, with_locale: bool = False) -> Json:
    """A user object; the address only for an app that may see it, the locale only when it was asked for."""
    here = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": _profile(user, with_email),
        "is_bot": bool(user.bot_id),
        "is_app_user": False,
        "updated": int(workspace.now()),
    }
    if user.deleted:
        return here
    return here | {
        "color": hashlib.sha256(user.id.encode()).hexdigest()[:6],
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": user.offset(workspace.now()),
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_email_confirmed": bool(user.email),
        "who_can_share_contact_card": "EVERYONE",
        **({"is_stranger": True} if user.stranger else {}),
        **({"locale": user.locale} if with_locale else {}),
    }


def _profile(user: User, with_email: bool) -> Json:
    first, _, last = user.real_name.partition(" ")
    return {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "title": "",
        "phone": "",
        "skype": "",
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "avatar_hash": hashlib.sha256(user.name.encode()).hexdigest()[:12],
        "team": user.team_id,
        **({"email": user.email} if user.email and with_email else {}),
        **({"bot_id": user.bot_id, "api_app_id": "A0NUDGE0000"} if user.bot_id else {}),
    }


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A conversation object as the bot sees it."""
    common = {
        "id": channel.id,
        "created": channel.created,
        "updated": channel.created * 1000,
        "is_archived": channel.archived,
        "is_im": channel.kind is Kind.DIRECT,
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if channel.kind is Kind.DIRECT:
        other = next((m for m in channel.members if m != workspace.bot.id), workspace.bot.id)
        deleted = workspace.users[other].deleted
        return common | {"user": other, "is_user_deleted": deleted, "is_open": True, "priority": 0}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_mpim": channel.kind is Kind.GROUP,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "is_shared": channel.shared_externally,
        "is_ext_shared": channel.shared_externally,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [workspace.team_id, *(["T0STRANGERS"] if channel.shared_externally else [])],
        "parent_conversation": None,
        "creator": SLACKBOT,
        "is_member": workspace.bot.id in channel.members,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def bot_json(workspace: Workspace) -> Json:
    """The bot's profile, as it stands beside each of its messages."""
    return {
        "id": workspace.bot.bot_id,
        "deleted": False,
        "name": workspace.bot.real_name,
        "updated": 0,
        "app_id": workspace.app_id,
        "user_id": workspace.bot.id,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "team_id": workspace.team_id,
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """A view object with what is filled in, as Slack returns and sends it."""
    defaults: Json = {
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        "external_id": "",
    }
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        **defaults,
        **view.content,
        "state": {"values": state_values(view.blocks, view.inputs)},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot.bot_id,
    }


def person_json(workspace: Workspace, user: User) -> dict[str, Any]:
    """The short form of a person that interactions carry."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team_id}


def place_json(workspace: Workspace, channel: Channel) -> Json:
    """The short form of a conversation that interactions carry."""
    name = {Kind.DIRECT: "directmessage", Kind.GROUP: channel.name, Kind.PRIVATE: "privategroup"}
    return {"id": channel.id, "name": name.get(channel.kind, channel.name)}
