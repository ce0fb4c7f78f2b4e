"""The seat from which a workspace's outbox is sent: one sender at a time, the others stand by."""

from bot.db import seat as sessions
from bot.db.seat import Seat
from bot.services.transaction import Transactions

__all__ = ["Seat", "announce", "reach"]


async def reach(transactions: Transactions, workspace_id: str) -> Seat:
    """A session that can take the seat of this workspace, once it is free."""
    return await Seat.reach(transactions.background, workspace_id)


async def announce(transactions: Transactions, workspace_id: str) -> None:
    """Tell whoever sits there that there is something to send; stands outside every business transaction."""
    await sessions.announce(transactions.background, workspace_id)
