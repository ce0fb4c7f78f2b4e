"""A mail as it can be kept and shown: cleaned, and nothing in it longer than people write."""

from collections.abc import Collection
from dataclasses import replace

from bot import mail
from bot.domain.draft import cleaned
from bot.domain.incoming import Attached, Mail
from bot.domain.people import Person
from bot.services.handing_over import digest_of

LONGEST_ADDRESS = 320
LONGEST_NAME = 200
LONGEST_SUBJECT = 400
LONGEST_NOTE = 4000
LONGEST_DATE = 80
LONGEST_SIGNATURE = 15
MOST_ATTACHMENTS = 20
MOST_ADDRESSES = 200
LEFT_OUT = "\n\n[…]"
"""Stands at the end of a mail that was longer than can be kept."""


def readable(letter: Mail) -> Mail:
    """The same as it can be kept: without what a screen can't hold, nothing longer than a mail of people's is."""
    return replace(
        letter,
        external_id=_short_id(letter.external_id),
        from_address=cleaned(letter.from_address)[:LONGEST_ADDRESS].casefold(),
        from_name=cleaned(letter.from_name)[:LONGEST_NAME] if letter.from_name else None,
        subject=" ".join(cleaned(letter.subject).split())[:LONGEST_SUBJECT],
        text=cleaned(letter.text),
        to=addresses_of(letter.to),
        attachments=files_of(letter.attachments),
    )


def _short_id(external_id: str) -> str:
    """A Message-ID as it is, unless somebody made it enormous."""
    plain = cleaned(external_id)
    return plain if len(plain) <= LONGEST_ADDRESS else digest_of(plain).hex()


def addresses_of(given: Collection[str]) -> tuple[str, ...]:
    """Addresses in one spelling, once each, as many as people write to."""
    plain = (cleaned(one)[:LONGEST_ADDRESS].strip().casefold() for one in list(given)[:MOST_ADDRESSES])
    return tuple(dict.fromkeys(one for one in plain if one))


def files_of(given: Collection[Attached]) -> tuple[Attached, ...]:
    """Files with names that can be shown, once each, as many as can be listed."""
    named = (replace(one, name=" ".join(cleaned(one.name).split())[:LONGEST_NAME]) for one in given)
    return tuple(dict.fromkeys(named))[:MOST_ATTACHMENTS]


def text_of(letter: Mail) -> str:
    """What it says, as plain text."""
    return letter.text or (cleaned(mail.text_of_html(letter.html)) if letter.html else "")


def without_quote_marks(words: str) -> str:
    """A forwarded text whose every line a program quoted, though not the headers above it (Proton Mail)."""
    lines = words.split("\n")
    if not all(line.startswith(">") for line in lines if line.strip()):
        return words
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines).strip("\n")


def without_signature_of(person: Person, words: str) -> str:
    """A forwarded text without the signature that the forwarder's own program put below it (Claws Mail)."""
    lines = words.split("\n")
    at = max((at for at, line in enumerate(lines) if line.rstrip() == "--"), default=None)
    if at is None or len(lines) - at > LONGEST_SIGNATURE:
        return words
    below = "\n".join(lines[at:]).casefold()
    names = (person.name, person.email or "")
    is_theirs = any(name and name.casefold() in below for name in names)
    return "\n".join(lines[:at]).rstrip() if is_theirs and any(line.strip() for line in lines[:at]) else words


def cut(words: str, most: int) -> str:
    """What fits of a mail; the whole of it stays where it arrived."""
    return words if len(words) <= most else words[: most - len(LEFT_OUT)] + LEFT_OUT
