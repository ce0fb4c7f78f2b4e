"""What hangs on the heartbeat: due requests, contacts to be made, the digest, the auditor.

The sealer and retention are next door.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.db import touches, workspaces
from bot.domain.workspace import Workspace
from bot.services import absences, auditor, keeping, weekly
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Around:
    """What a look around found: the time until the next due, and the workspaces that let go of old words."""

    rest: timedelta
    letting_go: tuple[Workspace, ...]


async def look_around(tx: Tx) -> Around:
    """Hand back, post due digests, look for steps without an outcome."""
    known = await workspaces.all_workspaces(tx.conn)
    back_at = await absences.hand_back(tx)
    digest_at = await weekly.post_due_digests(tx, known)
    for workspace in known:
        await auditor.put_right(replace(tx, workspace_id=workspace.workspace_id))
    due = [at for at in (*await _next_dues(tx), digest_at, back_at) if at is not None]
    rest = max(timedelta(), min(due) - tx.now) if due else timedelta(days=1)
    return Around(rest, tuple(workspace for workspace in known if workspace.retention is not None))


async def _next_dues(tx: Tx) -> touches.Dues:
    """When the next request and the next contact with a client fall due; those that are due are seen to first."""
    dues = await touches.next_dues(tx.conn)
    if dues[1] is None or dues[1] > tx.now:
        return dues
    await keeping.ask_due(tx)
    return await touches.next_dues(tx.conn)
