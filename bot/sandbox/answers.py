"""What the bot answers to an interaction: in the acknowledgement, or later at a response address."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.blocks import checked_view
from bot.sandbox.content import read_content
from bot.sandbox.errors import BadAnswer, SlackError
from bot.sandbox.model import Json, Message, View
from bot.sandbox.state import Workspace

ACTIONS = {"errors", "update", "push", "clear"}


@dataclass
class Answers:
    """Carries out what the bot answers, and is as particular about it as Slack."""

    workspace: Workspace

    def after_submission(self, view: View, answer: Json | None) -> Json | None:
        """Do with a submitted window what the bot said; returns its answer. Raises BadAnswer."""
        if not answer:
            self.workspace.windows.close([view])
            return None
        action = answer.get("response_action")
        if action not in ACTIONS:
            raise self._bad(f"response_action {action!r} is none of {', '.join(sorted(ACTIONS))}")
        if action == "errors":
            self._check_errors(view, answer.get("errors"))
        elif action == "clear":
            self.workspace.windows.close(self.workspace.windows.stack(view.user))
        else:
            self._show(view, action, answer.get("view"))
        return answer

    def _check_errors(self, view: View, errors: Any) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise self._bad(f"errors must name input blocks of the view, not {errors!r}")

    def _show(self, view: View, action: str, content: Any) -> None:
        try:
            checked = checked_view(content, "modal")
            if action == "update":
                self.workspace.windows.change(view, checked)
            else:
                self.workspace.windows.open(view.user, checked, on_top_of=view)
        except SlackError as error:
            raise self._bad(f"the view to {action}: {error}") from error

    def respond(self, key: str, arguments: Arguments) -> None:
        """Carry out what the bot sent to a response_url. Raises SlackError."""
        address = self.workspace.passes.use_address(key)
        source = address.message
        if arguments.flag("delete_original"):
            self._remove(source)
        elif arguments.flag("replace_original") and source is not None:
            content = read_content(self.workspace, arguments, "response_url")
            self.workspace.edit(source, text=content.text, blocks=content.blocks or [])
        else:
            self._put(arguments, address.channel, address.user, source, "response_url")

    def _remove(self, message: Message | None) -> None:
        if message is None:
            raise SlackError("invalid_request")
        if message.ephemeral_for:
            self.workspace.heard[message.ephemeral_for].remove(message)
        else:
            self.workspace.delete(message)

    def say(self, answer: Json, channel: str, user: str, source: Message | None, name: str) -> None:
        """Show the answer that came with an acknowledgement."""
        try:
            self._put(Arguments(answer), channel, user, source, name)
        except SlackError as error:
            raise self._bad(f"the answer to {name}: {error}") from error

    def _put(self, arguments: Arguments, channel_id: str, user: str, source: Message | None, name: str) -> None:
        """Show an answer to one person or to everybody, as `response_type` says."""
        content = read_content(self.workspace, arguments, name)
        workspace, bot = self.workspace, self.workspace.bot
        own: Json = {"blocks": content.blocks or [], "bot_id": bot.bot_id, "app_id": workspace.app_id}
        thread = arguments.text("thread_ts") or (source.thread_ts if source else None)
        own["thread_ts"] = thread
        if arguments.text("response_type") == "in_channel":
            workspace.post(workspace.channels[channel_id], bot.id, content.text, **own)
        else:
            whispered = Message(channel_id, workspace.next_ts(), bot.id, content.text, **own)
            workspace.whisper(user, whispered)

    def _bad(self, what: str) -> BadAnswer:
        self.workspace.journal.complaints.append(what)
        return BadAnswer(what)
