"""The one reminder of a day: what it says at the moment it is sent or edited, and what becomes of the steps in it.

A step that falls due only makes sure that a reminder waits for its person. The sender, alone in its workspace, finds
out whether that becomes a message or joins the one that the person has had today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from bot.db import deliveries, reminders, requests, steps
from bot.db.reminders import Carrier
from bot.domain.budget import begin_of_day
from bot.domain.events import Event, EventKind, Value
from bot.domain.facts import ReminderFacts, ReminderLine
from bot.domain.ladder import StepKey, Withheld, still_wanted
from bot.domain.outbox import Delivery, DeliveryState, Intention, Kind, Purpose
from bot.domain.people import Person
from bot.domain.progress import reminder_for
from bot.domain.reminder import (
    MOST_LINES,
    DueLine,
    clients_among,
    is_said_aloud,
    latest_of_each,
    said_of,
    worst_first,
)
from bot.domain.request import Request
from bot.services.errors import UnknownPerson
from bot.services.looking import CARDS
from bot.services.office import Office, office_of
from bot.services.progressing import say
from bot.services.reading import facts_of
from bot.services.transaction import Tx

JOINED = "it joined the reminder of today"
NOTHING_LEFT = "nothing is left to remind of"
SUPERSEDED = "a later reminder"


@dataclass(frozen=True, slots=True)
class ReminderLook:
    """What the sender finds: what to show, or `not_wanted` and why, or `not_before` when (UTC).

    `joins` names today's message, which shows it instead.
    """

    delivery: Delivery
    reader: Person
    now: datetime
    shown: ReminderFacts = field(default_factory=ReminderFacts)
    not_wanted: Withheld | str | None = None
    not_before: datetime | None = None
    joins: int | None = None


async def look(tx: Tx, delivery: Delivery) -> ReminderLook:
    """Look at a reminder, or an edit of one, under its lease: what is not wanted any more is withheld at once."""
    office = await office_of(tx)
    reader = office.people.get(delivery.intention.recipient_id or 0)
    if reader is None:
        raise UnknownPerson(str(delivery.intention.recipient_id))
    empty = ReminderLook(delivery, replace(reader, introduced=not delivery.intention.facts.get("introduce")), tx.now)
    if delivery.intention.kind is Kind.UPDATE:
        return await _look_at_edit(tx, office, empty)
    return await _look_at_post(tx, office, empty)


async def _look_at_post(tx: Tx, office: Office, empty: ReminderLook) -> ReminderLook:
    carrier, reader = Carrier.of(empty.delivery), empty.reader
    opening = _closed_until(office, reader, tx.now)
    if reader.is_active and opening is None:
        had = await _todays(tx, office, reader)
        if had is not None:
            return replace(empty, joins=had)
    due = await reminders.take_up(tx.conn, carrier, into=carrier.delivery_id)
    if not reader.is_active:
        return replace(empty, not_wanted=Withheld.NOBODY)
    known = await _known(tx, due)
    wanted = await _still_wanted(tx, due, known, is_away=_is_away(office, reader, tx.now))
    if not wanted:
        return replace(empty, not_wanted=NOTHING_LEFT)
    if opening is not None:
        return replace(empty, not_before=opening)
    known = {one.request_id: known[one.request_id] for one in wanted}
    return replace(empty, shown=await _shown(tx, office, wanted, known))


async def _look_at_edit(tx: Tx, office: Office, empty: ReminderLook) -> ReminderLook:
    message = empty.delivery.intention.target_id or 0
    carrier, reader = Carrier.of(empty.delivery), empty.reader
    is_todays = message == await _todays(tx, office, reader)
    if is_todays and reader.is_active and _closed_until(office, reader, tx.now) is None:
        await _take_in(tx, carrier, message)  # it need not be drawn without what is about to join it
    new = await reminders.draw(tx.conn, carrier, within=message)
    if not reader.is_active:
        return replace(empty, not_wanted=Withheld.NOBODY)
    if new:
        await _still_wanted(tx, new, await _known(tx, new), is_away=_is_away(office, reader, tx.now))
    told = await reminders.carried(tx.conn, tx.workspace_id, message)
    known = await _known(tx, told)
    later = await reminders.told_later(tx.conn, carrier, message, known, CARDS, waiting=not is_todays, now=tx.now)
    for one in new:
        if one.request_id in later:  # this message will not show it
            await withhold(tx, one.request_id, one.key, Withheld.OVERTAKEN)
    lines = [one for one in latest_of_each(told)[0] if one.request_id not in later]
    return replace(empty, shown=await _shown(tx, office, lines, known))


def _closed_until(office: Office, reader: Person, now: datetime) -> datetime | None:
    """When the reader's office opens; None while it is open, or never will be."""
    opening = office.calendar(reader.id).next_open(now)
    return opening if opening is not None and opening > now else None


async def _todays(tx: Tx, office: Office, reader: Person) -> int | None:
    """The reminder that the reader was sent today, by their own clocks."""
    today = begin_of_day(office.calendar(reader.id), tx.now)
    return await reminders.sent_since(tx.conn, tx.workspace_id, reader.id, today)


async def _known(tx: Tx, due: Iterable[DueLine]) -> dict[int, Request]:
    return await requests.by_number(tx.conn, tx.workspace_id, {one.request_id for one in due})


def _is_away(office: Office, reader: Person, now: datetime) -> bool:
    """Whether the reader has gone away since their steps fell due: others hear meanwhile."""
    return office.calendar(reader.id).absence_at(now) is not None


async def _still_wanted(
    tx: Tx, due: Iterable[DueLine], known: Mapping[int, Request], *, is_away: bool
) -> list[DueLine]:
    """What of this still should be said; of the rest it is on record why not."""
    latest, overtaken = latest_of_each(due)
    unwanted = [(one, Withheld.OVERTAKEN) for one in overtaken]
    wanted = []
    for one in latest:
        request = known.get(one.request_id)
        reason = Withheld.CLOSED if request is None else still_wanted(one.key, request, tx.now)
        if reason is None and is_away:
            reason = Withheld.AWAY
        if reason is None:
            wanted.append(one)
        else:
            unwanted.append((one, reason))
    for one, reason in unwanted:
        await withhold(tx, one.request_id, one.key, reason)
    return wanted


async def withhold(tx: Tx, number: int, key: StepKey, reason: Withheld) -> None:
    """Give a step that will not be said its outcome, unless it has one."""
    if await steps.decide(tx.conn, tx.workspace_id, number, key, outcome="withheld", reason=reason.value, at=tx.now):
        await tx.record(_event(EventKind.STEP_WITHHELD, number, key, {"reason": reason.value}))


async def _shown(tx: Tx, office: Office, lines: Iterable[DueLine], known: Mapping[int, Request]) -> ReminderFacts:
    """`known` are all the requests that the message tells of, `lines` what of that it still shows."""
    ordered = worst_first(lines, known)
    live = {one.request_id for one in ordered if still_wanted(one.key, known[one.request_id], tx.now) is None}
    shown = []
    for one in ordered[:MOST_LINES]:
        facts = await facts_of(tx, office, known[one.request_id])
        shown.append(ReminderLine(facts, one.key, one.tone, one.request_id in live))
    return ReminderFacts(
        lines=tuple(shown),
        more=len(ordered) - len(shown),
        clients=clients_among(known[number] for number in live),
        is_alone=len(known) == 1,
    )


# --- what becomes of it ----------------------------------------------------------------------------------------------


async def join(tx: Tx, delivery: Delivery, *, message: int) -> bool:
    """It is not sent: today's `message` tells of its steps as well, by an edit, and of news in a line below it."""
    if not await deliveries.change(tx.conn, delivery, state=DeliveryState.WITHHELD, reason=JOINED, lease_until=None):
        return False
    if not await _take_in(tx, Carrier.of(delivery), message):
        return True
    edit = Intention(
        Purpose.REMINDER,
        f"joined:{message}",
        kind=Kind.UPDATE,
        target_id=message,
        recipient_id=delivery.intention.recipient_id,
        facts=await reminders.facts_of(tx.conn, tx.workspace_id, message),
    )
    await say(tx, [edit])
    return True


async def _take_in(tx: Tx, carrier: Carrier, message: int) -> bool:
    """Have a message that is in Slack tell of what came since; news are said aloud below it. Whether there was any."""
    due = await reminders.take_up(tx.conn, carrier, into=message)
    known = await _known(tx, due)
    await say(tx, [_line_below(message, one) for one in due if _is_news(one, known.get(one.request_id), tx.now)])
    return bool(due)


def _is_news(one: DueLine, request: Request | None, now: datetime) -> bool:
    return request is not None and is_said_aloud(one.key, request) and still_wanted(one.key, request, now) is None


def _line_below(message: int, one: DueLine) -> Intention:
    """At most one for each request and cycle: its key says so."""
    return Intention(
        Purpose.REMINDER_LINE,
        f"reminder line:{one.request_id}:{one.key.cycle}:{one.key.recipient}",
        recipient_id=one.key.recipient,
        request_id=one.request_id,
        thread_of=message,
        in_office_hours=True,
        facts={"cycle": one.key.cycle, "rung": one.key.rung, "repetition": one.key.repetition},
    )


async def decide(tx: Tx, delivery: Delivery, kind: EventKind, *, said: str | None = None, **data: Value) -> None:
    """Give the steps that this delivery draws their outcome, and tell the trail what was said of each."""
    outcome = {EventKind.STEP_SENT: "sent", EventKind.STEP_SHOWN: "shown"}.get(kind, "withheld")
    reason = str(data["reason"]) if outcome == "withheld" else None
    carrier = Carrier.of(delivery)
    decided = await reminders.decide_drawn(tx.conn, carrier, outcome=outcome, reason=reason, at=tx.now)
    if not decided:
        return
    told = await reminders.carried(tx.conn, tx.workspace_id, delivery.intention.target_id or delivery.id)
    numbers = {one.request_id for one in told}
    await tx.record(
        *(
            _event(kind, one.request_id, one.key, data, said and said_of(said, one.request_id, numbers))
            for one in sorted(decided, key=lambda one: (one.request_id, one.key))
        )
    )


async def give_up(tx: Tx, delivery: Delivery, *, error: str) -> None:
    """Slack will not take it: nobody can be reached by it with what it was to say, or would have said."""
    if delivery.intention.kind is Kind.POST:
        await reminders.take_up(tx.conn, Carrier.of(delivery), into=delivery.id)
    await decide(tx, delivery, EventKind.STEP_WITHHELD, reason=str(Withheld.UNREACHABLE), error=error)


async def begin_anew(tx: Tx, delivery: Delivery) -> None:
    """Somebody has deleted the message that this was to edit: what it was to tell comes in a new one."""
    carrier = Carrier.of(delivery)
    if await reminders.note_gone(tx.conn, carrier, delivery.intention.target_id or 0):
        await say(tx, [reminder_for(carrier.recipient_id, tx.now)])


async def note_move(tx: Tx, delivery: Delivery, data: dict[str, Value]) -> None:
    """Tell the trail of each step that it waits."""
    drawn = await reminders.drawn(tx.conn, Carrier.of(delivery))
    await tx.record(*(_event(EventKind.STEP_MOVED, one.request_id, one.key, data) for one in drawn))


async def put_back(tx: Tx, delivery: Delivery, values: dict[str, object]) -> bool:
    """Pending again; unless a later reminder for the same person waits, which then tells of its steps too."""
    try:
        async with tx.conn.begin_nested():
            return await deliveries.change(tx.conn, delivery, **values)
    except IntegrityError:  # there may be only one
        ended = await deliveries.change(
            tx.conn, delivery, state=DeliveryState.WITHHELD, reason=SUPERSEDED, lease_until=None
        )
        if ended:
            carrier = Carrier.of(delivery)
            await reminders.let_go(tx.conn, carrier)
            if delivery.intention.facts.get("introduce"):
                await reminders.introduce_instead(tx.conn, carrier)
        return ended


def _event(kind: EventKind, number: int, key: StepKey, data: dict[str, Value], said: str | None = None) -> Event:
    facts: dict[str, Value] = {
        "cycle": key.cycle,
        "rung": key.rung,
        "repetition": key.repetition,
        "recipient": key.recipient,
    }
    return Event(kind, number, data=facts | data, text=said)
