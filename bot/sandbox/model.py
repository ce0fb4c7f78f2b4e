"""The things a workspace is made of, as plain dataclasses that tests and the page can read."""

import copy
import datetime
import itertools
import zoneinfo
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.sandbox import mrkdwn

Json = dict[str, Any]

SLACKBOT = "USLACKBOT"


class Kind(StrEnum):
    """The four kinds of conversation, named as events name them in `channel_type`."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP = "mpim"


@dataclass
class User:
    """A person or a bot of the workspace, or a stranger from another organisation."""

    id: str
    name: str
    real_name: str
    email: str
    team_id: str
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    admin: bool = False
    guest: bool = False
    deleted: bool = False
    stranger: bool = False
    bot_id: str = ""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0

    def offset(self, now: float) -> int:
        """Seconds east of Greenwich at this person's place at `now` (seconds since 1970)."""
        there = datetime.datetime.fromtimestamp(now, zoneinfo.ZoneInfo(self.tz)).utcoffset()
        return int(there.total_seconds()) if there else 0


@dataclass(frozen=True)
class Outsider:
    """Somebody who is in no workspace and only writes mails: the client."""

    name: str
    real_name: str
    email: str


@dataclass
class File:
    """A file: an e-mail that was posted, or an upload; `details` holds what Slack adds for its type."""

    id: str
    name: str
    title: str
    user: str
    mimetype: str
    filetype: str
    mode: str
    created: int
    content: bytes = b""
    shared_in: list[str] = field(default_factory=list)
    details: Json = field(default_factory=dict)


@dataclass
class Message:
    """One message; edited in place, so that whoever holds it sees what is on the screen now.

    `thread_ts` is the ts of the message it answers (its own ts once it has answers is only in the JSON).
    `edited` is the ts of the last edit, `edits` their number; edits notify nobody.
    `ephemeral_for` names the one user who sees it; such a message is in no history.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    subtype: str | None = None
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    files: list[File] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: str | None = None
    edits: int = 0
    deleted: bool = False
    ephemeral_for: str = ""
    inputs: Json = field(default_factory=dict)

    @property
    def pings(self) -> list[str]:
        """Whom this message notifies by markup, as `<@U…>` or `<!channel>`; plain names notify nobody."""
        return [ping for text, _ in self._readings() for ping in mrkdwn.pings(text)]

    @property
    def links(self) -> list[str]:
        """The addresses behind links made by markup, `<https://…|label>`, in text and blocks."""
        return [link for text, _ in self._readings() for link in mrkdwn.links(text)]

    @property
    def letters(self) -> list[str]:
        """The `mailto:` links among the blocks of rich text: each opens a mail that is ready to be sent."""
        return mrkdwn.letters(self.blocks)

    @property
    def bare_urls(self) -> list[str]:
        """Addresses that stand in plain view and that Slack makes clickable by itself."""
        return [url for text, automatic in self._readings() if automatic for url in mrkdwn.bare_urls(text)]

    def as_seen(self) -> "Message":
        """A copy of this moment: what an old window still shows, to press a button that is gone by now."""
        return copy.deepcopy(self)

    def _readings(self) -> list[tuple[str, bool]]:
        return [(self.text, not self.blocks), *mrkdwn.parsed_texts(self.blocks)]


@dataclass
class Channel:
    """A conversation with its messages, oldest first; `members` are user ids."""

    id: str
    name: str
    kind: Kind
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    shared_externally: bool = False
    archived: bool = False
    created: int = 0

    def message(self, ts: str) -> Message | None:
        """The message with this ts, None when there is none (any more)."""
        return next((m for m in reversed(self.messages) if m.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        """The answers in the thread under `ts`, oldest first, without the first message itself."""
        later = itertools.takewhile(lambda message: message.ts > ts, reversed(self.messages))
        return [message for message in later if message.thread_ts == ts][::-1]


@dataclass
class View:
    """A modal or Home as the bot sent it, with what has been filled in so far.

    `content` is the view as sent (type, title, blocks, submit, …); `inputs` maps block_id and action_id to the
    element's value in the shape of `view.state.values`. `open` turns False when the window is gone.
    """

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    inputs: Json = field(default_factory=dict)
    open: bool = True

    @property
    def blocks(self) -> list[Json]:
        """The blocks as sent, block ids filled in."""
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.content["type"])

    @property
    def title(self) -> str:
        """The words at the top of a modal; empty for a Home."""
        return str(self.content.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """What the bot knows this view by."""
        return str(self.content.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the bot keeps with this view, unseen."""
        return str(self.content.get("private_metadata", ""))
