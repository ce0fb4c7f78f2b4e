"""What became of the dates that were given to clients, counted from the trail."""

from collections import Counter
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import audit_event
from bot.domain.events import EventKind

_ENDS = (EventKind.PROMISE_KEPT, EventKind.PROMISE_BROKEN, EventKind.CLIENT_TOLD)


async def met_between(conn: AsyncConnection, workspace_id: str, start: datetime, end: datetime) -> Counter[EventKind]:
    """How many promises were kept, moved and broken in this stretch of time, each under the kind of its event.

    A date that the client knows is moved once they have been told: till then the old one counts.
    """
    moved_at_once = and_(
        audit_event.c.kind == EventKind.DATE_MOVED.value, audit_event.c.data["pending"].as_boolean().is_not(True)
    )
    query = (
        select(audit_event.c.kind, func.count())
        .where(
            audit_event.c.workspace_id == workspace_id,
            audit_event.c.at.between(start, end),
            or_(audit_event.c.kind.in_([kind.value for kind in _ENDS]), moved_at_once),
        )
        .group_by(audit_event.c.kind)
    )
    found = Counter({EventKind(row[0]): row[1] for row in await conn.execute(query)})
    found[EventKind.DATE_MOVED] += found.pop(EventKind.CLIENT_TOLD, 0)
    return found
