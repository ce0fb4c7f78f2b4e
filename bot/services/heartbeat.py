"""What hangs on the heartbeat: due requests, the digest, the sealer, the auditor."""

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.db import steps, workspaces
from bot.domain.events import Event, EventKind, Value
from bot.domain.ladder import Withheld
from bot.services import absences, audit, weekly
from bot.services.progressing import next_due_at
from bot.services.transaction import Tx

log = structlog.get_logger(__name__)

LATE = timedelta(seconds=60)
"""A due step without an outcome for longer than this is the auditor's."""


async def look_around(tx: Tx) -> timedelta:
    """Hand back, post due digests, seal the trail, look for lost steps; returns the time until the next due."""
    known = await workspaces.all_workspaces(tx.conn)
    back_at = await absences.hand_back(tx)
    digest_at = await weekly.post_due_digests(tx, known)
    unsealed = await audit.with_unsealed(tx)
    for workspace in known:
        there = replace(tx, workspace_id=workspace.workspace_id)
        while workspace.workspace_id in unsealed and await audit.seal(there) > 0:
            continue
        await _audit_steps(there)
    due = [at for at in (await next_due_at(tx), digest_at, back_at) if at is not None]
    return max(timedelta(), min(due) - tx.now) if due else timedelta(days=1)


async def _audit_steps(tx: Tx) -> None:
    """Give a due step that nothing has become of its one outcome, on the record, and tell the operator."""
    for number, key in await steps.lost(tx.conn, tx.workspace_id, tx.now - LATE):
        log.error("step without outcome", request=number, cycle=key.cycle, rung=key.rung)
        await steps.decide(
            tx.conn,
            tx.workspace_id,
            number,
            key,
            outcome="withheld",
            reason=Withheld.LOST.value,
            at=tx.now,
        )
        data: dict[str, Value] = {"cycle": key.cycle, "rung": key.rung, "recipient": key.recipient}
        await tx.record(Event(EventKind.AUDITOR, number, data=data))
