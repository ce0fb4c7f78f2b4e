"""Made-up requests, for trying a policy on: agencies like ours, with owners who answer sooner, later, or not at all.

How people behave is drawn from a seed, request by request, so that two policies meet the same people. The figures are
assumptions, not measurements: a first look within some hours, two in five reminders answered, seven in ten dates kept,
a client who asks again about every fifth working day of silence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.calendar import Calendar, NeverOpenError
from bot.domain.delay import Delay, DelayUnit
from bot.domain.events import EventKind, Value
from bot.domain.life import is_their_turn
from bot.domain.outbox import Purpose
from bot.domain.people import Cast
from bot.domain.policy import Policy
from bot.domain.progress import Surroundings
from bot.domain.replay import Act, Glimpse
from bot.domain.request import Cause, Cycle, Evidence, Outcome, Request, State, TouchChannel, Turn
from bot.domain.working_hours import WorkingHours

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Sao_Paulo",
)
OWNERS = 20
LEAD, BACKUP, REPORTER = OWNERS + 1, OWNERS + 2, OWNERS + 3
_HOURS = WorkingHours.parse("Mon-Fri 09:00-17:30")

FIRST_LOOK_HOURS, AFTER_REMINDER_HOURS = 3.0, 1.0
"""Medians of the business time until an owner acts."""
LOOKS_BY_ITSELF, REACTS_TO_REMINDER, KEEPS_DATE, CLIENT_ASKS_AGAIN, CLIENT_ANSWERS = 0.45, 0.4, 0.7, 0.3, 0.7


def staff() -> dict[int, Calendar]:
    """Twenty owners in eight zones, a lead, a backup and a reporter in the first: person id to calendar."""
    zones = {number: ZONES[number % len(ZONES)] for number in range(1, OWNERS + 1)}
    here = dict.fromkeys((LEAD, BACKUP, REPORTER), ZONES[0])
    calendars = {zone: Calendar(ZoneInfo(zone), _HOURS, frozenset()) for zone in ZONES}
    return {number: calendars[zone] for number, zone in (zones | here).items()}


def agency(policy: Policy) -> dict[int | None, Surroundings]:
    """What a made-up request stands in, by its owner; None: it has none yet."""
    calendars = staff()
    return {
        owner: Surroundings(
            policy,
            policy,
            Cast(owner=owner, backup=BACKUP, lead=LEAD, reporter=REPORTER, fallback=LEAD),
            {person: calendars[person] for person in (owner, LEAD, BACKUP, REPORTER) if person is not None},
        )
        for owner in (None, *range(1, OWNERS + 1))
    }


@dataclass(frozen=True)
class Made:
    """A made-up request in triage, the act that routes it, and how its people behave."""

    request: Request
    acts: tuple[Act, ...]
    behaviour: "Behaviour"


def made(number: int, start: datetime, weeks: int, seed: int, calendars: Mapping[int, Calendar]) -> Made:
    """Request `number`, handed over somewhere in these weeks within its reporter's hours."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 - made-up people, no secrets
    owner = chance.randint(1, OWNERS)
    at = start + timedelta(minutes=chance.randrange(weeks * 7 * 24 * 60))
    at = calendars[REPORTER].next_open(at) or at
    request = Request(
        id=number,
        workspace_id="",
        state=State.TRIAGE,
        outcome=None,
        client_id=1 + number % 40,
        project_id=1 + number % 60,
        contact_id=None,
        owner_id=None,
        reporter_id=REPORTER,
        wish="",
        words="",
        subject_key=None,
        handed_over_at=at,
        client_waits_since=at,
        cycle=Cycle(0, Cause.HANDED_OVER, at, at, 0, 0),
        policy_name="",
        policy_version=1,
    )
    return Made(request, (Act(at, EventKind.ROUTED, {"owner": owner}),), Behaviour(chance, calendars))


@dataclass
class Behaviour:
    """How owner and client of one request act on what they see; what was planned for a state that is over is void."""

    chance: Random
    calendars: Mapping[int, Calendar]

    def __call__(self, glimpse: Glimpse) -> Iterator[Act]:
        """What follows from this glimpse: at most an act of the owner, and one of the client."""
        request, now = glimpse.request, glimpse.at
        owner = request.owner_id
        if owner is None:
            return
        is_told = any(told.recipient == owner for told in glimpse.told)
        match request.state:
            case State.OPEN:
                yield from self._when_open(request, self.calendars[owner], now, is_told, glimpse)
            case State.PROMISED if request.promise and request.promise.made_at == now:
                yield from self._when_promised(request, self.calendars[owner])
            case State.WAITING if now in {request.touched_at, request.cycle.started_at}:
                yield from self._client_answers(request, now)

    def _when_open(
        self, request: Request, calendar: Calendar, now: datetime, is_told: bool, glimpse: Glimpse
    ) -> Iterator[Act]:
        is_card = any(told.purpose is Purpose.CARD for told in glimpse.told)
        likely = LOOKS_BY_ITSELF if is_card else REACTS_TO_REMINDER
        if is_told and self.chance.random() < likely:
            median = FIRST_LOOK_HOURS if is_card else AFTER_REMINDER_HOURS
            if (at := self._soon(calendar, now, median)) is not None:
                yield self._owner_acts(at, calendar)
        if request.cycle.started_at == now and self.chance.random() < CLIENT_ASKS_AGAIN:
            kind = EventKind.ANSWERED if is_their_turn(request) else EventKind.CHASED
            yield Act(now + timedelta(days=5 + 4 * self.chance.random()), kind)

    def _owner_acts(self, at: datetime, calendar: Calendar) -> Act:
        drawn = self.chance.random()
        if drawn < 0.6:
            return Act(at, EventKind.TAKEN, {"due_at": self._days_on(calendar, at, 1, 4), "client_knows": True})
        if drawn < 0.85:
            return _touch(at, Turn.CLIENTS, self._days_on(calendar, at, 3, 8))
        if drawn < 0.95:
            return Act(at, EventKind.CLOSED, {"outcome": Outcome.DONE.value})
        return Act(at, EventKind.REASSIGNED, {"to": self.chance.randint(1, OWNERS)})

    def _when_promised(self, request: Request, calendar: Calendar) -> Iterator[Act]:
        promise = request.promise
        if promise is None or self.chance.random() >= KEEPS_DATE:
            return
        way = (promise.due_at - promise.made_at) * (0.5 + 0.48 * self.chance.random())
        at = calendar.next_open(promise.made_at + way)
        if at is None or at >= promise.due_at:
            return
        drawn = self.chance.random()
        if drawn < 0.4:
            yield Act(at, EventKind.CLOSED, {"outcome": Outcome.DONE.value})
        elif drawn < 0.75:
            yield _touch(at, Turn.CLIENTS, self._days_on(calendar, at, 3, 8))
        else:
            yield _touch(at, Turn.OURS, self._days_on(calendar, at, 2, 5))

    def _client_answers(self, request: Request, now: datetime) -> Iterator[Act]:
        if self.chance.random() < CLIENT_ANSWERS:
            yield Act(now + timedelta(days=self.chance.expovariate(1 / 4)), EventKind.ANSWERED)

    def _soon(self, calendar: Calendar, now: datetime, median_hours: float) -> datetime | None:
        hours = median_hours * exp(self.chance.gauss(0.0, 1.0))
        try:
            return calendar.add_business(now, timedelta(hours=min(hours, 60.0), minutes=1))
        except NeverOpenError:
            return None

    def _days_on(self, calendar: Calendar, at: datetime, least: int, most: int) -> str:
        return calendar.add(at, Delay(self.chance.randint(least, most), DelayUnit.DAYS)).isoformat()


def _touch(at: datetime, turn: Turn, until: str) -> Act:
    data: dict[str, Value] = {
        "turn": turn.value,
        "until": until,
        "evidence": Evidence.CLAIMED.value,
        "channel": TouchChannel.MAIL.value,
    }
    return Act(at, EventKind.TOUCHED, data)
