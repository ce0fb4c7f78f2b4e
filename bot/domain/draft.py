"""What arrives: a wish of a client, however it was handed over, before it is a request."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.incoming import Attached

MAX_WORDS = 40_000
"""Characters of the client's words that are kept; more than that is refused before anything is stored."""

MAX_WISH = 150
"""Characters of the one line that stands for the whole on cards and lists."""


class Source(StrEnum):
    """How it was handed over."""

    MAIL = "mail"
    COMMAND = "command"
    FORM = "form"
    SHORTCUT = "shortcut"
    KEEPING_IN_TOUCH = "keeping in touch"


@dataclass(frozen=True, slots=True)
class Draft:
    """A wish on its way to become a request.

    `external_id` is what makes a second delivery of the same thing recognisable; None: the reporter's words
    within ten minutes. `reporter` and `owner` are Slack ids; no reporter: an outsider wrote straight to the
    address. `words` is the wish as the client (or the reporter) put it, `note` what a forwarder wrote above it;
    `sender_address` is said to be the client's: a forward is typed text. `is_unverified`: nobody of ours brought it,
    and nothing vouches for its sender. `contact_id` is whoever wrote about what is there already. `delivered_to` are
    the addresses that its mail reached us at.
    """

    source: Source
    external_id: str | None
    reporter: str | None
    words: str
    subject: str | None = None
    subject_key: str | None = None
    note: str | None = None
    thread: frozenset[str] = frozenset()
    attachments: tuple[Attached, ...] = ()
    perhaps_of: int | None = None
    client_id: int | None = None
    client_name: str | None = None
    project_id: int | None = None
    owner: str | None = None
    sender_address: str | None = None
    sender_name: str | None = None
    contact_id: int | None = None
    sent_at: datetime | None = None
    channel_id: str | None = None
    delivered_to: tuple[str, ...] = ()
    is_unverified: bool = False
    promised_what: str | None = None
    promised_by: datetime | None = None


class TooLong(Exception):
    """More words than can be kept; `length` in characters."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters")
        self.length = length


def wish_of(draft: Draft) -> str:
    """The one line that stands for the draft: its subject, else the start of its first line that says something."""
    lines = (" ".join(line.split()) for line in (draft.subject or "", *draft.words.splitlines()))
    line = next((line for line in lines if line), "")
    return line if len(line) <= MAX_WISH else line[: MAX_WISH - 1].rstrip() + "…"


def cleaned(text: str) -> str:
    """`text` without what a database or a screen can't hold: zero bytes, lone surrogates, control characters,
    and the marks that turn the direction of what follows. Every line ends in a line feed.
    """
    return _NOT_SHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for the tab and the line feed
    "\ud800-\udfff"  # surrogates without their other half
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # marks of direction
)


def checked_length(words: str) -> str:
    """`words`, or TooLong when there are more of them than can be kept."""
    if len(words) > MAX_WORDS:
        raise TooLong(len(words))
    return words
