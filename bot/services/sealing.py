"""The sealer: chains what is recorded, raises the alarm where that does not happen, and notes the anchor once a day."""

from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from bot.db import outbox, seals, workspaces
from bot.services import audit
from bot.services.calendars import zone_of
from bot.services.operators import tell_operators
from bot.services.transaction import Tx

log = structlog.get_logger(__name__)

BATCH = 1_000
"""Events a seal."""

LATE = timedelta(seconds=60)
"""An event without a seal for longer than this is a matter for the operator."""

_ALARM = "unsealed:"
"""How the keys of its messages begin."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the sealer has to do: in which workspaces events wait, and of which today's anchor is still to be noted."""

    unsealed: tuple[str, ...]
    unnoted: tuple[str, ...]


async def due(tx: Tx) -> Due:
    """What there may be to do now, in any workspace."""
    found = await seals.standings(tx.conn)
    return Due(
        unsealed=tuple(each.workspace_id for each in found if each.has_unsealed),
        unnoted=tuple(each.workspace_id for each in found if each.noted_on != _today(tx, each.zone)),
    )


async def seal_batch(tx: Tx) -> int:
    """Seal a batch, in a transaction of its own, so that nothing else that fails undoes it; how many events."""
    return await audit.seal(tx, BATCH)


async def watch(tx: Tx) -> bool:
    """Whether nothing has waited too long for its seal; else the alarm goes to the log, the metrics show it, and
    whoever looks after Nudge is told, once while what waited then still waits.

    Asked after sealing: what a long transaction brought late has its seal by then, and is no cause for alarm.
    """
    age = await audit.unsealed_age(tx)
    if age is None or age <= LATE:
        return True
    log.error("events unsealed", workspace=tx.workspace_id, seconds=round(age.total_seconds()))
    waiting = await seals.oldest_unsealed(tx.conn, tx.workspace_id)
    if waiting is not None and not await outbox.was_put_down_since(tx.conn, tx.workspace_id, _ALARM, waiting):
        minutes = age // timedelta(minutes=1)
        await tell_operators(tx, f"{_ALARM}{waiting.isoformat()}", {"unsealed_minutes": minutes})
    return False


async def note_anchor(tx: Tx) -> bool:
    """Write the anchor of a workspace to the log, once in each of its days, whichever replica comes first.

    Before the commit: after a crash it may stand there twice, but no day goes without.
    """
    workspace = await workspaces.get(tx.conn, tx.workspace_id)
    today = _today(tx, workspace.zone if workspace else "UTC")
    reached = await audit.anchor(tx)
    if not reached.seal_number or not await seals.note_anchor(tx.conn, tx.workspace_id, today):
        return False
    log.info(
        "anchor", workspace=tx.workspace_id, anchor=reached.hash, seal=reached.seal_number, events=reached.event_count
    )
    return True


def _today(tx: Tx, zone: str) -> date:
    return tx.now.astimezone(zone_of(zone)).date()
