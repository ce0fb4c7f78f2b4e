"""An open folder of a mailbox, over IMAP and TLS. Everything here blocks: it is called from threads, one at a time."""

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from imap_tools import MailBox
from imap_tools.errors import MailboxFetchError, MailboxMoveError
from imap_tools.utils import check_command_status, encode_folder

from bot.domain.setup import MailboxSetup
from bot.mailbox.answers import told_of
from bot.mailbox.trouble import Reason, Trouble, told_as

_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,19})\b")
_BODY = re.compile(rb"\bBODY\[\]")

LONGEST_IDLE_SECONDS = 20 * 60
"""Servers hang up on whoever idles for half an hour (RFC 2177)."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the set-up doesn't hold: the password, and whom to trust where it is not the authorities of the system."""

    password: str = field(repr=False)
    tls: ssl.SSLContext | None = None


class Folder:
    """A folder, selected. Every method raises Trouble; a folder that has raised LOST is of no further use."""

    def __init__(self, box: MailBox, uidvalidity: int, abilities: frozenset[str]) -> None:
        self._box = box
        self.uidvalidity = uidvalidity
        self._abilities = abilities

    @classmethod
    def open(cls, settings: MailboxSetup, access: Access, timeout: float) -> Self:
        """Connect, log in and select; nothing takes longer than `timeout` seconds without a sign of the server."""
        tls = access.tls or ssl.create_default_context()
        with told_as(Reason.LOST):
            box = MailBox(settings.host, settings.port, timeout=timeout, ssl_context=tls)
        try:
            return cls._selected(box, settings, access)
        except Trouble:
            _hang_up(box)
            raise

    @classmethod
    def _selected(cls, box: MailBox, settings: MailboxSetup, access: Access) -> Self:
        is_plain = (settings.user + access.password).isascii()
        with told_as(Reason.REFUSED):
            (box.login if is_plain else box.login_utf8)(settings.user, access.password, None)
        with told_as(Reason.FOLDER):
            box.folder.set(settings.folder)
            _, validities = box.client.response("UIDVALIDITY")
            validity = validities[-1]
            if not validity:
                raise Trouble(Reason.FOLDER, "no UIDVALIDITY")
        with told_as(Reason.ODD):  # once more: many servers tell of most abilities only who has logged in
            _, lines = box.client.capability()
        return cls(box, int(validity), frozenset(b" ".join(lines).decode("ascii", "replace").upper().split()))

    @property
    def can_idle(self) -> bool:
        """Whether the server tells by itself when something arrives."""
        return "IDLE" in self._abilities

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above this one, the oldest first."""
        with told_as(Reason.ODD):
            self._box.client.noop()
            found = self._box.uids(f"UID {uid + 1}:*", charset=None)
            for kind in ("EXISTS", "RECENT", "EXPUNGE", "FETCH"):
                self._box.client.response(kind)  # told meanwhile, and else kept for good
        return sorted({int(one) for one in found if int(one) > uid})

    def size(self, uid: int) -> int | None:
        """How many bytes a mail has; None where it is there no more."""
        for head, _ in self._fetched(uid, "(UID RFC822.SIZE)"):
            if size := _SIZE.search(head):
                return int(size[1])
        return None

    def raw(self, uid: int) -> bytes | None:
        """A mail as it is; None where the server holds none out. It counts as unseen still."""
        for head, content in self._fetched(uid, "(UID BODY.PEEK[])"):
            if _BODY.search(head):
                return content
        return None

    def _fetched(self, uid: int, parts: str) -> list[tuple[bytes, bytes]]:
        """What was told of this mail."""
        with told_as(Reason.ODD):
            answer = self._box.client.uid("FETCH", str(uid), parts)
            check_command_status(answer, MailboxFetchError)
        return told_of(uid, answer[1])

    def mark_seen(self, uid: int) -> None:
        """Flag a mail as seen, for whoever looks into the mailbox."""
        with told_as(Reason.ODD):
            self._box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def move(self, uid: int, to: str) -> None:
        """Move a mail into another folder, which is made where it is missing; nothing where it is there no more."""
        if self.size(uid) is None:
            return
        with told_as(Reason.ODD):
            if not self._box.folder.exists(to):
                self._box.folder.create(to)
            if "MOVE" in self._abilities:
                check_command_status(self._box.client.uid("MOVE", str(uid), _spelled(to)), MailboxMoveError)
                return
            check_command_status(self._box.client.uid("COPY", str(uid), _spelled(to)), MailboxMoveError)
            self._box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen \Deleted)")
            if "UIDPLUS" in self._abilities:  # a plain EXPUNGE would remove what others have flagged
                self._box.client.uid("EXPUNGE", str(uid))

    def idle(self, seconds: float) -> None:
        """Wait until something happens in the folder, so long at most."""
        with told_as(Reason.ODD):
            self._box.idle.wait(min(seconds, LONGEST_IDLE_SECONDS))

    def close(self) -> None:
        """Log out."""
        with suppress(Trouble), told_as(Reason.ODD):
            self._box.logout()
        _hang_up(self._box)

    def cut(self) -> None:
        """Hang up; whatever another thread waits for here ends at once."""
        _hang_up(self._box)


def _spelled(folder: str) -> str:
    written: bytes = encode_folder(folder)
    return written.decode("ascii")


def _hang_up(box: MailBox) -> None:
    with suppress(OSError, ValueError):
        socket.socket.shutdown(box.client.sock, socket.SHUT_RDWR)  # TLS would wait for an answer
    with suppress(OSError, ValueError):
        box.client.shutdown()
