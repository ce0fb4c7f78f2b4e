"""Socket Mode: envelopes, acknowledgements, and the second try when one does not come."""

import asyncio
import json
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from bot.sandbox.links import Link, Links
from bot.sandbox.model import Json
from bot.sandbox.state import Workspace

EVENTS = "events_api"
KEPT = 1000
UNDER_WAY_MOST = 10_000
"""How many events wait for a bot that is away; what comes after that is lost."""


@dataclass(eq=False)
class Delivery:
    """One payload on its way: how often it was sent, and the bot's answer once it has acknowledged.

    `answer` resolves to the acknowledgement's payload (None for an empty one), or to a TimeoutError.
    """

    type: str
    payload: Json
    answer: "asyncio.Future[Json | None]"
    attempts: int = 0

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has confirmed that it got this."""
        return self.answer.done() and not self.answer.cancelled() and self.answer.exception() is None


class Sockets:
    """Sends envelopes over the connections of the app, each over one of them, in turn.

    `sent` has the latest envelopes, every try of its own.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Begin without anything under way."""
        self.workspace = workspace
        self.links = Links(workspace.app_id, self._receive)
        self.sent: deque[Json] = deque(maxlen=KEPT)
        self._waiting: dict[str, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def event(self, payload: Json) -> Delivery:
        """Send an event; without acknowledgement again, up to three times. It waits for a bot that is away."""
        delivery = self._begin(EVENTS, payload)
        if len(self._tasks) >= UNDER_WAY_MOST:
            self._lose(delivery)
            return delivery
        self._spawn(self._deliver_event(delivery))
        return delivery

    def interaction(self, kind: str, payload: Json) -> Delivery:
        """Send a command or an interaction; without acknowledgement it is lost, as in Slack."""
        delivery = self._begin(kind, payload)
        self._spawn(self._deliver_once(delivery))
        return delivery

    def _begin(self, kind: str, payload: Json) -> Delivery:
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        return Delivery(kind, payload, answer)

    async def _deliver_event(self, delivery: Delivery) -> None:
        reason, avoid = "", None
        for attempt in range(1 + len(self.workspace.retry_seconds)):
            if attempt:
                await asyncio.sleep(self.workspace.retry_seconds[attempt - 1])
            if delivery.answer.done():
                return
            link = await self.links.pick(avoid)
            retry = {"retry_attempt": attempt, "retry_reason": reason}
            reason = await self._send(link, delivery, retry)
            if not reason:
                return
            avoid = link
        self._lose(delivery)

    def _lose(self, delivery: Delivery) -> None:
        self.workspace.journal.lost_events.append(delivery.payload)
        self._give_up(delivery)

    async def _deliver_once(self, delivery: Delivery) -> None:
        if not self.links.open:
            self._give_up(delivery)
            return
        if await self._send(await self.links.pick(None), delivery, {}):
            self._give_up(delivery)

    async def _send(self, link: Link, delivery: Delivery, retry: Json) -> str:
        """Send an envelope and wait for its acknowledgement; the reason why there was none, '' when there was."""
        envelope_id = str(uuid.uuid4())
        self._waiting[envelope_id] = delivery
        delivery.attempts += 1
        envelope = {
            "envelope_id": envelope_id,
            "type": delivery.type,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.type != EVENTS,
            **retry,
        }
        self.sent.append(envelope)
        try:
            await link.socket.send_json(envelope)
        except ConnectionError:
            return "connection_failed"
        return await self._await_answer(link, delivery)

    async def _await_answer(self, link: Link, delivery: Delivery) -> str:
        gone = asyncio.ensure_future(link.gone.wait())
        either: set[asyncio.Future[Any]] = {delivery.answer, gone}
        try:
            await asyncio.wait(either, timeout=self.workspace.ack_seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
        if delivery.answer.done():
            return ""
        return "connection_failed" if link.gone.is_set() else "timeout"

    def _receive(self, raw: str) -> None:
        """Take an acknowledgement; a late one counts as long as nobody has given up."""
        answer = json.loads(raw)
        delivery = self._waiting.pop(answer.get("envelope_id", ""), None)
        if delivery and not delivery.answer.done():
            delivery.answer.set_result(answer.get("payload") or None)

    def _give_up(self, delivery: Delivery) -> None:
        self._waiting = {name: other for name, other in self._waiting.items() if other is not delivery}
        if not delivery.answer.done():
            delivery.answer.set_exception(TimeoutError("the bot did not acknowledge"))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering and close every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.links.close()
