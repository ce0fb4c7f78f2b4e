"""What another policy would have said, against what was said: recorded requests lived again. It writes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.db import histories, people
from bot.db.histories import Reached
from bot.domain import synthetic
from bot.domain.calendar import Calendar
from bot.domain.people import Person, Role
from bot.domain.policy import STANDARD, Policy
from bot.domain.progress import Surroundings
from bot.domain.replay import REPLAYED, Act, Told, replayed
from bot.domain.request import Cause, Cycle, Request, State
from bot.domain.simulation import Arrival, Form, arrivals
from bot.domain.step import HEADS_UP_RUNG, TRIAGE_RUNG
from bot.services.errors import UnknownPolicy
from bot.services.office import Office, office_of
from bot.services.setup_names import Names
from bot.services.transaction import Tx

SYNTHETIC_BUDGET = 8
SYNTHETIC_START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday: made-up weeks begin on it, whatever today is, so that the same seed gives the same answer."""

_AFTERWARDS = timedelta(weeks=4)
"""How long after the last made-up hand-over the lives are followed."""


@dataclass(frozen=True)
class Trial:
    """Requests to be lived again: what was done to each, and by which policy."""

    requests: Sequence[Request]
    acts: Mapping[int, Sequence[Act]]
    calendars: Mapping[int, Calendar]
    budget: int
    until: datetime
    around: Callable[[Request], Surroundings]

    def told(self) -> Iterator[list[Told]]:
        """What would be said of each request, one after the other."""
        for request in self.requests:
            yield list(replayed(_at_first(request), self.acts.get(request.id, ()), self.around, self.until))

    def arrivals(self, told: Sequence[Told]) -> list[Arrival]:
        """How that would reach people."""
        return arrivals(told, self.calendars, self.budget)


@dataclass(frozen=True)
class Record:
    """What really reached whom, the names of all people, and the trial that is to be held against it."""

    people: Mapping[int, Person]
    reached: Sequence[Arrival]
    trial: Trial


async def recorded(tx: Tx, since: datetime, policies: Sequence[Policy]) -> Record:
    """The requests handed over from `since` (UTC) on, under `policies` where these are given, else under today's.

    A policy takes the place of the one of its name; where there is none, it must be alone, and holds for all.
    Raises UnknownPolicy otherwise, NotSetUp, and KeyError for somebody whom a policy names and nobody knows.
    """
    office = await office_of(tx)
    names = Names(await people.everybody(tx.conn, tx.workspace_id), {})
    on_trial = [names.policy_in_ids(policy) for policy in policies]
    trial = Trial(
        requests=await histories.requests_since(tx.conn, tx.workspace_id, since),
        acts=await histories.acts_since(tx.conn, tx.workspace_id, since, REPLAYED),
        calendars={person: office.calendar(person) for person in office.people},
        budget=office.workspace.daily_budget,
        until=tx.now,
        around=_around(office, on_trial),
    )
    steps = await histories.reached_since(tx.conn, tx.workspace_id, since)
    news = await histories.news_since(tx.conn, tx.workspace_id, since)
    return Record(office.people, _as_arrivals(steps, news), trial)


def _around(office: Office, on_trial: Sequence[Policy]) -> Callable[[Request], Surroundings]:
    strange = [policy.name for policy in on_trial if policy.name not in office.newest]
    if strange and len(on_trial) > 1:
        raise UnknownPolicy(strange[0])
    everywhere = strange[0] if strange else None
    newer = [replace(policy, version=_next_version(office, policy.name)) for policy in on_trial]
    tried = replace(office, policies={**office.policies, **{(each.name, each.version): each for each in newer}})

    def around(request: Request) -> Surroundings:
        policy = tried.newest[everywhere or tried.choice(request).name]
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
    )


def _as_arrivals(steps: Sequence[Reached], news: Sequence[tuple[datetime, int, int]]) -> list[Arrival]:
    """What really went out: of the steps that one reminder held, the first stands for the message itself."""
    messages: set[tuple[int, datetime]] = set()
    found = [Arrival(at, person, number, Form.NEWS, Role.OWNER) for at, person, number in news]
    for each in steps:
        form = _FORMS.get(each.rung, Form.LINE if each.is_shown else Form.REMINDER)
        if form is Form.REMINDER and (each.recipient_id, each.at) in messages:
            form = Form.LINE
        messages.add((each.recipient_id, each.at))
        found.append(Arrival(each.at, each.recipient_id, each.request_id, form, each.role))
    return sorted(found, key=lambda arrival: (arrival.at, arrival.recipient, arrival.request))


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

    def told(self, policy: Policy) -> Iterator[list[Told]]:
        """What would be said of each request by this policy, one after the other."""
        calendars = self.calendars

        def around(request: Request) -> Surroundings:
            return Surroundings(policy, policy, synthetic.cast_of(request), calendars)

        until = SYNTHETIC_START + timedelta(weeks=self.weeks) + _AFTERWARDS
        for number in range(1, self.count + 1):
            life = synthetic.made(number, SYNTHETIC_START, self.weeks, self.seed, calendars)
            yield list(replayed(life.request, life.acts, around, until, life.behaviour))

    @property
    def usual(self) -> Policy:
        """What the policy on trial is held against."""
        return STANDARD

    def arrivals(self, told: Sequence[Told]) -> list[Arrival]:
        """How that would reach people."""
        return arrivals(told, self.calendars, SYNTHETIC_BUDGET)
