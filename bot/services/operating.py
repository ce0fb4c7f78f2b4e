"""For whoever runs Nudge: which workspaces there are, what became of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.db import audit, requests, workspaces
from bot.domain.events import RecordedEvent
from bot.domain.people import Person
from bot.services.calendars import zone_of
from bot.services.errors import NotFound
from bot.services.office import office_of
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Trail:
    """The events of a request, oldest first, the people they speak of, and the zone to tell their times in."""

    events: tuple[RecordedEvent, ...]
    people: Mapping[int, Person]
    zone: str


async def workspace_ids(tx: Tx) -> list[str]:
    """Every workspace that the database holds, whichever this transaction is for."""
    return [each.workspace_id for each in await workspaces.all_workspaces(tx.conn)]


async def zone(tx: Tx) -> ZoneInfo:
    """The zone of the workspace; raises NotSetUp."""
    return zone_of((await office_of(tx)).workspace.zone)


async def trail_of(tx: Tx, number: int) -> Trail:
    """The trail of request `number`; raises NotFound and NotSetUp."""
    office = await office_of(tx)
    if await requests.get(tx.conn, tx.workspace_id, number) is None:
        raise NotFound(number)
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    return Trail(tuple(events), office.people, office.workspace.zone)
