"""What can go wrong with a mail server, told apart by what the operator would do about it."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from imap_tools import ImapToolsError


class Reason(StrEnum):
    """Why a mailbox can't be read for now."""

    LOST = "the mail server can't be reached, or has dropped the line"
    TLS = "the mail server's certificate can't be trusted"
    REFUSED = "the mail server refuses this user and password"
    FOLDER = "the folder can't be opened"
    ODD = "the mail server refuses a command"


class Trouble(Exception):
    """A mailbox can't be read for now; `detail` names the error, and holds nothing of a mail."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason} ({detail})")
        self.reason = reason
        self.detail = detail


@contextmanager
def told_as(refusal: Reason) -> Iterator[None]:
    """Turn what the libraries raise into Trouble; a command that the server refuses means `refusal`."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Trouble(Reason.TLS, error.verify_message) from error
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        raise Trouble(Reason.LOST, type(error).__name__) from error
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise Trouble(refusal, type(error).__name__) from error
