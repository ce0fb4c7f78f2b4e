"""What a digest tells: the figures of a week from the trail, and the threads in it by their names."""

from collections.abc import Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from bot.db import lives, requests
from bot.db.set_up_version import set_up_version
from bot.domain.calendar import Calendar
from bot.domain.command import LED, MINE
from bot.domain.digest_figures import WEEKS, DigestFigures, Scope, Tally, Thread, Threads
from bot.domain.facts import DigestFacts, DigestLesson, DigestLine, DigestLines, Waited
from bot.domain.people import Person
from bot.domain.permissions import Action, Refused
from bot.domain.request import Request
from bot.domain.weeks import Week
from bot.services.ahead import one_ahead
from bot.services.calendars import calendar_of, client_calendar, house_calendar, zone_of
from bot.services.errors import NotBegun
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

_MOST_KEPT = 32
_ALL = Scope()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A digest: of which week, and whose. `until` (UTC) is set while the week is not over: as it stands then."""

    week: Week
    scope: Scope = _ALL
    until: datetime | None = None


async def digest_of(tx: Tx, wanted: Wanted, office: Office | None = None) -> DigestFacts:
    """Everything that the digest tells; raises NotSetUp. The same week gives the same at any later time."""
    here = office or await office_of(tx)
    zone = zone_of(here.workspace.zone)
    start, end = wanted.week.start(zone), wanted.until or wanted.week.end(zone)
    here = replace(here, year=start.year)
    figures = await _figures(tx, here, wanted)
    seal = await lives.seal_before(tx.conn, tx.workspace_id, end)
    lists = (figures.decisions, figures.promises, figures.went_well, figures.triage)
    known = await _known(tx, lists)
    decisions, promises, went_well, triage = (_lines(here, each, known, end) for each in lists)
    return DigestFacts(
        week=str(wanted.week),
        starts_at=start,
        ends_at=end,
        zone=here.workspace.zone,
        language=here.workspace.language,
        names=here.workspace.digest_names,
        is_over=wanted.until is None,
        is_own=wanted.scope.owner_id is not None,
        is_led=wanted.scope.projects is not None,
        figures=figures,
        decisions=decisions,
        promises=promises,
        went_well=went_well,
        triage=triage,
        lessons=await _lessons(tx, figures),
        anchor=seal[0] if seal else None,
        sealed_events=seal[1] if seal else 0,
    )


async def scope_for(tx: Tx, who: str, whose: str = "") -> tuple[Scope, Person, Office]:
    """What somebody may read: a lead what they lead, admins and the fallback owner all of it, others their own.

    Asked for what is `MINE`, everybody reads their own, and for what is `LED`, of the projects that they lead.
    Raises Refused for guests and for those who have left.
    """
    office = await office_of(tx)
    person = office.person(who)
    if not person.is_colleague:
        raise Refused(Action.READ_DIGEST, None, person.id)
    led = _led_by(office, person.id)
    if whose.casefold() == MINE:
        return Scope(owner_id=person.id), person, office
    if whose.casefold() == LED:
        return Scope(projects=led), person, office
    if person.is_admin or person.id == office.workspace.fallback_owner_id:
        return Scope(), person, office
    return (Scope(projects=led) if led else Scope(owner_id=person.id)), person, office


async def current_week(tx: Tx, who: str, whose: str = "") -> tuple[DigestFacts, Person]:
    """The week so far, for whoever asks: of what they lead, or of their own. Raises Refused."""
    scope, person, office = await scope_for(tx, who, whose)
    now = Week.of(tx.now, zone_of(office.workspace.zone))
    return await digest_of(tx, Wanted(now, scope, tx.now), office), person


async def week_called(tx: Tx, name: str | None) -> DigestFacts:
    """The digest of the week called that, by default of the last that is over; of the one that is running, so far.

    Raises NotSetUp, ValueError where no week is called that, and NotBegun.
    """
    office = await office_of(tx)
    zone = zone_of(office.workspace.zone)
    now = Week.of(tx.now, zone)
    week = now.before() if name is None else Week.named(name)
    if week > now:
        raise NotBegun(str(week))
    return await digest_of(tx, Wanted(week, until=tx.now if week >= now else None), office)


async def week_of_lead(tx: Tx, week: str, lead_id: int) -> tuple[DigestFacts, Person]:
    """A week that is over, of the projects of one lead; raises KeyError where nobody has that id.

    Raises Refused where they are no colleague any more, or lead nothing.
    """
    office = await office_of(tx)
    lead, led = office.people[lead_id], _led_by(office, lead_id)
    if not lead.is_colleague or not led:
        raise Refused(Action.READ_DIGEST, None, lead_id)
    return await digest_of(tx, Wanted(Week.named(week), Scope(projects=led)), office), lead


def _led_by(office: Office, lead_id: int) -> frozenset[int]:
    return frozenset(project.id for project in office.directory.projects if project.lead_id == lead_id)


async def asked_for(tx: Tx, who: str, week: str, *, in_channel: str | None = None) -> tuple[DigestFacts, Person]:
    """A week by its name, for whoever pressed for it: all of it in the leads' own channel, else what they may read.

    Raises Refused, and ValueError where no week is called that.
    """
    name, _, whose = week.partition("/")
    scope, person, office = await scope_for(tx, who, whose)
    if in_channel is not None and in_channel == office.workspace.digest_channel and not whose:
        scope = Scope()
    asked, zone = Week.named(name), zone_of(office.workspace.zone)
    until = tx.now if asked.end(zone) > tx.now else None
    return await digest_of(tx, Wanted(asked, scope, until), office), person


# --- figures ---------------------------------------------------------------------------------------------------------

_KEPT: WeakKeyDictionary[Engine, dict[tuple[str, Wanted, str], DigestFigures]] = WeakKeyDictionary()
"""The figures of weeks that are over, by the set-up that they were counted with, whose working hours they go by:
counting a million requests takes longer than a lease.
"""


async def _figures(tx: Tx, office: Office, wanted: Wanted) -> DigestFigures:
    kept = _KEPT.setdefault(tx.conn.sync_engine, {})
    key = (tx.workspace_id, wanted, await set_up_version(tx.conn, tx.workspace_id))
    is_over = wanted.until is None and wanted.week.end(zone_of(office.workspace.zone)) <= tx.now
    if key in kept and is_over:
        return kept[key]
    figures = await _counted(tx, office, wanted)
    if is_over:
        kept[key] = figures
        while len(kept) > _MOST_KEPT:
            del kept[next(iter(kept))]
    return figures


async def _counted(tx: Tx, office: Office, wanted: Wanted) -> DigestFigures:
    zone = zone_of(office.workspace.zone)
    starts = [wanted.week.before(weeks).start(zone) for weeks in range(2 * WEEKS - 2, -1, -1)]
    end = wanted.until or wanted.week.end(zone)
    coming = wanted.week.before(-1)
    coming_ends = end + (coming.end(zone) - coming.start(zone))  # not always seven times a day

    @cache
    def calendar(owner_id: int | None) -> Calendar:
        person = office.people.get(owner_id or 0)
        if person is None:
            return house_calendar(office.workspace, office.year)
        return calendar_of(person, office.workspace, office.year)

    tally = Tally([*starts, end], coming_ends, calendar, wanted.scope)
    async with aclosing(one_ahead(lives.lives(tx.conn, tx.workspace_id, starts[0], end))) as pages:
        async for page in pages:
            for number, events in page.by_number():
                tally.add(number, events)
    return tally.figures()


# --- threads by their names ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """The requests that are named, by number, and what was said in events, by their ids."""

    requests: Mapping[int, Request]
    said: Mapping[int, tuple[int | None, str | None]]


async def _known(tx: Tx, lists: Iterable[Threads]) -> _Known:
    threads = [thread for each in lists for thread in each.first]
    numbers = {thread.request_id for thread in threads}
    promises = {thread.standing.promised_in for thread in threads} - {None}
    said = await lives.said_in(tx.conn, tx.workspace_id, [one for one in promises if one is not None])
    return _Known(await requests.by_number(tx.conn, tx.workspace_id, numbers), said)


def _lines(office: Office, threads: Threads, known: _Known, end: datetime) -> DigestLines:
    found = [thread for thread in threads.first if thread.request_id in known.requests]
    return DigestLines(tuple(_line(office, thread, known, end) for thread in found), threads.count)


def _line(office: Office, thread: Thread, known: _Known, end: datetime) -> DigestLine:
    """How it stood is the trail's; what client and people are called, and what was wished for, is today's."""
    request, standing = known.requests[thread.request_id], thread.standing
    project = office.directory.project(standing.project_id)
    client = office.directory.client(project.client_id if project else request.client_id)
    since = standing.asked_at
    calendar = client_calendar(client, office.workspace, office.year)
    return DigestLine(
        request=request,
        client_name=client.name if client else None,
        project_name=project.name if project else None,
        owner=office.people.get(standing.owner_id or 0),
        standing=standing,
        promised=known.said.get(standing.promised_in or 0, (None, None))[1],
        took=thread.took,
        turned_to=thread.turned_to,
        waits_days=None if since is None else max(0, (end - since).days),
        waited=None
        if since is None
        else Waited(calendar.working_days_passed(since, end), calendar.elapsed(since, end)),
    )


async def _lessons(tx: Tx, figures: DigestFigures) -> tuple[DigestLesson, ...]:
    said = await lives.said_in(tx.conn, tx.workspace_id, figures.lessons)
    found = [said[event] for event in figures.lessons if event in said]
    return tuple(DigestLesson(number, words) for number, words in found if number is not None)
