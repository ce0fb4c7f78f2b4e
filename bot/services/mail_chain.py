"""A forward of a forward: behind the colleagues who passed a mail on stands the one that it began with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import mail
from bot.domain.incoming import Mail
from bot.services.mail_addresses import Addresses
from bot.services.mail_shape import addresses_of, readable, text_of

MOST_HANDS = 8
"""Through so many colleagues' hands a mail is followed."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A mail that came enclosed, with what the colleagues wrote who passed it on, the last of them first."""

    letter: Mail
    notes: tuple[str, ...] = ()


def behind_colleagues(known: Addresses, forward: mail.Forward) -> mail.Forward:
    """The first mail in a chain of typed forwards that isn't ours, or is ours to a client; their notes in its note.

    Where the chain holds none, the forward as it is.
    """
    found = forward
    for _ in range(MOST_HANDS):
        if not _is_passed_on(known, found):
            return found
        inner = mail.read_forward(found.body, found.subject)
        if inner is None or not has_headers(inner):
            return found
        found = replace(inner, note=joined_notes(found.note, inner.note))
    return found


def has_headers(forward: mail.Forward | None) -> bool:
    """Whether the typed text says itself whose mail it forwards."""
    return forward is not None and bool(forward.sender_address) and forward.confidence is not mail.Confidence.SUBJECT


def _is_passed_on(known: Addresses, forward: mail.Forward) -> bool:
    is_ours = forward.is_sender_sure and known.is_ours(forward.sender_address)
    return is_ours and not known.clients(recipients_of(forward))


def recipients_of(forward: mail.Forward) -> tuple[str, ...]:
    """To whom it was written, as far as addresses were printed."""
    return addresses_of([one.address for one in (*forward.to, *forward.cc) if one.address])


def enclosed_behind_colleagues(known: Addresses, original: Mail, hands: int = MOST_HANDS) -> Iterator[Inside]:
    """The mails that an enclosed mail is about: itself, or those that a colleague enclosed in it in turn."""
    letter = readable(original)
    passed_on = known.is_ours(letter.from_address) and not known.clients(letter.to)
    if not (passed_on and letter.originals and hands) or has_headers(
        mail.read_forward(text_of(letter), letter.subject)
    ):
        yield Inside(letter)
        return
    for each in letter.originals:
        for inside in enclosed_behind_colleagues(known, each, hands - 1):
            yield replace(inside, notes=(mail.new_text(text_of(letter)), *inside.notes))


def joined_notes(*notes: str) -> str:
    """What several people wrote above a mail, each once."""
    return "\n\n".join(dict.fromkeys(one.strip() for one in notes if one.strip()))
