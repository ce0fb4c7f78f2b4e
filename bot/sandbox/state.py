"""The workspace itself: who is there, what was said, which windows stand open. Readable at any time."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.sandbox import ids, mrkdwn
from bot.sandbox.journal import Change, Journal, Notification
from bot.sandbox.model import SLACKBOT, Channel, File, Kind, Message, Outsider, User
from bot.sandbox.passes import Passes
from bot.sandbox.scopes import DEFAULT_SCOPES
from bot.sandbox.windows import Windows

EVENTS = frozenset(
    {
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "app_home_opened",
        "user_change",
        "app_mention",
        "channel_shared",
        "member_joined_channel",
    }
)


class Workspace:
    """One Slack workspace with one app, the bot, installed in it.

    `now` gives the time that messages are stamped with, in seconds since 1970; everything that expires or is paced
    goes by real time instead. `ack_seconds` is how long the bot has for an acknowledgement. `pacing` switches Slack's
    rate limits on. `scopes` and `subscriptions` are what the app was granted and subscribed to, and may be changed;
    `commands` (with a hint) and `shortcuts` (callback_id and title) are what the page offers.
    """

    def __init__(
        self,
        team_id: str = "T0NUDGE",
        name: str = "Agency",
        pacing: bool = True,
        ack_seconds: float = 3.0,
        now: Callable[[], float] = time.time,
        *,
        bot_token: str = "xoxb-sandbox",  # noqa: S107 - opens nothing but this workspace
        app_token: str = "xapp-sandbox",  # noqa: S107 - as above
        bot_name: str = "nudge",
    ) -> None:
        """Open an empty workspace: only the bot and Slackbot are in it."""
        self.team_id, self.name = team_id, name
        self.pacing, self.ack_seconds, self.now = pacing, ack_seconds, now
        self.bot_token, self.app_token = bot_token, app_token
        self.app_id, self.mail_bot_id = "A0NUDGE0000", "B0EMAIL0000"
        self.retry_seconds: Sequence[float] = (0.0, 1.0, 5.0)
        self.escape_commands = True
        self.edit_window: float | None = None
        self.scopes: set[str] = set(DEFAULT_SCOPES)
        self.subscriptions: set[str] = set(EVENTS)
        self.commands: dict[str, str] = {"/nudge": ""}
        self.shortcuts: dict[str, str] = {}
        self.users: dict[str, User] = {}
        self.outsiders: dict[str, Outsider] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.sharing_seconds = 0.0  # how long after its answer Slack shows a file
        self.heard: dict[str, list[Message]] = {}
        self.passes = Passes()
        self.journal = Journal()
        self.windows = Windows(now, self.announce)
        self._watchers: list[Callable[[Change], None]] = []
        self.timestamps = ids.Timestamps(now)
        self.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", "", team_id)
        self.bot = self._add_user(bot_name, email="", real_name=bot_name.capitalize(), tz="America/Los_Angeles")
        self.bot.bot_id = ids.named_id("B", bot_name, ())

    # --- people and places -----------------------------------------------------------------------------------

    def add_user(
        self,
        name: str,
        *,
        email: str,
        real_name: str,
        tz: str = "Europe/Berlin",
        locale: str = "en-US",
        admin: bool = False,
        guest: bool = False,
        deleted: bool = False,
        stranger: bool = False,
    ) -> User:
        """Let somebody in; `stranger` comes from another organisation through a shared channel."""
        user = self._add_user(name, email=email, real_name=real_name, tz=tz, locale=locale)
        user.admin, user.guest, user.deleted, user.stranger = admin, guest, deleted, stranger
        user.team_id = "T0STRANGERS" if stranger else self.team_id
        return user

    def _add_user(self, name: str, *, email: str, real_name: str, tz: str, locale: str = "en-US") -> User:
        if any(known.name == name for known in self.users.values()):
            raise ValueError(f"there is somebody called {name} already")
        user = User(ids.named_id("U", name, self.users), name, real_name, email, self.team_id, tz, locale)
        self.users[user.id] = user
        return user

    def add_outsider(self, name: str, *, email: str, real_name: str) -> Outsider:
        """Let the page play somebody who only writes mails."""
        self.outsiders[name] = Outsider(name, real_name, email)
        return self.outsiders[name]

    def add_channel(
        self,
        name: str,
        *,
        members: Sequence[str] = (),
        shared_externally: bool = False,
        private: bool = False,
        bot: bool = True,
    ) -> Channel:
        """Make a channel with these people (names or ids) and, unless `bot` is False, the bot in it."""
        name = name.removeprefix("#")
        people = [self.user(member).id for member in members] + ([self.bot.id] if bot else [])
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        channel = Channel(ids.named_id("C", name, self.channels), name, kind, people, [], shared_externally)
        channel.created = int(self.now())
        self.channels[channel.id] = channel
        return channel

    def user(self, who: str) -> User:
        """The person with this name (with or without @), id or e-mail address. Raises KeyError when there is none."""
        wanted = who.removeprefix("@")
        for user in self.users.values():
            if wanted in {user.id, user.name} or (user.email and wanted.lower() == user.email.lower()):
                return user
        raise KeyError(f"nobody here is called {who}")

    def channel(self, which: str) -> Channel:
        """The conversation with this name (with or without #) or id. Raises KeyError when there is none."""
        wanted = which.removeprefix("#")
        for channel in self.channels.values():
            if wanted in {channel.id, channel.name}:
                return channel
        raise KeyError(f"there is no conversation called {which}")

    def direct(self, members: Iterable[str]) -> Channel:
        """The direct or group conversation of exactly these user ids, opened if need be."""
        people = sorted(set(members))
        kind, prefix = (Kind.DIRECT, "D") if len(people) == 2 else (Kind.GROUP, "G")
        channel_id = ids.pair_id(prefix, people)
        if channel_id not in self.channels:
            names = "--".join(self.users[person].name for person in people)
            name = "" if kind is Kind.DIRECT else f"mpdm-{names}-1"
            self.channels[channel_id] = Channel(channel_id, name, kind, people, created=int(self.now()))
        return self.channels[channel_id]

    # --- what is said ----------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """Every message of every conversation, oldest first."""
        said = [message for channel in self.channels.values() for message in channel.messages]
        return sorted(said, key=lambda message: message.ts)

    @property
    def warnings(self) -> list[str]:
        """What Slack would let pass with a warning, such as blocks without text; wanted: none."""
        return self.journal.warnings

    def post(self, channel: Channel, user: str, text: str, **more: Any) -> Message:
        """Put a message into a conversation and tell everybody; `more` are further fields of Message."""
        message = Message(channel.id, self.next_ts(), user, text, **more)
        channel.messages.append(message)
        self._notify(channel, message)
        self.announce(Change("posted", message=message, channel=channel))
        return message

    def edit(self, message: Message, **fields: Any) -> Message:
        """Change a message in place and tell everybody; nobody is notified."""
        before = replace(message)
        for name, value in fields.items():
            setattr(message, name, value)
        message.edited, message.edits = self.next_ts(), message.edits + 1
        self.announce(Change("edited", message=message, before=before, channel=self.channels[message.channel]))
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        channel = self.channels[message.channel]
        channel.messages.remove(message)
        message.deleted = True
        self.announce(Change("deleted", message=message, channel=channel))

    def whisper(self, user: str, message: Message) -> Message:
        """Show a message to one person only; it is in no history."""
        message.ephemeral_for = user
        self.heard.setdefault(user, []).append(message)
        self.announce(Change("whispered", message=message, user=self.users[user]))
        return message

    def next_ts(self) -> str:
        """The next message timestamp, later than every one before."""
        return self.timestamps.next()

    def _notify(self, channel: Channel, message: Message) -> None:
        people = {person for person in channel.members if person != message.user}
        if channel.kind in {Kind.PUBLIC, Kind.PRIVATE}:
            pinged = message.pings
            everybody = any(ping.startswith("<!") for ping in pinged)
            people = {person for person in people if everybody or any(person in ping for ping in pinged)}
        self.journal.notifications += [Notification(person, message) for person in sorted(people)]

    # --- what happens to people and places -------------------------------------------------------------------

    def change_user(self, who: str, **fields: Any) -> User:
        """Change a person (`tz`, `locale`, `deleted`, `real_name`, …); the bot hears of it."""
        user = self.user(who)
        for name, value in fields.items():
            setattr(user, name, value)
        self.announce(Change("user changed", user=user))
        return user

    def join(self, which: str, who: str) -> None:
        """Let somebody into a channel; the bot hears of it."""
        channel, user = self.channel(which), self.user(who)
        if user.id not in channel.members:
            channel.members.append(user.id)
            self.announce(Change("joined", channel=channel, user=user))

    def share(self, which: str) -> None:
        """Share a channel with another organisation; the bot hears of it."""
        channel = self.channel(which)
        channel.shared_externally = True
        self.announce(Change("shared", channel=channel))

    def archive(self, which: str) -> None:
        """Archive a channel: it can still be read, not written to."""
        self.channel(which).archived = True

    # --- those who look on -----------------------------------------------------------------------------------

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Have `watcher` called at once with every change; call what is returned to stop that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def announce(self, change: Change) -> None:
        """Tell all who look on."""
        for watcher in list(self._watchers):
            watcher(change)

    def as_typed(self, text: str) -> str:
        """What a person types as Slack sends it on: entities, and markup for `@bob`, `#general` and addresses."""
        return mrkdwn.with_links(self.with_names(mrkdwn.escape(text)))

    def with_names(self, text: str) -> str:
        """Text with `@bob`, `@channel` and `#general` turned into markup where they exist."""
        return mrkdwn.with_names(text, self._markup)

    def _markup(self, sign: str, name: str) -> str | None:
        if sign == "@" and name in {"channel", "here", "everyone"}:
            return f"<!{name}>"
        try:
            return f"<@{self.user(name).id}>" if sign == "@" else f"<#{self.channel(name).id}|{name}>"
        except KeyError:
            return None
