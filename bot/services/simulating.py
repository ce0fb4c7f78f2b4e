"""What another policy would have said, against what was said: recorded requests lived again. It writes nothing."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.db import histories, people
from bot.db.histories import Reached, Reminded
from bot.domain import synthetic
from bot.domain.absences import Away, known_by
from bot.domain.calendar import Calendar
from bot.domain.outbox import Purpose
from bot.domain.people import Person, Role
from bot.domain.policy import STANDARD, Policy
from bot.domain.progress import Surroundings
from bot.domain.replay import REPLAYED, Act, Around, Replay
from bot.domain.request import Cause, Cycle, Request, State
from bot.domain.simulation import Arrival, Besides, CalendarOf, Change, Form, Return, Simulation
from bot.domain.step import HEADS_UP_RUNG, TRIAGE_RUNG
from bot.services.errors import UnknownPerson, UnknownPolicy
from bot.services.office import Office, office_of
from bot.services.setup_names import Names
from bot.services.transaction import Tx

SYNTHETIC_BUDGET = 8
SYNTHETIC_START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday: made-up weeks begin on it, whatever today is, so that the same seed gives the same answer."""

_DAY = timedelta(days=1)
_AFTERWARDS = timedelta(weeks=4)
"""How long after the last made-up hand-over the lives are followed."""


@dataclass(frozen=True)
class Trial:
    """Requests to be lived again: what was done to each, and by which policy."""

    requests: Sequence[Request]
    acts: Mapping[int, Sequence[Act]]
    calendars: Mapping[int, Calendar]
    budget: int
    since: datetime
    until: datetime
    around: Around
    calendar_of: CalendarOf
    besides: Besides = field(default_factory=Besides)

    @property
    def days(self) -> int:
        """How many days it goes through."""
        return _days(self.since, self.until)

    def lived(self) -> Iterator[list[Arrival]]:
        """What would reach people, day by day."""
        replays = (Replay(_at_first(one), self.acts.get(one.id, ()), self.around) for one in self.requests)
        return _by_day(Simulation(replays, self.calendar_of, self.budget, self.besides), self.since, self.until)


def _days(since: datetime, until: datetime) -> int:
    return max(0, -((since - until) // _DAY))


def _by_day(simulation: Simulation, since: datetime, until: datetime) -> Iterator[list[Arrival]]:
    for day in range(_days(since, until)):
        yield list(simulation.until(min(until, since + (day + 1) * _DAY)))


@dataclass(frozen=True)
class Record:
    """What really reached whom, the names of all people, and the trial that is to be held against it."""

    people: Mapping[int, Person]
    reached: Sequence[Arrival]
    trial: Trial


async def recorded(tx: Tx, since: datetime, policies: Sequence[Policy]) -> Record:
    """The requests handed over from `since` (UTC) on, under `policies` where these are given, else under today's.

    What was said of earlier ones stays as it was, and a reminder that told of one is there to be joined.
    A policy takes the place of the one of its name; where there is none, it must be alone, and holds for all.
    Raises UnknownPolicy otherwise, NotSetUp, and UnknownPerson for somebody whom a policy names and nobody knows.
    """
    office = await office_of(tx)
    names = Names(await people.everybody(tx.conn, tx.workspace_id), {})
    on_trial = [_in_ids(policy, names) for policy in policies]
    others = await histories.others_since(tx.conn, tx.workspace_id, since)
    strangers = await histories.met_since(tx.conn, tx.workspace_id, since)
    earlier = await histories.reminded_of_earlier(tx.conn, tx.workspace_id, since)
    offices = await _as_it_was_known(tx, _with(office, on_trial))
    requests = await histories.requests_since(tx.conn, tx.workspace_id, since)
    trial = Trial(
        requests=requests,
        acts=await histories.acts_since(tx.conn, tx.workspace_id, since, REPLAYED),
        calendars={person: office.calendar(person) for person in office.people},
        budget=office.workspace.daily_budget,
        since=min([one.handed_over_at for one in requests], default=tx.now),
        until=tx.now,
        around=_around(office, on_trial, offices),
        calendar_of=lambda person, at: offices.at(at).calendar(person),
        besides=Besides(offices.changes, offices.returns, others, _reminders(earlier), strangers),
    )
    steps = await histories.reached_since(tx.conn, tx.workspace_id, since)
    news = await histories.news_since(tx.conn, tx.workspace_id, since)
    questions = await histories.questions_since(tx.conn, tx.workspace_id, since)
    asked = [Arrival(one.at, one.recipient_id, one.request_id, _QUESTIONS[one.purpose]) for one in questions]
    return Record(office.people, _in_time([*_as_arrivals(steps, news, earlier), *asked]), trial)


def _in_ids(policy: Policy, names: Names) -> Policy:
    try:
        return names.policy_in_ids(policy)
    except KeyError as unknown:
        raise UnknownPerson(unknown.args[0]) from None


def _reminders(earlier: Sequence[Reminded]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for one in earlier:
        found.setdefault(one.recipient_id, []).append(one.due_at)
    return found


@dataclass(frozen=True)
class _Offices:
    """The workspace from one moment to the next, as absences became known and people left: `first` before any did."""

    first: Office
    since: Sequence[datetime] = ()
    offices: Sequence[Office] = ()
    changes: Sequence[Change] = ()
    returns: Sequence[Return] = ()

    def at(self, moment: datetime) -> Office:
        """As it was known then."""
        place = bisect_right(self.since, moment)
        return self.offices[place - 1] if place else self.first


async def _as_it_was_known(tx: Tx, office: Office) -> _Offices:
    said = await histories.absences_said(tx.conn, tx.workspace_id)
    moves = await histories.came_and_left(tx.conn, tx.workspace_id)
    known = list(known_by(said))
    last = known[-1][1] if known else ()
    first = replace(office, absences=())
    for _, person, is_active in reversed(moves):
        first = _with_person(first, person, is_active=not is_active)
    became = [(at, partial(_with_absences, absences=absences)) for at, absences in known]
    became += [(at, partial(_with_person, person=person, is_active=is_active)) for at, person, is_active in moves]
    offices = [first]
    for _, change in sorted(became, key=_moment_of):
        offices.append(change(offices[-1]))
    return _Offices(
        first,
        sorted(at for at, _ in became),
        offices[1:],
        [Change(at, away.person_id) for at, away in said] + [Change(at, person) for at, person, _ in moves],
        [Return(away.ends_at, away.person_id, away.id) for away in last],
    )


def _moment_of(change: tuple[datetime, Callable[[Office], Office]]) -> datetime:
    return change[0]


def _with_absences(office: Office, absences: tuple[Away, ...]) -> Office:
    return replace(office, absences=absences)


def _with_person(office: Office, person: int, *, is_active: bool) -> Office:
    """With somebody there, or not: who became a guest had left, and was none before."""
    known = office.people.get(person)
    if known is None:
        return office
    then = replace(known, is_active=is_active, is_guest=False)
    return replace(office, people={**office.people, person: then})


def _with(office: Office, on_trial: Sequence[Policy]) -> Office:
    """The workspace with these policies as the newest of their names."""
    newer = [replace(policy, version=_next_version(office, policy.name)) for policy in on_trial]
    return replace(office, policies={**office.policies, **{(each.name, each.version): each for each in newer}})


def _around(office: Office, on_trial: Sequence[Policy], offices: _Offices) -> Around:
    strange = [policy.name for policy in on_trial if policy.name not in office.newest]
    if strange and len(on_trial) > 1:
        raise UnknownPolicy(strange[0])
    everywhere = strange[0] if strange else None

    def around(request: Request, now: datetime) -> Surroundings:
        tried = offices.at(now)
        is_kept = everywhere is None or request.is_keeping_in_touch
        policy = tried.current_policy(request) if is_kept else tried.newest[everywhere or ""]
        held = replace(request, policy_name=policy.name, policy_version=policy.version)
        return replace(tried.surroundings(held), current=policy)

    return around


def _next_version(office: Office, name: str) -> int:
    known = office.newest.get(name)
    return known.version + 1 if known else 1


def _at_first(request: Request) -> Request:
    """The request as it was handed over: what became of it is for the replay to find out."""
    at = request.handed_over_at
    return Request(
        id=request.id,
        workspace_id=request.workspace_id,
        state=State.TRIAGE,
        outcome=None,
        client_id=request.client_id,
        project_id=request.project_id,
        contact_id=request.contact_id,
        owner_id=None,
        reporter_id=request.reporter_id,
        wish="",
        words="",
        subject_key=None,
        handed_over_at=at,
        client_waits_since=at,
        cycle=Cycle(0, Cause.HANDED_OVER, at, at, 0, 0),
        policy_name=request.policy_name,
        policy_version=request.policy_version,
        policy_by=request.policy_by,
        source=request.source,
    )


def _as_arrivals(
    steps: Sequence[Reached], news: Sequence[tuple[datetime, int, int]], earlier: Sequence[Reminded]
) -> list[Arrival]:
    """What really went out: of the steps that one reminder held, the first stands for the message itself.

    One that told of an `earlier` request as well would have come without these.
    """
    messages = {(one.recipient_id, one.at) for one in earlier}
    found = [Arrival(at, person, number, Form.NEWS, Role.OWNER) for at, person, number in news]
    for each in steps:
        form = _FORMS.get(each.rung, Form.LINE if each.is_shown else Form.REMINDER)
        if form is Form.REMINDER and (each.recipient_id, each.at) in messages:
            form = Form.LINE
        messages.add((each.recipient_id, each.at))
        found.append(Arrival(each.at, each.recipient_id, each.request_id, form, each.role))
    return found


def _in_time(found: Sequence[Arrival]) -> list[Arrival]:
    return sorted(found, key=lambda arrival: (arrival.at, arrival.recipient, arrival.request))


_QUESTIONS = {
    Purpose.PACKET: Form.QUESTION,
    Purpose.OFFER: Form.QUESTION,
    Purpose.WHOSE: Form.QUESTION,
    Purpose.HAND_BACK: Form.HAND_BACK,
}
_FORMS = {0: Form.CARD, HEADS_UP_RUNG: Form.HEADS_UP, TRIAGE_RUNG: Form.TRIAGE}


@dataclass(frozen=True)
class MadeUp:
    """Made-up requests, that a policy and the standard one are both tried on."""

    count: int
    weeks: int
    seed: int

    @property
    def calendars(self) -> Mapping[int, Calendar]:
        """When the made-up people work."""
        return synthetic.staff()

    @property
    def days(self) -> int:
        """How many days they go through."""
        return _days(SYNTHETIC_START, self._until)

    @property
    def _until(self) -> datetime:
        return SYNTHETIC_START + timedelta(weeks=self.weeks) + _AFTERWARDS

    def lived(self, policy: Policy) -> Iterator[list[Arrival]]:
        """What would reach people under this policy, day by day."""
        calendars, stands_in = self.calendars, synthetic.agency(policy)

        def around(request: Request, _: datetime) -> Surroundings:
            return stands_in[request.owner_id]

        lives = (
            synthetic.made(number, SYNTHETIC_START, self.weeks, self.seed, calendars)
            for number in range(1, self.count + 1)
        )
        replays = (Replay(life.request, life.acts, around, life.behaviour) for life in lives)
        simulation = Simulation(replays, lambda person, _: calendars[person], SYNTHETIC_BUDGET)
        return _by_day(simulation, SYNTHETIC_START, self._until)

    @property
    def usual(self) -> Policy:
        """What the policy on trial is held against."""
        return STANDARD
