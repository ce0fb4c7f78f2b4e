"""The people and the request of the story, to be bent into whatever a test needs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.events import EventKind, RecordedEvent, Value
from bot.domain.facts import Line, ProjectFacts, Reached, RequestFacts, Talk, Upcoming
from bot.domain.people import Cast, Person
from bot.domain.policy import STANDARD
from bot.domain.request import Cause, Cycle, Outcome, Promise, Request, State
from bot.domain.routing import Project

T0 = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Berlin
DAY = timedelta(days=1)

DANA = Person(1, "T1", "U1", "Dana Dietz", zone="Europe/Berlin", introduced=True)
BOB = Person(2, "T1", "U2", "Bob Brandt", zone="Europe/Berlin", introduced=True, working_hours="Mon-Fri 09:00-17:30")
PIA = Person(3, "T1", "U3", "Pia Petrova", zone="Europe/London", introduced=True)
LEA = Person(4, "T1", "U4", "Lea Lang", zone="Europe/Berlin", introduced=True)
KIM = Person(5, "T1", "U5", "Kim Kunz", zone="Europe/Berlin", introduced=True)
PEOPLE = {person.id: person for person in (DANA, BOB, PIA, LEA, KIM)}

WORDS = "Hi Dana,\ncould you reach out to our three department heads? They may have more work for you.\nBest, Jane"


def cycle(cause: Cause = Cause.HANDED_OVER, *, number: int = 1, rung: int = 0) -> Cycle:
    """A cycle that began at T0."""
    return Cycle(number, cause, T0, T0, rung, rung)


def promise(at: datetime = T0 + 3 * DAY, what: str = "speak to the three department heads") -> Promise:
    """A promise made at T0."""
    return Promise(what, at, T0, 1, client_knows=True)


def request(state: State = State.OPEN, cause: Cause = Cause.HANDED_OVER, **changes: object) -> Request:
    """Request #12 in the state, as the life of a request leaves it."""
    fresh = Request(
        id=12,
        workspace_id="T1",
        state=state,
        outcome=Outcome.DONE if state is State.CLOSED else None,
        client_id=1,
        project_id=1,
        contact_id=1,
        owner_id=None if state is State.TRIAGE else BOB.id,
        reporter_id=DANA.id,
        wish="More work in three departments",
        words=WORDS,
        subject_key=None,
        handed_over_at=T0,
        client_waits_since=None if state in {State.WAITING, State.CLOSED} else T0,
        cycle=cycle(cause),
        policy_name="standard",
        policy_version=1,
        promise=promise() if state is State.PROMISED else None,
        promises_made=1 if state is State.PROMISED else 0,
        ask_again_at=T0 + 4 * DAY if state is State.WAITING else None,
        closed_at=T0 if state is State.CLOSED else None,
    )
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def reached(**changes: object) -> Reached:
    """Jane by mail, with the project's own address."""
    fresh = Reached("jane@acme.example", "Europe/Berlin", "en", intake="acme-inbox@agency.example")
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def facts(of: Request | None = None, **changes: object) -> RequestFacts:
    """The facts of a request of Acme GmbH's Portal, with Jane as the contact."""
    shown = of or request()
    above = Upcoming(PIA, T0 + 3 * DAY) if shown.state is State.OPEN else None
    coming = {State.OPEN: Upcoming(BOB, T0 + DAY), State.TRIAGE: Upcoming(LEA, T0 + DAY)}.get(shown.state)
    fresh = RequestFacts(
        request=shown,
        cast=Cast(shown.owner_id, PIA.id, LEA.id, DANA.id, LEA.id),
        people=PEOPLE,
        joined=(),
        client_name="Acme GmbH",
        project_name="Portal",
        contact_name="Jane Miller",
        contact_address="jane@acme.example",
        policy=STANDARD,
        next_nudge=coming,
        next_above=above,
        client_waits_days=None if shown.client_waits_since is None else 2,
        reached=reached(),
    )
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def line(of: Request | None = None, **changes: object) -> Line:
    """One request in a list."""
    fresh = Line(of or request(), "Acme GmbH", "Portal", BOB, 2)
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def talk(**changes: object) -> Talk:
    """Dana proposes a call with Bob."""
    fresh = Talk(7, 12, DANA.id, BOB.id, (T0 + DAY, T0 + DAY + timedelta(hours=2)))
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def project(**changes: object) -> ProjectFacts:
    """Acme GmbH's Portal: Bob, Pia, Lea."""
    portal = Project(1, 1, "Portal", BOB.id, PIA.id, LEA.id, "C1", "client-acme", "acme-inbox@agency.example")
    fresh = ProjectFacts(portal, "Acme GmbH", BOB, PIA, LEA, 3)
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def event(kind: EventKind, *, at: datetime = T0, text: str | None = None, **data: Value) -> RecordedEvent:
    """An event of request #12, by Dana."""
    return RecordedEvent(1, "T1", at, kind, 12, DANA.id, data, None, text)
