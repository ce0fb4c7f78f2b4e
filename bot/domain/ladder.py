"""What is due for one request, when, to whom: the one decision behind every nudge.

`plan` looks at a request, its policy, its cast and their calendars, and at the steps that already have an
outcome. It says what falls due now, what a later step has overtaken, what has to move into office hours,
what becomes of the request itself, and when to look again. It sends nothing and knows no clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.delay import Delay
from bot.domain.life import On
from bot.domain.people import Cast, Role
from bot.domain.policy import Policy, Rung, Tone
from bot.domain.request import Request, State

HEADS_UP_RUNG = -1
"""A heads-up stands below the ladder: it reminds of a promise that still holds."""

HEADS_UP_BEFORE = timedelta(hours=2)
"""Business time between the heads-up and the promise."""

TRIAGE_RUNG = -2
"""The step by which the fallback owner hears of a request that nobody could be found for."""

TRIAGE_AFTER = Delay.parse("1d")
"""How long the forwarder is asked alone before the fallback owner hears of it."""


class Withheld(StrEnum):
    """Why a due step sent nothing."""

    OVERTAKEN = "a later rung was due as well"
    SUPERSEDED = "a new cycle began"
    CLOSED = "the request was closed"
    TAKEN = "the owner had taken it"
    TURN_OF_CLIENT = "it was the client's turn"
    SNOOZED = "it was snoozed"
    NOBODY = "nobody could be reached"
    UNSAFE_CHANNEL = "the channel is shared or holds guests"
    UNREACHABLE = "Slack would not deliver it"
    LOST = "nothing had become of it"


@dataclass(frozen=True, slots=True, order=True)
class StepKey:
    """What makes a due step the one that it is: each has exactly one outcome."""

    cycle: int
    rung: int
    repetition: int
    recipient: int


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder that falls due at `due_at` (UTC), within the recipient's office hours."""

    key: StepKey
    due_at: datetime
    role: Role
    tone: Tone


@dataclass(frozen=True, slots=True)
class Moved:
    """A due step that found its recipient's office closed, and waits until `to` (UTC)."""

    step: Step
    to: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the decision rests on. `done` are the steps of this request that have an outcome already."""

    request: Request
    policy: Policy
    cast: Cast
    calendars: Mapping[int, Calendar]
    done: frozenset[StepKey]


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision.

    `on` is what the passing of time does to the request itself; then nothing else is in the plan, and the
    request is planned again as it stands afterwards. `next_at` is when to look again (UTC); None: never.
    """

    on: On | None = None
    due: tuple[Step, ...] = ()
    overtaken: tuple[Step, ...] = ()
    moved: tuple[Moved, ...] = ()
    next_at: datetime | None = None


def plan(situation: Situation, now: datetime) -> Plan:
    """What is to be done for this request at `now`."""
    passed = _passed(situation.request, now)
    if passed is not None:
        return Plan(on=passed, next_at=now)
    due: list[Step] = []
    later: list[Step] = []
    for step in upcoming(situation, now):
        if step.key not in situation.done:
            (due if step.due_at <= now else later).append(step)
    firing, overtaken = _latest_for_each(due)
    open_now, moved = _in_office_hours(firing, situation.calendars, now)
    looks = [step.due_at for step in later] + [move.to for move in moved] + _deadlines(situation.request)
    return Plan(
        due=tuple(open_now),
        overtaken=tuple(overtaken),
        moved=tuple(moved),
        next_at=min(looks, default=None),
    )


def upcoming(situation: Situation, now: datetime) -> Iterator[Step]:
    """Every step of the present cycle, done or not, up to the first repetition that lies after `now`."""
    request = situation.request
    if request.state is State.TRIAGE:
        yield from _triage_step(situation)
    elif request.state is State.PROMISED:
        yield from _while_promised(situation)
    elif request.state is State.OPEN:
        yield from _climb(situation, now)


def next_after(situation: Situation, now: datetime) -> Step | None:
    """The next step that nobody has had yet: who hears of it next, and when."""
    ahead = (step for step in upcoming(situation, now) if step.key not in situation.done and step.due_at > now)
    return min(ahead, key=lambda step: (step.due_at, step.key), default=None)


def next_above(situation: Situation, now: datetime) -> Step | None:
    """The next step that reaches somebody besides the owner: who hears of it in the end, and when."""
    owner = situation.cast.reachable(Role.OWNER)
    ahead = (
        step
        for step in upcoming(situation, now)
        if step.key not in situation.done and step.due_at > now and step.key.recipient != owner
    )
    return min(ahead, key=lambda step: (step.due_at, step.key), default=None)


def still_wanted(step: StepKey, request: Request, now: datetime) -> Withheld | None:
    """None when a step that is about to be sent still should be; otherwise why not."""
    if request.state is State.CLOSED:
        return Withheld.CLOSED
    if request.state is State.WAITING:
        return Withheld.TURN_OF_CLIENT
    if step.cycle != request.cycle.number or not _fits(step, request):
        return Withheld.SUPERSEDED
    if request.state is State.PROMISED and step.rung >= 0 and not _tells_of_chase(step, request):
        return Withheld.TAKEN
    return Withheld.SNOOZED if request.snooze and now < request.snooze.until else None


def _fits(step: StepKey, request: Request) -> bool:
    """Whether a step below the ladder is still about what it was about."""
    if step.rung == TRIAGE_RUNG:
        return request.state is State.TRIAGE
    if step.rung == HEADS_UP_RUNG:
        return request.state is State.PROMISED and request.promises_made == step.repetition
    return request.state is not State.TRIAGE


def _tells_of_chase(step: StepKey, request: Request) -> bool:
    return step.rung == request.cycle.anchor_rung and request.cycle.started_at >= _promise_made(request)


def _promise_made(request: Request) -> datetime:
    return request.promise.made_at if request.promise else request.handed_over_at


def _passed(request: Request, now: datetime) -> On | None:
    """What the passing of a date does: promises break at T whatever is snoozed, whoever is away."""
    if request.promise and request.state in {State.OPEN, State.PROMISED} and request.promise.due_at <= now:
        return On.PROMISE_PASSED
    if request.state is State.WAITING and request.ask_again_at and request.ask_again_at <= now:
        return On.ASK_AGAIN_PASSED
    return None


def _deadlines(request: Request) -> list[datetime]:
    dates = []
    if request.promise and request.state in {State.OPEN, State.PROMISED}:
        dates.append(request.promise.due_at)
    if request.state is State.WAITING and request.ask_again_at:
        dates.append(request.ask_again_at)
    return dates


def _triage_step(situation: Situation) -> Iterator[Step]:
    fallback = situation.cast.reachable(Role.FALLBACK)
    if fallback is None:
        return
    request = situation.request
    due = situation.calendars[fallback].add(request.handed_over_at, TRIAGE_AFTER)
    yield Step(StepKey(request.cycle.number, TRIAGE_RUNG, 0, fallback), due, Role.FALLBACK, Tone.FACTS)


def _while_promised(situation: Situation) -> Iterator[Step]:
    """A promise that holds is left alone but for its heads-up, and for word that the client asked again."""
    request = situation.request
    owner = situation.cast.reachable(Role.OWNER)
    if owner is None or request.promise is None:
        return
    heads_up = _heads_up_at(request.promise.made_at, request.promise.due_at, situation.calendars[owner])
    if heads_up is not None:
        not_before = max(heads_up, request.snooze.until) if request.snooze else heads_up
        key = StepKey(request.cycle.number, HEADS_UP_RUNG, request.promise.ordinal, owner)
        yield Step(key, not_before, Role.OWNER, Tone.GENTLE)
    if request.cycle.started_at >= request.promise.made_at:
        number = request.cycle.anchor_rung
        yield from _rung(situation, number, situation.policy.rungs[number])


def _heads_up_at(made: datetime, due: datetime, calendar: Calendar) -> datetime | None:
    """Two business hours before the promise; none when it was made later than that."""
    opening = calendar.next_open(made)
    if opening is None or calendar.elapsed(made, due) <= HEADS_UP_BEFORE:
        return None
    heads_up = _opening(calendar, calendar.add_business(made, calendar.elapsed(made, due) - HEADS_UP_BEFORE))
    return heads_up if heads_up < due else None


def _climb(situation: Situation, now: datetime) -> Iterator[Step]:
    policy = situation.policy
    start = policy.capped(situation.request.cycle.anchor_rung)
    for number in range(start, policy.top + 1):
        yield from _rung(situation, number, policy.rungs[number])
    yield from _repetitions(situation, now)


def _rung(situation: Situation, number: int, rung: Rung) -> Iterator[Step]:
    """The step of each person of the rung: once for everybody, though they hold two roles."""
    told: set[int] = set()
    for role in rung.to:
        person = situation.cast.reachable(role)
        if person is None or person in told or situation.calendars[person].next_open(_anchor(situation)) is None:
            continue
        told.add(person)
        due = _due(situation, number, person)
        yield Step(StepKey(situation.request.cycle.number, number, 0, person), due, role, rung.tone)


def _repetitions(situation: Situation, now: datetime) -> Iterator[Step]:
    """After the top the owner alone is reminded, again and again, until it is resolved."""
    owner = situation.cast.reachable(Role.OWNER)
    if owner is None or situation.calendars[owner].next_open(now) is None:
        return
    policy, calendar = situation.policy, situation.calendars[owner]
    due, repetition = _due(situation, policy.top, owner), 0
    while due <= now or repetition == 0:
        repetition += 1
        due = _opening(calendar, calendar.add(due, policy.every))
        key = StepKey(situation.request.cycle.number, policy.top, repetition, owner)
        yield Step(key, due, Role.OWNER, policy.rungs[policy.top].tone)


def _due(situation: Situation, number: int, person: int) -> datetime:
    """Rung j follows `after_j - after_k` behind the anchor rung k, in the recipient's own time."""
    rungs = situation.policy.rungs
    start = situation.policy.capped(situation.request.cycle.anchor_rung)
    calendar = situation.calendars[person]
    anchor = _anchor(situation)
    if number == start:
        return calendar.next_open(anchor) or anchor
    after = rungs[number].after.after(rungs[start].after, calendar.hours.usual_day())
    return _opening(calendar, calendar.add(anchor, after))


def _opening(calendar: Calendar, at: datetime) -> datetime:
    """`at`, or the next opening: business hours may be over just when they have passed."""
    return calendar.next_open(at) or at


def _anchor(situation: Situation) -> datetime:
    return situation.request.cycle.anchor_at


def _latest_for_each(due: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """After an outage one catch-up, not a burst: each person gets the last that fell due, the rest is overtaken."""
    latest: dict[int, Step] = {}
    overtaken: list[Step] = []
    for step in sorted(due, key=lambda step: (step.due_at, step.key)):
        earlier = latest.get(step.key.recipient)
        if earlier is not None:
            overtaken.append(earlier)
        latest[step.key.recipient] = step
    return list(latest.values()), overtaken


def _in_office_hours(
    steps: Iterable[Step], calendars: Mapping[int, Calendar], now: datetime
) -> tuple[list[Step], list[Moved]]:
    open_now: list[Step] = []
    moved: list[Moved] = []
    for step in steps:
        opening = calendars[step.key.recipient].next_open(now)
        if opening is not None and opening > now:
            moved.append(Moved(step, opening))
        else:
            open_now.append(step)
    return open_now, moved
