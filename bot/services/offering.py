"""Passing a request on: *Not mine* asks somebody, who accepts or declines; the lead says whose it is.

The use cases raise NotFound, Refused, TransitionRefused, UnknownPerson and IsAway; then nothing has changed.
"""

from dataclasses import replace

from bot.db import absences, outbox, requests
from bot.domain import life, passing_on
from bot.domain.draft import cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.ladder import Situation
from bot.domain.offers import OfferKind
from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Person, Role
from bot.domain.permissions import Action, Refused
from bot.domain.presence import is_away
from bot.domain.progress import offer_event, passed_on_event
from bot.domain.request import Request
from bot.services import acting
from bot.services.acting import Held, able_owner, hold, settle, tell_reporters
from bot.services.announcing import announce, newly_asked
from bot.services.errors import IsAway
from bot.services.looking import CARDS
from bot.services.office import Office, office_of
from bot.services.progressing import say
from bot.services.transaction import Tx


def _with(situation: Situation, office: Office, *people: int) -> Situation:
    """The same, with the calendars of these people as well."""
    more = {one: office.calendar(one) for one in people}
    return replace(situation, calendars={**situation.calendars, **more})


async def not_mine(tx: Tx, number: int, who: str, *, to: str | None, why: str = "", seen: str | None = None) -> Request:
    """It is somebody else's: the person with Slack id `to`, or its reporter when `to` is None, is asked to take it.

    At the second pass the lead is asked instead, whose it is. Who names themselves has it at once.
    """
    held = await hold(tx, number, who, Action.REASSIGN)
    acting.check_fresh(held, seen)
    to_id = able_owner(held.office, to).id if to else held.request.reporter_id
    if to_id is None or to_id == held.request.owner_id or held.request.is_closed:
        raise life.TransitionRefused(held.request.state, life.On.REASSIGNED)
    words = cleaned(why).strip() or None
    if to_id == held.person.id:
        return await _over_to(tx, held, to_id, words)
    _check_there(held.office, to_id, tx)
    situation = _with(held.office.situation(held.request), held.office, to_id)
    may_settle = held.office.cast(held.request).reachable(Role.LEAD) == held.person.id
    offer = passing_on.not_mine(situation, to=to_id, by=held.person.id, words=words, now=tx.now, may_settle=may_settle)
    asked = passing_on.offered(held.request, offer)
    settled = await settle(tx, held, asked, offer_event(held.request, offer, held.person.id))
    if settled.offer == offer:
        await announce(tx, [settled])
    return settled


def _check_there(office: Office, person_id: int, tx: Tx) -> None:
    """Raise IsAway for somebody who can't answer now."""
    calendar = office.calendar(person_id)
    absence = calendar.absence_at(tx.now)
    if absence is not None or is_away(calendar, tx.now):
        raise IsAway(office.people[person_id].first_name, absence.end if absence is not None else None)


async def _over_to(tx: Tx, held: Held, owner_id: int, words: str | None) -> Request:
    passed = life.reassigned(held.request, owner_id=owner_id, now=tx.now)
    data: dict[str, Value] = {"from": held.request.owner_id, "to": owner_id}
    event = Event(EventKind.REASSIGNED, held.request.id, held.person.id, data, words)
    settled = await settle(tx, held, passed, event)
    await tell_reporters(tx, settled, EventKind.REASSIGNED, but=held.person.id)
    return settled


async def accept(tx: Tx, number: int, who: str) -> Request:
    """Whoever was asked takes it: while its owner is away, or for good."""
    held = await hold(tx, number, who, Action.ANSWER)
    before = held.request
    taken = passing_on.accepted(before, by=held.person.id, now=tx.now)
    offer = before.offer
    data: dict[str, Value] = {
        "from": before.owner_id,
        "to": held.person.id,
        "by": offer.by_id if offer else None,
        "until": offer.until.isoformat() if offer and offer.until else None,
    }
    is_loan = offer is not None and offer.kind is OfferKind.ABSENCE
    kind, words = (EventKind.ACCEPTED, None) if is_loan else (EventKind.REASSIGNED, offer.words if offer else None)
    await _note_answer(tx, before, held.person, "accepted")
    settled = await settle(tx, held, taken, Event(kind, number, held.person.id, data, words))
    await tell_reporters(tx, settled, kind, but=held.person.id)
    if offer is not None and offer.by_id is not None:
        await tell_owner(tx, settled, offer.by_id, kind, by=held.person.id)
    return settled


async def accept_all(tx: Tx, absence_id: int, who: str) -> list[Request]:
    """All that this person is asked about for one absence; what has been answered meanwhile is left as it is.

    Raises Refused where nothing is asked of them any more.
    """
    person = (await office_of(tx)).person(who)
    taken = []
    for number in await absences.lent(tx.conn, tx.workspace_id, absence_id):
        request = await requests.locked(tx.conn, tx.workspace_id, number)
        offer = request.offer if request is not None else None
        if offer is not None and offer.absence_id == absence_id and offer.to_id == person.id:
            taken.append(await accept(tx, number, who))
    if not taken:
        raise Refused(Action.ANSWER, None, person.id)
    return taken


async def decline(tx: Tx, number: int, who: str) -> Request:
    """Whoever was asked can't: the next is asked, or it stays with its owner, who is told."""
    held = await hold(tx, number, who, Action.ANSWER)
    before, offer = held.request, held.request.offer
    changed = passing_on.declined(held.office.situation(before), tx.now)
    await _note_answer(tx, before, held.person, "declined")
    event = passed_on_event(before, changed, EventKind.DECLINED, held.person.id)
    settled = await settle(tx, held, changed, event)
    await announce(tx, newly_asked([before], [settled]))
    if offer is not None and offer.kind is OfferKind.NOT_MINE:
        passed_by = offer.by_id if offer.by_id is not None else before.owner_id
        if passed_by is not None:
            await tell_owner(tx, settled, passed_by, EventKind.DECLINED, by=held.person.id)
    return settled


async def settle_whose(tx: Tx, number: int, who: str, *, to: str | None = None, to_id: int | None = None) -> Request:
    """The lead says whose it is, by Slack id or by ours; that holds, and whoever it is gets the card."""
    held = await hold(tx, number, who, Action.ANSWER)
    chosen = able_owner(held.office, to or held.office.people[to_id or 0].slack_id)
    before = held.request
    changed = passing_on.settled(before, owner_id=chosen.id, now=tx.now)
    words = before.offer.words if before.offer else None
    data: dict[str, Value] = {
        "from": before.owner_id,
        "to": chosen.id,
        "by": before.offer.by_id if before.offer else None,
        "settled": True,
    }
    event = Event(EventKind.REASSIGNED, number, held.person.id, data, words)
    settled = await settle(tx, held, changed, event)
    await tell_reporters(tx, settled, EventKind.REASSIGNED, but=held.person.id)
    return settled


async def _note_answer(tx: Tx, request: Request, person: Person, said: str) -> None:
    offer = request.offer
    if offer is not None and offer.absence_id is not None:
        await absences.answer(tx.conn, tx.workspace_id, offer.absence_id, request.id, person.id, said, tx.now)


async def tell_owner(tx: Tx, request: Request, person_id: int, event: EventKind, *, by: int) -> None:
    """A line for whoever had passed it on, in the thread of their own message about it."""
    posts = await outbox.cards_of(tx.conn, tx.workspace_id, [request.id], CARDS)
    own = [post.id for post in posts if post.recipient_id == person_id]
    line = Intention(
        Purpose.OWNER_LINE,
        f"owner:{request.id}:{event}:{person_id}:{tx.now.isoformat()}",
        recipient_id=person_id,
        request_id=request.id,
        thread_of=own[-1] if own else None,
        in_office_hours=True,
        facts={"event": event.value, "by": by},
    )
    await say(tx, [line])
