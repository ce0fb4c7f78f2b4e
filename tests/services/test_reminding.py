"""The one reminder under the hands of planners, a sender and its crashes: every step in it has one outcome."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import background_engine
from bot.db.tables import audit_event, person, request, step
from bot.db.tables import outbox as table
from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, Kind, Purpose
from bot.domain.request import Outcome
from bot.domain.setup_reading import read_setup
from bot.services import (
    absences,
    acting,
    auditor,
    delivery,
    handing_over,
    looking,
    progressing,
    reminding,
    roster,
    setup,
)
from bot.services.transaction import Transactions, Tx
from bot.services.typed_days import Days
from tests.agency import BOB, DANA, EVERYBODY, LEA, WS
from tests.hand import Hand

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LEASE = timedelta(minutes=1)
SET_UP = """
[workspace]
timezone = "Europe/Berlin"
fallback_owner = "lea@agency.example"
[[client]]
name = "Acme GmbH"
[[project]]
client = "Acme GmbH"
name = "Portal"
owner = "bob@agency.example"
backup = "pia@agency.example"
lead = "lea@agency.example"
"""


@dataclass
class Desk:
    """A planner and a sender, each step of theirs by hand."""

    engine: AsyncEngine
    transactions: Transactions
    clock: Hand
    numbers: list[int] = field(default_factory=list)

    async def run(self, use_case: Any, *args: Any, **more: Any) -> Any:
        """What a use case returns."""
        return await self.transactions.run(WS, use_case, *args, **more)

    async def hand_over(self, count: int = 1) -> None:
        """Dana hands so many requests over to Bob, whose cards are sent."""
        for _ in range(count):
            words = f"please send offer {len(self.numbers)}"
            draft = handing_over.typed(words, reporter=DANA.slack_id, client_name="Acme GmbH")
            self.numbers.append((await self.run(handing_over.hand_over, draft)).request.id)
        await self.send_all()

    async def plan(self) -> None:
        """One planner looks at what is due."""
        await self.transactions.run("", progressing.progress_due, 50)

    async def claim(self, *purposes: Purpose, kind: Kind | None = None) -> list[Delivery]:
        """What a sender leases now, of these purposes; the rest is left as it is."""
        now = datetime.now(UTC)
        leased = await self.run(delivery.claim, limit=50, real_now=now, lease_until=now + LEASE, per_lane=50)
        wanted = []
        for one in leased:
            fits = (not purposes or one.intention.purpose in purposes) and kind in {None, one.intention.kind}
            if fits:
                wanted.append(one)
            else:
                await self.run(delivery.retry, one, retry_at=None)
        return wanted

    async def reminder(self, kind: Kind = Kind.POST) -> Delivery:
        """The one reminder that a sender leases now."""
        [found] = await self.claim(Purpose.REMINDER, kind=kind)
        return found

    async def send(self, one: Delivery) -> reminding.ReminderLook | looking.Look:
        """Look and have it arrive, or whatever else the look says."""
        look = await self.run(reminding.look if one.intention.purpose is Purpose.REMINDER else looking.look, one)
        if look.not_wanted is not None:
            await self.run(delivery.mark_withheld, one, reason=look.not_wanted)
        elif getattr(look, "joins", None) is not None:
            await self.run(reminding.join, one, message=look.joins)
        elif look.not_before is not None:
            await self.run(delivery.move, one, due_at=look.not_before)
        else:
            await self.arrive(one)
        return look  # type: ignore[no-any-return]  # what the runner returns is anything

    async def lose_one(self) -> Delivery:
        """A reminder goes out, and nobody knows whether Slack has it."""
        await self.plan()
        first = await self.reminder()
        await self.run(reminding.look, first)
        await self.run(delivery.mark_uncertain, first, settle_until=datetime.now(UTC))
        return first

    async def lose_one_before_the_other_is_due(self) -> Delivery:
        """The same with the first request alone; then the second falls due as well, and waits for the next one."""
        second = update(request).where(request.c.id == self.numbers[1])
        await self.change(second.values(due_at=MONDAY + 2 * DAY))
        first = await self.lose_one()
        await self.change(second.values(due_at=MONDAY))
        await self.plan()
        return first

    async def arrive(self, one: Delivery) -> None:
        """Slack has taken it."""
        place = {"channel": one.sent_channel or "D1", "ts": one.sent_ts or f"{one.id}.0"}
        assert await self.run(delivery.mark_sent, one, said="said", **place)

    async def send_all(self) -> None:
        """Until nothing is left to send now."""
        while leased := await self.claim():
            for one in leased:
                await self.send(one)

    async def outcomes(self, rung: int = 1) -> Counter[str]:
        """How many steps of that rung have which outcome."""
        query = select(func.coalesce(step.c.outcome, "none"), func.count()).where(step.c.rung == rung)
        async with self.engine.begin() as conn:
            return Counter(
                {str(kind): int(count) for kind, count in await conn.execute(query.group_by(step.c.outcome))}
            )

    async def reminders(self, kind: Kind = Kind.POST) -> list[str]:
        """The states of all reminders, oldest first."""
        query = select(table.c.state).where(table.c.purpose == Purpose.REMINDER, table.c.kind == kind)
        async with self.engine.begin() as conn:
            return list(await conn.scalars(query.order_by(table.c.id)))

    async def one_outcome_each(self) -> None:
        """Nothing is left undecided, and no step was decided twice."""
        ended = audit_event.c.kind.in_(["step sent", "step shown", "step withheld"])
        async with self.engine.begin() as conn:
            undecided = await conn.scalar(select(func.count()).where(step.c.outcome.is_(None)))
            steps = await conn.scalar(select(func.count()).select_from(step))
            told = await conn.scalar(select(func.count()).where(ended))
        assert (undecided, told) == (0, steps)

    async def change(self, statement: Any) -> None:
        """Something that no use case does."""
        async with self.engine.begin() as conn:
            await conn.execute(statement)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    engine, clock = background_engine(database_url, size=6), Hand(MONDAY)
    transactions = Transactions(interactive=engine, background=engine, clock=clock, woken=lambda: None)
    made = Desk(engine, transactions, clock)
    await made.run(roster.sync, "Agency", "U0NUDGE", EVERYBODY)
    await made.run(setup.apply, read_setup(SET_UP), {})
    yield made
    await engine.dispose()


@pytest.fixture
async def due(desk: Desk) -> Desk:
    """Two requests of Bob's, a day later."""
    await desk.hand_over(2)
    desk.clock.time = MONDAY + DAY
    return desk


async def test_two_planners_at_once_leave_one_reminder(desk: Desk) -> None:
    await desk.hand_over(12)
    desk.clock.time = MONDAY + DAY
    await asyncio.gather(*(desk.transactions.run("", progressing.progress_due, 4) for _ in range(3)))
    assert await desk.outcomes() == {"none": 12}
    assert await desk.reminders() == ["pending"]
    look = await desk.send(await desk.reminder())
    assert isinstance(look, reminding.ReminderLook)
    assert (len(look.shown.lines), look.shown.more, look.shown.clients) == (10, 2, 1)
    assert await desk.outcomes() == {"sent": 12}
    await desk.send_all()
    await desk.one_outcome_each()


async def test_planners_do_not_wait_for_what_is_on_its_way(due: Desk) -> None:
    """A step that falls due while the reminder is under way has a reminder of its own, which then joins it."""
    await due.change(update(request).where(request.c.id == due.numbers[1]).values(due_at=MONDAY + 2 * DAY))
    await due.plan()
    first = await due.reminder()
    look = await due.run(reminding.look, first)
    assert [line.facts.request.id for line in look.shown.lines] == due.numbers[:1]

    await due.change(update(request).where(request.c.id == due.numbers[1]).values(due_at=MONDAY))
    await due.plan()
    assert await due.reminders() == ["sending", "pending"]
    await due.arrive(first)
    assert await due.outcomes() == {"sent": 1, "none": 1}, "only what was drawn was sent"

    second = await due.reminder()
    joined = await due.send(second)
    assert isinstance(joined, reminding.ReminderLook)
    assert joined.joins == first.id
    assert await due.reminders() == ["sent", "withheld"]
    edit = await due.reminder(Kind.UPDATE)
    shown = await due.send(edit)
    assert isinstance(shown, reminding.ReminderLook)
    assert [line.facts.request.id for line in shown.shown.lines] == due.numbers
    assert await due.outcomes() == {"sent": 1, "shown": 1}
    await due.send_all()
    await due.one_outcome_each()


async def test_a_crash_between_the_look_and_the_answer_decides_exactly_what_was_drawn(due: Desk) -> None:
    first = await due.lose_one_before_the_other_is_due()

    [found] = await due.run(delivery.uncertain_ready, limit=9, real_now=datetime.now(UTC))
    assert found.id == first.id
    await due.arrive(found)
    assert await due.outcomes() == {"sent": 1, "none": 1}
    await due.send_all()
    assert await due.outcomes() == {"sent": 1, "shown": 1}
    await due.one_outcome_each()


async def test_a_reminder_that_was_found_a_day_later_was_that_days_and_todays_notifies(due: Desk) -> None:
    await due.lose_one()
    due.clock.time += DAY
    [found] = await due.run(delivery.uncertain_ready, limit=9, real_now=datetime.now(UTC))
    assert await due.run(delivery.mark_sent, found, channel="D1", ts="1.0", said="said", ago=DAY)
    await due.plan()
    look = await due.send(await due.reminder())
    assert isinstance(look, reminding.ReminderLook)
    assert look.joins is None
    assert await due.reminders() == ["sent", "sent"]


async def test_what_turns_out_not_to_be_in_slack_is_left_to_the_one_that_waits(due: Desk) -> None:
    await due.lose_one_before_the_other_is_due()
    [found] = await due.run(delivery.uncertain_ready, limit=9, real_now=datetime.now(UTC))
    await due.run(delivery.retry, found, retry_at=None)
    assert await due.reminders() == ["withheld", "pending"]
    assert await due.run(auditor.put_right) == 0

    look = await due.send(await due.reminder())
    assert isinstance(look, reminding.ReminderLook)
    assert len(look.shown.lines) == 2
    assert await due.outcomes() == {"sent": 2}
    await due.send_all()
    await due.one_outcome_each()


async def test_a_throttled_reminder_is_the_same_one_later_with_what_came_since(due: Desk) -> None:
    await due.plan()
    first = await due.reminder()
    await due.run(reminding.look, first)
    await due.run(delivery.retry, first, retry_at=None)
    await due.run(acting.close, due.numbers[0], BOB.slack_id, outcome=Outcome.DONE)
    look = await due.send(await due.reminder())
    assert isinstance(look, reminding.ReminderLook)
    assert [line.facts.request.id for line in look.shown.lines] == due.numbers[1:]
    assert await due.outcomes() == {"sent": 1, "withheld": 1}
    await due.send_all()
    await due.one_outcome_each()


async def test_where_nothing_is_left_to_say_nothing_is_sent(due: Desk) -> None:
    await due.plan()
    for number in due.numbers:
        await due.run(acting.close, number, BOB.slack_id, outcome=Outcome.DONE)
    look = await due.send(await due.reminder())
    assert look.not_wanted == reminding.NOTHING_LEFT
    assert await due.outcomes() == {"withheld": 2}
    await due.send_all()
    await due.one_outcome_each()


async def test_what_slack_refuses_was_said_to_nobody(due: Desk) -> None:
    await due.plan()
    first = await due.reminder()
    await due.run(reminding.look, first)
    await due.run(delivery.mark_failed, first, reason="channel_not_found")
    async with due.engine.begin() as conn:
        reasons = set(await conn.scalars(select(step.c.reason).where(step.c.rung == 1)))
    assert reasons == {Withheld.UNREACHABLE}
    await due.one_outcome_each()


async def test_who_has_left_is_told_nothing_and_that_is_on_record(due: Desk) -> None:
    await due.plan()
    first = await due.reminder()
    await due.change(update(person).where(person.c.slack_id == BOB.slack_id).values(is_active=False))
    look = await due.send(first)
    assert look.not_wanted is Withheld.NOBODY
    assert await due.outcomes() == {"withheld": 2}


async def test_who_has_gone_away_since_is_reminded_of_nothing_and_that_is_on_record(due: Desk) -> None:
    await due.plan()
    first = await due.reminder()
    today = Days(due.clock.time.date(), due.clock.time.date() + DAY)
    await due.run(absences.say_away, BOB.slack_id, days=today)
    look = await due.send(first)
    assert look.not_wanted == reminding.NOTHING_LEFT
    assert await due.outcomes() == {"withheld": 2}


async def test_a_closed_office_moves_the_reminder_and_every_step_in_it_says_so(due: Desk) -> None:
    await due.plan()
    due.clock.time = MONDAY + DAY + timedelta(hours=12)
    look = await due.send(await due.reminder())
    assert look.not_before == MONDAY + 2 * DAY - timedelta(hours=1)
    async with due.engine.begin() as conn:
        moved = await conn.scalar(select(func.count()).where(audit_event.c.kind == "step moved"))
    assert moved == 2
    due.clock.time = MONDAY + 2 * DAY - timedelta(hours=1)
    await due.send_all()
    assert await due.reminders() == ["sent"]


async def test_the_next_days_reminder_is_a_new_message_and_takes_over_what_it_repeats(due: Desk) -> None:
    await due.plan()
    first = await due.reminder()
    await due.send(first)
    await due.send_all()
    due.clock.time = MONDAY + 2 * DAY
    await due.plan()
    second = await due.reminder()
    await due.send(second)
    edit = await due.reminder(Kind.UPDATE)
    assert edit.intention.target_id == first.id
    look = await due.run(reminding.look, edit)
    assert look.shown.lines == (), "all of it stands further down"
    await due.arrive(edit)
    await due.send_all()
    await due.one_outcome_each()


async def test_a_step_that_lost_its_message_is_found_mended_and_told_of(due: Desk) -> None:
    await due.plan()
    await due.change(update(table).where(table.c.purpose == Purpose.REMINDER).values(state="withheld", reason="lost"))
    assert await due.run(auditor.put_right) == 0, "it may be on its way for a moment yet"
    due.clock.time += auditor.LATE + timedelta(seconds=1)
    assert await due.run(auditor.put_right) == 2
    assert await due.run(auditor.put_right) == 0
    assert await due.run(auditor.put_right_so_far) == 2
    await due.send_all()
    assert await due.outcomes() == {"sent": 2}
    async with due.engine.begin() as conn:
        lea = await conn.scalar(select(person.c.id).where(person.c.slack_id == LEA.slack_id))
        told = list(await conn.scalars(select(table.c.recipient_id).where(table.c.purpose == Purpose.OPERATOR)))
    assert told == [lea]
    await due.one_outcome_each()


async def test_a_lost_step_that_nobody_needs_any_more_is_withheld_with_its_reason(due: Desk) -> None:
    await due.plan()
    await due.change(update(table).where(table.c.purpose == Purpose.REMINDER).values(state="withheld", reason="lost"))
    await due.run(acting.close, due.numbers[0], BOB.slack_id, outcome=Outcome.DONE)
    due.clock.time += auditor.LATE + timedelta(seconds=1)
    assert await due.run(auditor.put_right) == 2
    await due.send_all()
    assert await due.outcomes() == {"sent": 1, "withheld": 1}
    await due.one_outcome_each()


async def test_a_lost_card_is_sent_after_all(desk: Desk) -> None:
    draft = handing_over.typed("please call", reporter=DANA.slack_id, client_name="Acme GmbH")
    await desk.run(handing_over.hand_over, draft)
    await desk.change(update(table).where(table.c.purpose == Purpose.CARD).values(state="withheld", reason="lost"))
    desk.clock.time += auditor.LATE + timedelta(seconds=1)
    assert await desk.run(auditor.put_right) == 1
    await desk.send_all()
    assert await desk.outcomes(rung=0) == {"sent": 1}


async def test_an_uncommitted_step_is_never_left_behind_by_the_sender(due: Desk) -> None:
    """While a planner is at work on a reminder that waits, no sender takes that away."""
    await due.change(update(request).where(request.c.id == due.numbers[1]).values(due_at=MONDAY + 2 * DAY))
    await due.plan()
    await due.change(update(request).where(request.c.id == due.numbers[1]).values(due_at=MONDAY))

    async def plans_slowly(tx: Tx) -> None:
        await progressing.progress_due(tx, 50)
        planned.set()
        await may_commit.wait()

    planned, may_commit = asyncio.Event(), asyncio.Event()
    planning = asyncio.create_task(due.transactions.run("", plans_slowly))
    await planned.wait()
    assert await due.claim(Purpose.REMINDER) == []
    may_commit.set()
    await planning
    look = await due.send(await due.reminder())
    assert isinstance(look, reminding.ReminderLook)
    assert len(look.shown.lines) == 2
