"""Files: files.info, and an upload in its three steps (ask for an address, send the bytes there, complete)."""

import asyncio
from typing import Any

from bot.sandbox import ids
from bot.sandbox.content import read_metadata
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Channel, File, Json
from bot.sandbox.wire_messages import file_json


def info(call: Call) -> Json:
    """One file; of an e-mail also the whole text, whatever the event had room for."""
    file = _file(call, call.arguments.required("file"))
    visible = [c for c in file.shared_in if call.workspace.bot.id in call.workspace.channels[c].members]
    if file.shared_in and not visible:
        raise SlackError("file_not_found")
    return {"file": file_json(call.workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def upload_address(call: Call) -> Json:
    """Where to send the bytes of a new file."""
    name, length = call.arguments.required("filename"), call.arguments.required("length")
    if not length.isdigit() or int(length) == 0:
        raise invalid_arguments("must be more than 0 [json-pointer:/length]")
    workspace = call.workspace
    kind = name.rpartition(".")[2].lower()
    file = File(ids.random_id("F"), name, name, workspace.bot.id, "", kind, "uploading", int(workspace.now()))
    file.details = {"expected": int(length)}
    workspace.files[file.id] = file
    return {"upload_url": f"{call.address}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Share uploaded files in a conversation, with a word to them."""
    entries: Any = call.arguments.structure("files", "invalid_arguments")
    if not isinstance(entries, list) or not entries:
        raise invalid_arguments("missing required field: files")
    files = [_uploaded(call, entry) for entry in entries]
    channel = _target(call)
    for file in files:
        file.mode = "hosted"
    if channel and call.workspace.sharing_seconds:
        asyncio.get_running_loop().call_later(call.workspace.sharing_seconds, _share, call, channel, files)
    elif channel:
        _share(call, channel, files)
    return {"files": [file_json(call.workspace, file) for file in files]}


def _file(call: Call, file_id: str) -> File:
    file = call.workspace.files.get(file_id)
    if file is None or file.mode == "uploading":
        raise SlackError("file_not_found")
    return file


def _uploaded(call: Call, entry: Any) -> File:
    """A file whose bytes have arrived and that has not been shared before."""
    file = call.workspace.files.get(entry.get("id", "") if isinstance(entry, dict) else "")
    if file is None or file.mode != "uploaded":
        raise SlackError("file_not_found")
    file.title = entry.get("title") or file.name
    return file


def _target(call: Call) -> Channel | None:
    if not call.arguments.text("channel_id"):
        return None
    channel = call.channel("channel_id")
    if call.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    files = [file for file in files if file.id in call.workspace.files]
    if not files:
        return
    for file in files:
        file.shared_in.append(channel.id)
    call.workspace.post(
        channel,
        call.workspace.bot.id,
        call.arguments.text("initial_comment"),
        files=files,
        subtype="file_share",
        thread_ts=call.arguments.text("thread_ts") or None,
        metadata=read_metadata(call.arguments),
        bot_id=call.workspace.bot.bot_id,
        app_id=call.workspace.app_id,
    )


def delete(call: Call) -> Json:
    """Delete a file of the bot's own; the messages that show it lose it."""
    file = call.workspace.files.get(call.arguments.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.workspace.bot.id:
        raise SlackError("cant_delete_file")
    del call.workspace.files[file.id]
    for message in [each for each in call.workspace.messages if file in each.files]:
        message.files.remove(file)
    return {}


METHODS = {
    "files.delete": Method(delete, ("files:write",), Tier.THREE),
    "files.info": Method(info, ("files:read",), Tier.FOUR),
    "files.getUploadURLExternal": Method(upload_address, ("files:write",), Tier.FOUR),
    "files.completeUploadExternal": Method(complete, ("files:write",), Tier.FOUR),
}
