"""What hangs on the heartbeat: due requests, contacts to be made, the digest, the sealer, the auditor."""

from dataclasses import replace
from datetime import timedelta

from bot.db import touches, workspaces
from bot.services import audit, auditor, keeping, weekly
from bot.services.transaction import Tx


async def look_around(tx: Tx) -> timedelta:
    """Post due digests, seal the trail, look for steps without an outcome; returns the time until the next due."""
    known = await workspaces.all_workspaces(tx.conn)
    digest_at = await weekly.post_due_digests(tx, known)
    unsealed = await audit.with_unsealed(tx)
    for workspace in known:
        there = replace(tx, workspace_id=workspace.workspace_id)
        while workspace.workspace_id in unsealed and await audit.seal(there) > 0:
            continue
        await auditor.put_right(there)
    due = [at for at in (*await _next_dues(tx), digest_at) if at is not None]
    return max(timedelta(), min(due) - tx.now) if due else timedelta(days=1)


async def _next_dues(tx: Tx) -> touches.Dues:
    """When the next request and the next contact with a client fall due; those that are due are seen to first."""
    dues = await touches.next_dues(tx.conn)
    if dues[1] is None or dues[1] > tx.now:
        return dues
    await keeping.ask_due(tx)
    return await touches.next_dues(tx.conn)
