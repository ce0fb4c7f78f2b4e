"""A request, its people and their calendars, and a way to let time pass over it while every promise is watched."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import Calendar
from bot.domain.climb import Hearers, hearers
from bot.domain.ladder import HEADS_UP_RUNG, Plan, Situation, Step, StepKey, plan, upcoming
from bot.domain.people import Cast, Role
from bot.domain.policy import STANDARD, Policy
from bot.domain.progress import Progress, Surroundings, advance, in_new_cycle
from bot.domain.request import Cause, Cycle, Outcome, Promise, Request, State
from bot.domain.working_hours import WorkingHours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(BERLIN, WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
DANA, BOB, PIA, LEA, KIM = 1, 2, 3, 4, 5
CAST = Cast(owner=BOB, backup=PIA, lead=LEA, reporter=DANA, fallback=KIM)
EVERYBODY = dict.fromkeys((DANA, BOB, PIA, LEA, KIM), OFFICE)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONDAY = datetime(2026, 11, 2, tzinfo=BERLIN)


def at(text: str) -> datetime:
    """ "Fri 16:10" in Berlin, in the first week of November 2026; "Fri 16:10 +1" a week later."""
    day, time, week = (*text.split(), "0")[:3]
    hour, minute = time.split(":")
    moment = _MONDAY + timedelta(days=_DAYS.index(day), weeks=int(week))
    return moment.replace(hour=int(hour), minute=int(minute)).astimezone(UTC)


def spelled(moment: datetime) -> str:
    """What `at` reads."""
    local = moment.astimezone(BERLIN)
    weeks = (local.replace(tzinfo=None) - _MONDAY.replace(tzinfo=None)).days // 7
    return f"{_DAYS[local.weekday()]} {local:%H:%M}" + (f" +{weeks}" if weeks else "")


def a_request(state: State, now: datetime, policy: Policy = STANDARD) -> Request:
    """A request in `state` since `now`; what it waits for comes two days later."""
    later = now + timedelta(days=2)
    triage = state is State.TRIAGE
    return Request(
        id=12,
        workspace_id="T1",
        state=state,
        outcome=Outcome.DONE if state is State.CLOSED else None,
        client_id=None if triage else 1,
        project_id=None if triage else 1,
        contact_id=None,
        owner_id=None if triage else BOB,
        reporter_id=DANA,
        wish="Three departments",
        words="Could you reach out to our three department heads?",
        subject_key=None,
        handed_over_at=now,
        client_waits_since=now,
        cycle=Cycle(0 if triage else 1, Cause.HANDED_OVER, now, now, 0, 0),
        policy_name=policy.name,
        policy_version=policy.version,
        promise=Promise("call them", later, now, 1) if state is State.PROMISED else None,
        promises_made=1 if state is State.PROMISED else 0,
        ask_again_at=later if state is State.WAITING else None,
        closed_at=now if state is State.CLOSED else None,
    )


@dataclass
class Life:
    """One request over time. Each look checks what holds at every look, and remembers every step's outcome."""

    request: Request
    policy: Policy = STANDARD
    cast: Cast = CAST
    calendars: Mapping[int, Calendar] = field(default_factory=lambda: EVERYBODY)
    sent: dict[StepKey, datetime] = field(default_factory=dict)
    overtaken: dict[StepKey, datetime] = field(default_factory=dict)
    foreseen: dict[StepKey, datetime] = field(default_factory=dict)
    foreseen_for: Hearers = field(default_factory=dict)

    @property
    def done(self) -> frozenset[StepKey]:
        """The steps of the present cycle that have an outcome."""
        return frozenset(key for key in (*self.sent, *self.overtaken) if key.cycle == self.request.cycle.number)

    def situation(self, request: Request | None = None) -> Situation:
        """What is decided upon."""
        known = request or self.request
        cast = replace(self.cast, owner=known.owner_id)
        return Situation(known, self.policy, cast, self.calendars, self.done)

    def becomes(self, changed: Request) -> None:
        """What one of the functions of `life` has made of the request, as a use case would save it."""
        if changed.cycle.number != self.request.cycle.number:
            changed = in_new_cycle(changed, self.policy)
        self.request = changed
        self.foreseen = {}

    def loses(self, person: int) -> None:
        """Somebody is deactivated."""
        self.cast = replace(self.cast, inactive=self.cast.inactive | {person})
        self.foreseen = {}

    def look(self, now: datetime) -> Progress:
        """Bring the request to `now`, checking on the way."""
        situation = self.situation()
        decision = plan(situation, now)
        assert decision == plan(self.situation(), now), "a decision depends on nothing but what it is given"
        if decision.on is None and self.foreseen_for == hearers(situation, now):
            self._nothing_is_lost(decision, now)
        before = self.request
        around = Surroundings(self.policy, self.policy, situation.cast, self.calendars)
        progress = advance(self.request, around, situation.done, now)
        self.request = progress.request
        assert before.cycle.number < self.request.cycle.number or before.cycle.rung <= self.request.cycle.rung
        if not progress.passed:  # time alone: the heartbeat writes no more than these two
            cycle = replace(before.cycle, rung=self.request.cycle.rung)
            assert replace(before, cycle=cycle, due_at=self.request.due_at) == self.request
        self._check(progress, now)
        ahead = self.situation()
        self.foreseen = {step.key: step.due_at for step in upcoming(ahead, now)}
        self.foreseen_for = hearers(ahead, now)
        return progress

    def due(self, now: datetime) -> list[Step]:
        """What is said at `now`."""
        return list(self.look(now).due)

    def _nothing_is_lost(self, decision: Plan, now: datetime) -> None:
        """What was foreseen to be due by now, when the same people heard, has an outcome, gets one, or waits for the
        office to open.
        """
        gets_one = {step.key for step in (*decision.due, *decision.overtaken)}
        waits = {move.step.key for move in decision.moved}
        fallen_due = {key for key, due_at in self.foreseen.items() if due_at <= now} - self.done
        assert fallen_due <= gets_one | waits
        assert not gets_one & waits
        for move in decision.moved:
            calendar = self.calendars[move.step.key.recipient]
            assert not calendar.is_open(now)
            assert move.to == calendar.next_open(now)

    def _check(self, progress: Progress, now: datetime) -> None:
        request, recipients = self.request, [step.key.recipient for step in progress.due]
        assert len(recipients) == len(set(recipients)), "one catch-up instead of a burst"
        assert request.due_at is None or request.due_at > now, "to look again at once would never end"
        for step in progress.due:
            assert self.calendars[step.key.recipient].is_open(now)
            assert step.due_at <= now
            if step.key.rung == HEADS_UP_RUNG:
                assert request.promise is not None and now < request.promise.due_at
        if request.promise is not None and request.state in {State.OPEN, State.PROMISED}:
            assert now < request.promise.due_at, "a promise breaks at its date"
        if request.is_closed:
            assert (progress.due, progress.overtaken, request.due_at) == ((), (), None)
        for steps, outcome in ((progress.due, self.sent), (progress.overtaken, self.overtaken)):
            for step in steps:
                assert step.key not in self.sent and step.key not in self.overtaken
                outcome[step.key] = now


def people_told(progress: Progress) -> set[tuple[int, Role]]:
    """Who hears, and as what."""
    return {(step.key.recipient, step.role) for step in progress.due}
