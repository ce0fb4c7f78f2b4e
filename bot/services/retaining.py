"""Retention: texts of requests that were closed long ago, and old words that belong to none, go by themselves, some at
each beat of the heart.
"""

from bot.db import erasure
from bot.domain.forgetting import Cause
from bot.domain.retention import Retention
from bot.domain.workspace import Workspace
from bot.services import forgetting
from bot.services.transaction import Tx

MOST_AT_ONCE = 5
"""Few, so that what else is due does not wait."""


async def let_go(tx: Tx, workspace: Workspace) -> bool:
    """Erase the texts of some requests that have been closed for longer than they are kept, and some words as old that
    belong to none; whether more may wait.
    """
    if workspace.retention is None:
        return False
    cutoff = Retention.parse(workspace.retention).cutoff(tx.now)
    numbers = await erasure.closed_before(tx.conn, tx.workspace_id, cutoff, MOST_AT_ONCE)
    for number in numbers:
        plan = forgetting.Plan(Cause.RETENTION, (number,))
        await forgetting.forget_in(tx, plan, number)
        await erasure.note_erased(tx.conn, tx.workspace_id, number, tx.now)
    placeless = await forgetting.forget_placeless(tx, cutoff, MOST_AT_ONCE)
    return MOST_AT_ONCE in {len(numbers), len(placeless.messages)}
