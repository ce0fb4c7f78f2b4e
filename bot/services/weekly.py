"""The weekly digest: when it is due, and the figures in it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from statistics import median

from bot.db import promises, requests, steps, workspaces
from bot.domain.events import Event, EventKind
from bot.domain.facts import DigestFacts, Line
from bot.domain.openings import first_showing
from bot.domain.outbox import Intention, Purpose
from bot.domain.permissions import Action, Refused
from bot.domain.request import Request, State
from bot.domain.workspace import Workspace
from bot.services import audit, delivery
from bot.services.calendars import zone_of
from bot.services.explaining import not_needed_between
from bot.services.office import Office, office_of
from bot.services.progressing import say
from bot.services.reading import line, lines
from bot.services.transaction import Tx

MOST_LINES = 10

HELD_OFF = 2
"""From so many replies in a row on that kept the turn with us, the leads read of it."""


def digest_time(week_of: date, workspace: Workspace) -> datetime:
    """When the digest of the week that contains `week_of` is posted (UTC): day and time are local.

    A time that the clocks skip is the first instant after; of one that comes twice, the first.
    """
    zone = zone_of(workspace.zone)
    day = week_of - timedelta(days=week_of.weekday()) + timedelta(days=workspace.digest_day)
    hour, _, minute = workspace.digest_at.partition(":")
    return first_showing(zone, datetime.combine(day, time(int(hour), int(minute or 0))))


def next_digest_time(after: datetime, workspace: Workspace) -> datetime:
    """The first time after `after` (UTC) at which a digest is due."""
    today = after.astimezone(zone_of(workspace.zone)).date()
    weeks = (today + timedelta(days=7 * ahead) for ahead in (-1, 0, 1, 2))
    return next(at for week in weeks if (at := digest_time(week, workspace)) > after)


def iso_week(day: date) -> str:
    """2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


async def post_due_digests(tx: Tx, known: Iterable[Workspace]) -> datetime | None:
    """Queue the digest of each of these workspaces whose time has come: once a week, late rather than never.

    Returns when the next one is due.
    """
    following = [await _post_if_due(tx, workspace) for workspace in known if workspace.digest_channel is not None]
    return min(following, default=None)


async def _post_if_due(tx: Tx, workspace: Workspace) -> datetime:
    """Returns when the next digest of this workspace is due."""
    following = workspace.digest_next_at or next_digest_time(tx.now, workspace)
    if workspace.digest_next_at is None:
        await workspaces.set_digest_next_at(tx.conn, workspace.workspace_id, following)
    elif following <= tx.now:
        return await _post(Tx(tx.conn, tx.now, workspace.workspace_id, tx.recorded), workspace)
    return following


async def _post(tx: Tx, workspace: Workspace) -> datetime:
    """Queue the latest digest that is due, unless another replica was quicker; returns when the next one is."""
    last = workspace.digest_next_at or tx.now
    while (following := next_digest_time(last, workspace)) <= tx.now:
        last = following
    week = iso_week((last - timedelta(days=1)).astimezone(zone_of(workspace.zone)).date())
    if not await workspaces.move_digest(tx.conn, tx.workspace_id, workspace.digest_next_at, following):
        return following
    anchor = await audit.anchor(tx)
    await tx.record(Event(EventKind.DIGEST, data={"week": week, "anchor": anchor.hash}))
    await say(
        tx,
        [
            Intention(
                Purpose.DIGEST,
                f"digest:{week}",
                channel=workspace.digest_channel,
                facts={"week": week, "until": last.isoformat()},
            )
        ],
    )
    return following


async def next_digest_at(tx: Tx) -> datetime | None:
    """When the next digest of any workspace is due."""
    due = [one.digest_next_at for one in await workspaces.all_workspaces(tx.conn) if one.digest_channel]
    return min((at for at in due if at is not None), default=None)


async def digest_facts(tx: Tx, week: str, until: datetime) -> DigestFacts:
    """The figures of the seven days before `until` (UTC), as they stand."""
    office = await office_of(tx)
    unclosed = await requests.all_unclosed(tx.conn, tx.workspace_id)
    return await _facts(tx, office, unclosed, week, until - timedelta(days=7), until)


async def current_week(tx: Tx, who: str) -> tuple[DigestFacts, str]:
    """The week so far, for somebody who leads; with the language of the reader. Raises Refused."""
    office = await office_of(tx)
    person = office.person(who)
    leads = {project.lead_id for project in office.directory.projects} | {office.workspace.fallback_owner_id}
    if person.is_guest or not person.is_active or not (person.is_admin or person.id in leads):
        raise Refused(Action.READ_DIGEST, None, person.id)
    everything = await requests.all_unclosed(tx.conn, tx.workspace_id)
    led = {project.id for project in office.directory.projects if project.lead_id == person.id}
    sees_all = person.is_admin or person.id == office.workspace.fallback_owner_id
    shown = [request for request in everything if sees_all or request.project_id in led]
    zone = zone_of(office.workspace.zone)
    today = tx.now.astimezone(zone).date()
    monday = first_showing(zone, datetime.combine(today - timedelta(days=today.weekday()), time()))
    return await _facts(tx, office, shown, iso_week(today), monday, tx.now), person.language


async def _facts(
    tx: Tx, office: Office, unclosed: list[Request], week: str, start: datetime, until: datetime
) -> DigestFacts:
    unclosed = [request for request in unclosed if not request.is_keeping_in_touch]  # there no client waits
    found = await requests.changed_between(tx.conn, tx.workspace_id, start, until)
    changed = [request for request in found if not request.is_keeping_in_touch]
    first = await requests.first_touches(tx.conn, tx.workspace_id, start, until)
    anchor = await audit.anchor(tx)
    backlog = await delivery.counts(tx)
    met = await promises.met_between(tx.conn, tx.workspace_id, start, until)
    return DigestFacts(
        week=week,
        starts_at=start,
        ends_at=until,
        zone=office.workspace.zone,
        stuck=_longest_first(office, unclosed, State.OPEN, tx.now),
        promises=_promises(office, unclosed, tx.now),
        waiting=_longest_first(office, unclosed, State.WAITING, tx.now),
        triage=_longest_first(office, unclosed, State.TRIAGE, tx.now),
        new_count=sum(start <= request.handed_over_at <= until for request in changed),
        answered=lines(office, [r for r in changed if r.touched_at and start <= r.touched_at <= until], tx.now),
        closed_count=sum(bool(r.closed_at and start <= r.closed_at <= until) for r in changed),
        open_count=len(unclosed),
        median_first_touch=_median(first),
        withheld_count=await steps.withheld_between(tx.conn, tx.workspace_id, start, until),
        not_needed_count=sum((await not_needed_between(tx, start, until)).values()),
        uncertain_count=backlog.uncertain,
        anchor=anchor.hash,
        sealed_events=anchor.event_count,
        kept_count=met[EventKind.PROMISE_KEPT],
        put_off_count=met[EventKind.DATE_MOVED],
        passed_count=met[EventKind.PROMISE_BROKEN],
        held_off=lines(office, [r for r in unclosed if r.holding_replies >= HELD_OFF], tx.now)[:MOST_LINES],
    )


def _longest_first(office: Office, unclosed: list[Request], state: State, now: datetime) -> tuple[Line, ...]:
    found = [request for request in unclosed if request.state is state]
    found.sort(key=lambda request: request.client_waits_since or request.handed_over_at)
    return tuple(line(office, request, now) for request in found[:MOST_LINES])


def _promises(office: Office, unclosed: list[Request], now: datetime) -> tuple[Line, ...]:
    promised = [request for request in unclosed if request.promise is not None]
    promised.sort(key=lambda request: request.promise.due_at if request.promise else now)
    return tuple(line(office, request, now) for request in promised[:MOST_LINES])


def _median(lengths: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(length.total_seconds() for length in lengths)) if lengths else None
