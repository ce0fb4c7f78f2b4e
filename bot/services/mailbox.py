"""Reading a mailbox: how far it is read is kept in the transaction that takes a mail, so that each counts once."""

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.db import mailboxes
from bot.db.seat import Desk
from bot.domain.events import Event, EventKind
from bot.domain.incoming import Mail
from bot.domain.mailbox import Mailbox, Place
from bot.services.handing_over import HandedOver
from bot.services.mails import take_mail
from bot.services.transaction import Transactions, Tx

__all__ = ["DATABASE_GONE", "Desk", "Elsewhere", "give_up", "here", "moved", "reach_desk", "skip", "start_over", "take"]


DATABASE_GONE = (OperationalError, InterfaceError, PoolTimeout, OSError)
"""What is raised while the database can't be had; it says nothing of the mail at hand."""


class Elsewhere(Exception):
    """Somebody else has dealt with this mail already, or the mailbox has become another one."""


async def reach_desk(transactions: Transactions, workspace_id: str) -> Desk:
    """A session that can take the desk from which this workspace's mailbox is read, once it is free."""
    return await Desk.reach(transactions.background, workspace_id)


async def here(tx: Tx) -> Mailbox | None:
    """The mailbox of the set-up, and how far it has been read; None where there is none."""
    return await mailboxes.get(tx.conn, tx.workspace_id)


async def start_over(tx: Tx, uidvalidity: int) -> Mailbox | None:
    """The mailbox as it stands for a folder with this UIDVALIDITY; a new one means that UIDs begin anew.

    Mails that were taken before are recognised by their Message-ID.
    """
    await mailboxes.start_over(tx.conn, tx.workspace_id, uidvalidity)
    return await mailboxes.get(tx.conn, tx.workspace_id)


async def take(tx: Tx, letter: Mail, place: Place) -> HandedOver | None:
    """A mail from the mailbox, taken and noted as read in one; raises Elsewhere where it is not ours to take.

    Raises too what `take_mail` raises.
    """
    await _pass(tx, place)
    return await take_mail(tx, letter)


async def skip(tx: Tx, place: Place) -> None:
    """Note as read what holds nothing to take: a mail that somebody has removed; raises Elsewhere."""
    await _pass(tx, place)


async def give_up(tx: Tx, place: Place, reason: str, size: int) -> None:
    """A mail that can't be read, `size` in bytes: noted, on record, and to be moved; raises Elsewhere."""
    if not await mailboxes.note_given_up(tx.conn, tx.workspace_id, place):
        raise Elsewhere
    await tx.record(Event(EventKind.MAIL_GIVEN_UP, data={"uid": place.uid, "reason": reason, "size": size}))


async def moved(tx: Tx, place: Place) -> None:
    """A mail that was given up on is in the quarantine folder by now, or somebody has removed it."""
    await mailboxes.note_moved(tx.conn, tx.workspace_id, place)


async def _pass(tx: Tx, place: Place) -> None:
    if not await mailboxes.note_read(tx.conn, tx.workspace_id, place):
        raise Elsewhere
