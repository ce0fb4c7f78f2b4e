"""A request brought up to the present: what the passing of time makes of it, and what is to be said.

`advance` applies `ladder.plan` until nothing more follows. It is the one way in which time acts on a
request: the heartbeat uses it, and every use case does at its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.changing import changed
from bot.domain.events import Event, EventKind, Value
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG, Moved, Plan, Situation, Step, StepKey, Withheld, plan
from bot.domain.life import On, ask_again_passed, promise_broken, returned, stays
from bot.domain.offers import Offer
from bot.domain.outbox import Intention, Purpose
from bot.domain.passing_on import away_offered, is_lender_back, passed_on
from bot.domain.people import Cast
from bot.domain.policy import ChosenBy, Policy, Tone
from bot.domain.promises import has_copy_in_time
from bot.domain.request import Request
from bot.domain.step import OwnMessage
from bot.domain.told_channel import words_in_channel

LOOK_AGAIN_LIMIT = 8
"""How many dates may pass at once; more than a broken promise and what follows it would be a fault."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a request stands in: its policies (the pinned and the one for a new cycle), cast and calendars.

    `chosen_by` says what chose the one for a new cycle.
    """

    pinned: Policy
    current: Policy
    cast: Cast
    calendars: Mapping[int, Calendar]
    chosen_by: ChosenBy = ChosenBy.WORKSPACE


@dataclass(frozen=True, slots=True)
class Progress:
    """A request as it stands at `now` (UTC): what time did to it, which is `passed`, and what that makes of its steps.

    What has to be recorded and said of that follows from it, for those who ask: a simulation does neither.
    """

    request: Request
    now: datetime
    due: tuple[Step, ...] = ()
    overtaken: tuple[Step, ...] = ()
    told: tuple[Step, ...] = ()
    moved: tuple[Moved, ...] = ()
    passed: tuple[Event, ...] = ()
    in_channel: tuple[Intention, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether anything happened that a card would show."""
        return bool(self.passed or self.due or self.overtaken or self.told or self.moved)

    @property
    def events(self) -> tuple[Event, ...]:
        """What is to be recorded, in the order in which it happened."""
        return (
            *self.passed,
            *(_due_event(self.request, step) for step in self.due),
            *(_withheld_event(self.request, step, Withheld.OVERTAKEN) for step in self.overtaken),
            *(_withheld_event(self.request, step, Withheld.CARD_OF_THE_DAY) for step in self.told),
            *(_moved_event(self.request, move) for move in self.moved),
        )

    @property
    def intentions(self) -> tuple[Intention, ...]:
        """What is to be said."""
        return *(_intention(self.request, step, self.now) for step in self.due), *self.in_channel


def in_new_cycle(request: Request, policy: Policy, chosen_by: ChosenBy = ChosenBy.WORKSPACE) -> Request:
    """The request under the policy that holds now, and what chose it: a new cycle takes the current version."""
    cycle = request.cycle
    capped = replace(cycle, anchor_rung=policy.capped(cycle.anchor_rung), rung=policy.capped(cycle.rung))
    return changed(request, cycle=capped, policy_name=policy.name, policy_version=policy.version, policy_by=chosen_by)


def advance(
    request: Request,
    around: Surroundings,
    done: frozenset[StepKey],
    now: datetime,
    messages: tuple[OwnMessage, ...] = (),
) -> Progress:
    """The request at `now`. `done` are the steps of its present cycle that fell due before, `messages` what some of
    them became.
    """
    events: list[Event] = []
    policy = around.pinned
    for _ in range(LOOK_AGAIN_LIMIT):
        situation = Situation(request, policy, cast_of(request, around.cast), around.calendars, done, messages)
        decision = plan(situation, now)
        if decision.on is None:
            settled = _settled(request, decision)
            return Progress(
                settled,
                now,
                decision.due,
                decision.overtaken,
                decision.told,
                tuple(move for move in decision.moved if _is_new(move, request, around.calendars)),
                tuple(events),
                words_in_channel(situation, decision.due, now),
            )
        passed, event = _passed(situation, decision.on, around.current, now)
        events.append(event)
        if passed.cycle.number != request.cycle.number:
            passed, policy = in_new_cycle(passed, around.current, around.chosen_by), around.current
            done, messages = frozenset(), ()
        request = passed
    raise AssertionError(f"request {request.id} never comes to rest")


def cast_of(request: Request, cast: Cast) -> Cast:
    """The cast, with the owner whom the request has by now: it may have come back to theirs meanwhile."""
    return cast if cast.owner == request.owner_id else replace(cast, owner=request.owner_id)


def numbered(progress: Progress, number: int) -> Progress:
    """The progress of a request that has been stored since, under that number: events and messages name it.

    So new is it that its channel has nothing to read.
    """
    return replace(
        progress,
        request=changed(progress.request, id=number),
        passed=tuple(replace(event, request_id=number) for event in progress.passed),
        in_channel=(),
    )


def _passed(situation: Situation, on: On, policy: Policy, now: datetime) -> tuple[Request, Event]:
    request = situation.request
    if on in {On.OWNER_AWAY, On.UNANSWERED, On.RETURNED, On.LENDER_LEFT}:
        return _between_hands(situation, on, now)
    if on is On.PROMISE_PASSED:
        promise = request.promise
        due = promise.due_at.isoformat() if promise else None
        broken = promise_broken(request, policy, now)
        data: dict[str, Value] = {
            "due_at": due,
            "cycle": broken.cycle.number,
            "rung": broken.cycle.anchor_rung,
            "copy_in_time": has_copy_in_time(request),
        }
        return broken, Event(EventKind.PROMISE_BROKEN, request.id, data=data)
    asked = ask_again_passed(request, now)
    return asked, Event(EventKind.ASK_AGAIN, request.id, data={"cycle": asked.cycle.number})


def _between_hands(situation: Situation, on: On, now: datetime) -> tuple[Request, Event]:
    request = situation.request
    if on is On.LENDER_LEFT:
        lender = request.loan.owner_id if request.loan else None
        return stays(request), Event(EventKind.STAYED, request.id, data={"from": lender, "to": request.owner_id})
    if on is On.RETURNED:
        back = returned(request, now, is_lender=is_lender_back(situation, now))
        people: dict[str, Value] = {"from": request.owner_id, "to": back.owner_id}
        return back, Event(EventKind.RETURNED, request.id, data=people)
    changed = away_offered(situation, now) if on is On.OWNER_AWAY else passed_on(situation, now)
    if on is On.OWNER_AWAY and changed.offer is not None:
        return changed, offer_event(changed, changed.offer)
    return changed, passed_on_event(request, changed, EventKind.UNANSWERED)


def offer_event(request: Request, offer: Offer, actor_id: int | None = None) -> Event:
    """Somebody is asked to take it."""
    data: dict[str, Value] = {
        "kind": offer.kind.value,
        "from": request.owner_id,
        "by": offer.by_id,
        "to": offer.to_id,
        "until": offer.until.isoformat() if offer.until else None,
    }
    return Event(EventKind.OFFERED, request.id, actor_id, data, offer.words)


def passed_on_event(before: Request, after: Request, kind: EventKind, actor_id: int | None = None) -> Event:
    """An offer was declined or went unanswered: who was asked, and who is asked now."""
    asked, following = before.offer, after.offer
    data: dict[str, Value] = {
        "kind": asked.kind.value if asked else None,
        "from": asked.to_id if asked else None,
        "to": following.to_id if following is not None and following.stands else None,
    }
    return Event(kind, before.id, actor_id, data)


def _settled(request: Request, decision: Plan) -> Request:
    """With the highest rung that has come due by now, and when to look again."""
    fallen_due = (step.key for step in (*decision.due, *decision.overtaken, *decision.told))
    before, climbed = request.cycle.rung, [key.rung + key.repetition for key in fallen_due if key.rung >= 0]
    rung = max(climbed, default=before)
    cycle = replace(request.cycle, rung=rung) if rung > before else request.cycle
    return changed(request, due_at=decision.next_at, cycle=cycle)


def _is_new(move: Moved, request: Request, calendars: Mapping[int, Calendar]) -> bool:
    """Whether this move is not on record yet: the last look, which set `due_at`, did not find the step moved there."""
    looked_for = request.due_at
    if looked_for is None or looked_for <= move.step.due_at:
        return True
    return calendars[move.step.key.recipient].next_open(looked_for) != move.to


def _facts(step: Step) -> dict[str, Value]:
    key = step.key
    return {
        "cycle": key.cycle,
        "rung": key.rung,
        "repetition": key.repetition,
        "recipient": key.recipient,
        "due_at": step.due_at.isoformat(),
    }


def _due_event(request: Request, step: Step) -> Event:
    why: dict[str, Value] = {
        "policy": request.policy_name,
        "version": request.policy_version,
        "role": step.role.value,
    }
    return Event(EventKind.STEP_DUE, request.id, data=_facts(step) | why)


def _withheld_event(request: Request, step: Step, reason: Withheld) -> Event:
    return Event(EventKind.STEP_WITHHELD, request.id, data=_facts(step) | {"reason": reason.value})


def _moved_event(request: Request, move: Moved) -> Event:
    return Event(EventKind.STEP_MOVED, request.id, data=_facts(move.step) | {"to": move.to.isoformat()})


def _intention(request: Request, step: Step, now: datetime) -> Intention:
    key = step.key
    purpose = purpose_of(key, step.tone)
    if purpose is Purpose.REMINDER:
        return reminder_for(key.recipient, now)
    return message_of(request.id, step, purpose, now)


def reminder_for(recipient: int, now: datetime) -> Intention:
    """The one message that tells this person of all that they are to be reminded of; while one waits, it is that."""
    return Intention(
        Purpose.REMINDER, f"reminder:{recipient}", recipient_id=recipient, in_office_hours=True, due_at=now
    )


def message_of(number: int, step: Step, purpose: Purpose, now: datetime, *, again: bool = False) -> Intention:
    """The message of its own that a step of request `number` becomes; `again` where the first one was lost."""
    key = step.key
    once = f"step:{number}:{key.cycle}:{key.rung}:{key.repetition}:{key.recipient}"
    return Intention(
        purpose=purpose,
        dedupe_key=f"{once}:{now.isoformat()}" if again else once,
        recipient_id=key.recipient,
        request_id=number,
        step=key,
        in_office_hours=True,
        due_at=now,
        facts={"tone": step.tone.value, "role": step.role.value},
    )


def purpose_of(key: StepKey, tone: Tone) -> Purpose:
    """What kind of message a due step becomes, or, where it is the reminder, has a line in."""
    if key.rung == TRIAGE_RUNG:
        return Purpose.TRIAGE_ESCALATION
    if key.rung == HEADS_UP_RUNG:
        return Purpose.HEADS_UP
    return Purpose.CARD if tone is Tone.CARD else Purpose.REMINDER
