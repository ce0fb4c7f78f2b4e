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
from bot.domain.events import EventKind, RecordedEvent, Value
from bot.domain.ladder import Step, StepKey
from bot.domain.outbox import Purpose
from bot.domain.policy import Policy
from bot.domain.progress import Surroundings, advance, in_new_cycle, purpose_of
from bot.domain.request import Cause, Evidence, Flag, Outcome, Request, Turn

Around = Callable[[Request], Surroundings]
"""What a request stands in, as it stands then."""


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
    """A request just after something happened to it: what its people may react to. `told` is who heard of it then."""

    at: datetime
    request: Request
    told: tuple[Told, ...] = ()


React = Callable[[Glimpse], Iterable[Act]]
"""What follows from a glimpse, later than it."""


def nobody_reacts(_: Glimpse) -> Iterable[Act]:
    """All that happened is on record already."""
    return ()


def replayed(
    start: Request, acts: Iterable[Act], around: Around, until: datetime, react: React = nobody_reacts
) -> Iterator[Told]:
    """All that is said of a request until `until`, as these acts happen to it and `react` adds others.

    An act that the request can't take where it stands by then is passed over.
    """
    return _Run(start, acts, around, until, react).told()


class _Run:
    """One request on its way through time."""

    def __init__(self, start: Request, acts: Iterable[Act], around: Around, until: datetime, react: React) -> None:
        self._request, self._around, self._until, self._react = start, around, until, react
        self._acts: list[tuple[datetime, int, Act]] = []
        self._places = count()
        self._done: frozenset[StepKey] = frozenset()
        self._await(acts)

    def told(self) -> Iterator[Told]:
        """In the order in which it is said. What time does comes before what somebody does at the same moment."""
        while (at := self._next_at()) is not None:
            if at == self._request.due_at or self._applied(heappop(self._acts)[-1]):
                yield from self._look(at)

    def _await(self, acts: Iterable[Act]) -> None:
        for act in acts:
            heappush(self._acts, (act.at, next(self._places), act))

    def _next_at(self) -> datetime | None:
        """When something happens next, by itself or by somebody; None: not before the end."""
        ahead = [at for at in (self._request.due_at, self._acts[0][0] if self._acts else None) if at is not None]
        soonest = min(ahead, default=None)
        return None if soonest is None or soonest > self._until else soonest

    def _look(self, now: datetime) -> Iterator[Told]:
        progress = advance(self._request, self._around(self._request), self._done, now)
        if progress.request.cycle.number != self._request.cycle.number:
            self._done = frozenset()
        self._request = progress.request
        self._done |= {step.key for step in (*progress.due, *progress.overtaken, *progress.told)}
        told = tuple(_told(self._request, step, now) for step in progress.due)
        yield from told
        self._await(self._react(Glimpse(now, self._request, told)))

    def _applied(self, act: Act) -> bool:
        """Whether the request could take this where it stands."""
        try:
            changed = after(self._request, act, self._around(self._request).pinned)
        except (life.TransitionRefused, life.DateRefused):
            return False
        if changed.cycle.number != self._request.cycle.number:
            changed, self._done = in_new_cycle(changed, self._around(changed).current), frozenset()
        self._request = changed
        return True


def _told(request: Request, step: Step, now: datetime) -> Told:
    news = request.cycle.cause in {Cause.CHASE, Cause.BROKEN_PROMISE}
    is_news = news and step.key.rung == request.cycle.anchor_rung and not step.key.repetition
    return Told(now, step.key.recipient, request.id, purpose_of(step.key, step.tone), step, is_news)


def after(request: Request, act: Act, policy: Policy) -> Request:
    """The request after an act of the trail; as it was, where that kind of event changes nothing about it.

    Raises TransitionRefused and DateRefused.
    """
    if act.kind is EventKind.CHASED:
        chased = life.chased_unverified if act.data.get("verified") is False else life.chased
        return chased(request, policy, act.at)
    if act.kind is EventKind.FLAGGED:
        return _flagged(request, act, policy)
    change = _CHANGES.get(act.kind)
    return request if change is None else change(request, act)


def _routed(request: Request, act: Act) -> Request:
    owner = _number(act.data, "owner")
    if owner is None:
        return request
    project = _number(act.data, "project") or request.project_id
    return life.routed(request, owner_id=owner, client_id=request.client_id, project_id=project, now=act.at)


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
    owner = _number(act.data, "to")
    return request if owner is None else life.reassigned(request, owner_id=owner, now=act.at)


def _accepted(request: Request, act: Act) -> Request:
    """Taken over while its owner is away; when they are back is told by their calendar."""
    by = _number(act.data, "to")
    return request if by is None else passing_on.accepted(request, by=by, now=act.at)


def _closed(request: Request, act: Act) -> Request:
    return life.closed(request, Outcome(str(act.data.get("outcome") or Outcome.DONE)), act.at)


def _touched(request: Request, act: Act) -> Request:
    data, now = act.data, act.at
    turn = Turn(str(data["turn"]))
    if turn is Turn.NOBODYS:
        return replace(request, touched_at=now)  # that it is closed is an event of its own
    if turn is Turn.CLIENTS:
        return life.touched_clients(request, ask_again_at=_moment(data, "until"), now=now)
    if data.get("evidence") != Evidence.CLAIMED:
        return life.copy_seen(request, now)
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
    EventKind.ROUTED: _routed,
    EventKind.TAKEN: _taken,
    EventKind.DATE_MOVED: _moved,
    EventKind.CLIENT_TOLD: lambda request, act: life.told(request, act.at),
    EventKind.TOUCHED: _touched,
    EventKind.ANSWERED: lambda request, act: life.answered(request, act.at),
    EventKind.REASSIGNED: _reassigned,
    EventKind.ACCEPTED: _accepted,
    EventKind.FLAG_LIFTED: lambda request, _: flags.lifted(request),
    EventKind.SNOOZED: _snoozed,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: lambda request, act: life.reopened(request, act.at),
}

REPLAYED = frozenset({*_CHANGES, EventKind.CHASED, EventKind.FLAGGED})
"""The kinds of events that tell what people and the client did; all others follow from these and from time."""
