"""Carrying out one delivery: the words of the moment, the right place, the call, and what is known afterwards."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.outbox import Delivery, Kind
from bot.services import delivery as outbox
from bot.services import reminding
from bot.slack.line import Line
from bot.slack.pacing import OPEN, POST, UPDATE, UPLOAD
from bot.slack.recorder import Mark, Recorder
from bot.slack.rendered import Joins, Later, NotWanted, Ready, Rendered, Renderer
from bot.slack.times import SenderTimes, in_seconds, real_now
from bot.slack.uploads import NotTaken, Uploads
from bot.slack.views.message import Message
from bot.slack.web import LockedOut, NotReached, Rejected, Throttled, Unclear

log = structlog.get_logger(__name__)

METADATA_EVENT = "nudge_delivery"
NEVER_SENT = "its message was never sent"
NOT_DRAWN = "it could not be drawn"
NO_FILE = "there is no file to share"
NOT_TAKEN = "its file was not taken"
_AT_ONCE = 8
_MOST_DRAWN = 8


_METHODS = {Kind.POST: POST, Kind.UPDATE: UPDATE, Kind.UPLOAD: UPLOAD}
UseRoom = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended: what to write down, and whether what follows in the lane may go on.

    If it may not, that is put back, to be tried again at `retry_at` (real time; None: at once).
    """

    mark: Mark
    goes_on: bool = True
    retry_at: datetime | None = None
    is_sent: bool = False


class Courier:
    """Carries deliveries to Slack, several at once, at the pace that Slack allows."""

    def __init__(self, line: Line, renderer: Renderer, recorder: Recorder, times: SenderTimes) -> None:
        self._line, self._renderer, self._recorder, self._times = line, renderer, recorder, times
        self.uploads = Uploads(line, times.request_timeout)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._opened: dict[str, str] = {}
        self._send = {Kind.POST: self._post, Kind.UPDATE: self._update, Kind.UPLOAD: self._upload}

    async def carry(self, delivery: Delivery) -> Ending:
        """One attempt at one delivery. Database errors, and whatever the renderer raises, reach the caller."""
        try:
            return await self._carry(delivery)
        except Throttled as error:
            retry_at = in_seconds(error.seconds)
            return Ending(partial(outbox.retry, delivery=delivery, retry_at=retry_at), goes_on=False, retry_at=retry_at)
        except (NotReached, LockedOut):
            return _put_back(delivery)
        except Unclear as error:
            log.warning("sender.uncertain", delivery=delivery.id, reason=error.reason)
            settle_until = in_seconds(self._times.settle)
            mark = partial(outbox.mark_uncertain, delivery=delivery, settle_until=settle_until)
            return Ending(mark, goes_on=False)
        except Rejected as error:
            log.warning("sender.rejected", delivery=delivery.id, code=error.code)
            self._opened.pop(delivery.users or "", None)
            return Ending(partial(outbox.mark_failed, delivery=delivery, reason=error.code))

    async def _carry(self, delivery: Delivery) -> Ending:
        method = _METHODS[delivery.intention.kind]
        await self._line.quiet_in(method, delivery.lane)
        async with self._line.room(method, delivery.lane) as room, self._slots:
            rendered = await self._rendered(delivery)
            match rendered:
                case Ending():
                    return rendered
                case NotWanted(reason):
                    return Ending(partial(outbox.mark_withheld, delivery=delivery, reason=reason))
                case Later(due_at, moved_by):
                    return Ending(partial(outbox.move, delivery=delivery, due_at=due_at, moved_by=moved_by))
                case Joins(message):
                    return Ending(partial(reminding.join, delivery=delivery, message=message))
                case Ready():
                    return await self._send[delivery.intention.kind](delivery, rendered, room.use)

    async def _rendered(self, delivery: Delivery) -> Rendered | Ending:
        """The words of the moment. A seam: one message that can't be drawn must not stop the others."""
        try:
            return await self._renderer.render(delivery)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.exception("sender.not_drawn", delivery=delivery.id)
            is_slacks = isinstance(error, (SlackApiError, ClientError, TimeoutError, OSError))
            return self._backed_off(delivery, NOT_DRAWN, for_ever=is_slacks)

    def _backed_off(self, delivery: Delivery, reason: str, *, for_ever: bool) -> Ending:
        """Tried again, after longer each time; given up for this reason in the end, unless it is tried for ever."""
        if delivery.attempts >= _MOST_DRAWN and not for_ever:
            return Ending(partial(outbox.mark_failed, delivery=delivery, reason=reason))
        seconds = min(self._times.backoff * 2 ** min(delivery.attempts, 10), self._times.longest_backoff)
        retry_at = in_seconds(seconds)
        return Ending(partial(outbox.retry, delivery=delivery, retry_at=retry_at), goes_on=False, retry_at=retry_at)

    async def _post(self, delivery: Delivery, ready: Ready, use_room: UseRoom) -> Ending:
        message = ready.message
        place = await self.place_of(delivery, ready)
        if not self._has_time(delivery):
            return _put_back(delivery)
        use_room()
        call = self._line.client.chat_postMessage(
            channel=place,
            text=message.text,
            blocks=message.blocks,
            thread_ts=delivery.thread_ts,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"token": delivery.token}},
            unfurl_links=False,
            unfurl_media=False,
        )
        answer = await self._line.ask(POST, delivery.lane, call)
        if "channel" not in answer or "ts" not in answer:
            raise Unclear("unreadable answer")
        sent = partial(outbox.mark_sent, delivery=delivery, channel=str(answer["channel"]), ts=str(answer["ts"]))
        return Ending(partial(sent, said=message.text, shown_digest=_digest(message)), is_sent=True)

    async def _update(self, delivery: Delivery, ready: Ready, use_room: UseRoom) -> Ending:
        channel, ts, message = delivery.sent_channel, delivery.sent_ts, ready.message
        if channel is None or ts is None:
            return Ending(partial(outbox.mark_withheld, delivery=delivery, reason=NEVER_SENT))
        digest = _digest(message)
        if digest != delivery.shown_digest:
            if not self._has_time(delivery):
                return _put_back(delivery)
            use_room()
            if delivery.file_id is not None:  # it can't be edited, and is changed only for its words to go
                await self.uploads.take_back(delivery.file_id)
            else:
                call = self._line.client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
                await self._line.ask(UPDATE, delivery.lane, call)
        sent = partial(outbox.mark_sent, delivery=delivery, channel=channel, ts=ts)
        return Ending(partial(sent, said=message.text, shown_digest=digest), is_sent=True)

    async def _upload(self, delivery: Delivery, ready: Ready, use_room: UseRoom) -> Ending:
        """Share a file: only the last of its calls says anything, all before it may be repeated."""
        if ready.file is None:
            return Ending(partial(outbox.mark_failed, delivery=delivery, reason=NO_FILE))
        place, said = await self.place_of(delivery, ready), ready.message.text
        try:
            file_id = await self.uploads.put(ready.file)
        except NotTaken as error:
            log.warning("sender.file_not_taken", delivery=delivery.id, reason=error.reason)
            return self._backed_off(delivery, NOT_TAKEN, for_ever=False)
        await self._recorder.record(partial(outbox.sharing, delivery=delivery, file_id=file_id, said=said))
        if not self._has_time(delivery):
            return _put_back(delivery)
        use_room()
        ts = await self.uploads.share(delivery, file_id, ready.file, place, said)
        if ts is None:  # Slack shares in its own time; it is looked for until Slack says that it has
            settle_until = in_seconds(self._times.settle)
            return Ending(partial(outbox.mark_uncertain, delivery=delivery, settle_until=settle_until))
        return Ending(partial(outbox.mark_sent, delivery=delivery, channel=place, ts=ts, said=said), is_sent=True)

    async def place_of(self, delivery: Delivery, ready: Ready | None = None) -> str:
        """The conversation that a post goes to, opened before anything is said. Raises what `Line.ask` raises, but
        never Unclear: opening says nothing, it may be repeated.
        """
        known = delivery.thread_channel or delivery.intention.channel or delivery.opened_channel
        if known:
            return known
        users = delivery.users or (ready.recipient_slack_id if ready else None)
        if users is None and ready is not None and ready.channel is not None:
            return await self._noted(delivery, ready.channel)
        if users is None:
            raise Rejected("user_not_found")
        if users not in self._opened:
            self._opened[users] = await self._noted(delivery, await self._open(users))
        return self._opened[users]

    async def _noted(self, delivery: Delivery, channel: str) -> str:
        await self._recorder.record(partial(outbox.opened, delivery=delivery, channel=channel))
        return channel

    async def _open(self, users: str) -> str:
        try:
            answer = await self._line.ask(OPEN, users, self._line.client.conversations_open(users=users))
        except Unclear as error:
            raise NotReached(error.reason) from error
        return str(answer["channel"]["id"])

    def _has_time(self, delivery: Delivery) -> bool:
        """Whether what would be written now had settled before the lease ends."""
        left = (delivery.lease_until - real_now()).total_seconds() if delivery.lease_until else 0.0
        return left > self._times.request_timeout + self._times.settle


def _put_back(delivery: Delivery) -> Ending:
    return Ending(partial(outbox.retry, delivery=delivery, retry_at=None), goes_on=False)


def _digest(message: Message) -> bytes:
    """What a message shows, as 32 bytes: equal where an edit would change nothing."""
    shown = json.dumps([message.text, message.blocks], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shown.encode()).digest()
