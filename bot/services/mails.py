"""A mail comes in: what it belongs with is found, and what it means takes effect."""

from dataclasses import dataclass, replace

from bot.db import directory, request_mails, requests
from bot.domain.incoming import Mail
from bot.domain.request import Request, State
from bot.domain.routing import Client, Route, client_of_address, route
from bot.domain.understanding import Kin, Meaning, meaning_of
from bot.services import handing_over, mail_copies, mail_noise
from bot.services.errors import NotFound
from bot.services.handing_over import Became, HandedOver
from bot.services.mail_addresses import Addresses
from bot.services.mail_effects import client_wrote, is_outsiders, noise_came, note, overtake, same
from bot.services.mail_reading import Letter, read
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

_NO_CLIENT = 0
"""Stands for the client where the words alone are held."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a letter belongs: its client and route, the request that it may belong with and what speaks for that, and
    what outsiders' mails have made of the same matter.
    """

    client: Client | None
    route: Route
    request: Request | None = None
    kin: Kin | None = None
    outsiders: tuple[Request, ...] = ()


async def take_mail(tx: Tx, given: Mail) -> HandedOver | None:
    """A mail to a channel's address, or in the mailbox, becomes a request, belongs to one, or is nothing.

    Where it encloses several mails, each is taken for itself, and the first that is something is returned. Idempotent
    on its `external_id`. Raises TooLong and Refused.
    """
    office = await office_of(tx)
    known = Addresses(office, await directory.contacts_of_clients(tx.conn, tx.workspace_id))
    taken = [await _take(tx, office, letter) for letter in read(known, given, tx.now)]
    return next((one for one in taken if one is not None), None)


async def _take(tx: Tx, office: Office, letter: Letter) -> HandedOver | None:
    letter = await _with_what_was_learned(tx, letter)
    await requests.hold_subject(tx.conn, tx.workspace_id, _NO_CLIENT, letter.digest.hex())
    before = await _very_same(tx, letter)
    is_stronger = letter.signs.handed_over and not letter.signs.is_noise
    if before is not None and not (is_stronger and is_outsiders(before)):
        return await _once_more(tx, before, letter)
    found = await _find(tx, office, letter)
    handed = await _by_meaning(tx, office, letter, found)
    if handed is not None and is_stronger:
        outsiders = {one.id: one for one in (*found.outsiders, *([before] if before else []))}
        await overtake(tx, office, handed.request, list(outsiders.values()), letter)
    return handed


async def _with_what_was_learned(tx: Tx, letter: Letter) -> Letter:
    """The same, with the client that its sender is known to be at from an earlier answer."""
    address = letter.draft.sender_address
    contact = await directory.contact_by_email(tx.conn, tx.workspace_id, address) if address else None
    client_id = contact.client_id if contact else None
    return replace(letter, draft=replace(letter.draft, client_id=client_id))


# --- the very same mail ----------------------------------------------------------------------------------------------


async def _very_same(tx: Tx, letter: Letter) -> Request | None:
    """The request that this very mail belongs to already, whichever way it came; held by this transaction."""
    number = await request_mails.number_of_same(
        tx.conn, tx.workspace_id, letter.ids, letter.digest, letter.arrived(tx.now)
    )
    if number is None:
        return None
    request = await requests.locked(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    return request


async def _once_more(tx: Tx, request: Request, letter: Letter) -> HandedOver:
    """The very same mail: whoever brings a client's as well takes part from now on."""
    await note(tx, request.id, letter)
    if letter.ours is not None:
        await mail_copies.thank(tx, request, letter)
    else:
        await same(tx, request, letter.sender)
    return HandedOver(request, Became.JOINED)


# --- what it belongs with --------------------------------------------------------------------------------------------


async def _find(tx: Tx, office: Office, letter: Letter) -> Found:
    routed = route(letter.draft, office.directory)
    client = handing_over.client_of(office, letter.draft, routed)
    if letter.sender is None:
        client, routed = _of_outsider(office, letter, routed)
    if letter.ours is not None:
        return Found(client, routed, *await _kin_of_ours(tx, letter))
    request, kin = await _kin(tx, letter, client)
    return Found(client, routed, request, kin, await _outsiders(tx, letter, client))


def _of_outsider(office: Office, letter: Letter, routed: Route) -> tuple[Client | None, Route]:
    """Where somebody writes to says nothing of who they are: the client is theirs by their own address, or nobody's."""
    address = letter.draft.sender_address
    client = client_of_address(address, office.directory) if address else None
    client = client or office.directory.client(letter.draft.client_id)
    if client is not None or routed.project is None:
        return client, routed
    others = (one for one in office.directory.projects if one != routed.project)
    return None, Route(None, (routed.project, *others))


async def _kin(tx: Tx, letter: Letter, client: Client | None) -> tuple[Request | None, Kin | None]:
    """The request that a client's mail may belong with, and what speaks for it: its thread before its subject."""
    ours_only = letter.signs.handed_over
    by_thread = await request_mails.by_thread(tx.conn, tx.workspace_id, letter.draft.thread, ours_only=ours_only)
    is_stranger = letter.sender is None and (client is None or by_thread is None or client.id != by_thread.client_id)
    if is_stranger and not letter.signs.is_noise:  # noise changes nothing, and mail servers are nobody's
        by_thread = None  # whoever knows the id of a mail is not the client yet
    clients = (client.id,) if client else ()
    request = by_thread or await _by_subject(tx, letter, clients, ours_only=ours_only)
    if request is None:
        return await _whose_turn_it_is(tx, letter, clients)
    kin = Kin(request.state, by_thread is not None)
    if meaning_of(letter.signs, kin) in {Meaning.PERHAPS_AGAIN, Meaning.PERHAPS_THEIRS}:
        # Where that is asked already, the question gets what has come since.
        asked = await request_mails.asked_about(tx.conn, tx.workspace_id, request.id, ours_only=ours_only)
        if asked is not None:
            return asked, Kin(asked.state, by_thread=False)
    return request, kin


async def _whose_turn_it_is(tx: Tx, letter: Letter, clients: tuple[int, ...]) -> tuple[Request | None, Kin | None]:
    """The request that a mail under another subject may answer: the sender's own, else the only one, while we wait."""
    if not letter.signs.handed_over or letter.signs.is_noise:
        return None, None
    live = await request_mails.live_of_clients(tx.conn, tx.workspace_id, clients)
    waiting = [(request, address) for request, address in live if request.state is State.WAITING]
    address = (letter.draft.sender_address or "").casefold()
    theirs = [request for request, contact in waiting if address and contact == address]
    found = theirs or [request for request, _ in waiting if len(waiting) == 1]
    return (found[0], Kin(State.WAITING, by_thread=False, by_turn=True)) if found else (None, None)


async def _kin_of_ours(tx: Tx, letter: Letter) -> tuple[Request | None, Kin | None]:
    """The request that our own mail is about: by its thread, its subject, else by whom it was written to."""
    by_thread = await request_mails.by_thread(tx.conn, tx.workspace_id, letter.draft.thread, ours_only=True)
    request = by_thread
    if request is None and letter.ours is not None:
        request = await _by_subject(tx, letter, letter.ours.clients, ours_only=True)
        if request is None or request.state in {State.TRIAGE, State.CLOSED}:
            request = await mail_copies.likeliest(tx, letter.ours)
    return request, Kin(request.state, by_thread is not None) if request else None


async def _by_subject(tx: Tx, letter: Letter, clients: tuple[int, ...], *, ours_only: bool) -> Request | None:
    """The latest request of these clients with this subject."""
    key = letter.draft.subject_key
    for client_id in clients if key else ():
        await requests.hold_subject(tx.conn, tx.workspace_id, client_id, key or "")
        found = await request_mails.by_subject(tx.conn, tx.workspace_id, client_id, key or "", ours_only=ours_only)
        if found is not None:
            return found
    return None


async def _outsiders(tx: Tx, letter: Letter, client: Client | None) -> tuple[Request, ...]:
    """What mails straight to our address have made of the matter that a colleague hands over now."""
    if client is None or not letter.signs.handed_over:
        return ()
    draft = letter.draft
    return tuple(await request_mails.outsiders_of(tx.conn, tx.workspace_id, client.id, draft.subject_key, draft.thread))


_NO_REQUEST = frozenset({Meaning.NOTHING, Meaning.WHICH_COPY, Meaning.PERHAPS_NOISE})


# --- what follows ----------------------------------------------------------------------------------------------------


async def _by_meaning(tx: Tx, office: Office, letter: Letter, found: Found) -> HandedOver | None:
    meaning, request = meaning_of(letter.signs, found.kin), found.request
    if meaning in _NO_REQUEST:
        if meaning is Meaning.WHICH_COPY:
            await mail_copies.ask_which(tx, office, letter, found.route.project)
        elif meaning is Meaning.PERHAPS_NOISE:
            await mail_noise.ask_whether_it_counts(tx, letter)
        return None
    if request is None or meaning in {Meaning.PERHAPS_AGAIN, Meaning.PERHAPS_THEIRS}:
        return await _begin(tx, office, letter, found)
    await note(tx, request.id, letter)
    if meaning is Meaning.OUR_COPY:
        return await mail_copies.seen(tx, office, mail_copies.copy_of(letter), request)
    joined = await handing_over.join(tx, request, letter.sender)
    if not letter.is_report:  # a mail server is no contact
        letter = replace(letter, draft=await handing_over.by_contact(tx, office, letter.draft))
    if meaning is Meaning.NOISE:
        return await noise_came(tx, letter, request)
    return await client_wrote(tx, office, request, letter.draft, letter.sender, tell=not joined)


async def _begin(tx: Tx, office: Office, letter: Letter, found: Found) -> HandedOver:
    """A request of its own; where it may be one that is there, somebody is asked first."""
    draft, goes_to = letter.draft, found.route
    if found.request is not None:
        draft = replace(draft, perhaps_of=found.request.id)
        goes_to = Route(goes_to.project or office.project_of(found.request), goes_to.candidates)
    begun = await handing_over.begin(tx, office, draft, letter.sender, found.client, goes_to, letter.digest)
    await note(tx, begun.request.id, letter)
    return begun
