"""A database, a local workspace and senders between them, for tests of delivery."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import outbox
from bot.db.engine import background_engine
from bot.db.tables import outbox as table
from bot.db.tables import person, request, step
from bot.domain.ladder import StepKey
from bot.domain.outbox import Delivery, Intention, Kind, Purpose
from bot.sandbox import Sandbox, Workspace
from bot.services.clock import RealClock
from bot.services.transaction import Transactions
from bot.slack.pacing import Pacing
from bot.slack.rendered import Ready, Rendered
from bot.slack.sender import Sender, SenderTimes
from bot.slack.views.message import Message
from bot.slack.web import slack_client

WORKSPACE = "T0NUDGE"
QUICK = SenderTimes(
    request_timeout=1.0, settle=0.1, lease=1.5, seat_retry=0.05, longest_sleep=5.0, backoff=0.05, longest_backoff=0.2
)


class Plain:
    """Draws every delivery as its key; `answers` may say otherwise for a key."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Delivery], Rendered]] = {}
        self.drawn: list[str] = []

    async def render(self, delivery: Delivery) -> Rendered:
        """What was said for the key, else the key itself."""
        key = delivery.intention.dedupe_key.split(" ")[0]
        self.drawn.append(key)
        answer = self.answers.get(key)
        return answer(delivery) if answer else Ready(saying(key))


def saying(text: str) -> Message:
    """A message of one paragraph."""
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


@dataclass
class PostOffice:
    """What a test puts in, and what it looks at afterwards."""

    sandbox: Sandbox
    engine: AsyncEngine
    transactions: Transactions
    client: AsyncWebClient
    renderer: Plain = field(default_factory=Plain)

    def sender(self, times: SenderTimes = QUICK, pacing: Pacing | None = None) -> Sender:
        """A sender of its own, as each replica has one."""
        return Sender(self.transactions, self.client, WORKSPACE, self.renderer, settings=times, pacing=pacing)

    async def people(self, count: int) -> list[int]:
        """So many people, in Slack and in the database; their ids."""
        names = [f"person{number}" for number in range(count)]
        users = [
            self.sandbox.workspace.add_user(name, email=f"{name}@agency.example", real_name=name.title())
            for name in names
        ]
        rows = [{"workspace_id": WORKSPACE, "slack_id": user.id, "name": user.name} for user in users]
        async with self.engine.begin() as conn:
            return list(await conn.scalars(insert(person).values(rows).returning(person.c.id)))

    async def put(self, *intentions: Intention) -> list[int | None]:
        """Commit these intentions."""
        async with self.engine.begin() as conn:
            return await outbox.enqueue(conn, WORKSPACE, intentions)

    async def nudges(self, count: int, recipients: list[int]) -> list[str]:
        """Commit so many posts, in turn to each recipient; what they will say."""
        texts = [f"nudge-{number}" for number in range(count)]
        await self.put(*[nudge(text, recipients[number % len(recipients)]) for number, text in enumerate(texts)])
        return texts

    async def due_step(self, recipient: int) -> tuple[int, StepKey]:
        """A request with a step that fell due and has no outcome yet."""
        now = datetime.now(UTC)
        key = StepKey(1, 1, 0, recipient)
        kind = {"source": "test", "external_id": "1", "state": "triage", "wish": "call", "words": "call us"}
        when = {"handed_over_at": now, "cycle_started_at": now, "anchor_at": now}
        rest = {"words_digest": b"", "cycle_cause": "handed over", "policy_name": "standard", "policy_version": 1}
        place = {"cycle": key.cycle, "rung": key.rung, "repetition": key.repetition, "recipient_id": recipient}
        policy = {"policy_name": "standard", "policy_version": 1, "role": "owner", "tone": "gentle"}
        async with self.engine.begin() as conn:
            made = insert(request).values(workspace_id=WORKSPACE, **kind, **when, **rest).returning(request.c.id)
            number: int = (await conn.execute(made)).scalar_one()
            ids = {"workspace_id": WORKSPACE, "request_id": number}
            await conn.execute(insert(step).values(**ids, **place, **policy, due_at=now, planned_at=now))
        return number, key

    @property
    def said(self) -> Counter[str]:
        """What stands in the workspace, with how often."""
        return Counter(message.text for message in self.sandbox.workspace.messages)

    async def rows(self, *columns: Any) -> list[Any]:
        """These columns of every row of the outbox, oldest first."""
        async with self.engine.begin() as conn:
            return list(await conn.execute(select(*columns).select_from(table).order_by(table.c.id)))

    async def states(self) -> Counter[str]:
        """How many rows are in which state."""
        return Counter(row.state for row in await self.rows(table.c.state))


def nudge(text: str, recipient: int, **more: Any) -> Intention:
    """A direct message that says its own key."""
    return Intention(Purpose.CARD, text, recipient_id=recipient, **more)


def edit(text: str, target: int | None, **more: Any) -> Intention:
    """An edit that says its own key."""
    return Intention(Purpose.CARD, text, kind=Kind.UPDATE, target_id=target, **more)


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until this holds; fail after so many seconds."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to that")


@asynccontextmanager
async def post_office(database_url: str, *, pacing: bool = False) -> AsyncIterator[PostOffice]:
    """Everything running; `pacing` switches Slack's own rate limits on."""
    engine = background_engine(database_url, size=8)
    transactions = Transactions(interactive=engine, background=engine, clock=RealClock(), woken=lambda: None)
    sandbox = Sandbox(Workspace(WORKSPACE, pacing=pacing))
    await sandbox.start()
    try:
        async with slack_client("xoxb-sandbox", base_url=sandbox.api_url, timeout=QUICK.request_timeout) as client:
            yield PostOffice(sandbox, engine, transactions, client)
    finally:
        await sandbox.stop()
        await engine.dispose()
