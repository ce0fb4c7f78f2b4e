"""What somebody is shown: read-only use cases that gather the facts behind a card, a list, the Home."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from bot.db import audit, directory, people, requests, steps
from bot.db.circumstances import Circumstances, circumstances
from bot.domain.events import PEOPLE_IN_EVENTS, EventKind, RecordedEvent
from bot.domain.facts import (
    Bounds,
    HomeFacts,
    Line,
    PassedOn,
    ProjectFacts,
    Reached,
    RequestFacts,
    SetUpFacts,
    Upcoming,
    Waited,
)
from bot.domain.ladder import Situation, Step, next_steps
from bot.domain.limits import furthest_promise, furthest_snooze
from bot.domain.moments import Moment, sensible_times
from bot.domain.offers import Loan
from bot.domain.people import Cast, Person
from bot.domain.permissions import Action, Refused, may
from bot.domain.policy import TIERS
from bot.domain.presence import present_cast
from bot.domain.request import Cause, Request, State
from bot.domain.routing import Client, Contact, Project, named_at_start
from bot.services.acting import hold, stamp
from bot.services.calendars import client_calendar
from bot.services.errors import NotFound, UnknownPerson
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

P = ParamSpec("P")
T = TypeVar("T")

_FIRST = {State.OPEN: 0, State.TRIAGE: 1, State.PROMISED: 2, State.WAITING: 3, State.CLOSED: 4}


async def facts_of(tx: Tx, office: Office, request: Request) -> RequestFacts:
    """Everything that is shown of one request."""
    return _facts(
        office,
        await _situation(tx, office, request),
        await circumstances(tx.conn, tx.workspace_id, request.id),
        tx.now,
        perhaps_of=await _perhaps_of(tx, office, request),
        passed_on=await _passed_on(tx, office, request),
    )


def first_facts(office: Office, request: Request, now: datetime) -> RequestFacts:
    """What is shown of a request that has just been made of typed words: there is nothing yet but itself."""
    around = office.surroundings(request)
    situation = Situation(request, around.pinned, around.cast, around.calendars, frozenset())
    return _facts(office, situation, Circumstances(), now)


def _facts(
    office: Office,
    situation: Situation,
    around: Circumstances,
    now: datetime,
    *,
    perhaps_of: Line | None = None,
    passed_on: PassedOn | None = None,
) -> RequestFacts:
    request, cast = situation.request, present_cast(situation, now)
    joined, talk, contact = around.joined, around.talk, around.contact
    project = office.project_of(request)
    client = office.directory.client(request.client_id)
    named = {*joined, cast.owner, cast.backup, cast.lead, cast.reporter, cast.fallback}
    if request.offer is not None:
        named |= {request.offer.to_id, request.offer.by_id, request.offer.suggested}
    if request.loan is not None:
        named |= {request.loan.owner_id}
    named |= {cast.stand_in, *cast.hearers.values()}
    if talk is not None:
        named |= {talk.proposed_by, talk.with_id}
    named |= {request.flag.by if request.flag else None, *cast.named}
    following, above = next_steps(situation, now)
    return RequestFacts(
        request=request,
        cast=cast,
        people={one: office.people[one] for one in named if one is not None and one in office.people},
        joined=joined,
        client_name=client.name if client else None,
        project_name=project.name if project else None,
        contact_name=contact.name if contact else None,
        contact_address=contact.email if contact else None,
        policy=situation.policy,
        next_nudge=_upcoming(office, following),
        next_above=_upcoming(office, above),
        client_waits_days=waits_days(request, now),
        client_waited=waited(office, request, now),
        talk=talk,
        reached=_reached(office, contact, client, project),
        perhaps_of=perhaps_of,
        passed_on=passed_on,
        touch_every=project.touch_every if project else None,
        owner_away_until=_last_day_away(situation, now),
        lender_back_on=_back_on(office, request.loan, now),
    )


def _last_day_away(situation: Situation, now: datetime) -> date | None:
    """The last day of the absence that the owner is on, by their own clocks."""
    calendar = situation.calendars.get(situation.request.owner_id or 0)
    absence = calendar.absence_at(now) if calendar is not None else None
    if calendar is None or absence is None or absence.end is None:
        return None
    return (absence.end.astimezone(calendar.zone) - timedelta(microseconds=1)).date()


def _back_on(office: Office, loan: Loan | None, now: datetime) -> date | None:
    """The first working day to come after the absence for which a request was lent, on the clocks of whoever is away;
    None where that is not known, or they have left.
    """
    if loan is None or loan.until is None or not office.people[loan.owner_id].is_colleague:
        return None
    calendar = office.calendar(loan.owner_id)
    back_at = calendar.next_open(max(loan.until, now))
    return None if back_at is None else calendar.local_day(back_at)


async def _passed_on(tx: Tx, office: Office, request: Request) -> PassedOn | None:
    """What whoever passed it on said to its new owner; None where nothing was said, or it was not passed on."""
    if request.cycle.cause not in {Cause.REASSIGNED, Cause.TAKEN_OVER, Cause.SETTLED, Cause.ASK_AGAIN}:
        return None
    events = await audit.events_of(tx.conn, tx.workspace_id, request.id)
    last = next((event for event in reversed(events) if event.kind is EventKind.REASSIGNED), None)
    if last is None or not last.text:
        return None
    if request.cycle.cause is Cause.ASK_AGAIN and last.at < request.cycle.started_at:
        return None  # they were about what has been done since
    by = last.data.get("by")
    return PassedOn(office.people.get(by if isinstance(by, int) else last.actor_id or 0), last.text)


async def _perhaps_of(tx: Tx, office: Office, request: Request) -> Line | None:
    """The request that this may be the same as, while that is asked."""
    if request.perhaps_of is None or request.state is not State.TRIAGE:
        return None
    earlier = await requests.get(tx.conn, tx.workspace_id, request.perhaps_of)
    return None if earlier is None else line(office, earlier, tx.now)


def _reached(office: Office, contact: Contact | None, client: Client | None, project: Project | None) -> Reached | None:
    """How the client is reached; None while nobody there is known."""
    if contact is None:
        return None
    via = client.via if client else None
    return Reached(
        address=via or contact.email,
        zone=office.workspace.zone,
        house_language=office.workspace.language,
        is_via=via is not None,
        intake=project.intake if project else None,
        preferred=contact.preferred,
        phone=contact.phone,
        language=contact.language,
        country=client.country if client else None,
    )


def waits_days(request: Request, now: datetime) -> int | None:
    """How many calendar days the client has waited; None when it is not our turn."""
    since = request.client_waits_since
    return None if since is None else max(0, (now - since).days)


def waited(office: Office, request: Request, now: datetime) -> Waited | None:
    """The same by the client's own calendar; None when it is not our turn."""
    since = request.client_waits_since
    if since is None:
        return None
    calendar = client_calendar(office.directory.client(request.client_id), office.workspace, office.year)
    return Waited(calendar.working_days_passed(since, now), calendar.elapsed(since, now))


async def _situation(tx: Tx, office: Office, request: Request) -> Situation:
    around = office.surroundings(request)
    done = (await steps.done(tx.conn, [request], tx.now))[request.id]
    return Situation(request, around.pinned, around.cast, around.calendars, done.steps, done.messages)


def _upcoming(office: Office, step: Step | None) -> Upcoming | None:
    return None if step is None else Upcoming(office.people[step.key.recipient], step.due_at)


async def known(tx: Tx, number: int) -> RequestFacts:
    """The facts of request `number`, for Nudge's own messages; raises NotFound."""
    request = await requests.get(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    return await facts_of(tx, await office_of(tx), request)


async def show(tx: Tx, number: int, who: str) -> tuple[RequestFacts, Person]:
    """The facts of a request for somebody who may see it; raises NotFound and Refused."""
    held = await hold(tx, number, who, Action.SEE)
    return await facts_of(tx, held.office, held.request), held.person


async def form_facts(
    tx: Tx, number: int, who: str, action: Action
) -> tuple[RequestFacts, Person, tuple[Moment, ...], str]:
    """What a form about a request is made of: its facts, its reader, sensible times, and the stamp of now."""
    held = await hold(tx, number, who, action)
    bounds = Bounds(
        promise=furthest_promise(held.policy, held.calendar(tx.now), tx.now),
        snooze=furthest_snooze(held.policy, held.calendar(tx.now), tx.now),
    )
    facts = replace(await facts_of(tx, held.office, held.request), bounds=bounds)
    moments = sensible_times(tx.now, held.office.calendar(held.person.id))
    return facts, held.person, moments, stamp(held.request)


MOST_OTHERS = 25


async def others_of_client(tx: Tx, number: int, who: str) -> tuple[Line, ...]:
    """The other unclosed requests of the same client that this person may see, the latest first."""
    held = await hold(tx, number, who, Action.SEE)
    office, client_id = held.office, held.request.client_id
    if client_id is None or held.request.is_keeping_in_touch:
        return ()
    found = await requests.unclosed_of_client(tx.conn, tx.workspace_id, client_id, but=number, most=MOST_OTHERS)
    visible = [one for one in found if await _may_see(tx, office, one, held.person)]
    return lines(office, visible, tx.now)


async def _may_see(tx: Tx, office: Office, request: Request, person: Person) -> bool:
    joined = frozenset(await requests.joined(tx.conn, tx.workspace_id, request.id))
    return may(person, Action.SEE, office.cast_at(request, tx.now), joined=joined, request=request)


async def history(tx: Tx, number: int, who: str) -> tuple[RequestFacts, Person, list[RecordedEvent]]:
    """The trail of a request for somebody who may see it, the oldest event first."""
    held = await hold(tx, number, who, Action.SEE)
    facts = await facts_of(tx, held.office, held.request)
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    named = {value for event in events for value in (event.actor_id, *map(event.data.get, PEOPLE_IN_EVENTS))}
    people = {one: person for one, person in held.office.people.items() if one in named}
    return replace(facts, people={**people, **facts.people}), held.person, events


async def home(tx: Tx, who: str) -> HomeFacts:
    """One's own requests, worst first, and those that one handed over; raises Refused for guests."""
    office = await office_of(tx)
    person = of_the_house(office, who)
    mine = await requests.owned_by(tx.conn, tx.workspace_id, person.id)
    theirs = await requests.handed_over_by(tx.conn, tx.workspace_id, person.id)
    return HomeFacts(
        reader=person,
        mine=lines(office, worst_first(mine), tx.now),
        handed_over=lines(office, worst_first(r for r in theirs if r.owner_id != person.id), tx.now),
        is_set_up=bool(office.directory.projects),
    )


async def listing(tx: Tx, who: str, *, everything: bool = False) -> tuple[tuple[Line, ...], Person]:
    """What this person takes part in: owned, handed over, or of a project that they back up or lead.

    With `everything` an admin sees what others take part in as well; everybody else sees what they see anyway.
    Raises Refused for guests.
    """
    office = await office_of(tx)
    person = of_the_house(office, who)
    if everything and person.is_admin:
        unclosed = await requests.all_unclosed(tx.conn, tx.workspace_id)
        return lines(office, worst_first(unclosed), tx.now), person
    theirs = [
        *await requests.owned_by(tx.conn, tx.workspace_id, person.id),
        *await requests.handed_over_by(tx.conn, tx.workspace_id, person.id),
        *await requests.of_projects(tx.conn, tx.workspace_id, _projects_of(office, person.id)),
    ]
    if office.workspace.fallback_owner_id == person.id:
        unclosed = await requests.all_unclosed(tx.conn, tx.workspace_id)
        theirs += [request for request in unclosed if request.state is State.TRIAGE]
    once = {request.id: request for request in theirs}
    return lines(office, worst_first(once.values()), tx.now), person


def _projects_of(office: Office, person_id: int) -> list[int]:
    return [p.id for p in office.directory.projects if person_id in {p.backup_id, p.lead_id, p.owner_id}]


def worst_first(found: Iterable[Request]) -> list[Request]:
    """Requests in the order in which they need somebody: our turn first, highest rung first, longest wait first;
    what no client asked for comes last.
    """
    return sorted(
        found,
        key=lambda r: (
            r.is_keeping_in_touch,
            _FIRST[r.state],
            -r.cycle.rung,
            r.client_waits_since or r.handed_over_at,
            r.id,
        ),
    )


def lines(office: Office, found: Iterable[Request], now: datetime) -> tuple[Line, ...]:
    """One line for each."""
    return tuple(line(office, request, now) for request in found)


def line(office: Office, request: Request, now: datetime) -> Line:
    """A request as lists show it."""
    client = office.directory.client(request.client_id)
    project = office.project_of(request)
    return Line(
        request=request,
        client_name=client.name if client else None,
        project_name=project.name if project else None,
        owner=office.people.get(request.owner_id) if request.owner_id is not None else None,
        client_waits_days=waits_days(request, now),
        client_waited=waited(office, request, now),
    )


async def projects(tx: Tx, who: str) -> tuple[tuple[ProjectFacts, ...], Person]:
    """Every project, with the address to forward its mails to; raises Refused for guests."""
    office = await office_of(tx)
    person = of_the_house(office, who)
    counts = await requests.open_per_project(tx.conn, tx.workspace_id)
    return project_facts(office, counts), person


def of_the_house(office: Office, who: str) -> Person:
    """Whoever is no guest: they may see what is set up here, and hand over."""
    person = office.person(who)
    if not may(person, Action.HAND_OVER, _NOBODY, joined=frozenset(), request=None):
        raise Refused(Action.HAND_OVER, None, person.id)
    return person


_NOBODY = Cast(owner=None, backup=None, lead=None, reporter=None, fallback=None)


async def client_named_in(tx: Tx, words: str) -> tuple[str, str] | None:
    """The client or project that these words begin with, and the words after it."""
    return named_at_start(words, await directory.directory(tx.conn, tx.workspace_id))


async def set_up(tx: Tx) -> SetUpFacts:
    """The clients that are set up, and the tiers that they may have."""
    office = await office_of(tx)
    return SetUpFacts(office.directory.clients, TIERS | dict(office.workspace.tiers))


async def is_known(tx: Tx, slack_id: str) -> bool:
    """Whether the roster holds this person."""
    return await people.by_slack_id(tx.conn, tx.workspace_id, slack_id) is not None


async def slack_id_called(tx: Tx, name: str) -> str:
    """The Slack id of the one colleague called that, by first name, full name or the start of an address.

    Raises UnknownPerson where there is none, or more than one.
    """
    wanted = name.casefold()
    everybody = (await office_of(tx)).people.values()
    found = [one for one in everybody if one.is_colleague and wanted in _names_of(one)]
    if len(found) != 1:
        raise UnknownPerson(name)
    return found[0].slack_id


def _names_of(person: Person) -> set[str]:
    address = (person.email or "").partition("@")[0]
    return {person.first_name.casefold(), person.name.casefold(), address.casefold()} - {""}


def project_facts(office: Office, counts: Mapping[int, int]) -> tuple[ProjectFacts, ...]:
    """The projects as lists and selects show them."""
    people = office.people
    names = {client.id: client.name for client in office.directory.clients}
    return tuple(
        ProjectFacts(
            project=one,
            client_name=names.get(one.client_id, ""),
            owner=people.get(one.owner_id),
            backup=people.get(one.backup_id) if one.backup_id is not None else None,
            lead=people.get(one.lead_id) if one.lead_id is not None else None,
            open_requests=counts.get(one.id, 0),
        )
        for one in office.directory.projects
    )


async def triage_facts(tx: Tx, number: int) -> tuple[RequestFacts, tuple[ProjectFacts, ...]]:
    """A request that nobody has been found for, and the projects it may belong to, the likeliest first."""
    office = await office_of(tx)
    request = await requests.get(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    offered = sorted(project_facts(office, {}), key=lambda p: p.project.client_id != request.client_id)
    return await facts_of(tx, office, request), tuple(offered)


async def dated(
    tx: Tx, use_case: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
) -> tuple[T, datetime]:
    """What another use case returns, and the Clock's time it was true at: views draw times against that."""
    return await use_case(tx, *args, **kwargs), tx.now
