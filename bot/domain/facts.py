"""What a person is shown: the facts behind a card, a list, the Home, a digest. No words, no blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Cast, Person
from bot.domain.policy import Policy, Tone
from bot.domain.request import Request, TouchChannel
from bot.domain.routing import Project
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
    `touch_every` is what the project asks for.
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
class DigestFacts:
    """A week for leads. `starts_at` and `ends_at` are UTC; lists are ordered, the longest wait first.

    Of the dates that were given to clients `kept_count` were kept, `put_off_count` moved to a later one, `passed_count`
    passed; `held_off` are requests where two replies in a row, or more, kept the turn with us.
    """

    week: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    stuck: tuple[Line, ...]
    promises: tuple[Line, ...]
    waiting: tuple[Line, ...]
    triage: tuple[Line, ...]
    new_count: int
    answered: tuple[Line, ...]
    closed_count: int
    open_count: int
    median_first_touch: timedelta | None
    withheld_count: int
    uncertain_count: int
    anchor: str | None
    sealed_events: int
    kept_count: int = 0
    put_off_count: int = 0
    passed_count: int = 0
    held_off: tuple[Line, ...] = ()
    not_needed_count: int = 0
