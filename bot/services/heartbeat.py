"""What hangs on the heartbeat: due requests, contacts to be made, the digest, retention, the auditor.

The sealer is next door.
"""

from dataclasses import replace
from datetime import timedelta

from bot.db import touches, workspaces
from bot.services import absences, auditor, keeping, retaining, weekly
from bot.services.transaction import Tx


async def look_around(tx: Tx) -> timedelta:
    """Hand back, post due digests, let go of what was kept long enough, look for steps without an outcome.

    Returns the time until the next due.
    """
    known = await workspaces.all_workspaces(tx.conn)
    back_at = await absences.hand_back(tx)
    digest_at = await weekly.post_due_digests(tx, known)
    is_more = False
    for workspace in known:
        there = replace(tx, workspace_id=workspace.workspace_id)
        await auditor.put_right(there)
        is_more |= await retaining.let_go(there, workspace)
    due = [at for at in (*await _next_dues(tx), digest_at, back_at, tx.now if is_more else None) if at is not None]
    return max(timedelta(), min(due) - tx.now) if due else timedelta(days=1)


async def _next_dues(tx: Tx) -> touches.Dues:
    """When the next request and the next contact with a client fall due; those that are due are seen to first."""
    dues = await touches.next_dues(tx.conn)
    if dues[1] is None or dues[1] > tx.now:
        return dues
    await keeping.ask_due(tx)
    return await touches.next_dues(tx.conn)
