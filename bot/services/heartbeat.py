"""What hangs on the heartbeat: due requests, the digest, the sealer, the auditor."""

from dataclasses import replace
from datetime import timedelta

from bot.db import workspaces
from bot.services import audit, auditor, weekly
from bot.services.progressing import next_due_at
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
    due = [at for at in (await next_due_at(tx), digest_at) if at is not None]
    return max(timedelta(), min(due) - tx.now) if due else timedelta(days=1)
