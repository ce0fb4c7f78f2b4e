"""Files on their way to Slack: asked for an address, sent there, shared, looked for, taken back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.domain.outbox import Delivery
from bot.slack.line import Line
from bot.slack.pacing import DELETE_FILE, FILE, UPLOAD, UPLOAD_ADDRESS
from bot.slack.rendered import Enclosure
from bot.slack.web import Rejected, Unclear

_GONE = {"file_not_found", "file_deleted"}


@dataclass(unsafe_hash=True)
class NotTaken(Exception):
    """The bytes of a file did not get to Slack. Nobody has seen anything: it may be tried again."""

    reason: str


class Uploads:
    """The calls that an upload takes. Each raises what `Line.ask` raises."""

    def __init__(self, line: Line, request_timeout: float) -> None:
        self._line, self._request_timeout = line, request_timeout

    async def put(self, file: Enclosure) -> str:
        """Slack's id of the file, once its bytes are there; nobody sees it yet. Raises NotTaken, and never Unclear."""
        call = self._line.client.files_getUploadURLExternal(
            filename=file.filename, length=len(file.content), alt_txt=file.alt_text
        )
        try:
            answer = await self._line.ask(UPLOAD_ADDRESS, "", call)
        except Unclear as error:
            raise NotTaken(error.reason) from error
        if "upload_url" not in answer or "file_id" not in answer:
            raise NotTaken("unreadable answer")
        await self._send(str(answer["upload_url"]), file.content)
        return str(answer["file_id"])

    async def share(self, delivery: Delivery, file_id: str, file: Enclosure, place: str, said: str) -> str | None:
        """Show the file in a conversation, with a word to it; the message's ts, None while Slack does not tell it."""
        call = self._line.client.files_completeUploadExternal(
            files=[{"id": file_id, "title": file.title}],
            channel_id=place,
            initial_comment=said or None,
            thread_ts=delivery.thread_ts,
        )
        answer = await self._line.ask(UPLOAD, delivery.lane, call)
        ours = [each for each in answer.get("files") or [] if each.get("id") == file_id]
        return _shared_at(ours[0], place) if ours else None

    async def shared_at(self, file_id: str, place: str) -> str | None:
        """The ts of the message that shows the file in this conversation; None where none does."""
        try:
            answer = await self._line.ask(FILE, file_id, self._line.client.files_info(file=file_id))
        except Rejected as error:
            if error.code in _GONE:
                return None
            raise
        return _shared_at(answer.get("file") or {}, place)

    async def take_back(self, file_id: str) -> None:
        """Delete the file, so that it is not shared after all, however late Slack comes to it."""
        try:
            await self._line.ask(DELETE_FILE, file_id, self._line.client.files_delete(file=file_id))
        except Rejected as error:
            if error.code not in _GONE:
                raise

    async def _send(self, address: str, content: bytes) -> None:
        session = self._line.client.session
        if session is None:
            raise NotTaken("no session")
        try:
            async with asyncio.timeout(self._request_timeout), session.post(address, data=content) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotTaken(type(error).__name__) from error
        if status != 200:
            raise NotTaken(str(status))


def _shared_at(file: Mapping[str, Any], place: str) -> str | None:
    shares = file.get("shares") or {}
    found = [each for kind in ("public", "private") for each in (shares.get(kind) or {}).get(place) or []]
    return next((str(each["ts"]) for each in found if each.get("ts")), None)
