"""What people do to the bot's things, as the payloads that Slack sends, and what the bot answers to them."""

import asyncio
from dataclasses import dataclass

from bot.sandbox import wire
from bot.sandbox.answers import Answers
from bot.sandbox.errors import NotAcknowledged
from bot.sandbox.model import Channel, Json, Kind, Message, User, View
from bot.sandbox.sockets import Delivery, Sockets
from bot.sandbox.state import Workspace
from bot.sandbox.values import state_values
from bot.sandbox.wire_messages import message_json


@dataclass
class Interactions:
    """Sends interactions and carries out what the bot answers; `address` is where response_urls begin."""

    workspace: Workspace
    sockets: Sockets
    answers: Answers
    address: str = ""

    async def command(self, user: User, channel: Channel, command: str, text: str) -> None:
        """A slash command. Raises NotAcknowledged."""
        if self.workspace.escape_commands:
            text = self._escaped(text)
        place = wire.place_json(self.workspace, channel)
        payload = {
            "token": "sandbox",
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.name.lower(),
            "channel_id": place["id"],
            "channel_name": place["name"],
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(channel.id, user.id),
            "trigger_id": self.workspace.passes.new_trigger(user.id),
        }
        answer = await self._acknowledged(self.sockets.interaction("slash_commands", payload), command)
        if answer:
            self.answers.say(answer, channel.id, user.id, None, command)

    def _escaped(self, text: str) -> str:
        """Names in a command as Slack escapes them: `<@U…|bob>` and `<#C…|general>`."""
        typed = self.workspace.as_typed(text)
        for user in self.workspace.users.values():
            typed = typed.replace(f"<@{user.id}>", f"<@{user.id}|{user.name}>")
        return typed

    async def shortcut(self, user: User, message: Message, callback_id: str) -> None:
        """A message shortcut. Raises NotAcknowledged."""
        payload = {
            **self._common("message_action", user),
            "callback_id": callback_id,
            "trigger_id": self.workspace.passes.new_trigger(user.id),
            "message_ts": message.ts,
            "action_ts": self.workspace.next_ts(),
            "channel": self._place(message.channel),
            "message": message_json(self.workspace, message),
            "response_url": self._response_url(message.channel, user.id),
        }
        await self._acknowledged(self.sockets.interaction("interactive", payload), callback_id)

    async def press(self, user: User, place: Message | View, block_id: str, action: Json) -> None:
        """Use a button, menu or picker of a message or view. Raises NotAcknowledged."""
        view_id = place.id if isinstance(place, View) else None
        common = {
            **self._common("block_actions", user),
            "trigger_id": self.workspace.passes.new_trigger(user.id, view_id),
            "actions": [{**action, "block_id": block_id, "action_ts": self.workspace.next_ts()}],
        }
        where = self._in_view(place) if isinstance(place, View) else self._in_message(place, user)
        await self._acknowledged(self.sockets.interaction("interactive", {**common, **where}), action["action_id"])

    def _in_view(self, view: View) -> Json:
        return {
            "container": {"type": "view", "view_id": view.id},
            "view": wire.view_json(self.workspace, view),
        }

    def _in_message(self, message: Message, user: User) -> Json:
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.ephemeral_for),
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        }
        shown = {} if message.ephemeral_for else {"message": message_json(self.workspace, message)}
        return {
            "container": container,
            "channel": self._place(message.channel),
            **shown,
            "state": {"values": state_values(message.blocks, message.inputs)},
            "response_url": self._response_url(message.channel, user.id, message),
        }

    async def submit(self, user: User, view: View) -> Json | None:
        """Submit a modal with what was filled in; the bot's `response_action`, None when the window just closed.

        Raises NotAcknowledged, or BadAnswer when Slack would not accept the answer.
        """
        payload = {
            **self._common("view_submission", user),
            "trigger_id": self.workspace.passes.new_trigger(user.id, view.id),
            "view": wire.view_json(self.workspace, view),
            "response_urls": [],
        }
        answer = await self._acknowledged(self.sockets.interaction("interactive", payload), view.callback_id)
        return self.answers.after_submission(view, answer)

    async def close(self, user: User, view: View, *, clear: bool = False) -> None:
        """Close a modal (with `clear`, all of them); the bot hears of it if it asked to. Raises NotAcknowledged."""
        wants_to_know = bool(view.content.get("notify_on_close"))
        clear = clear or bool(view.content.get("clear_on_close"))
        self.workspace.windows.close(self.workspace.windows.stack(user.id) if clear else [view])
        if wants_to_know:
            shown = wire.view_json(self.workspace, view)
            payload = {**self._common("view_closed", user), "view": shown, "is_cleared": clear}
            await self._acknowledged(self.sockets.interaction("interactive", payload), view.callback_id)

    # --- parts of payloads -----------------------------------------------------------------------------------

    async def _acknowledged(self, delivery: Delivery, what: str) -> Json | None:
        try:
            return await asyncio.wait_for(asyncio.shield(delivery.answer), self.workspace.ack_seconds + 1.0)
        except TimeoutError:
            raise NotAcknowledged(f"the bot did not acknowledge {what}") from None

    def _common(self, kind: str, user: User) -> Json:
        workspace = self.workspace
        return {
            "type": kind,
            "team": {"id": workspace.team_id, "domain": workspace.name.lower()},
            "user": wire.person_json(workspace, user),
            "api_app_id": workspace.app_id,
            "token": "sandbox",
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _place(self, channel_id: str) -> Json:
        return wire.place_json(self.workspace, self.workspace.channels[channel_id])

    def _response_url(self, channel: str, user: str, message: Message | None = None) -> str:
        return f"{self.address}/respond/{self.workspace.passes.new_address(channel, user, message)}"


def bot_listens(workspace: Workspace, channel: Channel) -> bool:
    """Whether commands can be given in a conversation: everywhere but in other people's direct messages."""
    return channel.kind in {Kind.PUBLIC, Kind.PRIVATE} or workspace.bot.id in channel.members
