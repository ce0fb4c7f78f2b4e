"""What is due for one request, when, to whom: the one decision behind every nudge.

`plan` looks at a request, its policy, its cast and their calendars, and at the steps that already have an
outcome. It says what falls due now, what a later step has overtaken, what has to move into office hours,
what becomes of the request itself, and when to look again. It sends nothing and knows no clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.climb import HEADS_UP_BEFORE, TRIAGE_AFTER, by_person, hearers, tells_of_chase, upcoming
from bot.domain.held_over import is_told_by_card, still_to_come
from bot.domain.life import On
from bot.domain.passing_on import answer_by
from bot.domain.passing_on import due as due_between_hands
from bot.domain.people import Role
from bot.domain.presence import changes, rests
from bot.domain.request import Request, State
from bot.domain.step import HEADS_UP_RUNG, TRIAGE_RUNG, Situation, Step, StepKey, Withheld

__all__ = [
    "HEADS_UP_BEFORE",
    "HEADS_UP_RUNG",
    "TRIAGE_AFTER",
    "TRIAGE_RUNG",
    "Moved",
    "Plan",
    "Situation",
    "Step",
    "StepKey",
    "Withheld",
    "next_above",
    "next_after",
    "next_steps",
    "plan",
    "still_wanted",
    "upcoming",
]


@dataclass(frozen=True, slots=True)
class Moved:
    """A due step that found its recipient's office closed, and waits until `to` (UTC)."""

    step: Step
    to: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision.

    `on` is what the passing of time does to the request itself; then nothing else is in the plan, and the
    request is planned again as it stands afterwards. What is `told` was said by a card of the same day. `next_at`
    is when to look again (UTC), always after `now` unless there is an `on`; None: never.
    """

    on: On | None = None
    due: tuple[Step, ...] = ()
    overtaken: tuple[Step, ...] = ()
    told: tuple[Step, ...] = ()
    moved: tuple[Moved, ...] = ()
    next_at: datetime | None = None


def plan(situation: Situation, now: datetime) -> Plan:
    """What is to be done for this request at `now`."""
    passed = _passed(situation.request, now) or due_between_hands(situation, now)
    if passed is not None:
        return Plan(on=passed, next_at=now)
    due, looks = _fallen_due(situation, now)
    told = [step for step in due if is_told_by_card(situation, step)]
    firing, overtaken = _latest_for_each(step for step in due if step not in told)
    open_now, moved = _in_office_hours(firing, situation.calendars, now)
    looks += [move.to for move in moved] + _deadlines(situation.request) + _between_hands(situation, now)
    return Plan(
        due=tuple(open_now),
        overtaken=tuple(overtaken),
        told=tuple(told),
        moved=tuple(moved),
        next_at=min(looks, default=None),
    )


def next_after(situation: Situation, now: datetime) -> Step | None:
    """The next step that nobody has had yet: who hears of it next, and when. A card may have been moved to later."""
    return next_steps(situation, now)[0]


def next_above(situation: Situation, now: datetime) -> Step | None:
    """The next step that reaches somebody besides the owner: who hears of it in the end, and when."""
    return next_steps(situation, now)[1]


def next_steps(situation: Situation, now: datetime) -> tuple[Step | None, Step | None]:
    """Both `next_after` and `next_above`, for one climb."""
    owner = hearers(situation, now)[Role.OWNER]
    ahead = [step for steps in by_person(situation, now) for step in _nearest(situation, steps, now)]
    above = [step for step in ahead if step.key.recipient != owner]
    return min(ahead, key=_in_time, default=None), min(above, key=_in_time, default=None)


def _nearest(situation: Situation, steps: Iterable[Step], now: datetime) -> Iterator[Step]:
    """Of one person's steps: the first that lies ahead, and any before it whose own message is still to come."""
    for step in steps:
        if step.key in situation.done:
            yield from still_to_come(situation, step, now)
        elif step.due_at > now and not is_told_by_card(situation, step):
            yield step
            return


def _in_time(step: Step) -> tuple[datetime, StepKey]:
    return step.due_at, step.key


def still_wanted(step: StepKey, request: Request, now: datetime) -> Withheld | None:
    """None when a step that is about to be sent still should be; otherwise why not."""
    if request.state is State.CLOSED:
        return Withheld.CLOSED
    if request.state is State.WAITING:
        return Withheld.TURN_OF_CLIENT
    if step.cycle != request.cycle.number or not _fits(step, request, now):
        return Withheld.SUPERSEDED
    if request.state is State.PROMISED and step.rung >= 0 and not tells_of_chase(request):
        return Withheld.TAKEN
    if step.rung >= 0 and rests(request):
        return Withheld.OFFERED
    return Withheld.SNOOZED if request.snooze and now < request.snooze.until else None


def _fits(step: StepKey, request: Request, now: datetime) -> bool:
    """Whether a step is still about what it was about; a heads-up is, until its promise breaks."""
    if step.rung == TRIAGE_RUNG:
        return request.state is State.TRIAGE
    if step.rung == HEADS_UP_RUNG:
        promise = request.promise if request.state is State.PROMISED else None
        return promise is not None and promise.ordinal == step.repetition and now < promise.due_at
    return request.state is not State.TRIAGE


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


def _between_hands(situation: Situation, now: datetime) -> list[datetime]:
    """When an answer is waited for no longer, and when somebody goes away or comes back."""
    request = situation.request
    if request.is_closed:
        return []
    offer = request.offer
    answered = answer_by(situation, offer) if offer is not None and offer.stands else None
    return [*([answered] if answered is not None else []), *changes(situation, now)]


def _fallen_due(situation: Situation, now: datetime) -> tuple[list[Step], list[datetime]]:
    """The steps that are due and have no outcome, and for each person when their next one will be."""
    due: list[Step] = []
    looks: list[datetime] = []
    for steps in by_person(situation, now):
        for step in steps:
            if step.key in situation.done:
                continue
            if step.due_at > now:
                looks.append(step.due_at)
                break
            due.append(step)
    return due, looks


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
