"""The weekly digest: when it is due, that it is queued once for each week, and tried again where it is kept back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import structlog

from bot.db import lives, outbox, workspaces
from bot.domain.events import Event, EventKind
from bot.domain.openings import first_showing
from bot.domain.outbox import Delivery, Intention, Kind, Purpose
from bot.domain.step import Withheld
from bot.domain.weeks import Week
from bot.domain.workspace import Workspace
from bot.services.calendars import zone_of
from bot.services.office import Office, office_of
from bot.services.operators import tell_operators
from bot.services.progressing import say
from bot.services.transaction import Tx

log = structlog.get_logger(__name__)

TRIED_AGAIN_AFTER = timedelta(hours=1)
"""How long a digest that was withheld or failed is left alone."""

_PARTS = (Purpose.DIGEST, Purpose.DIGEST_PICTURE)


def digest_time(week_of: date, workspace: Workspace) -> datetime:
    """When the digest is posted in the week that contains `week_of` (UTC): day and time are local.

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


def week_told_at(due: datetime, workspace: Workspace) -> Week:
    """The week that a digest due at that moment (UTC) is about: the last that was over by then."""
    return Week.of(due, zone_of(workspace.zone)).before()


def digest_time_after_change(now: datetime, before: Workspace, changed: Workspace) -> datetime | None:
    """When the next digest is due once the set-up says another day, time, zone or channel; None: to be worked out.

    What is over and not told yet comes at the earlier of the old time and the new one, so that no week falls between.
    """
    planned = before.digest_next_at
    if planned is None or changed.digest_channel is None:
        return None
    is_owed = week_told_at(planned, changed) <= week_told_at(now, changed)
    return min(planned, next_digest_time(now, changed)) if is_owed else None


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
    due = [workspace.digest_next_at or tx.now]
    while (following := next_digest_time(due[-1], workspace)) <= tx.now:
        due.append(following)
    if await workspaces.move_digest(tx.conn, tx.workspace_id, workspace.digest_next_at, following):
        *missed, last = (week_told_at(each, workspace) for each in due)
        await post_week(tx, last)
        await _tell_of_missed(tx, missed)
    return following


async def _tell_of_missed(tx: Tx, weeks: Iterable[Week]) -> None:
    """Say which digests came due while nobody was there to post them, for whoever may want to have one posted."""
    due = {_key(week): str(week) for week in weeks}
    by_hand = await outbox.put_down(tx.conn, tx.workspace_id, due.keys()) if due else frozenset()
    missed = [week for key, week in due.items() if key not in by_hand]
    if missed:
        log.warning("digests not posted", workspace=tx.workspace_id, weeks=missed)
        told: dict[str, str | int | bool | None] = {"missed": len(missed), "first": missed[0], "last": missed[-1]}
        await tell_operators(tx, f"digests not posted:{missed[-1]}", told)


async def has_channel(tx: Tx) -> bool:
    """Whether the set-up says where the digest goes; raises NotSetUp."""
    return (await office_of(tx)).workspace.digest_channel is not None


async def post_week(tx: Tx, week: Week) -> bool:
    """Queue the digest of a week: the post, where that is set up one for each lead, and the picture below each.

    Of a week that was queued before, the posts that were withheld or failed are tried again; False where there are
    none. Raises NotSetUp.
    """
    office = await office_of(tx)
    channel = office.workspace.digest_channel
    [post] = await say(tx, [Intention(Purpose.DIGEST, _key(week), channel=channel, facts={"week": str(week)})])
    leads = _leads(office) if office.workspace.digest_leads else []
    if post is None:
        return await _post_again(tx, week, leads, channel)
    seal = await lives.seal_before(tx.conn, tx.workspace_id, week.end(zone_of(office.workspace.zone)))
    await tx.record(Event(EventKind.DIGEST, data={"week": str(week), "anchor": seal[0] if seal else None}))
    posts = await say(tx, [_to_lead(Purpose.DIGEST, week, lead) for lead in leads])
    pictures = [
        Intention(
            Purpose.DIGEST_PICTURE, _key(week, Purpose.DIGEST_PICTURE), channel=channel, facts={"week": str(week)}
        ),
        *(_to_lead(Purpose.DIGEST_PICTURE, week, lead) for lead in leads),
    ]
    below = zip(pictures, [post, *posts], strict=True)
    await say(tx, [replace(picture, kind=Kind.UPLOAD, thread_of=above) for picture, above in below])
    return True


async def note_kept_back(tx: Tx, delivery: Delivery, reason: str) -> None:
    """Where a digest was withheld or failed: tell whoever looks after Nudge, and try again while its week lasts.

    That of somebody who leads nothing any more is missed by nobody.
    """
    intention = delivery.intention
    is_post = intention.purpose is Purpose.DIGEST and intention.kind is Kind.POST
    here = await workspaces.get(tx.conn, tx.workspace_id) if is_post and reason != Withheld.NOBODY else None
    if here is None:
        return
    week = Week.named(str(intention.facts["week"]))
    again_at = tx.now + TRIED_AGAIN_AFTER
    goes_on = week_told_at(again_at, here) == week
    if goes_on:
        await workspaces.bring_digest_forward(tx.conn, tx.workspace_id, again_at)
    is_for_lead = intention.recipient_id is not None
    told: dict[str, str | int | bool | None] = {
        "kept_back": str(week),
        "is_for_lead": is_for_lead,
        "reason": reason,
        "goes_on": goes_on,
    }
    await tell_operators(tx, f"kept back:{intention.dedupe_key}:{reason}:{goes_on}", told)


def _key(week: Week, purpose: Purpose = Purpose.DIGEST, lead: int | None = None) -> str:
    return f"{purpose}:{week}" if lead is None else f"{purpose}:{week}:{lead}"


async def _post_again(tx: Tx, week: Week, leads: Iterable[int], channel: str | None) -> bool:
    """Try what was withheld or failed once more, and with it the pictures that had no post to stand below."""
    posts, pictures = ([_key(week, purpose, whom) for whom in (None, *leads)] for purpose in _PARTS)
    if not await outbox.put_down_again(tx.conn, tx.workspace_id, posts, channel):
        return False
    await outbox.put_down_again(tx.conn, tx.workspace_id, pictures, channel)
    return True


def _leads(office: Office) -> list[int]:
    """Whoever leads a project and is a colleague still."""
    named = {project.lead_id for project in office.directory.projects}
    return sorted(one for one in named if one is not None and office.people[one].is_colleague)


def _to_lead(purpose: Purpose, week: Week, lead: int) -> Intention:
    return Intention(purpose, _key(week, purpose, lead), recipient_id=lead, facts={"week": str(week), "lead": lead})


async def next_digest_at(tx: Tx) -> datetime | None:
    """When the next digest of any workspace is due."""
    due = [one.digest_next_at for one in await workspaces.all_workspaces(tx.conn) if one.digest_channel]
    return min((at for at in due if at is not None), default=None)
