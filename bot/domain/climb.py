"""The way up the ladder: which steps the present cycle of a request holds, for whom, and when.

All of it is worked out from the anchor of the cycle and the recipient's own calendar: each step carries the
reckoning that its due time comes from, which explains it as well. Whether a step is due, was had already or is
overtaken is for `bot.domain.ladder` to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from bot.domain.calendar import Calendar, NeverOpenError
from bot.domain.delay import Delay
from bot.domain.people import Hearer, Role
from bot.domain.policy import Policy, Tone
from bot.domain.presence import present_cast, rests
from bot.domain.request import Cause, Promise, Request, State
from bot.domain.step import HEADS_UP_RUNG, TRIAGE_RUNG, Situation, Step, StepKey
from bot.domain.working import AT_ONCE, Reckoning, Since

HEADS_UP_BEFORE = timedelta(hours=2)
"""Business time between the heads-up and the promise."""

TRIAGE_AFTER = Delay.parse("1d")
"""How long the forwarder is asked alone before the fallback owner hears of it."""

Parts = Mapping[int, Role]
"""As what somebody hears, by the numbers of the rungs that speak to them, the lowest first."""

Hearers = Mapping[Hearer, int | None]
"""Who hears for each role and each person named at some moment: a person's id, or None for nobody."""


def upcoming(situation: Situation, now: datetime) -> Iterator[Step]:
    """Every step of the present cycle, done or not, up to the first repetition that lies after `now`."""
    return chain.from_iterable(by_person(situation, now))


def by_person(situation: Situation, now: datetime) -> Iterator[Iterator[Step]]:
    """The same, one row of steps for each person (of a promise: for each matter), in the order of their due times."""
    match situation.request.state:
        case State.TRIAGE:
            yield _triage_step(situation, hearers(situation, now)[Role.FALLBACK] or situation.cast.fallback)
        case State.PROMISED:
            yield from _while_promised(situation, hearers(situation, now))
        case State.OPEN if not rests(situation.request):
            for climb in _climbs(situation, hearers(situation, now)):
                yield climb.steps(now)


def hearers(situation: Situation, now: datetime) -> Hearers:
    """Who hears for whom at `now`. Who is away is passed over."""
    return present_cast(situation, now).hearers


def tells_of_chase(request: Request) -> bool:
    """Whether the client has asked again since the promise was made: of that its owner hears, though they took it."""
    promise, cycle = request.promise, request.cycle
    return promise is not None and cycle.cause is Cause.CHASE and cycle.started_at >= promise.made_at


def _triage_step(situation: Situation, fallback: int | None) -> Iterator[Step]:
    """For the fallback owner, or who stands in. Where nobody is there it waits for the fallback owner's return, or has
    its outcome on record: a request that nobody can be found for is never left without a step.
    """
    if fallback is None:
        return
    cycle = situation.request.cycle
    try:
        clock = Reckoning(situation.calendars[fallback], cycle.started_at, TRIAGE_AFTER, Since.CYCLE)
        step = Step.reckoned(StepKey(cycle.number, TRIAGE_RUNG, 0, fallback), clock, Role.FALLBACK, Tone.FACTS)
    except NeverOpenError:
        return
    yield step


def _while_promised(situation: Situation, hears: Hearers) -> Iterator[Iterator[Step]]:
    """A promise that holds is left alone but for its heads-up, and for word that the client asked again."""
    request, owner = situation.request, hears[Role.OWNER]
    if owner is None or request.promise is None:
        return
    yield _heads_up(request, request.promise, owner, situation.calendars[owner])
    if tells_of_chase(request) and not rests(request):
        for climb in _climbs(situation, hears):
            yield climb.word_of_chase(request.promise)


def _heads_up(request: Request, promise: Promise, owner: int, calendar: Calendar) -> Iterator[Step]:
    """Two business hours before the promise, after any snooze; none when it was made later than that.

    A cycle that began after that moment, with a chase, does not repeat it.
    """
    ahead = calendar.elapsed(promise.made_at, promise.due_at) - HEADS_UP_BEFORE
    if ahead <= timedelta():
        return
    clock = Reckoning(calendar, promise.made_at, ahead, Since.PROMISE, floor=_asleep_until(request))
    if promise.made_at < request.cycle.started_at and clock.run_out_at <= request.cycle.started_at:
        return
    key = StepKey(request.cycle.number, HEADS_UP_RUNG, promise.ordinal, owner)
    step = Step.reckoned(key, clock, Role.OWNER, Tone.GENTLE)
    if step.due_at < promise.due_at:
        yield step


def _climbs(situation: Situation, hears: Hearers) -> Iterator["_Climb"]:
    """The way up of everybody who hears on some rung; of the owner always and first, for the repetitions."""
    request, policy, owner = situation.request, situation.policy, hears[Role.OWNER]
    for person, parts in _parts(policy, hears, owner).items():
        yield _Climb(request, policy, situation.calendars[person], person, parts, person == owner)


def _parts(policy: Policy, hears: Hearers, owner: int | None) -> Mapping[int, Parts]:
    """What everybody hears as, who hears at all; on a rung that speaks to them twice, as what it names first."""
    found: dict[int, dict[int, Role]] = {} if owner is None else {owner: {}}
    for number, rung in enumerate(policy.rungs):
        for hearer in rung.hearers:
            person = hears.get(hearer)
            if person is not None:
                found.setdefault(person, {}).setdefault(number, hearer if isinstance(hearer, Role) else Role.NAMED)
    return found


def _asleep_until(request: Request) -> datetime | None:
    return request.snooze.until if request.snooze else None


@dataclass(frozen=True, slots=True)
class _Climb:
    """One person's way up, in their own time. A rung counts for them once, though they hold two roles."""

    request: Request
    policy: Policy
    calendar: Calendar
    person: int
    parts: Parts
    is_owner: bool

    def steps(self, now: datetime) -> Iterator[Step]:
        """Rung by rung from the anchor on; after the top the owner alone, again and again, until it is resolved.

        Never earlier than the step before: four hours of somebody who works two a day are longer than a day.
        Whoever leaves for good before a step falls due does not get it; by then somebody stands in for them.
        """
        if self.calendar.next_open(self.request.cycle.anchor_at) is None:
            return
        first = self._first
        before: datetime | None = None
        try:
            for number, role in self.parts.items():
                if number >= first:
                    step = self._step(number, 0, self._clock(number, before), role)
                    before = step.due_at
                    yield step
            if self.is_owner:
                yield from self._repetitions(self._clock(self.policy.top, before), now)
        except NeverOpenError:
            return

    def word_of_chase(self, promise: Promise) -> Iterator[Step]:
        """The one rung that a chase begins at, while the promise holds."""
        number = self._start
        role = self.parts.get(number)
        clock = self._clock(number, _asleep_until(self.request))
        if role is not None and self.calendar.next_open(clock.due_at) is not None and clock.due_at < promise.due_at:
            yield self._step(number, 0, clock, role)

    @property
    def _start(self) -> int:
        """The rung that is due at the anchor."""
        return self.policy.capped(self.request.cycle.anchor_rung)

    @property
    def _first(self) -> int:
        """Where to begin: after a snooze one rung lower, for those whose turn on it had not come when it began."""
        cycle = self.request.cycle
        was_snoozed = cycle.anchor_at > cycle.started_at
        return self.policy.capped(max(0, cycle.anchor_rung - 1)) if was_snoozed else self._start

    def _clock(self, number: int, floor: datetime | None) -> Reckoning:
        """Rung j follows `after_j - after_k` behind the anchor rung k, which is due at once, in office hours."""
        start, rungs, cycle = self._start, self.policy.rungs, self.request.cycle
        length = AT_ONCE
        if number > start:
            length = rungs[number].after.after(rungs[start].after, self.calendar.hours.usual_day)
        since = Since.SNOOZE if cycle.anchor_at > cycle.started_at else Since.CYCLE
        return Reckoning(self.calendar, cycle.anchor_at, length, since, floor=floor)

    def _repetitions(self, top: Reckoning, now: datetime) -> Iterator[Step]:
        """Beyond the top; where a snooze ends there, they go on counting where it found them."""
        policy = self.policy
        repetition = self.request.cycle.anchor_rung - policy.top
        clock = top if repetition > 0 else self._again(top.due_at)
        step = self._step(policy.top, max(1, repetition), clock, Role.OWNER)
        yield step
        while step.due_at <= now:
            step = self._step(policy.top, step.key.repetition + 1, self._again(step.due_at), Role.OWNER)
            yield step

    def _again(self, before: datetime) -> Reckoning:
        return Reckoning(self.calendar, before, self.policy.every, Since.REMINDER)

    def _step(self, number: int, repetition: int, clock: Reckoning, role: Role) -> Step:
        key = StepKey(self.request.cycle.number, number, repetition, self.person)
        return Step.reckoned(key, clock, role, self.policy.rungs[number].tone)
