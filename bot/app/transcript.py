"""A transcript of what the bot sends in the local workspace, in the words that stood there at that moment."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox import Message, Workspace
from bot.sandbox.journal import Change
from bot.sandbox.model import Kind


class Transcript:
    """Hears every message and edit of the bot, and tells them in order when asked to.

    Of edits only a new first line is told: a card that is drawn anew for a later date is not news, nor is an older
    message that makes way for a newer one.
    """

    def __init__(self, workspace: Workspace, zone: ZoneInfo, tell: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._zone = zone
        self._tell = tell
        self._waiting: list[Callable[[], None]] = []
        self._first_lines: dict[tuple[str, str], str] = {}
        self._stop = workspace.watch(self._hear)

    def end(self) -> None:
        """Hear no more."""
        self._stop()

    def tell_news(self) -> None:
        """Tell what was said since the last time."""
        waiting, self._waiting = self._waiting, []
        for telling in waiting:
            telling()

    def indented(self, text: str) -> None:
        """Tell somebody's words, set off from the story."""
        for line in text.splitlines():
            self._tell(f"      {line}" if line.strip() else "")

    def _hear(self, change: Change) -> None:
        message = change.message
        if message is None or message.user != self._workspace.bot.id or message.ephemeral_for or message.deleted:
            return
        key, first_line = (message.channel, message.ts), message.text.partition("\n")[0]
        known = self._first_lines.get(key)
        self._first_lines[key] = first_line
        at = datetime.fromtimestamp(self._workspace.now(), self._zone)
        heading = f"  {at:%a %H:%M}  Nudge {self._where(message)}"
        if known is None:
            text = message.text
            self._waiting.append(lambda: self._post(heading, text))
        elif known != first_line and not first_line.startswith("#"):
            self._waiting.append(lambda: self._tell(f"{heading}, in place: {first_line}"))

    def _post(self, heading: str, text: str) -> None:
        self._tell(f"{heading}:")
        self.indented(text)

    def _where(self, message: Message) -> str:
        """To whom, by first names; in which channel."""
        channel = self._workspace.channels[message.channel]
        if channel.kind in {Kind.PUBLIC, Kind.PRIVATE}:
            return f"in #{channel.name}"
        others = [self._workspace.users[one] for one in channel.members if one != self._workspace.bot.id]
        return f"to {' and '.join(user.real_name.split()[0] for user in others)}"
