"""The message shortcut: hand over what somebody wrote."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.command import spoken
from bot.domain.incoming import mail_files
from bot.services import commanding, handing_over, reading
from bot.services.commanding import Answered
from bot.slack.listeners.commands import FORM_HOLDS, checked
from bot.slack.listeners.desk import Desk, Told, View, with_metadata
from bot.slack.listeners.payload import workspace_of
from bot.slack.names import Form
from bot.slack.views import forms, pages
from bot.texts import forms as form_texts
from bot.texts import reporter


def register(app: AsyncApp, desk: Desk) -> None:
    """Have the shortcut answered."""

    async def hand_over(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        title = form_texts.HAND_OVER_TITLE
        view_id = await desk.open_loading(str(body["trigger_id"]), title)
        async with desk.filling(view_id, title):
            try:
                view = await _form(desk, body)
            except Told as told:
                view = pages.message(title, told.sentence)
            await desk.show(view_id, view)

    app.shortcut(Form.HAND_OVER_SHORTCUT.value)(hand_over)


async def _form(desk: Desk, body: Mapping[str, Any]) -> View:
    """The form with what the message says; or a word on what it is already."""
    workspace_id, who, message = workspace_of(body), str(body["user"]["id"]), body["message"]
    external_id = f"{(body.get('channel') or {}).get('id', '')}:{message['ts']}"
    known = await desk.do(workspace_id, commanding.known, _mail_id(message), external_id, who)
    if known is not None:
        return pages.message(form_texts.HAND_OVER_TITLE, _already(known))
    words = checked(_words(message))
    if len(words) <= FORM_HOLDS:
        projects, _ = await desk.do(workspace_id, reading.projects, who)
        return with_metadata(forms.hand_over(projects, words=words), external_id=external_id)
    draft = handing_over.typed(words, reporter=who, external_id=external_id)
    handed, projects = await desk.do(workspace_id, commanding.keep, draft, who)
    start, number = words[: FORM_HOLDS - 1], handed.request.id
    return forms.hand_over(projects, words=start, note=form_texts.LONG_NOTE, request_id=number)


def _already(known: Answered) -> str:
    if known.facts.request.reporter_id == known.reader.id:
        return reporter.yours_already(known.facts, known.reader)
    return reporter.joined(known.facts, known.reader)


def _mail_id(message: Mapping[str, Any]) -> str | None:
    """What the mail in a message is known by, where there is one."""
    found = next(iter(mail_files(message)), None)
    return None if found is None else str((found.get("headers") or {}).get("message_id") or found["id"])


def _words(message: Mapping[str, Any]) -> str:
    """What the message says; of a mail in a channel, the mail."""
    for one in message.get("files") or ():
        if one.get("plain_text"):
            return str(one["plain_text"])
    return spoken(str(message.get("text") or ""))
