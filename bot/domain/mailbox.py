"""A mailbox that is read: where it is, and how far it has been read."""

from dataclasses import dataclass

from bot.domain.setup import MailboxSetup


@dataclass(frozen=True, slots=True)
class Place:
    """A mail's place in its folder: its UID, which holds as long as the folder's UIDVALIDITY does."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox as it stands. All mails up to `last_uid` are dealt with; a `uidvalidity` of None: nothing was read yet.

    `to_quarantine` is the UID of a mail that has been given up on and must still be moved there.
    """

    settings: MailboxSetup
    uidvalidity: int | None = None
    last_uid: int = 0
    to_quarantine: int | None = None
    mails_read: int = 0
    mails_quarantined: int = 0
