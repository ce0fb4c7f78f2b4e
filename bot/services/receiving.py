"""What comes in: kept before it is acknowledged, worked through once, emptied afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from bot import mail
from bot.db import inbox, people
from bot.domain.draft import MAX_WORDS, Draft, Source, cleaned
from bot.domain.incoming import Mail, Received
from bot.domain.outbox import Intention, Purpose
from bot.services.handing_over import HandedOver, hand_over
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx

LONGEST_ADDRESS = 320
LONGEST_NAME = 200
LONGEST_SUBJECT = 400
LONGEST_NOTE = 4000
LEFT_OUT = "\n\n[…]"
"""Stands at the end of a mail that was longer than can be kept."""

ATTEMPTS = 8
"""So often is a delivery tried; after that it is kept for the operator to look at."""


async def keep(tx: Tx, event_id: str, payload: Mapping[str, Any]) -> bool:
    """Store an event before it is acknowledged; False when Slack had delivered it before."""
    return await inbox.keep(tx.conn, tx.workspace_id, event_id, _storable(payload))


def _storable(part: Any) -> Any:
    """The same without what a database refuses in a text: zero bytes and lone surrogates."""
    if isinstance(part, str):
        return part.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(part, Mapping):
        return {_storable(key): _storable(value) for key, value in part.items()}
    return [_storable(one) for one in part] if isinstance(part, list) else part


async def lease(tx: Tx, real_now: datetime, length: timedelta, limit: int) -> list[Received]:
    """Take what waits, of any workspace; leases are real time."""
    return await inbox.lease(tx.conn, real_now, length, limit)


async def done(tx: Tx, received: Received) -> None:
    """Worked through: its payload is emptied."""
    await inbox.done(tx.conn, tx.workspace_id, received.id)


async def failed(tx: Tx, received: Received, failure: str, real_now: datetime, *, passes: bool = False) -> None:
    """To be tried again, ever later; in the end kept and counted, unless it is of the kind that `passes`."""
    if received.attempts >= ATTEMPTS and not passes:
        await inbox.give_up(tx.conn, tx.workspace_id, received.id, failure)
    else:
        pause = timedelta(seconds=min(300, 2 ** min(received.attempts, 9)))
        await inbox.again(tx.conn, tx.workspace_id, received.id, real_now + pause)


async def waiting(tx: Tx) -> int:
    """How many are waiting to be worked through or are being."""
    return await inbox.waiting(tx.conn, datetime.now(UTC))


async def take_mail(tx: Tx, letter: Mail) -> HandedOver:
    """A mail to a channel's address becomes a request, or belongs to one.

    A colleague's forward is read for the client's mail inside it; what they typed above it stays with it. A
    mail from outside is the client's own, and unverified.
    """
    letter = _readable(letter)
    office = await office_of(tx)
    forwarder = await people.by_email(tx.conn, tx.workspace_id, letter.from_address)
    ours = forwarder is not None and forwarder.id in office.people and forwarder.is_active and not forwarder.is_guest
    return await hand_over(tx, draft_of(letter, forwarder.slack_id if ours and forwarder else None))


def _readable(letter: Mail) -> Mail:
    """The same as it can be kept: without what a screen can't hold, nothing longer than a mail of people's is."""
    return replace(
        letter,
        external_id=_short_id(letter.external_id),
        from_address=cleaned(letter.from_address)[:LONGEST_ADDRESS],
        from_name=cleaned(letter.from_name)[:LONGEST_NAME] if letter.from_name else None,
        subject=" ".join(cleaned(letter.subject).split())[:LONGEST_SUBJECT],
        text=cleaned(letter.text),
    )


def _short_id(external_id: str) -> str:
    """A Message-ID as it is, unless somebody made it enormous."""
    plain = cleaned(external_id)
    return plain if len(plain) <= LONGEST_ADDRESS else blake2b(plain.encode(), digest_size=16).hexdigest()


def draft_of(letter: Mail, reporter: str | None) -> Draft:
    """The draft that a mail makes; `reporter` is the Slack id of the colleague who forwarded it."""
    text = cleaned(letter.text) or (cleaned(mail.text_of_html(letter.html)) if letter.html else "")
    forward = mail.read_forward(text, letter.subject) if reporter else None
    subject = ((forward.subject if forward else None) or letter.subject)[:LONGEST_SUBJECT]
    words = forward.body if forward and forward.body else text
    key = mail.normalised_subject(subject)
    address, name = (None, None) if reporter else (letter.from_address, letter.from_name)
    note = cleaned(forward.note).strip() if forward and forward.note else ""
    return Draft(
        source=Source.MAIL,
        external_id=letter.external_id,
        reporter=reporter,
        words=_cut(words, MAX_WORDS) or subject,
        note=_cut(note, LONGEST_NOTE) or None,
        subject=cleaned(subject) or None,
        subject_key=key or None,
        sender_address=((forward.sender_address if forward else None) or address or "")[:LONGEST_ADDRESS] or None,
        sender_name=((forward.sender_name if forward else None) or name or "")[:LONGEST_NAME] or None,
        sent_at=None if forward else letter.sent_at,
        channel_id=letter.channel_id,
    )


def _cut(words: str, most: int) -> str:
    """What fits of a mail; the whole of it stays where it arrived."""
    return words if len(words) <= most else words[: most - len(LEFT_OUT)] + LEFT_OUT


async def answer_plain_words(tx: Tx, who: str, event_id: str) -> None:
    """Whoever writes to the bot in plain words gets a useful answer."""
    person = (await office_of(tx)).person(who)
    await say(tx, [Intention(Purpose.ANSWER, f"answer:{event_id}", recipient_id=person.id)])


async def guests(tx: Tx) -> frozenset[str]:
    """The Slack ids of those who are guests or of other organisations."""
    everybody = (await office_of(tx)).people.values()
    return frozenset(person.slack_id for person in everybody if person.is_guest)


async def greet(tx: Tx, who: str) -> None:
    """Nothing but make sure that somebody is known; raises UnknownPerson."""
    (await office_of(tx)).person(who)
