"""Delivery: what a sender does with the outbox, each a use case of its own.

Due times are compared with the Clock's `now`, leases, retries and settle times with the real time that the
sender hands in. Whatever ends an attempt counts only as long as that attempt is the current one; it answers
False otherwise, and then changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot.db import backlog, deliveries, outbox, steps
from bot.domain.events import Event, EventKind, Value
from bot.domain.forgetting import ERASING
from bot.domain.ladder import Withheld
from bot.domain.outbox import Backlog, Delivery, DeliveryState, Kind, MovedBy, Purpose
from bot.services import reminding, weekly
from bot.services.looking import CARDS
from bot.services.progressing import redraw_messages
from bot.services.questions import QUESTIONS, held_questions, wait_for_questions
from bot.services.transaction import Tx

SUPERSEDED = "a later edit of the same message"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies ahead of a sender: perhaps something now, something for certain at `next_at` (real time, UTC)."""

    work_now: bool
    next_at: datetime | None


async def claim(
    tx: Tx, *, limit: int, real_now: datetime, lease_until: datetime, per_lane: int = 1, updates: int | None = None
) -> list[Delivery]:
    """Lease up to `limit` rows that may be sent now, of them at most `updates` edits (None: any number).

    They are committed as under way before anything is sent.
    """
    return await deliveries.claim(
        tx.conn,
        tx.workspace_id,
        now=tx.now,
        real_now=real_now,
        lease_until=lease_until,
        limit=limit,
        per_lane=per_lane,
        updates=limit if updates is None else updates,
    )


async def uncertain_ready(tx: Tx, *, limit: int, real_now: datetime) -> list[Delivery]:
    """What is uncertain and can be looked for now; whose lease has ended is uncertain from here on."""
    await deliveries.give_up_expired(tx.conn, tx.workspace_id, real_now)
    return await deliveries.settled(tx.conn, tx.workspace_id, real_now, limit)


async def opened(tx: Tx, delivery: Delivery, *, channel: str) -> bool:
    """Note the conversation that a post goes to, before it is sent: there it will be looked for."""
    return await deliveries.change(tx.conn, delivery, opened_channel=channel)


async def sharing(tx: Tx, delivery: Delivery, *, file_id: str, said: str) -> bool:
    """Note the file that is about to be shared, before it is: by its id it will be looked for."""
    return await deliveries.change(tx.conn, delivery, file_id=file_id, said=said)


async def mark_sent(
    tx: Tx,
    delivery: Delivery,
    *,
    channel: str,
    ts: str,
    said: str,
    shown_digest: bytes | None = None,
    ago: timedelta = timedelta(),
) -> bool:
    """It is in Slack, and says `said`; `shown_digest` tells later edits whether they would change anything.

    Where that was found out afterwards, it has been there since so long `ago`: of which day it is hangs on that.
    """
    values = {"state": DeliveryState.SENT, "sent_channel": channel, "sent_ts": ts, "sent_at": tx.now - ago}
    is_update = delivery.intention.kind is Kind.UPDATE
    values |= {"shown_digest": None if is_update else shown_digest, "reason": None, "lease_until": None}
    counts, kept = await deliveries.arrived(tx.conn, delivery, said=said, **values)
    if not counts:
        return False
    target = delivery.intention.target_id
    if is_update and target is not None:
        await deliveries.note_shown(tx.conn, tx.workspace_id, target, shown_digest)
        await _decide(tx, delivery, EventKind.STEP_SHOWN, said=kept)
    else:
        await _decide(tx, delivery, EventKind.STEP_SENT, said=kept)
        await _note_channel(tx, delivery, EventKind.CHANNEL_TOLD, said=kept)
        if delivery.intention.due_at is not None:
            await _redraw_older(tx, delivery)
    return True


async def mark_withheld(tx: Tx, delivery: Delivery, *, reason: Withheld | str) -> bool:
    """It is not wanted any more, and why."""
    if not await deliveries.change(
        tx.conn, delivery, state=DeliveryState.WITHHELD, reason=str(reason), lease_until=None
    ):
        return False
    await _decide(tx, delivery, EventKind.STEP_WITHHELD, reason=str(reason))
    await _note_channel(tx, delivery, EventKind.CHANNEL_NOT_TOLD, reason=str(reason))
    if delivery.intention.purpose is Purpose.DIGEST and delivery.intention.kind is Kind.POST:
        week = delivery.intention.facts.get("week")
        await tx.record(Event(EventKind.STEP_WITHHELD, data={"digest": week, "reason": str(reason)}))
        await weekly.note_kept_back(tx, delivery, str(reason))
    await _redraw_older(tx, delivery)
    return True


async def _redraw_older(tx: Tx, delivery: Delivery) -> None:
    """Older messages leave a request to a card or heads-up once that is sent, and show it again if it is not."""
    intention = delivery.intention
    if intention.kind is not Kind.POST or intention.purpose not in CARDS or intention.request_id is None:
        return
    await redraw_messages(tx, [intention.request_id], but=delivery.id)


_DELETED = "message_not_found"
_DELETED_ABOVE = "thread_not_found"
"""What Slack calls a message that somebody has deleted: one to be edited, one to be answered."""


async def mark_failed(tx: Tx, delivery: Delivery, *, reason: str) -> bool:
    """Slack will not take it; `reason` is Slack's own code. An edit that fails is no event, unless words were to go."""
    if not await deliveries.change(tx.conn, delivery, state=DeliveryState.FAILED, reason=reason, lease_until=None):
        return False
    if delivery.intention.purpose is Purpose.REMINDER and reason == _DELETED:
        await reminding.begin_anew(tx, delivery)
    elif delivery.intention.purpose is Purpose.REMINDER:
        await reminding.give_up(tx, delivery, error=reason)
    elif delivery.intention.purpose is Purpose.REMINDER_LINE and reason == _DELETED_ABOVE:
        return True  # the edit of that reminder will fail as well, and a new one tells of it
    elif delivery.intention.step is not None:
        await _decide(tx, delivery, EventKind.STEP_WITHHELD, reason=str(Withheld.UNREACHABLE), error=reason)
    elif delivery.intention.kind is not Kind.UPDATE:
        await _note_undelivered(tx, delivery, reason)
    await weekly.note_kept_back(tx, delivery, reason)
    if delivery.intention.kind is Kind.UPDATE and delivery.intention.facts.get(ERASING):
        await _note_undelivered(tx, delivery, reason)
    return True


async def _note_undelivered(tx: Tx, delivery: Delivery, reason: str) -> None:
    data: dict[str, Value] = {
        "purpose": str(delivery.intention.purpose),
        "recipient": delivery.intention.recipient_id,
        "channel": delivery.intention.channel or delivery.sent_channel,
        "error": reason,
    }
    await tx.record(Event(EventKind.UNDELIVERED, delivery.intention.request_id, data=data))


async def move(tx: Tx, delivery: Delivery, *, due_at: datetime, moved_by: MovedBy = MovedBy.HOURS) -> bool:
    """The recipient's office is closed, or they have had enough for today: it waits until `due_at` (the Clock's).

    No outcome, but an event.
    """
    intention = delivery.intention
    data: dict[str, Value] = {"to": due_at.isoformat(), "reason": moved_by.value}
    is_question = intention.purpose in QUESTIONS and moved_by is MovedBy.BUDGET
    asked_about = await held_questions(tx, delivery) if is_question else []
    if not await _put_back(tx, delivery, due_at=due_at):
        return False
    # Edits that were meant for it while it was under way: it will be drawn as things stand then.
    await deliveries.drop_edits_of(tx.conn, tx.workspace_id, delivery.id, reason=str(Withheld.SUPERSEDED))
    await _redraw_older(tx, delivery)
    if intention.purpose is Purpose.REMINDER:
        await reminding.note_move(tx, delivery, data)
    elif intention.step is not None:
        await tx.record(Event(EventKind.STEP_MOVED, intention.request_id, data=_step_data(delivery) | data))
    elif is_question:
        await wait_for_questions(tx, delivery, asked_about, data, due_at)
    elif moved_by is MovedBy.BUDGET:
        data |= {"purpose": intention.purpose.value, "recipient": intention.recipient_id}
        await tx.record(Event(EventKind.STEP_MOVED, intention.request_id, data=data))
    return True


async def retry(tx: Tx, delivery: Delivery, *, retry_at: datetime | None) -> bool:
    """It is known not to be in Slack, or may be said again: once more, from `retry_at` (real time) on."""
    return await _put_back(tx, delivery, retry_at=retry_at)


async def mark_uncertain(tx: Tx, delivery: Delivery, *, settle_until: datetime) -> bool:
    """Nobody knows whether Slack took it; from `settle_until` (real time) on it can be looked for."""
    return await deliveries.change(
        tx.conn, delivery, state=DeliveryState.UNCERTAIN, retry_at=settle_until, lease_until=None
    )


async def mark_unreadable(tx: Tx, delivery: Delivery, *, reason: str, retry_at: datetime) -> bool:
    """Slack does not let us look for it: it stays uncertain, blocks nothing, and is shown to the operator."""
    return await deliveries.change(
        tx.conn, delivery, state=DeliveryState.UNCERTAIN, reason=reason, retry_at=retry_at, lease_until=None
    )


async def idle(tx: Tx) -> bool:
    """Whether nothing is due, nothing under way, and nothing uncertain but what can't be found out."""
    return await backlog.is_idle(tx.conn, tx.workspace_id, tx.now)


async def next_due_at(tx: Tx) -> datetime | None:
    """When the next message that is held back falls due, by the Clock."""
    return await backlog.next_due_at(tx.conn, tx.workspace_id, tx.now)


async def outlook(tx: Tx, *, real_now: datetime) -> Outlook:
    """Whether a look is worth while, and when the passing of time makes it so."""
    return Outlook(*await backlog.outlook(tx.conn, tx.workspace_id, tx.now, real_now))


async def next_attempt_at(tx: Tx, *, real_now: datetime) -> datetime | None:
    """The earliest moment (real time) at which the sender may have work, now included; None: never."""
    ahead = await outlook(tx, real_now=real_now)
    return real_now if ahead.work_now else ahead.next_at


async def counts(tx: Tx) -> Backlog:
    """How much has not arrived yet, for metrics and the operator."""
    return await outbox.counts(tx.conn, tx.workspace_id)


async def _put_back(tx: Tx, delivery: Delivery, **values: datetime | None) -> bool:
    """Pending again; unless a later edit of the same message waits, which then does its work too."""
    pending = {"state": DeliveryState.PENDING, "retry_at": None, "lease_until": None, "reason": None} | values
    target = delivery.intention.target_id
    if delivery.intention.kind is Kind.POST and delivery.intention.purpose is Purpose.REMINDER:
        return await reminding.put_back(tx, delivery, dict(pending))
    if delivery.intention.kind is not Kind.UPDATE or target is None:
        return await deliveries.change(tx.conn, delivery, **pending)
    if delivery.uncertain:
        await deliveries.note_shown(tx.conn, tx.workspace_id, target, None)
    if not await _superseded(tx, delivery):
        try:
            async with tx.conn.begin_nested():
                return await deliveries.change(tx.conn, delivery, **pending)
        except IntegrityError:  # a later edit has been committed since we looked
            await _superseded(tx, delivery)
    return True


async def _superseded(tx: Tx, delivery: Delivery) -> bool:
    """Leave an edit to a later one of the same message, its step included; False when there is none."""
    found, handed_over = await deliveries.hand_over_step(tx.conn, delivery)
    if not found:
        return False
    if handed_over or delivery.intention.step is None:
        await deliveries.change(tx.conn, delivery, state=DeliveryState.WITHHELD, reason=SUPERSEDED, lease_until=None)
    else:
        await mark_withheld(tx, delivery, reason=Withheld.OVERTAKEN)
    return True


async def _decide(tx: Tx, delivery: Delivery, kind: EventKind, *, said: str | None = None, **data: Value) -> None:
    """Give the step behind a delivery, or all of a reminder's, its outcome, and tell the trail."""
    if delivery.intention.purpose is Purpose.REMINDER:
        await reminding.decide(tx, delivery, kind, said=said, **data)
        return
    step, number = delivery.intention.step, delivery.intention.request_id
    if step is None or number is None:
        return
    outcome = {EventKind.STEP_SENT: "sent", EventKind.STEP_SHOWN: "shown"}.get(kind, "withheld")
    reason = str(data["reason"]) if outcome == "withheld" else None
    if await steps.decide(tx.conn, tx.workspace_id, number, step, outcome=outcome, reason=reason, at=tx.now):
        await tx.record(Event(kind, number, data={**_step_data(delivery), **data}, text=said))


async def _note_channel(tx: Tx, delivery: Delivery, kind: EventKind, *, said: str | None = None, **data: Value) -> None:
    """Tell the trail what became of a word in the project's channel, if that is what it was."""
    intention = delivery.intention
    if intention.purpose is Purpose.CHANNEL_WORD:
        which = {key: intention.facts.get(key) for key in ("cycle", "rung")}
        await tx.record(Event(kind, intention.request_id, data={**which, **data}, text=said))


def _step_data(delivery: Delivery) -> dict[str, Value]:
    step = delivery.intention.step
    if step is None:
        return {}
    return {"cycle": step.cycle, "rung": step.rung, "repetition": step.repetition, "recipient": step.recipient}
