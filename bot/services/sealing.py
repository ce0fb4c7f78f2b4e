"""The sealer: chains what is recorded, raises the alarm where that does not happen, and notes the anchor once a day."""

from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from bot.db import seals, workspaces
from bot.domain.alarms import Alarm, News, looked
from bot.services import audit
from bot.services.calendars import zone_of
from bot.services.operators import tell_operators
from bot.services.transaction import Tx

log = structlog.get_logger(__name__)

BATCH = 1_000
"""Events a seal."""

LATE = timedelta(seconds=60)
"""An event without a seal for longer than this is a matter for the operator."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the sealer has to do: in which workspaces events wait, or did for too long, and of which today's anchor is
    still to be noted.
    """

    unsealed: tuple[str, ...]
    unnoted: tuple[str, ...]


async def due(tx: Tx) -> Due:
    """What there may be to do now, in any workspace."""
    found = await seals.standings(tx.conn)
    return Due(
        unsealed=tuple(each.workspace_id for each in found if each.has_unsealed or each.has_alarm),
        unnoted=tuple(each.workspace_id for each in found if each.noted_on != _today(tx, each.zone)),
    )


async def seal_batch(tx: Tx) -> int:
    """Seal a batch, in a transaction of its own, so that nothing else that fails undoes it; how many events."""
    return await audit.seal(tx, BATCH)


async def watch(tx: Tx) -> bool:
    """Whether nothing has waited too long for its seal; else the alarm goes to the log, the metrics show it, and
    whoever looks after Nudge is told: when it begins, seldom while it goes on, and when it is over.

    Asked after sealing: what a long transaction brought late has its seal by then, and is no cause for alarm.
    """
    age = await audit.unsealed_age(tx) or timedelta()
    is_late = age > LATE
    known = await seals.watched(tx.conn, tx.workspace_id)
    if known is not None:
        before, real_now = known
        after, news = looked(before, real_now, is_wrong=is_late)
        if after != before:
            await seals.keep_alarm(tx.conn, tx.workspace_id, after)
        stood = after or before
        if news is not None and stood is not None:
            await _tell(tx, news, age if news is News.BEGINS else real_now - stood.begun_at, stood)
    return not is_late


async def _tell(tx: Tx, news: News, length: timedelta, alarm: Alarm) -> None:
    """`length`: how long the oldest event has been waiting, or how long the alarm has been standing."""
    if news is News.OVER:
        log.info("events sealed again", workspace=tx.workspace_id, seconds=round(length.total_seconds()))
    else:
        log.error("events unsealed", workspace=tx.workspace_id, seconds=round(length.total_seconds()))
    once = f"unsealed:{alarm.begun_at.isoformat()}:{news}:{alarm.told_at.isoformat()}"
    await tell_operators(tx, once, {"unsealed": news.value, "minutes": length // timedelta(minutes=1)})


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
