"""Mail to a channel's address: how Slack's e-mail app posts it, in the shape of the real event."""

import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.sandbox import ids
from bot.sandbox.events import Feed
from bot.sandbox.model import SLACKBOT, Channel, File, Json, Message
from bot.sandbox.state import Workspace

EVENT_CHARACTERS = 500
"""How much of a long text the event still carries when it is cut short; the whole is in `files.info`."""


@dataclass(frozen=True)
class Mail:
    """A mail as it was sent. `cut_short` makes the event carry only the beginning of the text."""

    from_address: str
    from_name: str
    subject: str
    body: str
    html: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    cc: Sequence[str] = ()
    attachments: Sequence[str] = ()
    cut_short: bool = False


def deliver(workspace: Workspace, channel: Channel, mail: Mail) -> Message:
    """Post a mail into a channel as USLACKBOT does, the mail itself as a file of mode `email`.

    With `cut_short` the event shows only the beginning; whoever asks `files.info` gets the whole.
    """
    file = _as_file(workspace, channel, mail)
    workspace.files[file.id] = file
    whole = dict(file.details)
    if mail.cut_short:
        file.details |= {"plain_text": mail.body[:EVENT_CHARACTERS], "has_more": True}
    try:
        return workspace.post(
            channel,
            SLACKBOT,
            "",
            subtype="file_share",
            bot_id=workspace.mail_bot_id,
            files=[file],
        )
    finally:
        file.details = whole


async def arrive(workspace: Workspace, feed: Feed, channel: str, mail: Mail) -> Message:
    """Post a mail into a channel and wait until the bot has noticed. Raises KeyError for an unknown channel."""
    with feed.collect() as deliveries:
        message = deliver(workspace, workspace.channel(channel), mail)
    await feed.settled(deliveries)
    return message


def _as_file(workspace: Workspace, channel: Channel, mail: Mail) -> File:
    content = mail.html or mail.body
    file = File(
        ids.random_id("F"),
        mail.subject or "No subject",
        mail.subject or "No subject",
        SLACKBOT,
        "text/html",
        "email",
        "email",
        int(workspace.now()),
        content.encode(),
        [channel.id],
    )
    file.details = _details(workspace, mail)
    return file


def _details(workspace: Workspace, mail: Mail) -> Json:
    preview = " ".join(mail.body.split())[:200]
    return {
        "pretty_type": "Email",
        "editable": True,
        "display_as_bot": True,
        "username": "Email",
        "subject": mail.subject,
        "to": [{"address": "", "name": "Email", "original": "Email <>"}],
        "from": [_party(mail.from_name, mail.from_address)],
        "cc": [_party("", address) for address in mail.cc],
        "attachments": [_attachment(workspace, name) for name in mail.attachments],
        "original_attachment_count": len(mail.attachments),
        "plain_text": mail.body,
        "preview": mail.html or preview,
        "preview_plain_text": preview,
        "headers": {
            "date": email.utils.formatdate(workspace.now()),
            "in_reply_to": mail.in_reply_to,
            "reply_to": None,
            "message_id": mail.message_id or f"<{ids.random_key()}@mail.example>",
        },
        "has_more": False,
        "sent_to_self": False,
        "bot_id": workspace.mail_bot_id,
    }


def sender(text: str) -> tuple[str, str]:
    """Name and address of `Name <address>`. Raises ValueError when there is no address in it."""
    name, address = email.utils.parseaddr(text)
    if "@" not in address:
        raise ValueError(f"{text!r} holds no mail address")
    return name, address


def _attachment(workspace: Workspace, name: str) -> Json:
    """A file of the mail, as Slack lists it; nothing is behind its address here."""
    address = f"https://files.slack.com/files-pri/{workspace.team_id}-mail/{quote(name)}"
    return {"filename": name, "mimetype": "", "size": 48_000, "url": address}


def _party(name: str, address: str) -> Json:
    shown = name or address
    return {"address": address, "name": shown, "original": f"{shown} <{address}>"}
