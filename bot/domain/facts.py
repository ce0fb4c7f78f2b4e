"""What a person is shown: the facts behind a card, a list, the Home, a digest. No words, no blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.digest_figures import DigestFigures
from bot.domain.lives import Standing
from bot.domain.people import Cast, Person, Role
from bot.domain.policy import Policy, Tone
from bot.domain.request import Request, TouchChannel, Turn
from bot.domain.routing import Client, Project
from bot.domain.step import StepKey


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Who passed the request on to its present owner, and what they said of it."""

    by: Person | None
    words: str


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Who hears next, and when (UTC)."""

    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A proposed call. `times` are UTC; `result` is `agreed`, `nothing` or `not held` once somebody said."""

    id: int
    request_id: int
    proposed_by: int
    with_id: int
    times: tuple[datetime, ...]
    chosen_at: datetime | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How the client is reached: `address` is the agency's where they are reached via one, else the contact's own.

    `intake` is the project's own address. `preferred` and `phone` are the contact's. A letter is written in `language`,
    else in that of `country`, else of the house; its times are those of `zone`.
    """

    address: str
    zone: str
    house_language: str
    is_via: bool = False
    intake: str | None = None
    preferred: TouchChannel | None = None
    phone: str | None = None
    language: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far the policy lets somebody go from now (UTC); None where it leaves that open."""

    promise: datetime | None
    snooze: datetime | None


@dataclass(frozen=True, slots=True)
class Waited:
    """How long a client has waited on their own calendar: whole working days, and the business time in all."""

    working_days: int
    working_time: timedelta


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Everything that is shown of one request.

    `people` holds everybody who is named in it, by id. `next_nudge` is who hears next if nothing happens,
    `next_above` the first after that who is not the owner. `client_waits_days` are whole calendar days,
    `client_waited` the same time on the client's own calendar; both None when it is not our turn.
    `touch_every` is what the project asks for, `owner_away_until` the last day of the owner's absence, if it has one,
    `lender_back_on` the day on which the one whom it is looked after for is at work again; both by their own clocks.
    """

    request: Request
    cast: Cast
    people: Mapping[int, Person]
    joined: tuple[int, ...]
    client_name: str | None
    project_name: str | None
    contact_name: str | None
    contact_address: str | None
    policy: Policy
    next_nudge: Upcoming | None
    next_above: Upcoming | None
    client_waits_days: int | None
    talk: Talk | None = None
    reached: Reached | None = None
    perhaps_of: "Line | None" = None
    passed_on: "PassedOn | None" = None
    bounds: Bounds | None = None
    client_waited: Waited | None = None
    touch_every: str | None = None
    owner_away_until: date | None = None
    lender_back_on: date | None = None

    def person(self, person_id: int | None) -> Person | None:
        """The person of that id, where they are part of this."""
        return None if person_id is None else self.people.get(person_id)

    @property
    def owner(self) -> Person | None:
        """Who must act now."""
        return self.person(self.request.owner_id)

    @property
    def reporter(self) -> Person | None:
        """Who handed it over."""
        return self.person(self.request.reporter_id)

    def stands_in(self, reader: Person) -> bool:
        """Whether what is for the owner comes to this reader, as the owner can't be reached."""
        owner = self.owner
        return owner is not None and owner.id != reader.id and self.cast.reachable(Role.OWNER) == reader.id

    def has_partner(self, reader: Person) -> bool:
        """Whether there is somebody to talk with: for whoever has it the reporter, as long as they are here; for all
        others the owner. What somebody handed over to themselves needs no call.
        """
        owner, reporter = self.owner, self.reporter
        if owner is None or reporter is None or reporter.id == owner.id:
            return False
        return reporter.is_colleague or not (reader.id == owner.id or self.stands_in(reader))


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One request in a reminder; not `is_live` once that has had its effect, or the request has moved on."""

    facts: RequestFacts
    key: StepKey
    tone: Tone
    is_live: bool


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """What the reminder of a day shows, worst first. No lines: newer messages show all of it.

    `more` requests have no line, `clients` wait altogether; `is_alone`: it never told of more than one request.
    """

    lines: tuple[ReminderLine, ...] = ()
    more: int = 0
    clients: int = 0
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One request in a list or a digest."""

    request: Request
    client_name: str | None
    project_name: str | None
    owner: Person | None
    client_waits_days: int | None
    client_waited: Waited | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """One's own requests, worst first, and those that one handed over."""

    reader: Person
    mine: tuple[Line, ...]
    handed_over: tuple[Line, ...]
    is_set_up: bool


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as `/nudge projects` shows it."""

    project: Project
    client_name: str
    owner: Person | None
    backup: Person | None
    lead: Person | None
    open_requests: int


@dataclass(frozen=True, slots=True)
class SetUpFacts:
    """What a project is set up beside: the clients that are there, and the policy of each tier that one may have."""

    clients: tuple[Client, ...]
    tiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What would be done differently after a request, and since when that is known (UTC)."""

    number: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ProjectLessons:
    """What was learned in one project, the newest first; `left_out` counts those beyond."""

    client_name: str
    project_name: str
    lessons: tuple[Lesson, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One request in the digest: `standing` is how it stood at the end of the week, and how long the client had waited
    by then, in calendar days and by their own calendar; None where it was not our turn. `promised` is what they were
    promised; `took` how long it was until the turn was theirs, or by `turned_to` until nothing was left to do.
    """

    request: Request
    client_name: str | None
    project_name: str | None
    owner: Person | None
    standing: Standing
    promised: str | None
    took: timedelta | None
    turned_to: Turn | None
    waits_days: int | None
    waited: Waited | None


@dataclass(frozen=True, slots=True)
class DigestLines:
    """The first few of a list, in order, and how many there are in all."""

    first: tuple[DigestLine, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class DigestLesson:
    """What somebody would do differently next time, and on which request; None where the words were erased."""

    request_id: int
    words: str | None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A week, as it stood at its end. `starts_at` and `ends_at` are UTC; `is_over` but for the week that is running.

    `is_own`: the reader's own requests, and nobody else's; `is_led`: those of the projects that they lead.
    Without `names` nobody is named.
    """

    week: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    figures: DigestFigures
    decisions: DigestLines
    promises: DigestLines
    went_well: DigestLines
    triage: DigestLines
    lessons: tuple[DigestLesson, ...]
    anchor: str | None
    sealed_events: int
    language: str = "en"
    names: bool = True
    is_over: bool = True
    is_own: bool = False
    is_led: bool = False
