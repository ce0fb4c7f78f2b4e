"""What a reader finds in a forwarded mail."""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """What told the reader that this is a forward, the surest first."""

    MARKED = "marked"
    """A mail program's own line ("Forwarded message") stands above the header block."""
    HEADERS = "headers"
    """A header block, or a line "On … wrote:" in the shape of a forward, but no such line."""
    SUBJECT = "subject"
    """A line "On … wrote:" that might as well be a reply; the outer subject says that it is a forward."""


@dataclass(frozen=True)
class Mailbox:
    """A person of a header line. Address or name may be missing (some programs print names only), never both."""

    address: str | None
    name: str | None


@dataclass(frozen=True)
class Forward:
    """The original mail inside a forward, as the forwarder's program printed it. Typed text: nothing is proven."""

    sender_address: str | None
    sender_name: str | None
    subject: str | None
    body: str
    date_text: str | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    note: str
    confidence: Confidence
    is_sender_sure: bool = True
    """Whether the block says which of its people wrote. In a language of no table only their order tells."""
