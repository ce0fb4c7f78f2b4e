"""The message shortcut: hand over what somebody wrote."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.command import spoken
from bot.domain.draft import cleaned
from bot.services import reading
from bot.slack.listeners.commands import FORM_HOLDS
from bot.slack.listeners.desk import Desk, Told, with_metadata
from bot.slack.listeners.payload import workspace_of
from bot.slack.names import Form
from bot.slack.views import forms, pages
from bot.texts import forms as form_texts


def register(app: AsyncApp, desk: Desk) -> None:
    """Have the shortcut answered."""

    async def hand_over(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        view_id = await desk.open_loading(str(body["trigger_id"]), form_texts.HAND_OVER_TITLE)
        try:
            projects, _ = await desk.do(workspace_of(body), reading.projects, str(body["user"]["id"]))
            words = cleaned(_words(body["message"]))[:FORM_HOLDS]
            view = forms.hand_over(projects, words=words)
            channel = (body.get("channel") or {}).get("id", "")
            view = with_metadata(view, external_id=f"{channel}:{body['message']['ts']}")
        except Told as told:
            view = pages.message(form_texts.HAND_OVER_TITLE, told.sentence)
        await desk.show(view_id, view)

    app.shortcut(Form.HAND_OVER_SHORTCUT.value)(hand_over)


def _words(message: Mapping[str, Any]) -> str:
    """What the message says; of a mail in a channel, the mail."""
    for one in message.get("files") or ():
        if one.get("plain_text"):
            return str(one["plain_text"])
    return spoken(str(message.get("text") or ""))
