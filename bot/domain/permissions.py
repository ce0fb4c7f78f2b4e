"""Who may do what: one table (DESIGN section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.offers import Offer, OfferKind
from bot.domain.people import Cast, Person, Role
from bot.domain.request import Request


class Action(StrEnum):
    """What somebody may want to do."""

    HAND_OVER = "hand over"
    SEE = "see"
    ADD_WORDS = "add words"
    RECORD_TOUCH = "record a touch"
    WITHDRAW = "withdraw"
    PROPOSE_CALL = "propose a call"
    EXPORT_LOG = "export the log"
    TAKE = "take"
    SNOOZE = "snooze"
    REASSIGN = "reassign"
    ANSWER = "answer an offer"
    SET_AWAY = "say that somebody is away"
    ROUTE = "route"
    CLOSE = "close"
    REOPEN = "reopen"
    FLAG = "raise a red flag"
    LIFT_FLAG = "lift a red flag"
    SET_UP = "set up"
    READ_DIGEST = "read the digest"
    TOUCH_PROJECT = "record a contact about a project"
    READ_LESSONS = "read the lessons"


_OF_A_PROJECT = frozenset({Action.TOUCH_PROJECT, Action.READ_LESSONS})
_ON_A_REQUEST = frozenset(Action) - {
    Action.HAND_OVER,
    Action.SET_UP,
    Action.READ_DIGEST,
    Action.ANSWER,
    Action.SET_AWAY,
}

BY_ROLE: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.OWNER: _ON_A_REQUEST,
        Role.BACKUP: _ON_A_REQUEST - {Action.LIFT_FLAG},
        Role.LEAD: _ON_A_REQUEST | {Action.READ_DIGEST, Action.ANSWER},
        Role.FALLBACK: _ON_A_REQUEST | {Action.READ_DIGEST, Action.ANSWER},
        Role.REPORTER: frozenset(
            {
                Action.SEE,
                Action.ADD_WORDS,
                Action.RECORD_TOUCH,
                Action.WITHDRAW,
                Action.PROPOSE_CALL,
                Action.EXPORT_LOG,
                Action.ROUTE,
                Action.FLAG,
                *_OF_A_PROJECT,
            }
        ),
        Role.NAMED: frozenset(
            {Action.SEE, Action.ADD_WORDS, Action.RECORD_TOUCH, Action.PROPOSE_CALL, Action.EXPORT_LOG}
        ),
    }
)


@dataclass(unsafe_hash=True)
class Refused(Exception):
    """Somebody wanted what they may not do. The refusal itself goes into the trail."""

    action: Action
    request_id: int | None
    person_id: int

    def __str__(self) -> str:
        """For the log: the action, never a name."""
        return f"not allowed: {self.action}"


def may(person: Person, action: Action, cast: Cast, *, joined: frozenset[int], request: Request | None) -> bool:
    """Whether `person` may do `action`; `joined` are those who handed the request over besides its reporter.

    Guests, people of other organisations and deactivated people may nothing. A request that nobody has been
    found for may be routed by its reporter. A reporter withdraws only what they handed over themselves, and
    only while nobody has touched the client.
    """
    if not person.is_colleague:
        return False
    if action is Action.HAND_OVER or person.is_admin:
        return True
    allowed = {each for role in cast.roles_of(person.id) - {Role.REPORTER} for each in BY_ROLE[role]}
    if person.id == cast.reporter or person.id in joined:
        allowed |= _as_reporter(person, cast, request)
    if request is not None and request.offer is not None and person.id == request.offer.to_id:
        allowed |= _as_asked(request.offer)
    return action in allowed


def _as_asked(offer: Offer) -> frozenset[Action]:
    """Who stands in for an owner may what a backup may; who is asked otherwise sees what it is about, and answers."""
    if offer.kind is OfferKind.ABSENCE:
        return BY_ROLE[Role.BACKUP] | {Action.ANSWER}
    return frozenset({Action.SEE, Action.ADD_WORDS, Action.PROPOSE_CALL, Action.ANSWER})


def _as_reporter(person: Person, cast: Cast, request: Request | None) -> frozenset[Action]:
    untouched = request is None or request.touched_at is None
    may_withdraw = person.id == cast.reporter and untouched
    return BY_ROLE[Role.REPORTER] - (frozenset() if may_withdraw else {Action.WITHDRAW})
