"""What the bot hears of: changes in the workspace, told as the events that the app is subscribed to."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox import ids, wire
from bot.sandbox.journal import Change
from bot.sandbox.model import Channel, Json, Kind, Message
from bot.sandbox.sockets import Delivery, Sockets
from bot.sandbox.state import Workspace
from bot.sandbox.wire_messages import message_json

SUBSCRIPTION = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.DIRECT: "message.im",
    Kind.GROUP: "message.mpim",
}
KEPT = 1000


class Feed:
    """Turns changes into events and sends them; `sent` has the latest of them, for tests to look at or repeat."""

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        """Begin to follow the workspace."""
        self.workspace, self.sockets = workspace, sockets
        self.sent: list[Json] = []
        self._collecting: list[list[Delivery]] = []
        self.stop = workspace.watch(self._changed)

    def redeliver(self, payload: Json) -> Delivery:
        """Send a whole event payload once more, same event_id, as Slack does now and then."""
        delivery = self.sockets.event(payload)
        for collected in self._collecting:
            collected.append(delivery)
        return delivery

    @contextmanager
    def collect(self) -> Iterator[list[Delivery]]:
        """The deliveries that begin inside the `with` block, which must not await."""
        collected: list[Delivery] = []
        self._collecting.append(collected)
        try:
            yield collected
        finally:
            self._collecting.remove(collected)

    async def settled(self, deliveries: list[Delivery]) -> None:
        """Wait until these are acknowledged, or the time for that has passed; never raises."""
        answers = [delivery.answer for delivery in deliveries]
        if answers:
            await asyncio.wait(answers, timeout=self.workspace.ack_seconds)

    def send(self, subscription: str, event: Json, *, shared: bool = False) -> None:
        """Send an event, wrapped as Slack wraps it, if the app is subscribed to it."""
        if subscription not in self.workspace.subscriptions:
            return
        payload = self._wrapped(event, shared)
        self.sent = [*self.sent[-KEPT:], payload]
        self.redeliver(payload)

    def _wrapped(self, event: Json, shared: bool) -> Json:
        workspace = self.workspace
        authorization = {
            "enterprise_id": None,
            "team_id": workspace.team_id,
            "user_id": workspace.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "sandbox",
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": ids.random_id("Ev"),
            "event_time": int(workspace.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": shared,
            "event_context": ids.random_key(),
        }

    # --- from changes to events ------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        message, channel, user = change.message, change.channel, change.user
        if message and channel and change.what in {"posted", "edited", "deleted"}:
            self._about_message(change, message, channel)
        elif user and change.what == "user changed":
            person = wire.user_json(self.workspace, user, with_locale=True)
            self.send("user_change", {"type": "user_change", "user": person, **self._at()})
        elif user and channel and change.what == "joined":
            self._joined(channel, user.id)
        elif channel and change.what == "shared":
            event = {"type": "channel_shared", "connected_team_id": "T0STRANGERS", "channel": channel.id}
            self.send("channel_shared", {**event, **self._at()}, shared=True)

    def _about_message(self, change: Change, message: Message, channel: Channel) -> None:
        if self.workspace.bot.id not in channel.members:
            return
        place = {"channel": channel.id, "channel_type": channel.kind.value}
        event = {**_told(self.workspace, change, message), **place}
        self.send(SUBSCRIPTION[channel.kind], event, shared=channel.shared_externally)
        if change.what == "posted" and self._mentions_bot(message) and channel.kind is not Kind.DIRECT:
            mention = {**message_json(self.workspace, message), "channel": channel.id, "type": "app_mention"}
            self.send("app_mention", {**mention, "event_ts": message.ts}, shared=channel.shared_externally)

    def _mentions_bot(self, message: Message) -> bool:
        bot = self.workspace.bot.id
        return message.user != bot and any(ping.startswith(f"<@{bot}") for ping in message.pings)

    def _joined(self, channel: Channel, user_id: str) -> None:
        if self.workspace.bot.id not in channel.members:
            return
        event = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
            "team": self.workspace.team_id,
        }
        self.send("member_joined_channel", {**event, **self._at()}, shared=channel.shared_externally)

    def home_opened(self, user_id: str) -> None:
        """Tell the bot that somebody looks at its Home."""
        conversation = self.workspace.direct([user_id, self.workspace.bot.id])
        event: Json = {"type": "app_home_opened", "user": user_id, "channel": conversation.id, "tab": "home"}
        home = self.workspace.windows.homes.get(user_id)
        if home:
            event["view"] = wire.view_json(self.workspace, home)
        self.send("app_home_opened", {**event, **self._at()})

    def _at(self) -> Json:
        return {"event_ts": self.workspace.next_ts()}


def _told(workspace: Workspace, change: Change, message: Message) -> Json:
    """A message event: the message itself when it is new, else what became of it."""
    if change.what == "posted":
        return {**message_json(workspace, message), "event_ts": message.ts}
    at = workspace.next_ts()
    event: Json = {"type": "message", "hidden": True, "ts": at, "event_ts": at}
    if change.what == "edited" and change.before:
        return event | {
            "subtype": "message_changed",
            "message": message_json(workspace, message),
            "previous_message": message_json(workspace, change.before),
        }
    return event | {
        "subtype": "message_deleted",
        "deleted_ts": message.ts,
        "previous_message": message_json(workspace, message),
    }
