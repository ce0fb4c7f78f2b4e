"""One mail after the other: taken, or put aside, and in both cases noted, so that the next can be read."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

import structlog

from bot.domain.draft import TooLong
from bot.domain.incoming import Mail
from bot.domain.mailbox import Mailbox, Place
from bot.domain.permissions import Refused
from bot.mail import Unreadable
from bot.mail.raw import MOST_BYTES
from bot.mail.raw import Reason as Unread
from bot.mailbox.folder import Folder
from bot.mailbox.letters import letter_of
from bot.mailbox.trouble import Reason, Trouble
from bot.services import mailbox as services
from bot.services.mailbox import DATABASE_GONE, Elsewhere
from bot.services.transaction import Transactions

log = structlog.get_logger(__name__)

Acquaint: TypeAlias = Callable[[str], Awaitable[None]]

PATIENT_ATTEMPTS = 3
"""So often must the sender be looked up; after that the mail is taken without."""

ATTEMPTS = 8
"""So often is a mail tried that something fails over; after that it is put aside."""


class Mails:
    """Works off what a folder holds. It remembers which mail was tried in vain, and how often."""

    def __init__(self, transactions: Transactions, workspace_id: str, acquaint: Acquaint | None) -> None:
        self._transactions = transactions
        self._workspace_id = workspace_id
        self._acquaint = acquaint
        self._tried: tuple[Place | None, int] = (None, 0)
        self._moved_in_vain: tuple[Place | None, int] = (None, 0)

    async def work_off(self, folder: Folder, mailbox: Mailbox) -> None:
        """Read all that is new. Raises Trouble, Elsewhere, and what the database raises; nothing is lost by that."""
        if mailbox.to_quarantine is not None:
            await self._put_aside(folder, mailbox, Place(folder.uidvalidity, mailbox.to_quarantine))
        for uid in await asyncio.to_thread(folder.uids_after, mailbox.last_uid):
            await self._one(folder, mailbox, Place(folder.uidvalidity, uid))

    async def _one(self, folder: Folder, mailbox: Mailbox, place: Place) -> None:
        attempt = 1 + (self._tried[1] if self._tried[0] == place else 0)
        self._tried = (place, attempt)
        try:
            await self._read(folder, mailbox, place, is_patient=attempt <= PATIENT_ATTEMPTS)
        except Elsewhere:
            raise
        except DATABASE_GONE:
            self._tried = (place, attempt - 1)
            raise
        except Exception as error:
            # The seam of one mail: whatever it holds, the next one is read in the end.
            if attempt < ATTEMPTS:
                raise
            log.warning("mailbox.mail_stumbled", kind=type(error).__name__, attempts=attempt)
            await self._give_up(folder, mailbox, place, "reading it failed again and again", 0)

    async def _read(self, folder: Folder, mailbox: Mailbox, place: Place, *, is_patient: bool) -> None:
        size = await asyncio.to_thread(folder.size, place.uid)
        if size is None:
            await self._transactions.run(self._workspace_id, services.skip, place)
            return
        try:
            letter = await self._letter(folder, mailbox, place, size)
            if letter is None:
                await self._transactions.run(self._workspace_id, services.skip, place)
                return
            await self._acquainted(letter, is_patient=is_patient)
            await self._take(folder, letter, place)
        except (Unreadable, Refused, TooLong) as error:
            reason = str(error.reason) if isinstance(error, Unreadable) else "Nudge can't take it"
            await self._give_up(folder, mailbox, place, reason, size)

    async def _letter(self, folder: Folder, mailbox: Mailbox, place: Place, size: int) -> Mail | None:
        """The letter; None where somebody has removed it meanwhile."""
        if size > MOST_BYTES:
            raise Unreadable(Unread.TOO_LARGE)
        raw = await asyncio.to_thread(folder.raw, place.uid)
        if raw is None and await asyncio.to_thread(folder.size, place.uid) is None:
            return None
        settings, read = mailbox.settings, partial(letter_of, raw or b"")
        trusts = settings.trust_unauthenticated
        return await asyncio.to_thread(read, settings.authserv_ids, trust_unauthenticated=trusts)

    async def _acquainted(self, letter: Mail, *, is_patient: bool) -> None:
        if self._acquaint is None:
            return
        try:
            await self._acquaint(letter.from_address)
        except Exception as error:
            # The seam to whoever looks people up: the mail counts for more than the name.
            if is_patient:
                raise
            log.warning("mailbox.sender_not_looked_up", kind=type(error).__name__)

    async def _take(self, folder: Folder, letter: Mail, place: Place) -> None:
        handed = await self._transactions.run(self._workspace_id, services.take, letter, place)
        log.info("mailbox.mail", became=handed.became.value if handed else None)
        await asyncio.to_thread(folder.mark_seen, place.uid)

    async def _give_up(self, folder: Folder, mailbox: Mailbox, place: Place, reason: str, size: int) -> None:
        await self._transactions.run(self._workspace_id, services.give_up, place, reason, size)
        log.warning("mailbox.mail_given_up", uid=place.uid, reason=reason, bytes=size)
        await self._put_aside(folder, mailbox, place)

    async def _put_aside(self, folder: Folder, mailbox: Mailbox, place: Place) -> None:
        attempt = 1 + (self._moved_in_vain[1] if self._moved_in_vain[0] == place else 0)
        self._moved_in_vain = (place, attempt)
        try:
            await asyncio.to_thread(folder.move, place.uid, mailbox.settings.quarantine)
        except Exception as error:
            # The seam of one mail again: a server that breaks off whenever this one is touched still holds up no other.
            is_refused = isinstance(error, Trouble) and error.reason is Reason.ODD
            if not is_refused and attempt < ATTEMPTS:
                raise
            log.warning("mailbox.mail_left_in_folder", uid=place.uid, detail=_named(error))
        await self._transactions.run(self._workspace_id, services.moved, place)


def _named(error: Exception) -> str:
    return error.detail if isinstance(error, Trouble) else type(error).__name__
