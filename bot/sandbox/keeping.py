"""Keeping a workspace from one run to the next: its people, what was said, files and Homes; not what stands open.

The bot remembers messages by their timestamps; a workspace that forgot them would leave it editing thin air.
"""

import asyncio
import base64
import contextlib
import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

from bot.sandbox.model import Channel, File, Json, Kind, Message, User, View
from bot.sandbox.state import Workspace

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0


def dump(workspace: Workspace) -> Json:
    """Everything that lasts, as JSON."""
    return {
        "team": workspace.team_id,
        "users": [dataclasses.asdict(user) for user in workspace.users.values()],
        "channels": [_channel(channel) for channel in workspace.channels.values()],
        "files": [_file(file) for file in workspace.files.values()],
        "homes": [dataclasses.asdict(home) for home in workspace.windows.homes.values()],
        "heard": [_message(message) for heard in workspace.heard.values() for message in heard],
    }


def _channel(channel: Channel) -> Json:
    plain = dataclasses.asdict(dataclasses.replace(channel, messages=[]))
    return {**plain, "messages": [_message(message) for message in channel.messages]}


def _message(message: Message) -> Json:
    plain = dataclasses.asdict(dataclasses.replace(message, files=[]))
    return {**plain, "files": [file.id for file in message.files]}


def _file(file: File) -> Json:
    plain = dataclasses.asdict(dataclasses.replace(file, content=b""))
    return {**plain, "content": base64.b64encode(file.content).decode()}


def restore(workspace: Workspace, kept: Json) -> None:
    """Put what was kept back into a workspace; people and channels that are there already become what they were.

    Raises KeyError, TypeError or ValueError for what `dump` did not write.
    """
    if kept["team"] != workspace.team_id:
        raise ValueError(f"this belongs to the workspace {kept['team']}")
    users = {user["id"]: User(**user) for user in kept["users"]}
    files = {file["id"]: File(**{**file, "content": base64.b64decode(file["content"])}) for file in kept["files"]}
    channels = [_as_channel(channel, files) for channel in kept["channels"]]
    homes = [View(**home) for home in kept["homes"]]
    heard = [_as_message(message, files) for message in kept["heard"]]
    workspace.users.update(users)
    workspace.bot = workspace.users[workspace.bot.id]
    workspace.files.update(files)
    workspace.channels.update({channel.id: channel for channel in channels})
    for home in homes:
        workspace.windows.homes[home.user] = workspace.windows.views[home.id] = home
    for said in [*workspace.messages, *heard]:
        workspace.timestamps.after(said.edited or said.ts)
    for message in heard:
        workspace.heard.setdefault(message.ephemeral_for, []).append(message)


def _as_channel(kept: Json, files: dict[str, File]) -> Channel:
    messages = [_as_message(message, files) for message in kept["messages"]]
    return Channel(**{**kept, "kind": Kind(kept["kind"]), "messages": messages})


def _as_message(kept: Json, files: dict[str, File]) -> Message:
    return Message(**{**kept, "files": [files[file] for file in kept["files"]]})


class Keeper:
    """Keeps a workspace in one file: reads it at the start, writes it soon after every change."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        """Read what was kept, if anything was; a file that can't be read is put aside, not lost."""
        self.workspace, self.path = workspace, path
        self._task: asyncio.Task[Any] | None = None
        self._changed = asyncio.Event()
        if path.exists():
            self._read()
        workspace.watch(lambda _: self._changed.set())

    def _read(self) -> None:
        try:
            restore(self.workspace, json.loads(self.path.read_text()))
        except (KeyError, TypeError, ValueError) as error:
            aside = self.path.with_suffix(".unreadable")
            self.path.replace(aside)
            log.warning("the workspace could not be read (%s) and begins anew; the old one is %s", error, aside)

    def start(self) -> None:
        """Begin to write; from within the event loop."""
        self._task = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            self._changed.clear()
            self.write()

    def write(self) -> None:
        """Write now; whoever reads the file sees the old state or the new, never half of it."""
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(dump(self.workspace)))
        part.chmod(0o600)
        part.replace(self.path)

    async def stop(self) -> None:
        """Write for the last time."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self.write()
