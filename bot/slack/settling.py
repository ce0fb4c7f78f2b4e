"""Finding out what became of posts that nobody knows about: Slack's history is read for their tokens."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.domain.outbox import Delivery, Kind
from bot.services import delivery as outbox
from bot.slack.courier import METADATA_EVENT, Courier
from bot.slack.line import Line
from bot.slack.pacing import HISTORY, REPLIES
from bot.slack.recorder import Mark
from bot.slack.times import SenderTimes, in_seconds, real_now
from bot.slack.web import LockedOut, NotReached, Rejected, Throttled, Unclear

log = structlog.get_logger(__name__)

_CLOCKS_MAY_DIFFER = timedelta(minutes=1)
_PAGE = 200
_UNREADABLE = {"missing_scope"}
_MOST_SHARED = 6  # about an hour in all, by the usual times
NOT_SHOWN = "its file was taken and never shown"

_Find = Callable[[Sequence[Delivery]], Awaitable[list[Mark]]]


class Settling:
    """Settles deliveries whose fate is uncertain, once Slack has had time to show it."""

    def __init__(self, line: Line, courier: Courier, times: SenderTimes) -> None:
        self._line, self._courier, self._times = line, courier, times

    async def settle(self, together: Sequence[Delivery]) -> list[Mark]:
        """What became of these, all of one lane, by one look: in Slack, or not and pending again, or still uncertain.

        An edit is simply made again: that changes nothing when it was made already.
        """
        posts = [delivery for delivery in together if delivery.intention.kind is Kind.POST]
        marks = [_once_more(delivery) for delivery in together if delivery.intention.kind is Kind.UPDATE]
        for thread in {delivery.thread_ts for delivery in posts}:
            marks += await self._look([delivery for delivery in posts if delivery.thread_ts == thread], self._of_posts)
        for upload in together:
            if upload.intention.kind is Kind.UPLOAD:
                marks += await self._look([upload], self._of_uploads)
        return marks

    async def _look(self, posts: Sequence[Delivery], find: _Find) -> list[Mark]:
        try:
            return await find(posts)
        except (Rejected, LockedOut) as error:
            if isinstance(error, Rejected) or error.code in _UNREADABLE:
                return self._unreadable(posts, error.code)
            return self._not_yet(posts, self._times.settle)
        except Throttled as error:
            return self._not_yet(posts, error.seconds)
        except (Unclear, NotReached):
            self._line.rest.failed()
            return self._not_yet(posts, self._times.settle)

    async def _of_posts(self, posts: Sequence[Delivery]) -> list[Mark]:
        found = await self._found(posts)
        return [_sent(post, found[post.token]) if post.token in found else _once_more(post) for post in posts]

    async def _of_uploads(self, uploads: Sequence[Delivery]) -> list[Mark]:
        """A file that is not shared yet is taken back before it is shared anew, so that it never is twice."""
        return [await self._of_upload(upload) for upload in uploads]

    async def _of_upload(self, upload: Delivery) -> Mark:
        if upload.file_id is None:
            return _once_more(upload)
        place, uploads = await self._courier.place_of(upload), self._courier.uploads
        ts = await uploads.shared_at(upload.file_id, place)
        if ts is not None:
            return partial(outbox.mark_sent, delivery=upload, channel=place, ts=ts, said=upload.said or "")
        if self._may_yet_be_shown(upload):
            return partial(outbox.mark_uncertain, delivery=upload, settle_until=in_seconds(self._times.settle))
        await uploads.take_back(upload.file_id)
        if upload.attempts >= _MOST_SHARED:
            return partial(outbox.mark_failed, delivery=upload, reason=NOT_SHOWN)
        return _once_more(upload)

    def _may_yet_be_shown(self, upload: Delivery) -> bool:
        """Each attempt waits twice as long as the one before: with the same wait, a Slack that takes a little longer
        would see each file taken back just before it shows.
        """
        seconds = self._times.sharing * (2**upload.attempts - 1)  # of all attempts so far, for the first one's start
        return upload.attempted_at is not None and real_now() < upload.attempted_at + timedelta(seconds=seconds)

    async def _found(self, posts: Sequence[Delivery]) -> dict[str, Mapping[str, Any]]:
        """By token: the messages that are in Slack."""
        place = await self._courier.place_of(posts[0])
        begun = min(post.attempted_at for post in posts if post.attempted_at)
        wanted = {post.token for post in posts}
        found: dict[str, Mapping[str, Any]] = {}
        async for message in self._messages(place, posts[0].thread_ts, (begun - _CLOCKS_MAY_DIFFER).timestamp()):
            token = _token_of(message)
            if token in wanted:
                found[token] = {**message, "channel": place}
            if len(found) == len(wanted):
                break
        return found

    async def _messages(self, place: str, thread: str | None, oldest: float) -> AsyncIterator[Mapping[str, Any]]:
        asked: dict[str, Any] = {
            "channel": place,
            "oldest": f"{oldest:.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        cursor = ""
        while True:
            if thread is None:
                call = self._line.client.conversations_history(**asked, cursor=cursor or None)
            else:
                call = self._line.client.conversations_replies(**asked, ts=thread, cursor=cursor or None)
            page = await self._line.ask(HISTORY if thread is None else REPLIES, place, call)
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _unreadable(self, posts: Sequence[Delivery], code: str) -> list[Mark]:
        log.error("sender.history_unreadable", code=code, deliveries=[post.id for post in posts])
        again = in_seconds(self._times.look_again)
        reason = f"history: {code}"
        return [partial(outbox.mark_unreadable, delivery=post, reason=reason, retry_at=again) for post in posts]

    def _not_yet(self, posts: Sequence[Delivery], seconds: float) -> list[Mark]:
        again = in_seconds(seconds)
        return [partial(outbox.mark_uncertain, delivery=post, settle_until=again) for post in posts]


def _token_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA_EVENT:
        return None
    token = (metadata.get("event_payload") or {}).get("token")
    return str(token) if token else None


def _sent(post: Delivery, message: Mapping[str, Any]) -> Mark:
    said, ts = str(message.get("text", "")), str(message["ts"])
    ago = max(timedelta(), real_now() - datetime.fromtimestamp(float(ts), UTC))
    return partial(outbox.mark_sent, delivery=post, channel=message["channel"], ts=ts, said=said, ago=ago)


def _once_more(delivery: Delivery) -> Mark:
    return partial(outbox.retry, delivery=delivery, retry_at=None)
