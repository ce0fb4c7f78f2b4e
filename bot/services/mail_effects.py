"""What a client's mail does to a request that is there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import mail
from bot.db import audit, outbox, request_mails, requests
from bot.domain import life
from bot.domain.budget import IS_ANSWER
from bot.domain.draft import Draft
from bot.domain.events import Event, EventKind, RecordedEvent, Value
from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Person
from bot.domain.request import Outcome, Request, State
from bot.services import handing_over
from bot.services.handing_over import Became, HandedOver
from bot.services.mail_reading import Letter
from bot.services.mail_shape import MOST_ATTACHMENTS
from bot.services.office import Office
from bot.services.progressing import bring_up_to_date, redraw, say
from bot.services.transaction import Tx


async def note(tx: Tx, number: int, letter: Letter) -> None:
    """Note that a mail, by all its names, and what it names as its forerunners belong to a request."""
    await request_mails.note_thread(tx.conn, tx.workspace_id, number, letter.draft.thread)
    for external_id in letter.ids:
        await request_mails.note_mail(
            tx.conn,
            tx.workspace_id,
            number,
            external_id=external_id,
            words_digest=letter.digest,
            arrived=letter.arrived(tx.now),
        )


async def same(tx: Tx, request: Request, brought_by: Person | None) -> None:
    """The very mail that the request holds already: whoever brings it as well takes part from now on."""
    if await handing_over.join(tx, request, brought_by):
        await tx.record(Event(EventKind.JOINED, request.id, brought_by.id if brought_by else None))
        await redraw(tx, request)


async def noise_came(tx: Tx, letter: Letter, request: Request) -> HandedOver:
    """On the record, and on the card; it changes nothing until somebody presses that it counts."""
    who = letter.sender.id if letter.sender else None
    draft = letter.draft
    data: dict[str, Value] = {"contact": draft.contact_id, **({"returned": True} if letter.is_return else {})}
    await tx.record(Event(EventKind.NOISE, request.id, who, data, text=draft.words))
    noted = replace(
        request,
        noise_words=draft.words,
        noise_attachments=draft.attachments,
        noise_is_return=letter.is_return,
        returned_at=tx.now if letter.is_return else request.returned_at,
    )
    await requests.save(tx.conn, [noted])
    await redraw(tx, noted)
    return HandedOver(noted, Became.NOISE)


async def client_wrote(
    tx: Tx, office: Office, known: Request, draft: Draft, reporter: Person | None, *, tell: bool = False
) -> HandedOver:
    """The client writes about what is there already: again while it is our turn, or in answer.

    `tell`: whoever brought it is told where nothing else tells them.
    """
    await requests.append_words(tx.conn, tx.workspace_id, known.id, draft.words)
    changed, became, kind = _after_clients_words(office, known, draft, tx.now)
    changed = _with_words(changed, draft, tx.now)
    if changed.cycle.number != known.cycle.number:
        changed = office.in_new_cycle(changed)
    data: dict[str, Value] = {
        "chases": changed.chases,
        "cycle": changed.cycle.number,
        "rung": changed.cycle.rung,
        "verified": not draft.is_unverified,
        "written": draft.sent_at.isoformat() if draft.sent_at else None,
        "contact": draft.contact_id,
    }
    await tx.record(Event(kind, known.id, reporter.id if reporter else None, data, draft.words))
    (settled,) = await bring_up_to_date(tx, office, [changed])
    await redraw(tx, settled)
    if tell and reporter is not None and became is Became.NOTED:
        await _tell_it_is_kept(tx, settled, reporter)
    return HandedOver(settled, became)


def _with_words(request: Request, draft: Draft, now: datetime) -> Request:
    wrote_at = draft.sent_at or now
    has_heard_since = request.touched_at is not None and request.touched_at > wrote_at
    begins_to_wait = request.client_waits_since == now and not has_heard_since
    request = replace(request, client_waits_since=wrote_at) if begins_to_wait else request
    return replace(
        request,
        wrote_at=max(wrote_at, request.wrote_at or wrote_at),
        latest_words=mail.new_text(draft.words) or draft.words,
        noise_words=None,
        noise_attachments=(),
        noise_is_return=False,
        unverified_from=draft.sender_address if draft.is_unverified else None,
        note=draft.note or request.note,
        attachments=(*request.attachments, *draft.attachments)[-MOST_ATTACHMENTS:],
    )


def _after_clients_words(
    office: Office, known: Request, draft: Draft, now: datetime
) -> tuple[Request, Became, EventKind]:
    policy = office.policy(known.policy_name, known.policy_version)
    is_forged_perhaps = draft.is_unverified and known.state is State.OPEN  # what nobody vouches for keeps the rung
    if life.is_their_turn(known) and not is_forged_perhaps:
        return life.answered(known, now), Became.ANSWER, EventKind.ANSWERED
    if known.state is State.CLOSED:
        return life.reopened(known, now), Became.REOPENED, EventKind.REOPENED
    if known.state is State.TRIAGE:
        return known, Became.NOTED, EventKind.CLIENT_WROTE
    chased = life.chased_unverified if draft.is_unverified else life.chased
    return chased(known, policy, now), Became.CHASE, EventKind.CHASED


_QUESTIONS = (Purpose.AGAIN_QUESTION, Purpose.TRIAGE_QUESTION, Purpose.CONFIRMATION)


async def _tell_it_is_kept(tx: Tx, request: Request, reporter: Person) -> None:
    """One line under the question that still stands: there is more to it now."""
    posts = await outbox.cards_of(tx.conn, tx.workspace_id, [request.id], _QUESTIONS)
    theirs = [post for post in posts if post.recipient_id == reporter.id]
    line = Intention(
        purpose=Purpose.REPORTER_LINE,
        dedupe_key=f"line:{request.id}:{EventKind.CLIENT_WROTE}:{reporter.id}:{tx.now.isoformat()}",
        recipient_id=reporter.id,
        request_id=request.id,
        thread_of=theirs[-1].id if theirs else None,
        facts={"event": EventKind.CLIENT_WROTE.value, IS_ANSWER: True},
    )
    await say(tx, [line])


# --- what outsiders' mails made --------------------------------------------------------------------------------------


def is_outsiders(request: Request) -> bool:
    """Whether a mail straight to our address made it, and nobody of ours has looked at it yet."""
    return request.state is State.TRIAGE and request.reporter_id is None


async def overtake(tx: Tx, office: Office, into: Request, outsiders: Sequence[Request], letter: Letter) -> None:
    """A colleague has handed the matter over: what an outsider's mail made of it ends there, its words kept."""
    for one in outsiders:
        if one.id == into.id or not is_outsiders(one):
            continue
        ended = replace(life.closed(one, Outcome.DUPLICATE, tx.now), perhaps_of=into.id)
        data: dict[str, Value] = {"outcome": Outcome.DUPLICATE.value, "of": into.id}
        await tx.record(Event(EventKind.CLOSED, one.id, letter.sender.id if letter.sender else None, data))
        (settled,) = await bring_up_to_date(tx, office, [ended])
        await redraw(tx, settled)
        await _keep_words(tx, one, into, letter)
        await request_mails.move(tx.conn, tx.workspace_id, one.id, into.id)


async def _keep_words(tx: Tx, outsiders: Request, into: Request, letter: Letter) -> None:
    """What other mails said besides stays with the request, as words that nobody has verified, each its writer's."""
    events = await audit.events_of(tx.conn, tx.workspace_id, outsiders.id)
    for contact_id, words in _mails_of(outsiders, events):
        if not words.strip() or words.split() == letter.draft.words.split():
            continue
        await requests.append_words(tx.conn, tx.workspace_id, into.id, words)
        data: dict[str, Value] = {"verified": False, "of": outsiders.id, "contact": contact_id}
        await tx.record(Event(EventKind.CLIENT_WROTE, into.id, None, data, words))


def _mails_of(outsiders: Request, events: Sequence[RecordedEvent]) -> list[tuple[Value, str]]:
    """The mails that a request holds, each with the contact who wrote it: those after the first stand at the end."""
    first, later = outsiders.words, list[tuple[Value, str]]()
    for event in reversed(events):
        if event.kind is EventKind.CLIENT_WROTE and event.text and first.endswith(f"\n\n{event.text}"):
            first = first.removesuffix(f"\n\n{event.text}")
            later.insert(0, (event.data.get("contact", outsiders.contact_id), event.text))
    return [(outsiders.contact_id, first), *later]
