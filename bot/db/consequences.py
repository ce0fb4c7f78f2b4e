"""What a decision leads to, written down in one round trip: due steps, events of the trail, messages.

Every command waits for this, and the heartbeat does it for hundreds of requests at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import audit, outbox, steps
from bot.db.steps import NotedStep
from bot.domain.events import Event
from bot.domain.outbox import Intention


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the events, and of those messages that had not been queued before."""

    events: list[int]
    messages: list[int]


async def write(
    conn: AsyncConnection,
    workspace_id: str,
    now: datetime,
    *,
    noted: Sequence[NotedStep],
    events: Sequence[Event],
    intentions: Sequence[Intention],
) -> Written:
    """Note steps that fall due at `now`, record events, queue messages; each as in the module of its own.

    The caller holds the requests; a step that was noted before raises IntegrityError.
    """
    if not (noted or events or intentions):
        return Written([], [])
    given = {
        "workspace": workspace_id,
        "at": now,
        "steps": [steps.row(each, now) for each in noted],
        "events": audit.rows_of(events),
        "messages": outbox.once_each(outbox.rows_of(intentions)),
    }
    rows = (await conn.execute(_WRITE, given)).all()
    return Written(
        events=[row.id for row in rows if row.dedupe_key is None],
        messages=[row.id for row in rows if row.dedupe_key is not None],
    )


_WRITE = union_all(
    select(audit.RECORDING.c.id, null().cast(Text).label("dedupe_key")),
    select(outbox.ENQUEUEING.c.id, outbox.ENQUEUEING.c.dedupe_key),
).add_cte(steps.NOTING.cte("noted"))
