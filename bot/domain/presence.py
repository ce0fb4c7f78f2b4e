"""Who is there just now: the cast of a request as it is at some moment, and whether its reminders rest."""

from dataclasses import replace
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.offers import OfferKind
from bot.domain.people import Cast
from bot.domain.request import Request
from bot.domain.step import Situation


def present_cast(situation: Situation, now: datetime) -> Cast:
    """The cast at `now`: who is away is passed over, and so is anybody whose office does not open again.

    For an owner who is away hears whoever was asked last to look after it, else whom the absence names; for anybody
    else, whom theirs names, where they said so themselves.
    """
    away = {person for person, calendar in situation.calendars.items() if is_away(calendar, now)}
    stand_in = _stand_in(situation, now)
    if not away and stand_in is None:
        return situation.cast
    stand_ins = ((one, _entrusted_by(situation.calendars[one], now)) for one in sorted(away))
    return replace(
        situation.cast,
        inactive=situation.cast.inactive | away,
        stand_in=stand_in,
        stand_ins=tuple((one, named) for one, named in stand_ins if named is not None),
    )


def is_away(calendar: Calendar, now: datetime) -> bool:
    """Whether they are away at `now`, or for good."""
    if not calendar.absences:
        return False
    return calendar.absence_at(now) is not None or calendar.next_open(now) is None


def _stand_in(situation: Situation, now: datetime) -> int | None:
    offer, owner = situation.request.offer, situation.request.owner_id
    if offer is not None and offer.kind is OfferKind.ABSENCE:
        return offer.to_id
    calendar = situation.calendars.get(owner) if owner is not None else None
    return _named_by(calendar, now) if calendar is not None else None


def _named_by(calendar: Calendar, now: datetime) -> int | None:
    """Whom the absence that somebody is on names."""
    absence = calendar.absence_at(now) if calendar.absences else None
    return absence.stand_in if absence is not None else None


def _entrusted_by(calendar: Calendar, now: datetime) -> int | None:
    """Who plays every part of somebody who is away. Nobody names themselves, or a friend, for a part of another's."""
    absence = calendar.absence_at(now) if calendar.absences else None
    return absence.stand_in if absence is not None and absence.is_entrusted else None


def rests(request: Request) -> bool:
    """Whether reminders rest, as somebody was just asked to take it; news from the client since then ends that."""
    offer = request.offer
    return offer is not None and offer.stands and request.cycle.started_at <= offer.made_at


def changes(situation: Situation, now: datetime) -> list[datetime]:
    """When somebody of the cast goes away next or comes back, by what is known now."""
    return [
        edge
        for calendar in situation.calendars.values()
        for absence in calendar.absences
        for edge in (absence.start, absence.end)
        if edge is not None and edge > now
    ]
