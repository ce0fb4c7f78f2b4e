"""A mail comes in: what it says is read, what it belongs with is found, and what it means takes effect."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot import mail
from bot.db import directory, request_mails, requests
from bot.domain import life
from bot.domain.draft import MAX_WORDS, Draft, Source, cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.incoming import Mail
from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.progress import in_new_cycle
from bot.domain.request import Cause, Evidence, Outcome, Request, State, TouchChannel, Turn
from bot.domain.routing import Client, Route, client_of_address, route
from bot.domain.understanding import Kin, Meaning, Signs, meaning_of
from bot.services import handing_over
from bot.services.acting import hold
from bot.services.errors import NotFound, Stale
from bot.services.handing_over import Became, HandedOver
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, redraw, say
from bot.services.transaction import Tx

LONGEST_ADDRESS = 320
LONGEST_NAME = 200
LONGEST_SUBJECT = 400
LONGEST_NOTE = 4000
MOST_ATTACHMENTS = 20
LEFT_OUT = "\n\n[…]"
"""Stands at the end of a mail that was longer than can be kept."""

ASK_AGAIN_AFTER_DAYS = 5
"""Working days after which the client would be asked again, where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that has been read: who sent it, the draft that it makes, and the signs by which it is understood.

    `sender` is the colleague who sent or forwarded it; None: it came from outside.
    """

    mail: Mail
    sender: Person | None
    draft: Draft
    signs: Signs
    to_clients: tuple[int, ...] = ()


async def take_mail(tx: Tx, given: Mail) -> HandedOver | None:
    """A mail to a channel's address, or in the mailbox, becomes a request, belongs to one, or is nothing.

    Idempotent on its `external_id`. Raises TooLong and Refused.
    """
    office = await office_of(tx)
    letter = read(office, given)
    digest = handing_over.digest_of(letter.draft.words)
    known = await request_mails.number_of_mail(tx.conn, tx.workspace_id, letter.mail.external_id)
    if known is not None:
        return await _once_more(tx, known, letter, digest)
    letter = await _with_what_was_learned(tx, letter)
    found = route(letter.draft, office.directory)
    client = handing_over.client_of(office, letter.draft, found)
    kin, request = await _kin(tx, letter, client, digest)
    meaning = meaning_of(letter.signs, kin)
    if request is None or meaning in {Meaning.NEW, Meaning.FROM_OUTSIDE, Meaning.PERHAPS_AGAIN, Meaning.NOTHING}:
        return await _begin(tx, office, letter, client, found, meaning, request, digest)
    return await _belongs(tx, office, letter, request, meaning, digest)


async def _with_what_was_learned(tx: Tx, letter: Letter) -> Letter:
    """The same, with the client that its sender is known to be at from an earlier answer."""
    address = letter.draft.sender_address
    contact = await directory.contact_by_email(tx.conn, tx.workspace_id, address) if address else None
    client_id = contact.client_id if contact else None
    return replace(letter, draft=replace(letter.draft, client_id=client_id))


# --- reading ---------------------------------------------------------------------------------------------------------


def read(office: Office, given: Mail) -> Letter:
    """What a mail says. A colleague's forward is read for the client's mail inside it, typed or enclosed; a mail of a
    colleague to a client is ours; a mail from outside is the client's own, and unverified.
    """
    letter = _readable(given)
    sender = _colleague(office, letter.from_address) if letter.sender_is_trusted else None
    if sender is None:
        return _from_outside(letter)
    text = letter.text or (cleaned(mail.text_of_html(letter.html)) if letter.html else "")
    if letter.original is None and (clients := _clients_in(office, letter.to)):
        return _ours(letter, sender, text, clients)
    forward = None if letter.original else mail.read_forward(text, letter.subject)
    if forward is not None and forward.sender_address and _colleague(office, forward.sender_address):
        addresses = [one.address for one in (*forward.to, *forward.cc) if one.address]
        if clients := _clients_in(office, addresses):
            typed = replace(letter, is_authenticated=False)  # what a mail server vouches for is the forward alone
            return _ours(typed, sender, forward.body or text, clients)
    return _handed_over(letter, sender, text, forward)


def _readable(letter: Mail) -> Mail:
    """The same as it can be kept: without what a screen can't hold, nothing longer than a mail of people's is."""
    return replace(
        letter,
        external_id=_short_id(letter.external_id),
        from_address=cleaned(letter.from_address)[:LONGEST_ADDRESS].casefold(),
        from_name=cleaned(letter.from_name)[:LONGEST_NAME] if letter.from_name else None,
        subject=" ".join(cleaned(letter.subject).split())[:LONGEST_SUBJECT],
        text=cleaned(letter.text),
        attachments=tuple(
            replace(one, name=" ".join(cleaned(one.name).split())[:LONGEST_NAME]) for one in letter.attachments
        )[:MOST_ATTACHMENTS],
    )


def _short_id(external_id: str) -> str:
    """A Message-ID as it is, unless somebody made it enormous."""
    plain = cleaned(external_id)
    return plain if len(plain) <= LONGEST_ADDRESS else handing_over.digest_of(plain).hex()


def _colleague(office: Office, address: str) -> Person | None:
    """The active member of the workspace with this address."""
    wanted = address.casefold()
    return next(
        (
            one
            for one in office.people.values()
            if one.email and one.email.casefold() == wanted and one.is_active and not one.is_guest
        ),
        None,
    )


def _clients_in(office: Office, addresses: Collection[str]) -> tuple[int, ...]:
    """The clients that these addresses belong to, by mail domain."""
    found = (client_of_address(one, office.directory) for one in addresses)
    return tuple(dict.fromkeys(client.id for client in found if client is not None))


def _from_outside(letter: Mail) -> Letter:
    text = letter.text or (cleaned(mail.text_of_html(letter.html)) if letter.html else "")
    draft = _draft(letter, letter.subject, text, letter.from_address, letter.from_name, reporter=None)
    return Letter(letter, None, draft, Signs(handed_over=False, ours=False, is_noise=_is_noise(letter, draft)))


def _ours(letter: Mail, sender: Person, text: str, clients: tuple[int, ...]) -> Letter:
    draft = _draft(letter, letter.subject, mail.new_text(text) or text, None, None, reporter=sender.slack_id)
    return Letter(letter, sender, draft, Signs(handed_over=False, ours=True, is_noise=False), clients)


def _handed_over(letter: Mail, sender: Person, text: str, forward: mail.Forward | None) -> Letter:
    original = letter.original
    if original is not None:
        inner = _readable(original)
        body = inner.text or (cleaned(mail.text_of_html(inner.html)) if inner.html else "")
        draft = _draft(letter, inner.subject, body, inner.from_address, inner.from_name, reporter=sender.slack_id)
        draft = replace(draft, note=_cut(text.strip(), LONGEST_NOTE) or None, thread=letter.thread | inner.thread)
        headers = replace(letter, headers=inner.headers)
        return Letter(letter, sender, draft, Signs(handed_over=True, ours=False, is_noise=_is_noise(headers, draft)))
    subject = ((forward.subject if forward else None) or letter.subject)[:LONGEST_SUBJECT]
    words = forward.body if forward and forward.body else text
    address, name = (forward.sender_address, forward.sender_name) if forward else (None, None)
    draft = _draft(letter, subject, words, address, name, reporter=sender.slack_id)
    note = cleaned(forward.note).strip() if forward and forward.note else ""
    draft = replace(draft, note=_cut(note, LONGEST_NOTE) or None)
    # The headers are the colleague's own: they tell nothing of the mail inside.
    is_noise = forward is not None and _is_noise(replace(letter, headers={}), draft)
    return Letter(letter, sender, draft, Signs(handed_over=True, ours=False, is_noise=is_noise))


def _is_noise(letter: Mail, draft: Draft) -> bool:
    """Whether nobody waits for an answer to this; thanks with a file are more than thanks."""
    noise = mail.noise_of(subject=draft.subject or "", text=draft.words, headers=letter.headers)
    return noise is not None and not (noise is mail.Noise.THANKS and letter.attachments)


def _draft(
    letter: Mail, subject: str, words: str, address: str | None, name: str | None, *, reporter: str | None
) -> Draft:
    return Draft(
        source=Source.MAIL,
        external_id=letter.external_id,
        reporter=reporter,
        words=_cut(words, MAX_WORDS) or subject or "–",
        subject=cleaned(subject) or None,
        subject_key=mail.normalised_subject(subject) or None,
        sender_address=(address or "")[:LONGEST_ADDRESS] or None,
        sender_name=(name or "")[:LONGEST_NAME] or None,
        sent_at=letter.sent_at if reporter is None else None,
        channel_id=letter.channel_id,
        thread=letter.thread,
        attachments=letter.attachments,
    )


def _cut(words: str, most: int) -> str:
    """What fits of a mail; the whole of it stays where it arrived."""
    return words if len(words) <= most else words[: most - len(LEFT_OUT)] + LEFT_OUT


# --- what it belongs with --------------------------------------------------------------------------------------------


async def _once_more(tx: Tx, number: int, letter: Letter, digest: bytes) -> HandedOver:
    """The very same mail: whoever brings it as well takes part from now on."""
    request = await requests.locked(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    await _same(tx, request, letter)
    return HandedOver(request, Became.JOINED)


async def _kin(tx: Tx, letter: Letter, client: Client | None, digest: bytes) -> tuple[Kin | None, Request | None]:
    """The request that the mail may belong with, and what speaks for it: its thread before its subject."""
    by_thread = await request_mails.by_thread(tx.conn, tx.workspace_id, letter.draft.thread)
    if by_thread is not None and letter.sender is None and (client is None or client.id != by_thread.client_id):
        by_thread = None  # whoever knows the id of a mail is not the client yet
    request = by_thread or await _by_subject(tx, letter, client)
    if request is None and letter.signs.ours:
        request = await _latest_between(tx, letter)
    if request is None:
        return None, None
    same = await request_mails.has_mail(tx.conn, tx.workspace_id, request.id, digest)
    return Kin(request.state, by_thread is not None, same), request


async def _by_subject(tx: Tx, letter: Letter, client: Client | None) -> Request | None:
    """The latest request of this client, or of those that we wrote to, with this subject."""
    key = letter.draft.subject_key
    if not key:
        return None
    for client_id in letter.to_clients or ((client.id,) if client else ()):
        await requests.hold_subject(tx.conn, tx.workspace_id, client_id, key)
        found = await requests.by_subject(tx.conn, tx.workspace_id, client_id, key)
        if found is not None:
            return found
    return None


async def _latest_between(tx: Tx, letter: Letter) -> Request | None:
    """The one unclosed request of that client which the sender owns; none where there are several."""
    theirs = await request_mails.with_contacts(tx.conn, tx.workspace_id, letter.to_clients)
    mine = [request for request in theirs if letter.sender and request.owner_id == letter.sender.id]
    return mine[0] if len(mine) == 1 else None


# --- what follows ----------------------------------------------------------------------------------------------------


async def _begin(
    tx: Tx,
    office: Office,
    letter: Letter,
    client: Client | None,
    found: Route,
    meaning: Meaning,
    request: Request | None,
    digest: bytes,
) -> HandedOver | None:
    """A request of its own; where it may be one that is there, the forwarder is asked first."""
    if meaning is Meaning.NOTHING:
        return None
    draft = letter.draft
    if meaning is Meaning.PERHAPS_AGAIN and request is not None:
        draft = replace(draft, perhaps_of=request.id)
        found = Route(found.project or office.project_of(request), found.candidates)
    return await handing_over.begin(tx, office, draft, letter.sender, client, found, digest)


async def _belongs(
    tx: Tx, office: Office, letter: Letter, request: Request, meaning: Meaning, digest: bytes
) -> HandedOver:
    await handing_over.note_mail(tx, request.id, letter.draft, digest)
    if meaning is Meaning.SAME:
        await _same(tx, request, letter)
        return HandedOver(request, Became.JOINED)
    if meaning is Meaning.OUR_COPY:
        return await _copy_seen(tx, office, letter, request)
    await handing_over.join(tx, request, letter.sender)
    if meaning is Meaning.NOISE:
        return await _noise(tx, letter, request)
    return await _client_wrote(tx, office, request, letter.draft, letter.sender)


async def _same(tx: Tx, request: Request, letter: Letter) -> None:
    if await handing_over.join(tx, request, letter.sender):
        await tx.record(Event(EventKind.JOINED, request.id, letter.sender.id if letter.sender else None))
        await redraw(tx, request)


async def _noise(tx: Tx, letter: Letter, request: Request) -> HandedOver:
    """On the record, and on the card; it changes nothing until somebody presses that it counts."""
    who = letter.sender.id if letter.sender else None
    await tx.record(Event(EventKind.NOISE, request.id, who, text=letter.draft.words))
    noted = replace(request, noise_words=letter.draft.words)
    await requests.save(tx.conn, [noted])
    await redraw(tx, noted)
    return HandedOver(noted, Became.NOISE)


async def _client_wrote(tx: Tx, office: Office, known: Request, draft: Draft, reporter: Person | None) -> HandedOver:
    """The client writes about what is there already: again while it is our turn, or in answer."""
    await requests.append_words(tx.conn, tx.workspace_id, known.id, draft.words)
    changed, became, kind = _after_clients_words(office, known, tx.now)
    changed = replace(
        changed,
        latest_words=draft.words,
        noise_words=None,
        note=draft.note or known.note,
        attachments=(*known.attachments, *draft.attachments)[-MOST_ATTACHMENTS:],
    )
    if changed.cycle.number != known.cycle.number:
        changed = in_new_cycle(changed, office.current_policy(office.project_of(changed)))
    data: dict[str, Value] = {
        "chases": changed.chases,
        "cycle": changed.cycle.number,
        "rung": changed.cycle.rung,
        "verified": reporter is not None,
    }
    await tx.record(Event(kind, known.id, reporter.id if reporter else None, data, draft.words))
    (settled,) = await bring_up_to_date(tx, office, [changed])
    await redraw(tx, settled)
    return HandedOver(settled, became)


def _after_clients_words(office: Office, known: Request, now: datetime) -> tuple[Request, Became, EventKind]:
    policy = office.policy(known.policy_name, known.policy_version)
    if known.state is State.WAITING:
        return life.answered(known, now), Became.ANSWER, EventKind.ANSWERED
    if known.state is State.CLOSED:
        return life.reopened(known, now), Became.REOPENED, EventKind.REOPENED
    if known.state is State.TRIAGE:
        return known, Became.NOTED, EventKind.CLIENT_WROTE
    return life.chased(known, policy, now), Became.CHASE, EventKind.CHASED


async def _copy_seen(tx: Tx, office: Office, letter: Letter, request: Request) -> HandedOver:
    """A copy of our mail: the client has heard from us. Its sender is asked whose turn it is; nobody else can say."""
    sender = letter.sender
    evidence = Evidence.AUTHENTICATED if letter.mail.is_authenticated else Evidence.COPY_SEEN
    seen = life.copy_seen(request, tx.now)
    await requests.add_touch(
        tx.conn,
        tx.workspace_id,
        request.id,
        channel=TouchChannel.MAIL,
        evidence=evidence,
        turn=Turn.OURS,
        person_id=sender.id if sender else None,
        at=tx.now,
    )
    data: dict[str, Value] = {
        "channel": TouchChannel.MAIL.value,
        "turn": Turn.OURS.value,
        "evidence": evidence.value,
        "until": request.promise.due_at.isoformat() if request.promise else None,
    }
    await tx.record(Event(EventKind.TOUCHED, request.id, sender.id if sender else None, data))
    (settled,) = await bring_up_to_date(tx, office, [seen])
    await redraw(tx, settled)
    if sender is not None and request.state is not State.WAITING:
        ask_again = office.calendar(sender.id).add_working_days(tx.now, ASK_AGAIN_AFTER_DAYS)
        await say(
            tx,
            [
                Intention(
                    Purpose.COPY_QUESTION,
                    f"copy:{letter.mail.external_id}",
                    recipient_id=sender.id,
                    request_id=request.id,
                    facts={"ask_again": ask_again.isoformat(), "seen_at": tx.now.isoformat()},
                )
            ],
        )
    return HandedOver(settled, Became.COPY)


# --- answers to what was asked ---------------------------------------------------------------------------------------


async def same_as_before(tx: Tx, number: int, who: str) -> Request:
    """The answer to "again, or something new?": again. What was handed over becomes a chase of the earlier request."""
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
    draft = Draft(Source.MAIL, None, None, held.request.words, attachments=held.request.attachments)
    return (await _client_wrote(tx, held.office, known, draft, held.person)).request


async def count_noise(tx: Tx, number: int, who: str) -> Request:
    """What was taken for noise counts after all: the client wrote."""
    held = await hold(tx, number, who, Action.ADD_WORDS)
    words = held.request.noise_words
    if not words:
        raise life.TransitionRefused(held.request.state, life.On.CHASED)
    draft = Draft(Source.MAIL, None, None, words)
    return (await _client_wrote(tx, held.office, held.request, draft, held.person)).request


async def turn_after_copy(tx: Tx, number: int, who: str, ask_again_at: datetime) -> Request:
    """The sender of the mail says that it is the client's turn now, until `ask_again_at` (UTC)."""
    held = await hold(tx, number, who, Action.RECORD_TOUCH)
    touched, cycle = held.request.touched_at, held.request.cycle
    client_wrote = cycle.cause in {Cause.CHASE, Cause.ANSWER, Cause.REOPENED}
    if touched is None or (client_wrote and cycle.started_at > touched):
        raise Stale(number)  # the client has written since: the copy is not the last word
    waiting = life.touched_clients(held.request, ask_again_at=ask_again_at, now=tx.now)
    data: dict[str, Value] = {
        "channel": TouchChannel.MAIL.value,
        "turn": Turn.CLIENTS.value,
        "evidence": Evidence.COPY_SEEN.value,
        "until": ask_again_at.isoformat(),
    }
    await tx.record(Event(EventKind.TOUCHED, number, held.person.id, data))
    (settled,) = await bring_up_to_date(tx, held.office, [waiting])
    await redraw(tx, settled)
    return settled
