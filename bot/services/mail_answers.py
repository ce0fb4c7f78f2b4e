"""What people say about mails that came in: again, it counts, the turn is the client's."""

from dataclasses import replace
from datetime import datetime

from bot.db import audit, request_mails, requests
from bot.domain import life
from bot.domain.draft import Draft, Source
from bot.domain.events import Event, EventKind, Value
from bot.domain.permissions import Action, Refused, may
from bot.domain.request import Cause, Evidence, Outcome, Request, State, TouchChannel, Turn
from bot.services import handing_over, keeping
from bot.services.acting import Held, hold, promise_met
from bot.services.errors import NotFound, Stale
from bot.services.mail_effects import client_wrote
from bot.services.office import office_of
from bot.services.progressing import bring_up_to_date, redraw
from bot.services.transaction import Tx


async def same_as_before(tx: Tx, number: int, who: str) -> Request:
    """The answer to "again, or something new?": again. What was handed over becomes a chase of the earlier request."""
    held, known = await _joined_to_earlier(tx, number, who)
    draft = Draft(
        Source.MAIL,
        None,
        None,
        held.request.words,
        attachments=held.request.attachments,
        contact_id=held.request.contact_id,
        sent_at=held.request.wrote_at,
    )
    return (await client_wrote(tx, held.office, known, draft, held.person)).request


async def same_mail(tx: Tx, number: int, who: str) -> Request:
    """The answer that it is the very mail which the earlier request holds: whoever brought it takes part, no more."""
    held, known = await _joined_to_earlier(tx, number, who)
    await tx.record(Event(EventKind.JOINED, known.id, held.request.reporter_id or held.person.id))
    await redraw(tx, known)
    return known


async def _joined_to_earlier(tx: Tx, number: int, who: str) -> tuple[Held, Request]:
    """What was handed over ends as a duplicate of the request that it might have been, whose reporter joins that."""
    held = await hold(tx, number, who, Action.ROUTE)
    earlier = held.request.perhaps_of
    known = None if earlier is None else await requests.locked(tx.conn, tx.workspace_id, earlier)
    if known is None or held.request.state is not State.TRIAGE:
        raise life.TransitionRefused(held.request.state, life.On.ROUTED)
    ended = replace(life.closed(held.request, Outcome.DUPLICATE, tx.now), perhaps_of=earlier)
    data: dict[str, Value] = {"outcome": Outcome.DUPLICATE.value, "of": known.id}
    await tx.record(Event(EventKind.CLOSED, number, held.person.id, data))
    (settled,) = await bring_up_to_date(tx, held.office, [ended])
    await redraw(tx, settled)
    await request_mails.move(tx.conn, tx.workspace_id, number, known.id)
    await handing_over.join(tx, known, held.office.people.get(held.request.reporter_id or 0))
    return held, known


async def count_noise(tx: Tx, number: int, who: str) -> Request:
    """What was taken for noise counts after all: the client wrote."""
    held = await hold(tx, number, who, Action.ADD_WORDS)
    words = held.request.noise_words
    if not words:
        raise life.TransitionRefused(held.request.state, life.On.CHASED)
    attached, writer = held.request.noise_attachments, await _writer_of_noise(tx, number)
    draft = Draft(Source.MAIL, None, None, words, attachments=attached, contact_id=writer)
    return (await client_wrote(tx, held.office, held.request, draft, held.person)).request


async def _writer_of_noise(tx: Tx, number: int) -> int | None:
    """The contact who wrote what was taken for noise last."""
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    writers = [event.data.get("contact") for event in events if event.kind is EventKind.NOISE]
    return writers[-1] if writers and isinstance(writers[-1], int) else None


async def turn_after_copy(tx: Tx, number: int, who: str, ask_again_at: datetime) -> Request:
    """Whoever wrote the mail says that it is the client's turn now, until `ask_again_at` (UTC).

    So may those who may do anything with the request. Raises Refused for others, Stale where the client has written
    since.
    """
    held = await _held_by_writer(tx, number, who)
    touched, cycle = held.request.touched_at, held.request.cycle
    has_written = cycle.cause in {Cause.CHASE, Cause.ANSWER, Cause.REOPENED}
    wrote_since = touched is not None and held.request.wrote_at is not None and held.request.wrote_at > touched
    if touched is None or (has_written and (cycle.started_at > touched or wrote_since)):
        raise Stale(number)  # the copy is not the last word
    waiting = life.touched_clients(held.request, ask_again_at=ask_again_at, now=tx.now)
    data: dict[str, Value] = {
        "channel": TouchChannel.MAIL.value,
        "turn": Turn.CLIENTS.value,
        "evidence": Evidence.COPY_SEEN.value,
        "until": ask_again_at.isoformat(),
        "same_contact": True,  # whose turn it is after a contact that is on record already
    }
    await tx.record(Event(EventKind.TOUCHED, number, held.person.id, data), *promise_met(held, tx.now))
    (settled,) = await bring_up_to_date(tx, held.office, [waiting])
    await redraw(tx, settled)
    await keeping.end_if_asked(tx, held.office, settled.project_id)
    return settled


async def _held_by_writer(tx: Tx, number: int, who: str) -> Held:
    """The request, for whoever wrote the mail whose copy was seen last, and for those who may take it."""
    office = await office_of(tx)
    person = office.person(who)
    request = await requests.locked(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    writer = await request_mails.writer_of_latest_copy(tx.conn, tx.workspace_id, number)
    is_writer, cast = writer == person.id and person.is_colleague, office.cast_at(request, tx.now)
    if not is_writer and not may(person, Action.TAKE, cast, joined=frozenset(), request=request):
        raise Refused(Action.RECORD_TOUCH, number, person.id)
    return Held(request, office, person)
