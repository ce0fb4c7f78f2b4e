"""Mails that came with a mail as `.eml` files: Slack keeps such files, and hands them out to whoever shows a token."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, ClientResponse, ClientResponseError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.incoming import Mail
from bot.mail import Unreadable, letter_of_raw, read_raw

log = structlog.get_logger(__name__)

MOST_FILES = 20
MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is fetched; a mail is rarely larger."""

TOO_MANY = 429

_MAILS = frozenset({"message/rfc822", "message/global"})


async def enclosed(client: AsyncWebClient, file: Mapping[str, Any], *, is_patient: bool) -> tuple[Mail, ...]:
    """The mails among the files of a mail, in their order; one that can't be had or read stays a file.

    Where `is_patient`, raises what the way to Slack raises as long as it may answer later.
    """
    listed = [one for one in file.get("attachments") or () if isinstance(one, Mapping) and _is_mail(one)]
    found = []
    for number, one in enumerate(listed[:MOST_FILES], start=1):
        raw = await _content(client, str(one.get("url") or ""), is_patient)
        letter = await asyncio.to_thread(_letter, raw, f"{file['id']}:inside{number}")
        found += [letter] if letter else []
    return tuple(found)


def _is_mail(one: Mapping[str, Any]) -> bool:
    name = str(one.get("filename") or one.get("name") or "")
    return name.casefold().endswith(".eml") or one.get("mimetype") in _MAILS


def _letter(raw: bytes, otherwise: str) -> Mail | None:
    try:
        return letter_of_raw(read_raw(raw), otherwise)
    except Unreadable as error:
        log.info("enclosed mail left a file", reason=str(error.reason))
        return None


async def _content(client: AsyncWebClient, url: str, is_patient: bool) -> bytes:
    """What a file of Slack's holds; nothing where it can't be had, or is no place to show our token at."""
    if client.session is None or not _is_slacks(url, client.base_url):
        return b""
    told = {"Authorization": f"Bearer {client.token}"}
    try:
        async with client.session.get(url, headers=told, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await _at_most(answer) if answer.status == 200 else b""
    except (ClientError, TimeoutError, OSError) as error:
        if is_patient and not _is_for_good(error):
            raise
        log.info("enclosed mail not fetched", error=type(error).__name__)
        return b""


def _is_for_good(error: Exception) -> bool:
    return isinstance(error, ClientResponseError) and 400 <= error.status < 500 and error.status != TOO_MANY


async def _at_most(answer: ClientResponse) -> bytes:
    found = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        found += chunk
        if len(found) > MOST_BYTES:
            return b""
    return bytes(found)


def _is_slacks(url: str, base_url: str) -> bool:
    """Whether an address is one of Slack's, or of the stand-in that we talk to."""
    try:
        there, base = urlsplit(url), urlsplit(base_url)
        host = there.hostname or ""
        is_stand_in = (there.scheme, there.netloc) == (base.scheme, base.netloc)
    except ValueError:
        return False
    return is_stand_in or (there.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com")))
