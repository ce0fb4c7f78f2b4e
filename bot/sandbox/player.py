"""A person at the keyboard, for stories and tests: reads as what people do, waits until the bot has noticed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox import mrkdwn, screen
from bot.sandbox.errors import FormIncomplete, NotThere
from bot.sandbox.events import Feed
from bot.sandbox.interaction import Interactions, bot_listens
from bot.sandbox.mail import Mail, arrive
from bot.sandbox.mail import sender as parse_sender
from bot.sandbox.model import Channel, Json, Kind, Message, User, View
from bot.sandbox.state import Workspace
from bot.sandbox.values import STATELESS, Found, chosen, missing, state_values, usable


class Player:
    """One person of the workspace. Interactive calls raise NotAcknowledged when the bot does not answer in time;
    calls for something that is not on this person's screen raise NotThere.
    """

    def __init__(self, user: User, workspace: Workspace, feed: Feed, interactions: Interactions) -> None:
        """Sit down at this person's desk."""
        self.user = user
        self._workspace, self._feed, self._interactions = workspace, feed, interactions

    # --- what this person sees -------------------------------------------------------------------------------

    @property
    def heard(self) -> list[Message]:
        """What only this person was shown: ephemeral messages, answers to commands; oldest first."""
        return self._workspace.heard.setdefault(self.user.id, [])

    def dm(self) -> list[Message]:
        """The conversation with the bot, oldest first, as it is now."""
        return list(self._workspace.direct([self.user.id, self._workspace.bot.id]).messages)

    def inbox(self) -> list[Message]:
        """Everything in this person's direct and group conversations, oldest first."""
        places = [
            channel
            for channel in self._workspace.channels.values()
            if channel.kind in {Kind.DIRECT, Kind.GROUP} and self.user.id in channel.members
        ]
        return sorted((m for place in places for m in place.messages), key=lambda message: message.ts)

    def modal(self) -> View | None:
        """The topmost window that stands open, None when there is none."""
        stack = self._workspace.windows.stack(self.user.id)
        return stack[-1] if stack else None

    def home(self) -> View | None:
        """The bot's Home as last published for this person."""
        return self._workspace.windows.homes.get(self.user.id)

    # --- what this person does -------------------------------------------------------------------------------

    async def slash(self, text: str, *, channel: str = "#general", command: str = "/nudge") -> None:
        """Give a command; what the bot answers lands in `heard`, or in the channel for all to see."""
        place = self._place(channel)
        if not bot_listens(self._workspace, place):
            raise NotThere(f"{command} can't be used in {channel}")
        await self._interactions.command(self.user, place, command, text)

    async def say(self, where: str, text: str, thread_ts: str | None = None) -> Message:
        """Write in a channel, or to somebody by name; `nudge` is the conversation with the bot."""
        place = self._place(where)
        if place.archived:
            raise NotThere(f"{where} is archived")
        typed = self._workspace.as_typed(text)
        with self._feed.collect() as deliveries:
            message = self._workspace.post(place, self.user.id, typed, thread_ts=thread_ts, blocks=[_rich_text(text)])
        await self._feed.settled(deliveries)
        return message

    def _place(self, where: str) -> Channel:
        workspace = self._workspace
        try:
            place = workspace.channel(where)
        except KeyError:
            try:
                place = workspace.direct([self.user.id, workspace.user(where).id])
            except KeyError:
                raise NotThere(f"there is nothing called {where}") from None
        if self.user.id not in place.members:
            raise NotThere(f"{self.user.name} is not in {where}")
        return place

    async def shortcut(self, message: Message, callback_id: str) -> None:
        """Use a message shortcut on a message."""
        await self._interactions.shortcut(self.user, message, callback_id)

    async def press(
        self,
        place: Message | View,
        action_id: str,
        *,
        value: str | None = None,
        option: Any = None,
        date: Any = None,
        time: Any = None,
        user: str | None = None,
        conversation: str | None = None,
        block: str | None = None,
    ) -> None:
        """Press a button, or choose in a menu or picker, of a message or view.

        `action_id` may be the action_id, its beginning, or the words on it; also those of an overflow's option.
        `value` finds the button that carries it, `block` the one in a block whose id begins so.
        """
        self._check_visible(place)
        found = screen.find(place.blocks, action_id, value=value, block=block)
        wanted = next((x for x in (option, date, time, user, conversation, value) if x is not None), None)
        if found.option is not None and option is None:
            wanted = found.option
        choice = chosen(self._workspace, found.element, wanted)
        block_id, action = found.block["block_id"], found.element["action_id"]
        if found.element["type"] not in STATELESS:
            place.inputs.setdefault(block_id, {})[action] = choice
        if found.block["type"] == "input" and not found.block.get("dispatch_action"):
            return
        await self._interactions.press(self.user, place, block_id, {**choice, "action_id": action})

    def _check_visible(self, place: Message | View) -> None:
        if isinstance(place, View):
            if not place.open or place.user != self.user.id:
                raise NotThere("that window is not open here")
            return
        members = self._workspace.channels[place.channel].members
        if place.deleted or self.user.id not in ({place.ephemeral_for} if place.ephemeral_for else set(members)):
            raise NotThere("that message is not there to be pressed")

    async def fill(self, view: View, values: Mapping[str, Any]) -> None:
        """Fill fields of a window, named by block_id, action_id or label; None empties one.

        A field that acts does so where it changes: what stands in it already was told when it was put there.
        """
        self._check_visible(view)
        for name, wanted in values.items():
            found = _field(view, name)
            choice = chosen(self._workspace, found.element, wanted)
            block_id, action_id = found.block["block_id"], found.element["action_id"]
            stood = state_values(view.blocks, view.inputs)[block_id][action_id]
            view.inputs.setdefault(block_id, {})[action_id] = choice
            if found.block.get("dispatch_action") and choice != stood:
                action = {**choice, "action_id": action_id}
                await self._interactions.press(self.user, view, block_id, action)

    async def submit(self, view: View, values: Mapping[str, Any] | None = None) -> Json | None:
        """Fill and submit a window; what the bot answers, `{"response_action": …}`, None when it just closed.

        Raises FormIncomplete when Slack itself would not send the form.
        """
        await self.fill(view, values or {})
        problems = missing(view.blocks, view.inputs)
        if problems or "submit" not in view.content:
            raise FormIncomplete(view.title, problems)
        return await self._interactions.submit(self.user, view)

    async def close(self, view: View) -> None:
        """Close a window without submitting it."""
        self._check_visible(view)
        await self._interactions.close(self.user, view)

    async def open_home(self) -> View:
        """Look at the bot's Home, and wait for what it publishes. Raises NotThere when nothing comes in time."""
        published = asyncio.Event()
        stop = self._workspace.watch(
            lambda change: published.set() if change.view and change.view is self.home() else None
        )
        try:
            self._feed.home_opened(self.user.id)
            await asyncio.wait_for(published.wait(), self._workspace.ack_seconds)
        except TimeoutError:
            raise NotThere("the bot published no Home") from None
        finally:
            stop()
        return self._workspace.windows.homes[self.user.id]

    async def forward_mail(
        self,
        channel: str,
        *,
        subject: str,
        body: str,
        sender: str | None = None,
        html: str | None = None,
        message_id: str | None = None,
        in_reply_to: str | None = None,
        truncated_in_event: bool = False,
        attachments: Sequence[str] = (),
    ) -> Message:
        """Send a mail to a channel's address, from one's own unless `sender` (`Name <address>`) says otherwise."""
        name, address = parse_sender(sender or f"{self.user.real_name} <{self.user.email}>")
        mail = Mail(
            address,
            name,
            subject,
            body,
            html,
            message_id,
            in_reply_to,
            attachments=attachments,
            cut_short=truncated_in_event,
        )
        return await arrive(self._workspace, self._feed, channel, mail)


def _field(view: View, name: str) -> Found:
    """The field with this block_id, action_id or label. Raises NotThere."""
    fields = list(usable(view.blocks))
    for found in fields:
        if name in {found.block["block_id"], found.element["action_id"]}:
            return found
    for found in fields:
        if screen.words(found).casefold() == name.casefold() or _label(found) == name.casefold():
            return found
    known = ", ".join(f"{f.block['block_id']}/{f.element['action_id']}" for f in fields)
    raise NotThere(f"{view.title!r} has no field {name!r}, but {known}")


def _label(found: Found) -> str:
    return str(found.block.get("label", {}).get("text", "")).casefold()


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": mrkdwn.escape(text)[:5] or "empty", "elements": [section]}
