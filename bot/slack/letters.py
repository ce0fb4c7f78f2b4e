"""Mails in channels: from Slack's e-mail file to a letter.

The shape is Slack's own: posted by USLACKBOT, the address it was sent to blanked, the body maybe cut short in
the event, so `files.info` is asked and the event is what remains where that fails.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.incoming import Attached, Mail, mail_files
from bot.mail.raw_headers import moment_of
from bot.slack.enclosed import enclosed
from bot.slack.web import passes
from bot.texts import mails

log = structlog.get_logger(__name__)


async def letter_of(client: AsyncWebClient, event: Mapping[str, Any], *, is_patient: bool = False) -> list[Mail]:
    """The letters that a message holds; one, as Slack does it today.

    Where `is_patient`, raises what Slack raises as long as it may answer later.
    """
    files = [await _whole(client, one, is_patient) for one in mail_files(event)]
    return [await _seen(client, one, event, is_patient) for one in files if _counts(one)]


async def _seen(client: AsyncWebClient, file: Mapping[str, Any], event: Mapping[str, Any], is_patient: bool) -> Mail:
    if file.get("filetype") != "email":
        return _unseen(file, event)
    return replace(_letter(file, event), originals=await enclosed(client, file, is_patient=is_patient))


def _counts(file: Mapping[str, Any]) -> bool:
    """Whether it is a mail, or may be one for all that Slack tells."""
    return file.get("filetype") in {"email", None}


def _unseen(file: Mapping[str, Any], event: Mapping[str, Any]) -> Mail:
    """A mail that Slack does not show: somebody has to look at it where it arrived."""
    return Mail(str(file.get("id")), "", None, mails.UNSEEN_SUBJECT, mails.UNSEEN, None, str(event["channel"]), None)


async def _whole(client: AsyncWebClient, file: Mapping[str, Any], is_patient: bool) -> Mapping[str, Any]:
    """The file as `files.info` tells it, else as the event does."""
    try:
        answer = await client.files_info(file=str(file["id"]))
    except (SlackApiError, ClientError, TimeoutError, OSError) as error:
        if is_patient and passes(error):
            raise
        log.info("mail read from its event alone", error=type(error).__name__)
        return file
    found: Mapping[str, Any] = answer.get("file") or file
    return {**file, **found}


def _letter(file: Mapping[str, Any], event: Mapping[str, Any]) -> Mail:
    sender = (file.get("from") or [{}])[0]
    headers = file.get("headers") or {}
    return Mail(
        external_id=str(headers.get("message_id") or file["id"]),
        from_address=str(sender.get("address") or "").strip().casefold(),
        from_name=str(sender.get("name") or "") or None,
        subject=str(file.get("subject") or file.get("title") or ""),
        text=str(file.get("plain_text") or file.get("preview_plain_text") or ""),
        html=str(file.get("preview") or "") or None,
        channel_id=str(event["channel"]),
        sent_at=moment_of(str(headers.get("date") or "")),
        in_reply_to=str(headers.get("in_reply_to") or "") or None,
        to=tuple(_addresses(file.get("to")) + _addresses(file.get("cc"))),
        attachments=tuple(_attached(one) for one in file.get("attachments") or () if isinstance(one, Mapping)),
    )


def _addresses(mailboxes: object) -> list[str]:
    """The addresses of Slack's list of mailboxes; the one that the mail was sent to is blanked there."""
    found = mailboxes if isinstance(mailboxes, list) else []
    return [str(one["address"]) for one in found if isinstance(one, Mapping) and one.get("address")]


def _attached(one: Mapping[str, Any]) -> Attached:
    """A file that came with the mail, as Slack lists it."""
    size = one.get("size")
    link = one.get("url") or one.get("permalink")
    return Attached(
        name=str(one.get("filename") or one.get("name") or ""),
        size=size if isinstance(size, int) and 0 <= size < 2**53 else None,
        link=str(link) if link else None,
    )
