"""What people do with a request: take it, speak with the client, pass it on, put it off, end it.

Each use case holds the request, asks whether the person may, moves it by the table of `domain.life`, brings
it up to date, and has every message that shows it redrawn. They raise NotFound, Refused, Stale,
TransitionRefused, DateRefused and LimitReached; then nothing has changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import outbox, requests
from bot.domain import life
from bot.domain.calendar import Calendar
from bot.domain.draft import cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.limits import check_promise, check_snooze
from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Person, Role
from bot.domain.permissions import Action, Refused, may
from bot.domain.policy import Policy
from bot.domain.promises import has_copy_in_time
from bot.domain.request import Evidence, Outcome, Promise, Request, State, Turn
from bot.domain.touch import Touch, touched
from bot.services import keeping
from bot.services.errors import NotFound, Stale, UnknownPerson
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, redraw, say
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """A request in the hands of somebody who may do with it what they want to."""

    request: Request
    office: Office
    person: Person

    @property
    def policy(self) -> Policy:
        """The policy that holds for the present cycle, with its limits."""
        return self.office.policy(self.request.policy_name, self.request.policy_version)

    def calendar(self, now: datetime) -> Calendar:
        """The calendar by which its limits are counted: of whoever hears as its owner at `now`."""
        owner = self.present_owner(now)
        return self.office.calendar(owner if owner is not None else self.person.id)

    def present_owner(self, now: datetime) -> int | None:
        """Whoever hears as its owner at `now`; None where nobody does."""
        return self.office.cast_at(self.request, now).reachable(Role.OWNER)


def stamp(request: Request) -> str:
    """What a form was opened on: it differs as soon as the request has moved on."""
    touched = request.touched_at.isoformat() if request.touched_at else ""
    pending = f":{request.pending.due_at.isoformat()}" if request.pending else ""
    return f"{request.state}:{request.owner_id}:{request.cycle.number}:{request.promises_made}:{touched}{pending}"


async def hold(tx: Tx, number: int, who: str, action: Action) -> Held:
    """Hold request `number` for the person with Slack id `who`; raises NotFound and Refused."""
    office = await office_of(tx)
    person = office.person(who)
    request = await requests.locked(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    joined = frozenset(await requests.joined(tx.conn, tx.workspace_id, number))
    if not may(person, action, office.cast_at(request, tx.now), joined=joined, request=request):
        raise Refused(action, number, person.id)
    return Held(request, office, person)


def check_fresh(held: Held, seen: str | None) -> None:
    """Raise Stale when the form was opened on something that is no longer the case."""
    if seen is not None and seen != stamp(held.request):
        raise Stale(held.request.id)


async def settle(tx: Tx, held: Held, changed: Request, *events: Event) -> Request:
    """Write down a change: a new cycle under the policy of now, the events, what follows, the redrawn cards."""
    if changed.cycle.number != held.request.cycle.number:
        changed = held.office.in_new_cycle(changed)
    await tx.record(*events)
    (settled,) = await bring_up_to_date(tx, held.office, [changed])
    await redraw(tx, settled)
    if settled.is_keeping_in_touch and settled.is_closed:
        await keeping.count_anew(tx, settled)
    return settled


def _event(held: Held, kind: EventKind, data: dict[str, Value] | None = None, text: str | None = None) -> Event:
    return Event(kind, held.request.id, held.person.id, data or {}, text)


async def tell_reporters(tx: Tx, request: Request, event: EventKind, *, but: int | None) -> None:
    """A line in the thread of each reporter's own message; the one who did it knows.

    Whose message has not gone out yet needs none: it will show what is the case by then.
    """
    theirs = [Purpose.CONFIRMATION, *([Purpose.TRIAGE_QUESTION] if request.reporter_id is not None else [])]
    confirmations = await outbox.cards_of(tx.conn, tx.workspace_id, [request.id], theirs)
    latest = {post.recipient_id: post.id for post in confirmations if post.recipient_id != but}
    await say(
        tx,
        [
            Intention(
                purpose=Purpose.REPORTER_LINE,
                dedupe_key=f"line:{request.id}:{event}:{reporter}:{tx.now.isoformat()}",
                recipient_id=reporter,
                request_id=request.id,
                thread_of=post_id,
                in_office_hours=True,
                facts={"event": event.value, "by": but},
            )
            for reporter, post_id in latest.items()
        ],
    )


async def take(
    tx: Tx,
    number: int,
    who: str,
    *,
    what: str,
    by: datetime,
    client_knows: bool | None = None,
    seen: str | None = None,
) -> Request:
    """The owner has it: what happens next, and by when (UTC) the client hears from us.

    A date that the client knows came with the request: it is taken with it, and another one moves it.
    """
    held = await hold(tx, number, who, Action.TAKE)
    check_fresh(held, seen)
    if held.request.state is not State.OPEN:
        raise life.TransitionRefused(held.request.state, life.On.TAKEN)
    words = cleaned(what).strip()
    check_promise(held.policy, held.calendar(tx.now), by, tx.now)
    promise = held.request.promise
    known = promise if promise is not None and promise.client_knows else None
    if known is None or by == known.due_at:
        knows = True if known else client_knows
        taken = life.taken(held.request, what=words, by=by, now=tx.now, client_knows=knows)
        return await settle(tx, held, taken, _taken(held, by, knows, words))
    taken = life.taken(held.request, what=known.what, by=known.due_at, now=tx.now, client_knows=True)
    moved = life.moved(taken, what=words, by=by, now=tx.now)
    events = _taken(held, known.due_at, True, known.what), _date_moved(held, known, moved, by, client_knows, words)
    return await settle(tx, held, moved, *events)


def _taken(held: Held, by: datetime, client_knows: bool | None, words: str) -> Event:
    return _event(held, EventKind.TAKEN, {"due_at": by.isoformat(), "client_knows": client_knows}, words)


async def move_date(
    tx: Tx,
    number: int,
    who: str,
    *,
    what: str,
    by: datetime,
    client_knows: bool | None = None,
    seen: str | None = None,
) -> Request:
    """The client hears from us by another time (UTC) than was promised: once they know, where they know the first."""
    held = await hold(tx, number, who, Action.TAKE)
    check_fresh(held, seen)
    promise = held.request.promise
    if held.request.state is not State.PROMISED or promise is None:
        raise life.TransitionRefused(held.request.state, life.On.TAKEN)
    words = cleaned(what).strip() or promise.what
    check_promise(held.policy, held.calendar(tx.now), by, tx.now)
    moved = life.moved(held.request, what=words, by=by, now=tx.now, client_knows=client_knows)
    return await settle(tx, held, moved, _date_moved(held, promise, moved, by, client_knows, words))


def _date_moved(
    held: Held, before: Promise, moved: Request, by: datetime, client_knows: bool | None, words: str
) -> Event:
    data: dict[str, Value] = {
        "from": before.due_at.isoformat(),
        "due_at": by.isoformat(),
        "client_knows": client_knows if moved.pending is None else False,
        "pending": moved.pending is not None,
    }
    return _event(held, EventKind.DATE_MOVED, data, words)


async def client_told(tx: Tx, number: int, who: str, *, by: int | None = None) -> Request:
    """The client has been told of the pending date, which counts from now on.

    `by` is that date as the button showed it, in whole seconds since 1970; raises Stale where it is another by now.
    """
    held = await hold(tx, number, who, Action.TAKE)
    pending, promise = held.request.pending, held.request.promise
    if by is not None and (pending is None or int(pending.due_at.timestamp()) != by):
        raise Stale(number)
    told = life.told(held.request, tx.now)
    data: dict[str, Value] = {
        "from": promise.due_at.isoformat() if promise else None,
        "due_at": pending.due_at.isoformat() if pending else None,
    }
    return await settle(tx, held, told, _event(held, EventKind.CLIENT_TOLD, data))


async def record_touch(tx: Tx, number: int, who: str, touch: Touch, *, seen: str | None = None) -> Request:
    """The client has heard from us."""
    held, told = await hold(tx, number, who, Action.RECORD_TOUCH), touch.tidied()
    check_fresh(held, seen)
    if held.request.is_keeping_in_touch:
        return await keeping.end_with_contact(tx, held.office, held.request, held.person, told.channel, told.what)
    is_done = told.turn is Turn.NOBODYS
    if is_done and not _may(held, Action.CLOSE, tx.now):
        raise Refused(Action.CLOSE, number, held.person.id)
    after = touched(held.request, told, tx.now)
    if told.turn is Turn.OURS and told.until is not None:
        check_promise(held.policy, held.calendar(tx.now), told.until, tx.now)
    await _note_touch(tx, held, told)
    settled = await settle(tx, held, after, *_events_of_touch(held, told, tx.now))
    await tell_reporters(tx, settled, EventKind.CLOSED if is_done else EventKind.TOUCHED, but=held.person.id)
    await keeping.end_if_asked(tx, held.office, settled.project_id)
    return settled


async def _note_touch(tx: Tx, held: Held, told: Touch) -> None:
    await requests.add_touch(
        tx.conn,
        tx.workspace_id,
        held.request.id,
        channel=told.channel,
        evidence=Evidence.CLAIMED,
        turn=told.turn,
        person_id=held.person.id,
        at=tx.now,
    )


def _events_of_touch(held: Held, told: Touch, now: datetime) -> list[Event]:
    data: dict[str, Value] = {
        "channel": told.channel.value,
        "turn": told.turn.value,
        "evidence": Evidence.CLAIMED.value,
        "until": told.until.isoformat() if told.until else None,
    }
    events = [_event(held, EventKind.TOUCHED, data, told.what or None), *promise_met(held, now)]
    if told.turn is Turn.NOBODYS:
        return [*events, _event(held, EventKind.CLOSED, {"outcome": Outcome.DONE.value}, told.lesson or None)]
    if told.lesson:
        return [*events, _event(held, EventKind.WORDS_ADDED, text=told.lesson)]
    return events


def promise_met(held: Held, now: datetime) -> list[Event]:
    """What a contact that somebody tells of at `now` means for the promise that stood: kept, or passed where nobody had
    looked since.
    """
    promise = held.request.promise
    if promise is None:
        return []
    data: dict[str, Value] = {"due_at": promise.due_at.isoformat(), "moves": held.request.moves}
    if now < promise.due_at:
        return [_event(held, EventKind.PROMISE_KEPT, data)]
    return [_event(held, EventKind.PROMISE_BROKEN, data | {"copy_in_time": has_copy_in_time(held.request)})]


def _may(held: Held, action: Action, now: datetime) -> bool:
    cast = held.office.cast_at(held.request, now)
    return may(held.person, action, cast, joined=frozenset(), request=held.request)


async def wait_on(tx: Tx, number: int, who: str, *, until: datetime, seen: str | None = None) -> Request:
    """Asked whether to ask the client again: not yet, but at `until` (UTC)."""
    held = await hold(tx, number, who, Action.TAKE)
    check_fresh(held, seen)
    waiting = life.waited_on(held.request, ask_again_at=until, now=tx.now)
    data: dict[str, Value] = {"until": until.isoformat(), "waiting": True}
    return await settle(tx, held, waiting, _event(held, EventKind.SNOOZED, data))


def able_owner(office: Office, slack_id: str) -> Person:
    """The person of this Slack id, who can own a request; raises UnknownPerson for guests and those who have left."""
    person = office.person(slack_id)
    if not person.is_colleague:
        raise UnknownPerson(slack_id)
    return person


async def offer_help(tx: Tx, number: int, who: str) -> Request:
    """The backup or the lead takes it over, as they were asked whether they could."""
    held = await hold(tx, number, who, Action.REASSIGN)
    if held.request.owner_id == held.person.id:
        raise life.TransitionRefused(held.request.state, life.On.REASSIGNED)
    passed = life.reassigned(held.request, owner_id=held.person.id, now=tx.now)
    data: dict[str, Value] = {"from": held.request.owner_id, "to": held.person.id, "offered": True}
    settled = await settle(tx, held, passed, _event(held, EventKind.REASSIGNED, data))
    await tell_reporters(tx, settled, EventKind.REASSIGNED, but=held.person.id)
    return settled


async def snooze(tx: Tx, number: int, who: str, *, until: datetime, reason: str, seen: str | None = None) -> Request:
    """No reminder before `until` (UTC), for a reason that is shown when it ends."""
    held = await hold(tx, number, who, Action.SNOOZE)
    check_fresh(held, seen)
    words = cleaned(reason).strip()
    asleep = life.snoozed(held.request, until=until, reason=words, now=tx.now, furthest=until)
    check_snooze(held.policy, held.request, held.calendar(tx.now), until, tx.now)
    return await settle(tx, held, asleep, _event(held, EventKind.SNOOZED, {"until": until.isoformat()}, words))


async def close(
    tx: Tx,
    number: int,
    who: str,
    *,
    outcome: Outcome,
    lesson: str | None = None,
    same_as: int | None = None,
    seen: str | None = None,
) -> Request:
    """Nothing more is expected of anybody. `same_as` is the request that asks for the same, where one is known."""
    action = Action.WITHDRAW if outcome is Outcome.WITHDRAWN else Action.CLOSE
    held = await hold(tx, number, who, action)
    check_fresh(held, seen)
    words = cleaned(lesson).strip() if lesson else None
    ended = life.closed(held.request, outcome, tx.now, words)
    data: dict[str, Value] = {"outcome": outcome.value}
    if outcome is Outcome.DUPLICATE and same_as is not None:
        await hold(tx, same_as, who, Action.SEE)
        ended, data = replace(ended, perhaps_of=same_as), {**data, "of": same_as}
    event = _event(held, EventKind.CLOSED, data, words)
    settled = await settle(tx, held, ended, event)
    await tell_reporters(tx, settled, EventKind.CLOSED, but=held.person.id)
    return settled


async def reopen(tx: Tx, number: int, who: str) -> Request:
    """It was not done after all."""
    held = await hold(tx, number, who, Action.REOPEN)
    again = life.reopened(held.request, tx.now)
    return await settle(tx, held, again, _event(held, EventKind.REOPENED))


async def add_words(tx: Tx, number: int, who: str, words: str) -> Request:
    """More that belongs to the request, on the record and in the whole text."""
    held = await hold(tx, number, who, Action.ADD_WORDS)
    added = cleaned(words).strip()
    if added:
        await requests.append_words(tx.conn, tx.workspace_id, number, added)
        await tx.record(_event(held, EventKind.WORDS_ADDED, text=added))
        await redraw(tx, held.request)
    return held.request


async def note_refusal(tx: Tx, refusal: Refused) -> None:
    """Put on record that somebody wanted what they may not do."""
    data: dict[str, Value] = {"action": refusal.action.value}
    await tx.record(Event(EventKind.REFUSED, refusal.request_id, refusal.person_id, data))
