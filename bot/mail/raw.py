"""A mail as its server holds it → what Nudge needs to know of it. Hostile bytes are the expected case."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.parser import Parser
from email.policy import Compat32, Policy
from enum import StrEnum
from itertools import count, islice
from types import MappingProxyType

from bot.mail.authentication import AuthenticationResults, topmost_results, vouches
from bot.mail.model import Mailbox
from bot.mail.noise import HEADERS_READ
from bot.mail.raw_headers import author_of, id_of, ids_of, moment_of, people_of, text_of, unfolded
from bot.mail.raw_parts import Attachment, Part, attachments_of, mails_inside, text_of_mail

MOST_BYTES = 40 * 1024 * 1024
"""The largest mail that is read; mail servers refuse larger ones."""

_HEADERS_AT_MOST = 20_000
_PARTS_AT_MOST = 5_000
_DASHES_AT_MOST = 100_000
_NESTED_AT_MOST = 200
_NESTED_BYTES_AT_MOST = 2_000_000_000
_VALUE_AT_MOST = 500_000
_PARAMETERS_AT_MOST = 2_000
_ENCLOSED_AT_MOST = (0, 2, 5, 20)
"""So many mails are read of those in a mail, by how much deeper they may lie."""

_ENCLOSED_DEPTH = len(_ENCLOSED_AT_MOST) - 1
_NESTS = re.compile(rb"^content-type:[\s\x1c-\x1f\x85\xa0]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_NOISE_HEADERS = tuple((name, name.casefold()) for name in HEADERS_READ)
_OF_A_MAIL = frozenset({"from", "to", "subject", "date", "message-id", "received", "return-path"})
_NOTED_BY_SERVERS = frozenset({"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"})
_PARSER_GIVES_UP = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError)
"""What the standard library's parser was seen to raise on malformed mails, and its relatives."""


class Reason(StrEnum):
    """Why a mail can't be read."""

    NO_MAIL = "it has no header field of a mail"
    TOO_LARGE = "it is larger than any mail server takes"
    TOO_MANY_PARTS = "it has more parts or header fields than any mail program writes"
    MALFORMED = "it is malformed beyond reading"


class Unreadable(Exception):
    """These bytes can't be read as a mail."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class RawMail:
    """A mail. Ids keep their angle brackets; `date` is UTC; `headers` holds those of `HEADERS_READ` that it has.

    `delivered_to` are the addresses, in lower case, at which servers say that it arrived. `enclosed` are mails that
    came as attachments; they are among the `attachments` too. Nothing here is proven but what `authenticated_by` says.
    """

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    from_address: str | None
    from_name: str | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    bcc: tuple[Mailbox, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    text: str
    attachments: tuple[Attachment, ...]
    enclosed: tuple["RawMail", ...]
    headers: Mapping[str, str]
    results: tuple[AuthenticationResults, ...]
    has_one_author: bool

    def authenticated_by(self, authserv_ids: Collection[str]) -> bool:
        """Whether our own mail server, known by these names, has verified that the mail is from its From address.

        Never for a mail with several authors: which of them was verified can't be told.
        """
        return self.has_one_author and vouches(self.results, authserv_ids, self.from_address or "")


def read_raw(raw: bytes) -> RawMail:
    """Read a mail; raises Unreadable, with the reason, for what is none or too much, and nothing else."""
    return _read_bytes(raw, _ENCLOSED_DEPTH)


def _read_bytes(raw: bytes, depth: int) -> RawMail:
    if len(raw) > MOST_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    nested = sum(1 for _ in _NESTS.finditer(raw))
    if nested > _NESTED_AT_MOST or nested * len(raw) > _NESTED_BYTES_AT_MOST or raw.count(b"\n--") > _DASHES_AT_MOST:
        raise Unreadable(Reason.TOO_MANY_PARTS)
    # One character a byte: what a byte means is decided where its charset is known.
    text = raw.decode("latin-1").lstrip("\r\n")
    try:
        return _read(Parser(policy=_policy()).parsestr(text), depth)
    except _PARSER_GIVES_UP as error:
        raise Unreadable(Reason.MALFORMED) from error


class _Bounded(Compat32):
    """The parser's rules, with values cut where the library would take quadratic time, and an end to their number."""

    read: list[int] = []  # noqa: RUF012 - a policy takes as arguments what its class names; `_policy` gives it

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Split one field into name and value."""
        self.read[0] += 1
        if self.read[0] > _HEADERS_AT_MOST:
            raise Unreadable(Reason.TOO_MANY_PARTS)
        name, value = super().header_source_parse(sourcelines)
        most = _PARAMETERS_AT_MOST if name.casefold().startswith("content-") else _VALUE_AT_MOST
        return name, value[:most]


def _policy() -> _Bounded:
    made = count(1)

    def part(policy: "Policy[Part]") -> Part:
        if next(made) > _PARTS_AT_MOST:
            raise Unreadable(Reason.TOO_MANY_PARTS)
        return Part(policy)

    return _Bounded(read=[0], message_factory=part)  # type: ignore[call-arg]  # policies take their class's attributes by name


def _read(message: Part, depth: int) -> RawMail:
    fields = [(name.casefold(), value) for name, value in message.items()]
    if _OF_A_MAIL.isdisjoint(name for name, _ in fields):
        raise Unreadable(Reason.NO_MAIL)
    first = dict(reversed(fields))
    authors = [value for name, value in fields if name == "from"]
    author = author_of(authors[0]) if authors else None
    return RawMail(
        message_id=id_of(first.get("message-id", "")),
        in_reply_to=next(iter(ids_of(first.get("in-reply-to", ""))), None),
        references=ids_of(first.get("references", "")),
        from_address=author.address if author else None,
        from_name=author.name if author else None,
        to=_people(fields, "to"),
        cc=_people(fields, "cc"),
        bcc=_people(fields, "bcc"),
        delivered_to=_delivered_to(fields),
        subject=text_of(first.get("subject", "")),
        date=moment_of(first.get("date", "")),
        text=text_of_mail(message),
        attachments=attachments_of(message),
        enclosed=tuple(_enclosed(message, depth)),
        headers=MappingProxyType({name: unfolded(first[key]) for name, key in _NOISE_HEADERS if key in first}),
        results=topmost_results(fields),
        has_one_author=len(authors) == 1 and len(people_of(authors)) == 1,
    )


def _people(fields: list[tuple[str, str]], name: str) -> tuple[Mailbox, ...]:
    return people_of(value for each, value in fields if each == name)


def _delivered_to(fields: list[tuple[str, str]]) -> tuple[str, ...]:
    people = people_of(value for name, value in fields if name in _NOTED_BY_SERVERS)
    return tuple(dict.fromkeys(person.address.casefold() for person in people if person.address))


def _enclosed(message: Part, depth: int) -> Iterator[RawMail]:
    """Yield the mails inside; one that can't be read stays what it is, an attachment."""
    if depth == 0:  # nothing is even decoded
        return
    for inner in islice(mails_inside(message), _ENCLOSED_AT_MOST[depth]):
        try:
            yield _read_bytes(inner, depth - 1) if isinstance(inner, bytes) else _read(inner, depth - 1)
        except Unreadable:
            continue
