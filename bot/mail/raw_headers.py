"""Header fields of a raw mail → text, people, ids and moments. Read here and not by `email.policy.default`: its parser
of structured fields raises on some hostile ones and takes quadratic time on others. Nothing here raises.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.mail.addresses import mailboxes_of, sender_of
from bot.mail.charsets import decoded, storable
from bot.mail.model import Mailbox

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?)")
_ID = re.compile(r"<[^<>\s]{1,990}>")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_TEXT_AT_MOST = 4_000
_ID_AT_MOST = 998
_IDS_AT_MOST = 100
_PEOPLE_AT_MOST = 1_000
_AUTHOR_AT_MOST = 10_000
_LIST_AT_MOST = 150_000
_DATE_AT_MOST = 100
_YEARS = range(1970, 2200)
"""No mail is from another: such a date is an invention, and there are zones in which it does not exist."""


def unfolded(value: str) -> str:
    """Return a field on one line. `value` holds one character for each byte, as the parser was given it."""
    line = " ".join(part.strip(" \t") for part in value.replace("\r", "\n").split("\n")).strip()
    try:
        return decoded(line.encode("latin-1"), "utf-8")
    except UnicodeEncodeError:  # a parameter that the parser has decoded already
        return line


def text_of(value: str) -> str:
    """Return the text of a field, its encoded words (RFC 2047) decoded as far as they can be."""
    return " ".join(_words_decoded(unfolded(value[:_TEXT_AT_MOST])).split())


def author_of(value: str) -> Mailbox | None:
    """Return the person of a From field; None for one of a length that nobody's name has."""
    # Cut short it would name somebody else: the author is the last address.
    if len(value) > _AUTHOR_AT_MOST:
        return None
    return _named(sender_of(unfolded(value)))


def people_of(values: Iterable[str]) -> tuple[Mailbox, ...]:
    """Return all who have an address in fields such as To, whatever groups they stand in; of very many the first."""
    listed = mailboxes_of(_without_groups(", ".join(_whole_people(values))))
    people = (_named(person) for person in listed[:_PEOPLE_AT_MOST])
    return tuple(person for person in people if person is not None and person.address)


def ids_of(value: str) -> tuple[str, ...]:
    """Return the message ids of a field in its order, with their angle brackets; of very many the latest."""
    return tuple(storable(each) for each in _ID.findall(unfolded(value))[-_IDS_AT_MOST:])


def id_of(value: str) -> str | None:
    """Return the id of a Message-ID field, its brackets added where they are missing; None where it is empty."""
    found = ids_of(value)
    words = unfolded(value[: _ID_AT_MOST * 2]).strip("<>").split()
    if found:
        return found[0]
    return f"<{storable(words[0][:_ID_AT_MOST])}>" if words else None


def moment_of(value: str) -> datetime | None:
    """Return the moment of a Date field, UTC and aware; None for what is no mail's date. Without a zone it is UTC."""
    try:
        moment = parsedate_to_datetime(unfolded(value)[:_DATE_AT_MOST])
        utc = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return utc if utc.year in _YEARS else None


def base64_decoded(data: bytes) -> bytes:
    """Return what Base64 stands for; signs that are none of it are skipped, a missing end is no matter."""
    data = data.translate(None, _NOT_BASE64)
    data = data[: len(data) - 1] if len(data) % 4 == 1 else data
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _named(person: Mailbox | None) -> Mailbox | None:
    """Decode the name. Some programs encode the whole field, address and all."""
    if person is None or person.name is None:
        return person
    name = " ".join(_words_decoded(person.name.replace('\\"', '"')).split())
    if person.address is None and "@" in name:
        return sender_of(name)
    return Mailbox(person.address and storable(person.address), name.strip("\"' ") or None) if person.address else None


def _words_decoded(text: str) -> str:
    """Decode encoded words. Neighbours of one charset are joined first: a character may lie across them."""
    if "=?" not in text:
        return storable(text)
    joined: list[tuple[str | None, bytes]] = []
    end = 0
    text = _BETWEEN_WORDS.sub(r"\1", text)
    for word in _WORD.finditer(text):
        if word.start() > end:
            joined.append((None, text[end : word.start()].encode("utf-8", "replace")))
        charset = word[1].partition("*")[0].lower()
        data = _word_bytes(word[2], word[3])
        if joined and joined[-1][0] == charset:
            joined[-1] = (charset, joined[-1][1] + data)
        else:
            joined.append((charset, data))
        end = word.end()
    joined.append((None, text[end:].encode("utf-8", "replace")))
    return storable("".join(decoded(data, charset or "utf-8") for charset, data in joined))


def _word_bytes(encoding: str, words: str) -> bytes:
    data = words.encode("latin-1", "replace")
    if encoding in "bB":
        return base64_decoded(data)
    return binascii.a2b_qp(data, header=True)


def _whole_people(values: Iterable[str]) -> Iterator[str]:
    """Yield the fields as long as there is room for them; nobody is cut in two."""
    left = _LIST_AT_MOST
    for value in values:
        yield unfolded(value if len(value) <= left else value[:left].rpartition(",")[0])
        left -= len(value) + 2
        if left <= 0:
            return


def _without_groups(value: str) -> str:
    """Drop the names of groups (`Team: a@x.example, b@x.example;`), so that commas alone part people."""
    kept: list[str] = []
    part: list[str] = []
    quoted = angle = False
    for character in value:
        if character == '"':
            quoted = not quoted
        elif character in "<>" and not quoted:
            angle = character == "<"
        if character == ":" and not (quoted or angle):
            part = []
        elif character in ",;" and not (quoted or angle):
            kept.extend([*part, ","])
            part = []
        else:
            part.append("," if character == ";" else character)
    return "".join(kept + part)
