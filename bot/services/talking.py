"""Let's talk: a call is proposed, a time is chosen, and what came of it is on the record."""

from datetime import datetime, time, timedelta

from bot.db import talks
from bot.domain.calendar import Calendar
from bot.domain.events import Event, EventKind
from bot.domain.facts import Talk
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.outbox import Intention, Purpose
from bot.domain.permissions import Action, may
from bot.domain.request import Request, State
from bot.services.acting import Held, hold
from bot.services.errors import CallStands, NotFound
from bot.services.progressing import redraw, say
from bot.services.transaction import Tx

NOTICE = timedelta(minutes=45)
"""Business time before the earliest call that is proposed."""

SECOND_CALL_AT = time(10)
AGREED = "agreed"


async def propose(tx: Tx, number: int, who: str) -> Talk:
    """Propose a call of owner and reporter, at one of two times when both are at work.

    Raises CallStands while a proposal to the same two is still open, and TransitionRefused where there are no two
    people to talk.
    """
    held = await hold(tx, number, who, Action.PROPOSE_CALL)
    with_id = _partner(held, tx.now)
    if with_id is None or held.request.is_closed:
        raise TransitionRefused(held.request.state, On.TAKEN)
    latest = await talks.latest(tx.conn, tx.workspace_id, number)
    if latest is not None and _stands(latest, {held.person.id, with_id}, tx.now):
        raise CallStands(number, latest.chosen_at)
    times = common_times(tx.now, held.office.calendar(held.person.id), held.office.calendar(with_id))
    talk_id = await talks.add(
        tx.conn,
        tx.workspace_id,
        number,
        proposed_by=held.person.id,
        with_id=with_id,
        times=times,
        at=tx.now,
    )
    await tx.record(Event(EventKind.CALL_PROPOSED, number, held.person.id, {"with": with_id}))
    users = ",".join(sorted(held.office.people[one].slack_id for one in (held.person.id, with_id)))
    await say(
        tx,
        [
            Intention(
                Purpose.CALL,
                f"talk:{talk_id}",
                recipient_id=with_id,
                request_id=number,
                in_office_hours=True,
                facts={"users": users, "talk": talk_id},
            )
        ],
    )
    await redraw(tx, held.request)
    return Talk(talk_id, number, held.person.id, with_id, times)


def _stands(talk: Talk, people: set[int], now: datetime) -> bool:
    """Whether this is still a call to come, of the same people; what came of it may never be said."""
    if talk.result is not None or {talk.proposed_by, talk.with_id} != people:
        return False
    until = talk.chosen_at or max(talk.times, default=None)
    return until is None or until > now


def _partner(held: Held, now: datetime) -> int | None:
    """Whom to talk with: the owner, or who hears in their place, talks with the reporter; all others with the owner.

    Who has left, or is a guest by now, talks with nobody.
    """
    request, me, owner = held.request, held.person.id, held.present_owner(now)
    partner = held.office.people.get((request.reporter_id if me in {owner, request.owner_id} else owner) or 0)
    return partner.id if partner is not None and partner.is_colleague and partner.id != me else None


def common_times(now: datetime, mine: Calendar, theirs: Calendar) -> tuple[datetime, ...]:
    """Two quarter hours when both are at work: soon, and on another day; fewer where there are fewer."""
    soon = _both_open(mine.add_business(now, NOTICE), mine, theirs)
    if soon is None:
        return ()
    next_day = datetime.combine(soon.astimezone(theirs.zone).date() + timedelta(days=1), SECOND_CALL_AT, theirs.zone)
    later = _both_open(next_day, mine, theirs)
    return (soon,) if later is None else (soon, later)


def _both_open(start: datetime, mine: Calendar, theirs: Calendar) -> datetime | None:
    """The first quarter hour from `start` on that both are at work; None within two weeks of quarters."""
    quarter = timedelta(minutes=15)
    at = start + (-(start - start.replace(minute=0, second=0, microsecond=0)) % quarter)
    for _ in range(14 * 24 * 4):
        opening = max(mine.next_open(at) or at, theirs.next_open(at) or at)
        if opening == at:
            return at
        at = opening + (-(opening - opening.replace(minute=0, second=0, microsecond=0)) % quarter)
    return None


async def choose_time(tx: Tx, talk_id: int, who: str, index: int) -> Request:
    """One of the proposed times suits, and stands; after that raises CallStands, and DateRefused for a time gone by."""
    talk, held = await _hold_talk(tx, talk_id, who)
    at = talk.times[index]
    if talk.result is not None or talk.chosen_at is not None:
        raise CallStands(talk.request_id, talk.chosen_at, talk.result)
    if at <= tx.now:
        raise DateRefused(at)
    await talks.choose(tx.conn, tx.workspace_id, talk_id, at)
    await tx.record(Event(EventKind.CALL_AGREED, talk.request_id, held.person.id, {"at": at.isoformat()}))
    await redraw(tx, held.request)
    return held.request


async def conclude(tx: Tx, talk_id: int, who: str, result: str) -> tuple[Request, bool]:
    """What came of the call, by one press; the first that is said stands: after that, CallStands.

    Whether something is agreed that whoever pressed can promise the client: then they are asked what, and by when.
    """
    talk, held = await _hold_talk(tx, talk_id, who)
    if talk.result is not None:
        raise CallStands(talk.request_id, talk.chosen_at, talk.result)
    await talks.conclude(tx.conn, tx.workspace_id, talk_id, result)
    await tx.record(Event(EventKind.CALL_RESULT, talk.request_id, held.person.id, {"result": result}))
    await redraw(tx, held.request)
    cast = held.office.cast_at(held.request, tx.now)
    is_theirs = may(held.person, Action.TAKE, cast, joined=frozenset(), request=held.request)
    return held.request, is_theirs and result == AGREED and held.request.state is State.OPEN


async def _hold_talk(tx: Tx, talk_id: int, who: str) -> tuple[Talk, Held]:
    talk = await talks.locked(tx.conn, tx.workspace_id, talk_id)
    if talk is None:
        raise NotFound(0)
    held = await hold(tx, talk.request_id, who, Action.PROPOSE_CALL)
    return talk, held
