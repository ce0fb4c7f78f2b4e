"""Events: kept in the database before they are acknowledged, and worked through by one leased worker.

Bolt acknowledges an event before its listener runs, so a crash would lose it. The middleware here answers
events itself: what is wanted is stored first; everything else is acknowledged and not stored.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.incoming import Arrival, Received, wanted
from bot.services import absences, mails, receiving
from bot.services.errors import MaybeRecorded, NothingRecorded, UnknownPerson
from bot.services.transaction import Transactions
from bot.slack import roster
from bot.slack.home import publish_home
from bot.slack.letters import letter_of
from bot.slack.web import passes

log = structlog.get_logger(__name__)

BATCH = 20
LEASE = timedelta(seconds=60)
LONGEST_REST_SECONDS = 30.0
PATIENT_ATTEMPTS = 4
"""So often is Slack asked for the whole of a mail; after that what the event holds of it has to do."""


def kept_before_ack(
    transactions: Transactions, wake: Callable[[], None]
) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Bolt middleware that answers every event: 200 once it is stored, 503 (so that Slack sends it again) if not."""

    async def middleware(
        req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        if req.body.get("type") != "event_callback":
            return await next()
        if wanted(req.body.get("event") or {}) is None:
            return BoltResponse(status=200, body="")
        try:
            await transactions.run_interactive(
                workspace_of_event(req.body), receiving.keep, str(req.body["event_id"]), req.body
            )
        except (NothingRecorded, MaybeRecorded):
            log.warning("event not stored; Slack will send it again")
            return BoltResponse(status=503, body="")
        wake()
        return BoltResponse(status=200, body="")

    return middleware


def workspace_of_event(body: Mapping[str, Any]) -> str:
    """The workspace that an event was authorized for: in a shared channel that is not always its sender's."""
    authorizations = body.get("authorizations") or [{}]
    return str(authorizations[0].get("team_id") or body.get("team_id") or "")


class InboxWorker:
    """Works through what was kept, oldest first. Any number of processes may run one: leases part the work."""

    def __init__(self, transactions: Transactions, client: AsyncWebClient) -> None:
        self._transactions = transactions
        self._client = client
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look now rather than later."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._woken.clear()
            try:
                worked = await self.drain()
            except Exception:
                # The seam of this loop: a database that is gone comes back, the loop must be there then.
                log.exception("inbox")
                worked = 0
            if not worked:
                await self._rest()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), LONGEST_REST_SECONDS)
        except TimeoutError:
            return

    async def drain(self) -> int:
        """Work through all that is ready; returns how many deliveries there were."""
        worked = 0
        while batch := await self._transactions.run("", receiving.lease, datetime.now(UTC), LEASE, BATCH):
            for received in batch:
                await self._work(received)
            worked += len(batch)
        return worked

    async def _work(self, received: Received) -> None:
        try:
            await self._handle(received)
        except Exception as error:
            # The seam of one delivery: whatever it holds, the next one is still worked through.
            if passes(error):
                log.warning("slack out of reach", kind=type(error).__name__, attempts=received.attempts)
            else:
                log.exception("delivery", kind=type(error).__name__, attempts=received.attempts)
            await self._transactions.run(
                received.workspace_id,
                receiving.failed,
                received,
                type(error).__name__,
                datetime.now(UTC),
                passes=passes(error),
            )
            return
        await self._transactions.run(received.workspace_id, receiving.done, received)

    async def _handle(self, received: Received) -> None:
        event = received.payload["event"]
        match wanted(event):
            case Arrival.MAIL:
                await self._mail(received, event)
            case Arrival.PLAIN_WORDS:
                await self._met(received.workspace_id, str(event["user"]))
                await self._transactions.run(
                    received.workspace_id, receiving.answer_plain_words, str(event["user"]), received.event_id
                )
            case Arrival.HOME:
                await self._met(received.workspace_id, str(event["user"]))
                await publish_home(self._client, self._transactions, received.workspace_id, str(event["user"]))
            case Arrival.PERSON:
                await self._person(received.workspace_id, event)
            case None:
                return

    async def _mail(self, received: Received, event: Mapping[str, Any]) -> None:
        workspace_id, channel = received.workspace_id, str(event["channel"])
        if await self._is_unsafe(workspace_id, channel):
            log.warning("mail in a shared channel left alone", channel=channel)
            return
        is_patient = received.attempts <= PATIENT_ATTEMPTS
        for letter in await letter_of(self._client, event, is_patient=is_patient):
            await roster.sync_address(self._client, self._transactions, workspace_id, letter.from_address)
            handed = await self._transactions.run(workspace_id, mails.take_mail, letter)
            if handed is None:
                log.info("mail", became="nothing")
            else:
                log.info("mail", became=handed.became.value, request=handed.request.id)

    async def _is_unsafe(self, workspace_id: str, channel: str) -> bool:
        guests = await self._transactions.run(workspace_id, receiving.guests)
        found = await roster.channel(self._client, channel, guests)
        return found is None or not found.is_safe

    async def _met(self, workspace_id: str, who: str) -> None:
        try:
            await self._transactions.run(workspace_id, receiving.greet, who)
        except UnknownPerson:
            await roster.sync_person(self._client, self._transactions, workspace_id, who)

    async def _person(self, workspace_id: str, event: Mapping[str, Any]) -> None:
        user = event["user"]
        slack_id = str(user["id"] if isinstance(user, Mapping) else user)
        try:
            known = await roster.sync_person(self._client, self._transactions, workspace_id, slack_id)
        except SlackApiError as error:
            log.warning("person not found in Slack", error=error.response.get("error"))
            return
        status = roster.status_of(user) if isinstance(user, Mapping) else None
        if known is not None and status is not None:
            await self._transactions.run(workspace_id, absences.notice_status, slack_id, status)
