"""What comes in: kept before it is acknowledged, worked through once, emptied afterwards."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import mail
from bot.db import inbox, people
from bot.domain.draft import Draft, Source, cleaned
from bot.domain.incoming import Mail, Received
from bot.domain.outbox import Intention, Purpose
from bot.services.handing_over import HandedOver, hand_over
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx

ATTEMPTS = 8
"""So often is a delivery tried; after that it is kept for the operator to look at."""


async def keep(tx: Tx, event_id: str, payload: Mapping[str, Any]) -> bool:
    """Store an event before it is acknowledged; False when Slack had delivered it before."""
    return await inbox.keep(tx.conn, tx.workspace_id, event_id, payload)


async def lease(tx: Tx, real_now: datetime, length: timedelta, limit: int) -> list[Received]:
    """Take what waits, of any workspace; leases are real time."""
    return await inbox.lease(tx.conn, real_now, length, limit)


async def done(tx: Tx, received: Received) -> None:
    """Worked through: its payload is emptied."""
    await inbox.done(tx.conn, tx.workspace_id, received.id)


async def failed(tx: Tx, received: Received, failure: str, real_now: datetime) -> None:
    """To be tried again, ever later; in the end kept and counted."""
    if received.attempts >= ATTEMPTS:
        await inbox.give_up(tx.conn, tx.workspace_id, received.id, failure)
    else:
        pause = timedelta(seconds=min(300, 2**received.attempts))
        await inbox.again(tx.conn, tx.workspace_id, received.id, real_now + pause)


async def waiting(tx: Tx) -> int:
    """How many are waiting to be worked through or are being."""
    return await inbox.waiting(tx.conn, datetime.now(UTC))


async def take_mail(tx: Tx, letter: Mail) -> HandedOver:
    """A mail to a channel's address becomes a request, or belongs to one.

    A colleague's forward is read for the client's mail inside it; what they typed above it stays with it. A
    mail from outside is the client's own, and unverified.
    """
    office = await office_of(tx)
    forwarder = await people.by_email(tx.conn, tx.workspace_id, letter.from_address)
    ours = forwarder is not None and forwarder.id in office.people and not forwarder.is_guest
    return await hand_over(tx, draft_of(letter, forwarder.slack_id if ours and forwarder else None))


def draft_of(letter: Mail, reporter: str | None) -> Draft:
    """The draft that a mail makes; `reporter` is the Slack id of the colleague who forwarded it."""
    text = cleaned(letter.text) or (mail.text_of_html(letter.html) if letter.html else "")
    forward = mail.read_forward(text, letter.subject) if reporter else None
    subject = (forward.subject if forward else None) or letter.subject
    words = forward.body if forward and forward.body else text
    key = mail.normalised_subject(subject)
    return Draft(
        source=Source.MAIL,
        external_id=letter.external_id,
        reporter=reporter,
        words=words or subject,
        note=(cleaned(forward.note).strip() or None) if forward and forward.note else None,
        subject=cleaned(subject) or None,
        subject_key=key or None,
        sender_address=(forward.sender_address if forward else None) or (None if reporter else letter.from_address),
        sender_name=(forward.sender_name if forward else None) or (None if reporter else letter.from_name),
        sent_at=None if forward else letter.sent_at,
        channel_id=letter.channel_id,
    )


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
