"""Asking people whether they can take something: one message for each question, one packet for each absence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.db import absences, outbox, people
from bot.domain.offers import Offer, OfferKind
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.passing_on import is_newly_asked
from bot.domain.request import Request
from bot.services.transaction import Tx


def newly_asked(before: Sequence[Request], after: Sequence[Request]) -> list[Request]:
    """Those of the requests about which somebody is asked now who was not before."""
    pairs = zip(before, after, strict=True)
    return [now for old, now in pairs if is_newly_asked(old, now)]


async def announce(tx: Tx, asked: Iterable[Request]) -> None:
    """Put the question about each of these requests to whom it is offered."""
    packets: dict[tuple[int, int], list[Request]] = defaultdict(list)
    for request in asked:
        offer = request.offer
        if offer is None:
            continue
        if offer.kind is OfferKind.ABSENCE and offer.absence_id is not None:
            packets[offer.absence_id, offer.to_id].append(request)
        else:
            await _ask(tx, _question(request, offer))
    for (absence_id, person_id), requests in packets.items():
        await _packet(tx, absence_id, person_id, requests)


def _question(request: Request, offer: Offer) -> Intention:
    return Intention(
        Purpose.WHOSE if offer.kind is OfferKind.OWNERSHIP else Purpose.OFFER,
        f"offer:{request.id}:{offer.made_at.isoformat()}:{offer.to_id}",
        recipient_id=offer.to_id,
        request_id=request.id,
        in_office_hours=True,
        facts={"made_at": offer.made_at.isoformat()},
    )


async def _packet(tx: Tx, absence_id: int, person_id: int, requests: Sequence[Request]) -> None:
    """One message about all of them. What comes while one waits to be sent goes into that one; a message that
    somebody has already is left alone: who is asked hears of it.
    """
    post_id = await absences.unsent_post(tx.conn, tx.workspace_id, absence_id, person_id, tx.now)
    if post_id is None:
        first = min(request.id for request in requests)
        key = f"packet:{absence_id}:{person_id}:{first}:{tx.now.isoformat()}"
        facts = {"absence": absence_id}
        post_id = await _ask(
            tx, Intention(Purpose.PACKET, key, recipient_id=person_id, in_office_hours=True, facts=facts)
        )
    else:
        tx.queued.append(post_id)
    if post_id is None:
        return
    numbers = [request.id for request in requests]
    await absences.add_items(tx.conn, tx.workspace_id, absence_id, person_id, post_id, numbers, tx.now)


async def redraw_packets(tx: Tx, changed: Sequence[Request]) -> None:
    """Have the packets that hold one of these requests show it as it is now."""
    items = await absences.items_of_requests(tx.conn, tx.workspace_id, [request.id for request in changed])
    recipients = {item.post_id: item for item in items}
    for post_id, item in sorted(recipients.items()):
        if await absences.is_sent(tx.conn, tx.workspace_id, post_id):
            await _say(tx, redrawn(Purpose.PACKET, post_id, item.person_id, item.absence_id, tx))


def redrawn(purpose: Purpose, post_id: int, recipient_id: int, absence_id: int, tx: Tx) -> Intention:
    """The edit of a message about an absence."""
    return Intention(
        purpose,
        f"redraw:{post_id}:{tx.now.isoformat()}",
        kind=Kind.UPDATE,
        target_id=post_id,
        recipient_id=recipient_id,
        facts={"absence": absence_id},
    )


async def _ask(tx: Tx, intention: Intention) -> int | None:
    """Put a question; the first message that somebody ever gets says in one sentence who is writing."""
    person = intention.recipient_id
    if person is not None and await people.introduce(tx.conn, tx.workspace_id, person):
        intention = replace(intention, facts={**intention.facts, "introduce": True})
    return await _say(tx, intention)


async def _say(tx: Tx, intention: Intention) -> int | None:
    (id_,) = await outbox.enqueue(tx.conn, tx.workspace_id, [intention])
    if id_ is not None:
        tx.queued.append(id_)
    return id_
