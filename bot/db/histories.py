"""What happened to requests, and what reached whom: read for replaying it, never written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.request_rows import from_row
from bot.db.steps import IS_REMINDED
from bot.db.tables import audit_event, outbox, packet, request, step
from bot.domain.absences import Away
from bot.domain.budget import ANSWERS, ASKED, IS_ANSWER
from bot.domain.events import EventKind
from bot.domain.outbox import Kind, Purpose
from bot.domain.people import Role
from bot.domain.replay import Act
from bot.domain.request import Request


@dataclass(frozen=True, slots=True)
class Reached:
    """A due step that reached somebody at `at` (UTC), or `is_shown` where an edit showed it."""

    at: datetime
    recipient_id: int
    request_id: int
    rung: int
    role: Role
    is_shown: bool


async def requests_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Request]:
    """All requests that were handed over from `since` (UTC) on, as they stand, in the order of their numbers."""
    query = (
        select(request)
        .where(request.c.workspace_id == workspace_id, request.c.handed_over_at >= since)
        .order_by(request.c.id)
    )
    return [from_row(row) for row in await conn.execute(query)]


async def acts_since(
    conn: AsyncConnection, workspace_id: str, since: datetime, kinds: Collection[EventKind]
) -> dict[int, list[Act]]:
    """What was done to these requests, by their numbers, in the order of the trail."""
    ours = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.handed_over_at >= since)
    query = (
        select(audit_event.c.request_id, audit_event.c.at, audit_event.c.kind, audit_event.c.data)
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.request_id.in_(ours),
            audit_event.c.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(audit_event.c.request_id, audit_event.c.id)
    )
    found: dict[int, list[Act]] = {}
    for number, at, kind, data in await conn.execute(query):
        found.setdefault(number, []).append(Act(at, EventKind(kind), data))
    return found


async def reached_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Reached]:
    """The steps of these requests that reached somebody, the earliest first."""
    query = (
        select(
            step.c.decided_at,
            step.c.recipient_id,
            step.c.request_id,
            step.c.rung,
            step.c.role,
            step.c.outcome == "shown",
        )
        .join_from(step, request, (request.c.workspace_id == step.c.workspace_id) & (request.c.id == step.c.request_id))
        .where(
            step.c.workspace_id == workspace_id,
            request.c.handed_over_at >= since,
            step.c.outcome.in_(["sent", "shown"]),
        )
        .order_by(step.c.decided_at, step.c.request_id)
    )
    rows = await conn.execute(query)
    return [Reached(at, person, number, rung, Role(role), shown) for at, person, number, rung, role, shown in rows]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder told somebody of an earlier request: when that fell due, and when it was said (UTC)."""

    recipient_id: int
    due_at: datetime
    at: datetime


async def reminded_of_earlier(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Reminded]:
    """What reminders since then told of requests that were handed over before, in the order in which it fell due."""
    query = (
        select(step.c.recipient_id, step.c.due_at, step.c.decided_at)
        .join_from(step, request, (request.c.workspace_id == step.c.workspace_id) & (request.c.id == step.c.request_id))
        .where(
            step.c.workspace_id == workspace_id,
            step.c.due_at >= since,
            request.c.handed_over_at < since,
            step.c.outcome.in_(["sent", "shown"]),
            IS_REMINDED,
        )
        .order_by(step.c.due_at)
    )
    return [Reminded(*row) for row in await conn.execute(query)]


async def news_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[tuple[datetime, int, int]]:
    """The short lines below a reminder, of these requests: when, to whom, about which."""
    query = (
        select(outbox.c.sent_at, outbox.c.recipient_id, outbox.c.request_id)
        .join_from(
            outbox, request, (request.c.workspace_id == outbox.c.workspace_id) & (request.c.id == outbox.c.request_id)
        )
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.purpose == Purpose.REMINDER_LINE.value,
            outbox.c.state == "sent",
            request.c.handed_over_at >= since,
        )
        .order_by(outbox.c.sent_at)
    )
    return [(at, person, number) for at, person, number in await conn.execute(query)]


async def absences_said(conn: AsyncConnection, workspace_id: str) -> list[tuple[datetime, Away]]:
    """When it was said of whom that they are away, or back again, in the order of the trail; numbered in that order."""
    query = (
        select(audit_event.c.at, audit_event.c.data, audit_event.c.actor_id)
        .where(audit_event.c.workspace_id == workspace_id, audit_event.c.kind == EventKind.AWAY.value)
        .order_by(audit_event.c.id)
    )
    return [(at, _away(number, data, by)) for number, (at, data, by) in enumerate(await conn.execute(query), start=1)]


async def came_and_left(conn: AsyncConnection, workspace_id: str) -> list[tuple[datetime, int, bool]]:
    """When people left, and when some came back (True), in the order of the trail."""
    query = (
        select(
            audit_event.c.at, audit_event.c.data["person_id"].as_integer(), audit_event.c.data["is_active"].as_boolean()
        )
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.kind == EventKind.SET_UP.value,
            audit_event.c.data["what"].as_string() == "person",
            audit_event.c.data.has_key("is_active"),
        )
        .order_by(audit_event.c.id)
    )
    return [(at, person_id, is_active) for at, person_id, is_active in await conn.execute(query)]


def _away(number: int, data: Mapping[str, Any], by: int | None) -> Away:
    starts_at, ends_at = (datetime.fromisoformat(data[edge]) for edge in ("starts_at", "ends_at"))
    return Away(number, data["person"], starts_at, ends_at, data.get("stand_in"), by)


@dataclass(frozen=True, slots=True)
class Question:
    """A message that asked somebody at `at` (UTC) about a request, the first of several."""

    at: datetime
    recipient_id: int
    request_id: int
    purpose: Purpose


_QUESTIONS = (Purpose.OFFER, Purpose.WHOSE)
_OF_ABSENCES = (Purpose.PACKET, Purpose.HAND_BACK)


async def questions_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> list[Question]:
    """Who was asked whether they can take one of these requests, or was told on their return what became of them."""
    about_one = select(outbox.c.sent_at, outbox.c.recipient_id, outbox.c.request_id, outbox.c.purpose).join_from(
        outbox, request, (request.c.workspace_id == outbox.c.workspace_id) & (request.c.id == outbox.c.request_id)
    )
    # Who is asked anew is asked by a later packet: what the earlier one was about is not known any more.
    of_absence = packet.c.absence_id == outbox.c.facts["absence"].as_integer()
    to_them = packet.c.person_id == outbox.c.recipient_id
    of_it = of_absence & (to_them | (outbox.c.purpose == Purpose.HAND_BACK.value))
    its_own = func.min(packet.c.request_id).filter(packet.c.post_id == outbox.c.id)
    first = func.coalesce(its_own, func.min(packet.c.request_id))
    about_all = (
        select(outbox.c.sent_at, outbox.c.recipient_id, first, outbox.c.purpose)
        .join_from(outbox, packet, (packet.c.workspace_id == outbox.c.workspace_id) & of_it)
        .join(request, (request.c.workspace_id == packet.c.workspace_id) & (request.c.id == packet.c.request_id))
        .group_by(outbox.c.id, outbox.c.sent_at, outbox.c.recipient_id, outbox.c.purpose)
    )
    ours = (outbox.c.workspace_id == workspace_id, outbox.c.kind == Kind.POST.value, outbox.c.state == "sent")
    theirs = (*ours, request.c.handed_over_at >= since)
    rows = [
        *await conn.execute(about_one.where(*theirs, outbox.c.purpose.in_(_QUESTIONS))),
        *await conn.execute(about_all.where(*theirs, outbox.c.purpose.in_(_OF_ABSENCES))),
    ]
    return [Question(at, person, number, Purpose(purpose)) for at, person, number, purpose in rows]


_REPLAYED = frozenset(
    {Purpose.CARD, Purpose.HEADS_UP, Purpose.TRIAGE_ESCALATION, Purpose.REMINDER_LINE, *_QUESTIONS, *_OF_ABSENCES}
)


async def others_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> dict[int, list[datetime]]:
    """When these people had a message that counts for the day, but follows from no policy, or from earlier requests."""
    earlier = select(request.c.id).where(request.c.workspace_id == workspace_id, request.c.handed_over_at < since)
    query = (
        select(outbox.c.recipient_id, outbox.c.sent_at)
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.kind == Kind.POST.value,
            outbox.c.state == "sent",
            outbox.c.sent_at >= since,
            outbox.c.recipient_id.is_not(None),
            outbox.c.channel.is_(None),
            outbox.c.purpose.not_in(sorted({*ANSWERS, Purpose.REMINDER})),
            or_(outbox.c.purpose.not_in(sorted(ASKED)), outbox.c.in_office_hours),
            not_(outbox.c.facts.has_key(IS_ANSWER)),
            or_(outbox.c.purpose.not_in(sorted(_REPLAYED)), outbox.c.request_id.in_(earlier)),
        )
        .order_by(outbox.c.sent_at)
    )
    found: dict[int, list[datetime]] = {}
    for person, at in await conn.execute(query):
        found.setdefault(person, []).append(at)
    return found


async def met_since(conn: AsyncConnection, workspace_id: str, since: datetime) -> frozenset[int]:
    """Whom a message at `since` (UTC) or later told who is writing."""
    query = select(outbox.c.recipient_id).where(
        outbox.c.workspace_id == workspace_id, outbox.c.facts.has_key("introduce"), outbox.c.sent_at >= since
    )
    return frozenset((await conn.execute(query)).scalars())
