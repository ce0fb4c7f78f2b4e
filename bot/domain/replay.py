"""A recorded life lived again: what people and the client did stays, what Nudge would have said follows anew.

The acts of people and of the client come from the trail, or are made up; promises that pass, rungs that fall due and
everything else that time does is worked out by `progress.advance`, the code that decides in earnest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from bot.domain import flags, life, passing_on
from bot.domain.changing import changed
from bot.domain.events import EventKind, RecordedEvent, Value
from bot.domain.ladder import Situation, Step, StepKey
from bot.domain.offers import Offer, OfferKind
from bot.domain.outbox import Purpose
from bot.domain.people import Cast, Role
from bot.domain.policy import ChosenBy, Policy
from bot.domain.presence import present_cast
from bot.domain.progress import Surroundings, advance, cast_of, in_new_cycle, purpose_of
from bot.domain.reminder import is_said_aloud
from bot.domain.request import Cause, Evidence, Flag, Outcome, Promise, Request, Turn
from bot.domain.step import OwnMessage

Around = Callable[[Request, datetime], Surroundings]
"""What a request stands in at some moment (UTC), as far as that is known by then."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did at some time (UTC), or the client: an event's kind and data, its words left out."""

    at: datetime
    kind: EventKind
    data: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, event: RecordedEvent) -> "Act":
        """The act that an event of the trail tells of."""
        return cls(event.at, event.kind, event.data)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody hears of a request at `at` (UTC), in office hours; `is_news`: a chase, or a promise that broke."""

    at: datetime
    recipient: int
    request: int
    purpose: Purpose
    step: Step
    is_news: bool


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A request just after something happened to it: what its people may react to. `told` is who hears of it then.

    `asked`: somebody is asked then whether they can take it.
    """

    at: datetime
    request: Request
    told: tuple[Told, ...] = ()
    asked: Offer | None = None


React = Callable[[Glimpse], Iterable[Act]]
"""What follows from a glimpse, later than it."""


def nobody_reacts(_: Glimpse) -> Iterable[Act]:
    """All that happened is on record already."""
    return ()


class Replay:
    """One request on its way through time: acts happen to it, and `react` adds others.

    An act that the request can't take where it stands by then is passed over. `lent_for` are the absences over which
    somebody was asked to take it.
    """

    def __init__(self, start: Request, acts: Iterable[Act], around: Around, react: React = nobody_reacts) -> None:
        self.request = start
        self.lent_for: set[int] = set()
        self._around, self._react = around, react
        self._acts: list[tuple[datetime, int, Act]] = []
        self._places = count()
        self._done: frozenset[StepKey] = frozenset()
        self._messages: tuple[OwnMessage, ...] = ()
        self._before = start
        self._await(acts)

    @property
    def next_at(self) -> datetime | None:
        """When something happens next, by itself or by somebody; None: never."""
        due_at, acts = self.request.due_at, self._acts
        if not acts:
            return due_at
        return acts[0][0] if due_at is None else min(due_at, acts[0][0])

    def go_on(self) -> Iterator[Glimpse]:
        """The next thing happens, and what follows of it. What time does comes before what somebody does just then."""
        at = self.next_at
        if at is not None and (at == self.request.due_at or self._applied(heappop(self._acts)[-1])):
            yield self._look(at)

    def look_again(self, person: int, now: datetime) -> None:
        """Somebody went away or came back: if this request has to do with them, that is seen at once."""
        request, cast = self.request, self._cast_at(now)
        between_hands = {
            request.loan.owner_id if request.loan else None,
            request.offer.to_id if request.offer else None,
        }
        if not request.is_closed and (cast.roles_of(person) or person in {*between_hands, *cast.admins}):
            self.request = changed(request, due_at=now)

    def heard_later(self, person: int, at: datetime, now: datetime) -> None:
        """What this person is asked reaches them at `at` only, as is known `now`."""
        asked = passing_on.heard_later(self.request, person, at)
        if asked is not self.request:
            self.request = self._before = changed(asked, due_at=now)

    def comes(self, step: Step, at: datetime) -> None:
        """The card or heads-up that this step became comes at that time, whenever it fell due."""
        if step.key.cycle == self.request.cycle.number:
            others = (message for message in self._messages if message.key != step.key)
            self._messages = (*others, OwnMessage(step.key, step.due_at, at))

    def reachable_owner(self, now: datetime) -> int | None:
        """Who has the request in hand just now."""
        return self._cast_at(now).reachable(Role.OWNER)

    def is_gone(self, person: int, now: datetime) -> bool:
        """Whether they are no colleague any more."""
        return person in self._around(self.request, now).cast.inactive

    def _cast_at(self, now: datetime) -> Cast:
        around = self._around(self.request, now)
        cast = cast_of(self.request, around.cast)
        return present_cast(Situation(self.request, around.pinned, cast, around.calendars, frozenset()), now)

    def _await(self, acts: Iterable[Act]) -> None:
        for act in acts:
            heappush(self._acts, (act.at, next(self._places), act))

    def _look(self, now: datetime) -> Glimpse:
        before = self.request
        progress = advance(before, self._around(before, now), self._done, now, self._messages)
        if progress.request.cycle.number != before.cycle.number:
            self._done, self._messages = frozenset(), ()
        self.request = progress.request
        self._done |= {step.key for step in (*progress.due, *progress.overtaken, *progress.told)}
        told = tuple(_told(self.request, step, now) for step in progress.due)
        glimpse = Glimpse(now, self.request, told, self._newly_asked())
        self._await(self._react(glimpse))
        return glimpse

    def _newly_asked(self) -> Offer | None:
        """What somebody is asked now who was not before."""
        before, self._before = self._before, self.request
        offer = self.request.offer
        if offer is None or not passing_on.is_newly_asked(before, self.request):
            return None
        if offer.absence_id is not None:
            self.lent_for.add(offer.absence_id)
        return offer

    def _applied(self, act: Act) -> bool:
        """Whether the request could take this where it stands."""
        try:
            changed = after(self.request, act, self._around(self.request, act.at))
        except (life.TransitionRefused, life.DateRefused):
            return False
        if changed.cycle.number != self.request.cycle.number:
            changed = in_new_cycle(changed, self._around(changed, act.at).current)
            self._done, self._messages = frozenset(), ()
        self.request = changed
        return True


def _told(request: Request, step: Step, now: datetime) -> Told:
    is_news = is_said_aloud(step.key, request)
    return Told(now, step.key.recipient, request.id, purpose_of(step.key, step.tone), step, is_news)


def after(request: Request, act: Act, around: Surroundings) -> Request:
    """The request after an act of the trail; as it was, where that kind of event changes nothing about it.

    Raises TransitionRefused and DateRefused.
    """
    if act.kind is EventKind.CHASED:
        chased = life.chased_unverified if act.data.get("verified") is False else life.chased
        return chased(request, around.pinned, act.at)
    if act.kind is EventKind.FLAGGED:
        return _flagged(request, act, around.pinned)
    if act.kind is EventKind.DECLINED:
        cast = cast_of(request, around.cast)
        return passing_on.declined(Situation(request, around.pinned, cast, around.calendars, frozenset()), act.at)
    change = _CHANGES.get(act.kind)
    return request if change is None else change(request, act)


def _routed(request: Request, act: Act) -> Request:
    """With its owner, where one is named; to be in touch is for the owner of the project from the start."""
    owner = _number(act.data, "owner")
    if owner is None:
        return request
    project = _number(act.data, "project") or request.project_id
    routed = life.routed(request, owner_id=owner, client_id=request.client_id, project_id=project, now=act.at)
    if routed.flag is not None and act.data.get("chosen_by") == ChosenBy.REQUEST:
        routed = changed(routed, flag=replace(routed.flag, policy=str(act.data["policy"])))
    if act.data.get("promised_by") is None:
        return routed
    promise = Promise("", _moment(act.data, "promised_by"), act.at, 1, client_knows=True)
    return changed(routed, promise=promise, promises_made=promise.ordinal)


def _taken(request: Request, act: Act) -> Request:
    by, knows = _moment(act.data, "due_at"), _knows(act.data)
    return life.taken(request, what="", by=by, now=act.at, client_knows=knows)


def _moved(request: Request, act: Act) -> Request:
    by, knows = _moment(act.data, "due_at"), _knows(act.data)
    return life.moved(request, what="", by=by, now=act.at, client_knows=knows)


def _flagged(request: Request, act: Act, policy: Policy) -> Request:
    """With the flag that was raised then; a new cycle begins where it chose another policy than held."""
    name = act.data.get("policy")
    flag = Flag(0, "", str(name or policy.name), act.at)
    return flags.raised(request, flag, policy if name != act.data.get("from") else None, act.at)


def _reassigned(request: Request, act: Act) -> Request:
    """Passed on by whoever has it, taken over by whoever was asked, or settled by the lead."""
    owner = _number(act.data, "to")
    if owner is None:
        return request
    cause = Cause.SETTLED if act.data.get("settled") else Cause.TAKEN_OVER if "by" in act.data else Cause.REASSIGNED
    return life.reassigned(request, owner_id=owner, now=act.at, cause=cause)


def _asked(request: Request, act: Act) -> Request:
    """Somebody says that it is not theirs. That an owner is away, and who is asked for that, follows by itself."""
    kind, to, by = OfferKind(str(act.data["kind"])), _number(act.data, "to"), _number(act.data, "by")
    if kind is OfferKind.ABSENCE or to is None:
        return request
    return passing_on.offered(request, passing_on.meanwhile(request.offer, Offer(kind, to, act.at, by)))


def _accepted(request: Request, act: Act) -> Request:
    """Taken over while its owner is away; when they are back is told by their calendar."""
    by = _number(act.data, "to")
    return request if by is None else passing_on.accepted(request, by=by, now=act.at)


def _closed(request: Request, act: Act) -> Request:
    return life.closed(request, Outcome(str(act.data.get("outcome") or Outcome.DONE)), act.at)


def _touched(request: Request, act: Act) -> Request:
    data, now = act.data, act.at
    if request.is_keeping_in_touch:
        return changed(request, touched_at=now)  # that it is closed with it is an event of its own
    turn = Turn(str(data["turn"]))
    if turn is Turn.NOBODYS:
        return changed(request, touched_at=now)  # that it is closed is an event of its own
    if turn is Turn.CLIENTS:
        return life.touched_clients(request, ask_again_at=_moment(data, "until"), now=now)
    if data.get("evidence") != Evidence.CLAIMED:
        written = data.get("written")
        return life.copy_seen(request, now, datetime.fromisoformat(str(written)) if written else None)
    return life.touched_ours(request, what="", by=_moment(data, "until"), now=now)


def _snoozed(request: Request, act: Act) -> Request:
    until = _moment(act.data, "until")
    if act.data.get("waiting"):
        return life.waited_on(request, ask_again_at=until, now=act.at)
    return life.snoozed(request, until=until, reason="", now=act.at, furthest=until)


def _moment(data: Mapping[str, Value], key: str) -> datetime:
    return datetime.fromisoformat(str(data[key]))


def _number(data: Mapping[str, Value], key: str) -> int | None:
    value = data.get(key)
    return value if isinstance(value, int) else None


def _knows(data: Mapping[str, Value]) -> bool | None:
    knows = data.get("client_knows")
    return knows if isinstance(knows, bool) else None


_CHANGES: Mapping[EventKind, Callable[[Request, Act], Request]] = {
    EventKind.HANDED_OVER: _routed,
    EventKind.ROUTED: _routed,
    EventKind.TAKEN: _taken,
    EventKind.DATE_MOVED: _moved,
    EventKind.CLIENT_TOLD: lambda request, act: life.told(request, act.at),
    EventKind.TOUCHED: _touched,
    EventKind.ANSWERED: lambda request, act: life.answered(request, act.at),
    EventKind.REASSIGNED: _reassigned,
    EventKind.OFFERED: _asked,
    EventKind.ACCEPTED: _accepted,
    EventKind.FLAG_LIFTED: lambda request, _: flags.lifted(request),
    EventKind.SNOOZED: _snoozed,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: lambda request, act: life.reopened(request, act.at),
}

REPLAYED = frozenset({*_CHANGES, EventKind.CHASED, EventKind.FLAGGED, EventKind.DECLINED})
"""The kinds of events that tell what people and the client did; all others follow from these and from time."""
