"""From one hand to the next: who is asked to take a request, what an answer makes of it, and what silence does.

Every function is pure. `TransitionRefused` is raised where there is nothing to answer.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain import life
from bot.domain.calendar import Absence, Calendar, NeverOpenError
from bot.domain.changing import changed
from bot.domain.life import On, TransitionRefused, next_state
from bot.domain.offers import ANSWER_WITHIN, MOST_PASSES, Loan, Offer, OfferKind, seen_to
from bot.domain.people import Cast, Role
from bot.domain.presence import is_away, present_cast
from bot.domain.request import Cause, Request, State
from bot.domain.step import Situation

_LIVE = (State.OPEN, State.PROMISED, State.WAITING)


def due(situation: Situation, now: datetime) -> On | None:
    """What time does here: an owner is away, back or gone, an offer has waited long enough."""
    request, offer = situation.request, situation.request.offer
    if request.state in _LIVE and _has_lender_left(situation):
        return On.LENDER_LEFT
    if request.state in _LIVE and is_back(situation, now):
        return On.RETURNED
    if offer is not None:
        return On.UNANSWERED if offer.stands and not request.is_closed and _waited_for(situation, offer, now) else None
    if request.state in _LIVE and _absence(situation, now) is not None:
        return On.OWNER_AWAY if for_absence(situation, now) is not None else None
    return None


def _has_lender_left(situation: Situation) -> bool:
    """Whether nobody is there any more whom a loan could go back to."""
    loan = situation.request.loan
    return loan is not None and loan.owner_id in situation.cast.inactive


def is_back(situation: Situation, now: datetime) -> bool:
    """Whether what somebody was asked or lent for is over: the owner is there again."""
    request, offer = situation.request, situation.request.offer
    if is_lender_back(situation, now):
        return True
    asked_for_absence = offer is not None and offer.kind is OfferKind.ABSENCE
    return asked_for_absence and _is_there(situation, request.owner_id, now)


def is_lender_back(situation: Situation, now: datetime) -> bool:
    """Whether a loan is over: whoever it goes back to is there again."""
    loan = situation.request.loan
    return loan is not None and _is_there(situation, loan.owner_id, now)


def _is_there(situation: Situation, person: int | None, now: datetime) -> bool:
    calendar = _calendar_of(situation, person)
    return calendar is not None and calendar.absence_at(now) is None


def _calendar_of(situation: Situation, person: int | None) -> Calendar | None:
    """When somebody who is still here can be expected to act."""
    return None if person is None or person in situation.cast.inactive else situation.calendars.get(person)


def _absence(situation: Situation, now: datetime) -> Absence | None:
    """The absence that the owner comes back from; who has left for good lends nothing, they are stood in for."""
    calendar = _calendar_of(situation, situation.request.owner_id)
    absence = calendar.absence_at(now) if calendar is not None and calendar.absences else None
    return absence if absence is not None and absence.end is not None else None


def _waited_for(situation: Situation, offer: Offer, now: datetime) -> bool:
    """Whether the answer is waited for no longer: a working day has gone by, or they can't be reached either."""
    until = answer_by(situation, offer)
    return until is None or until <= now or _is_gone(situation, offer.to_id, now)


def _is_gone(situation: Situation, person: int, now: datetime) -> bool:
    return person in situation.cast.inactive or is_away(situation.calendars[person], now)


def answer_by(situation: Situation, offer: Offer) -> datetime | None:
    """Until when (UTC) the answer is waited for; None where nobody could give it."""
    calendar = situation.calendars.get(offer.to_id)
    if calendar is None:
        return None
    try:
        return calendar.add(offer.heard_from or offer.made_at, ANSWER_WITHIN)
    except NeverOpenError:
        return None


def heard_later(request: Request, person: int, at: datetime) -> Request:
    """What this person is asked reaches them at `at` only: from then on the answer is waited for."""
    offer = request.offer
    if offer is None or not offer.stands or offer.to_id != person:
        return request
    return changed(request, offer=replace(offer, heard_from=at))


def for_absence(situation: Situation, now: datetime) -> Offer | None:
    """The first question when the owner is away: the stand-in, else the lead, else the fallback owner.

    None where nobody of them is there, or the owner is not away.
    """
    absence = _absence(situation, now)
    if absence is None:
        return None
    cast = present_cast(situation, now)
    first = cast.stand_in if cast.stand_in is not None else cast.reachable(Role.BACKUP)
    to = _next_of(cast, (first, *_above(cast)), ())
    if to is None:
        return None
    return Offer(OfferKind.ABSENCE, to, now, absence_id=absence.number, until=absence.end)


def is_newly_asked(before: Request, after: Request) -> bool:
    """Whether somebody is asked about it now who was not before."""
    return after.offer is not None and after.offer.stands and after.offer != before.offer


def _above(cast: Cast) -> tuple[int | None, ...]:
    """Who is asked after those of the project itself: its lead and the fallback owner, or who stands in for them."""
    return cast.reachable(Role.LEAD), cast.reachable(Role.FALLBACK)


def _next_of(cast: Cast, candidates: tuple[int | None, ...], asked: tuple[int, ...]) -> int | None:
    passed_over = {cast.owner, *cast.inactive, *asked}
    return next((one for one in candidates if one is not None and one not in passed_over), None)


def offered(request: Request, offer: Offer) -> Request:
    """Somebody is asked; until they answer, nothing else changes. Raises TransitionRefused once it is closed.

    That somebody says that it isn't theirs is counted, unless they only change their mind about whose it is.
    """
    if request.is_closed:
        raise TransitionRefused(request.state, On.REASSIGNED)
    changes_mind = request.offer is not None and request.offer.by_id == offer.by_id
    counts = offer.by_id is not None and not changes_mind
    return changed(request, offer=offer, passes=request.passes + (1 if counts else 0))


def not_mine(
    situation: Situation, *, to: int, by: int, words: str | None, now: datetime, may_settle: bool = False
) -> Offer:
    """The question that *Not mine* raises: to that person; at the second pass to the lead, whose it is.

    Whoever settles such questions (`may_settle`), and a workspace where nobody else does, is not asked in turn.
    While its owner is away it keeps in mind who was asked about that.
    """
    cast = present_cast(situation, now)
    lead = _next_of(cast, _above(cast), ())
    if situation.request.passes + 1 >= MOST_PASSES and not may_settle and lead not in {None, by}:
        assert lead is not None
        return meanwhile(situation.request.offer, Offer(OfferKind.OWNERSHIP, lead, now, by, words, suggested=to))
    return meanwhile(situation.request.offer, Offer(OfferKind.NOT_MINE, to, now, by, words))


def meanwhile(before: Offer | None, offer: Offer) -> Offer:
    """The question, with what has been asked already about the absence of the owner."""
    if before is None or (before.kind is not OfferKind.ABSENCE and before.absence_id is None):
        return offer
    asked = tuple(one for one in (*before.asked, before.to_id) if one != offer.to_id)
    return replace(offer, asked=asked, absence_id=before.absence_id, until=before.until)


def accepted(request: Request, *, by: int, now: datetime) -> Request:
    """Whoever was asked has it: until the owner is back, or for good."""
    offer = request.offer
    if offer is None or offer.kind is OfferKind.OWNERSHIP or request.owner_id == by:
        raise TransitionRefused(request.state, On.UNANSWERED)
    if offer.kind is OfferKind.ABSENCE and request.owner_id is not None:
        loan = Loan(request.owner_id, now, offer.until, offer.absence_id)
        return life.lent(request, to=by, loan=loan, now=now)
    return life.reassigned(request, owner_id=by, now=now, cause=Cause.TAKEN_OVER)


def settled(request: Request, *, owner_id: int, now: datetime) -> Request:
    """The lead has said whose it is; that holds."""
    if request.offer is None or request.offer.kind is not OfferKind.OWNERSHIP:
        raise TransitionRefused(request.state, On.UNANSWERED)
    return life.reassigned(request, owner_id=owner_id, now=now, cause=Cause.SETTLED)


def declined(situation: Situation, now: datetime) -> Request:
    """Whoever was asked can't: of an absence the next is asked; else it stays with its owner, and reminders go on."""
    offer = situation.request.offer
    if offer is None or offer.kind is OfferKind.OWNERSHIP:
        raise TransitionRefused(situation.request.state, On.UNANSWERED)
    if offer.kind is OfferKind.NOT_MINE:
        return changed(situation.request, offer=seen_to(offer))
    return passed_on(situation, now)


def passed_on(situation: Situation, now: datetime) -> Request:
    """Nobody answered, or they can't: the next is asked. After the last one an owner's absence leaves it with them;
    whose a request is stays as it was.
    """
    request, offer = situation.request, situation.request.offer
    next_state(request.state, On.UNANSWERED)
    if offer is None:
        raise TransitionRefused(request.state, On.UNANSWERED)
    cast, asked = present_cast(situation, now), (*offer.asked, offer.to_id)
    to = _next_of(cast, _above(cast), asked)
    if offer.kind is OfferKind.ABSENCE:
        return changed(request, offer=_asked_next(offer, to, asked, now))
    if to is None:
        return changed(request, offer=seen_to(offer))
    suggested = offer.to_id if offer.kind is OfferKind.NOT_MINE else offer.suggested
    ownership = Offer(OfferKind.OWNERSHIP, to, now, None, offer.words, asked, suggested)
    return changed(request, offer=replace(ownership, absence_id=offer.absence_id, until=offer.until))


def asked_after(request: Request, cast: Cast) -> int | None:
    """Who is asked whose it is once the one who is asked now has not answered; None: it stays with its owner."""
    offer = request.offer
    return _next_of(cast, _above(cast), (*offer.asked, offer.to_id)) if offer is not None else None


def _asked_next(offer: Offer, to: int | None, asked: tuple[int, ...], now: datetime) -> Offer:
    if to is None:
        return replace(offer, lapsed=True)
    return replace(offer, to_id=to, made_at=now, by_id=None, asked=asked, heard_from=None)


def away_offered(situation: Situation, now: datetime) -> Request:
    """Its owner is away: somebody is asked to look after it."""
    request, offer = situation.request, for_absence(situation, now)
    next_state(request.state, On.OWNER_AWAY)
    if offer is None:
        raise TransitionRefused(request.state, On.OWNER_AWAY)
    return offered(request, offer)


def candidates(request: Request, cast: Cast) -> tuple[int, ...]:
    """Whom the question of ownership offers: whom it was meant for, who has it, and those of the project."""
    suggested = request.offer.suggested if request.offer is not None else None
    named = (suggested, request.owner_id, cast.of(Role.BACKUP), request.reporter_id, cast.of(Role.LEAD))
    return tuple(dict.fromkeys(one for one in named if one is not None and one not in cast.inactive))
