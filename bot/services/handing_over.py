"""From a draft to a request: new, or one more word on what is there already."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from bot.db import directory, request_mails, requests
from bot.domain import flags, life
from bot.domain.draft import Draft, Source, checked_length, cleaned, wish_of
from bot.domain.events import Event, EventKind, Value
from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Person, Role
from bot.domain.permissions import Action, Refused
from bot.domain.progress import advance, numbered
from bot.domain.request import Cause, Cycle, Promise, Request, State
from bot.domain.routing import Client, Project, Route, client_of_address, route
from bot.services.acting import Held, able_owner, hold
from bot.services.announcing import announce
from bot.services.errors import AlreadyThat, NotFound, UnknownProject
from bot.services.mail_addresses import Addresses
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, carry_out, redraw, say
from bot.services.transaction import Tx

SAME_WORDS_WITHIN = timedelta(minutes=10)
"""The same person handing over the same text within this is told which request it is already."""


class Became(StrEnum):
    """What a draft turned into."""

    NEW = "new"
    JOINED = "joined"
    CHASE = "chase"
    ANSWER = "answer"
    REOPENED = "reopened"
    NOTED = "noted"
    NOISE = "noise"
    COPY = "copy of ours"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The request that a draft became or belongs to, and which of the two."""

    request: Request
    became: Became


def typed(
    words: str,
    *,
    reporter: str,
    owner: str | None = None,
    client_name: str | None = None,
    project_id: int | None = None,
    promised_what: str | None = None,
    promised_by: datetime | None = None,
    external_id: str | None = None,
) -> Draft:
    """The draft of words that somebody typed, or, with an `external_id`, of a message that they pointed at."""
    return Draft(
        source=Source.SHORTCUT if external_id else Source.COMMAND,
        external_id=external_id,
        reporter=reporter,
        words=words.strip(),
        client_name=client_name,
        project_id=project_id,
        owner=owner,
        promised_what=promised_what,
        promised_by=promised_by,
    )


async def hand_over(tx: Tx, draft: Draft) -> HandedOver:
    """Turn a draft into a request, once: a second delivery returns the first one's.

    Raises TooLong, AlreadyThat (same person, same words, ten minutes), UnknownPerson, Refused for guests.
    """
    return await hand_over_in(tx, await office_of(tx), draft)


async def hand_over_in(tx: Tx, office: Office, draft: Draft) -> HandedOver:
    """As `hand_over`, for those who have read the office already."""
    draft = replace(draft, words=checked_length(cleaned(draft.words)))
    reporter = _reporter(office, draft)
    digest = digest_of(draft.words)
    if draft.external_id is not None:
        before = await requests.number_of(tx.conn, tx.workspace_id, draft.source.value, draft.external_id)
        if before is not None:
            return await _handed_over_before(tx, before, reporter)
    found = route(draft, office.directory)
    client = client_of(office, draft, found)
    return await begin(tx, office, draft, reporter, client, found, digest)


def digest_of(words: str) -> bytes:
    """What tells these words from others."""
    return blake2b(words.encode(), digest_size=16).digest()


def _reporter(office: Office, draft: Draft) -> Person | None:
    return None if draft.reporter is None else able_reporter(office, draft.reporter)


def able_reporter(office: Office, slack_id: str) -> Person:
    """The person of this Slack id, who may hand something over; raises Refused for guests and those who have left."""
    person = office.person(slack_id)
    if not person.is_colleague:
        raise Refused(Action.HAND_OVER, None, person.id)
    return person


async def take_part(tx: Tx, office: Office, of_a_mail: str | None, of_a_message: str, who: str) -> Request | None:
    """The request that this mail or this message belongs to, if it is one; `who` points at it and takes part from now
    on. Raises Refused for guests.
    """
    reporter = able_reporter(office, who)
    number = await requests.number_of(tx.conn, tx.workspace_id, Source.SHORTCUT.value, of_a_message)
    if number is None and of_a_mail is not None:
        number = await request_mails.number_of_mail(tx.conn, tx.workspace_id, of_a_mail)
    return None if number is None else (await _handed_over_before(tx, number, reporter)).request


async def _handed_over_before(tx: Tx, number: int, reporter: Person | None) -> HandedOver:
    """This very thing is request `number`: whoever brings it as well takes part from now on."""
    request = await _existing(tx, number)
    if await join(tx, request, reporter):
        await tx.record(Event(EventKind.JOINED, number, reporter.id if reporter else None))
        await redraw(tx, request)
    return HandedOver(request, Became.JOINED)


async def _existing(tx: Tx, number: int) -> Request:
    request = await requests.get(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    return request


def client_of(office: Office, draft: Draft, found: Route) -> Client | None:
    """The client, where all that could be meant are one client's."""
    if found.project is not None:
        return office.directory.client(found.project.client_id)
    if not (draft.sender_address or draft.client_name):
        return None
    clients = {project.client_id for project in found.candidates}
    one_of_all = len(clients) == 1 and len(found.candidates) < len(office.directory.projects)
    return office.directory.client(clients.pop()) if one_of_all else None


async def begin(
    tx: Tx, office: Office, draft: Draft, reporter: Person | None, client: Client | None, found: Route, digest: bytes
) -> HandedOver:
    """Make a new request of a draft that is known to be none yet."""
    drafted = await _drafted(tx, office, draft, reporter, client, found)
    routed = _routed(office, drafted, draft, found, tx.now)
    progress = advance(routed, office.surroundings(routed), frozenset(), tx.now)
    number = await _add(tx, progress.request, draft, digest)
    progress = numbered(progress, number)
    await carry_out(
        tx,
        office,
        [progress],
        before=_hand_over_events(progress.request, draft, reporter),
        besides=_answers_to_reporter(office, progress.request, reporter, tx.now),
    )
    if progress.request.offer is not None:
        await announce(tx, [progress.request])
    return HandedOver(progress.request, Became.NEW)


async def _add(tx: Tx, ready: Request, draft: Draft, digest: bytes) -> int:
    """Store it and return its number; raises AlreadyThat for the same person's same words within ten minutes."""
    external_id = draft.external_id or _typed_words_id(ready.reporter_id, digest, tx.now)
    since = None if draft.external_id else tx.now - SAME_WORDS_WITHIN
    number = await requests.add(
        tx.conn,
        ready,
        source=draft.source.value,
        external_id=external_id,
        words_digest=digest,
        channel_id=draft.channel_id,
        unless_same_words_since=since,
    )
    if number is not None:
        return number
    known = await requests.number_of(tx.conn, tx.workspace_id, draft.source.value, external_id)
    if known is None and ready.reporter_id is not None and since is not None:
        known = await requests.same_words_since(tx.conn, tx.workspace_id, ready.reporter_id, digest, since)
    if known is None:
        raise NotFound(0)
    raise AlreadyThat(known)


async def _drafted(
    tx: Tx, office: Office, draft: Draft, reporter: Person | None, client: Client | None, found: Route
) -> Request:
    """The request in triage, as nobody has been found for it yet."""
    contact_id = None
    if address := _clients_address(office, draft):
        contact = await directory.ensure_contact(
            tx.conn,
            tx.workspace_id,
            client_id=client.id if client else None,
            email=address,
            name=draft.sender_name,
        )
        contact_id = contact.id
    return Request(
        id=0,
        workspace_id=tx.workspace_id,
        state=State.TRIAGE,
        outcome=None,
        client_id=client.id if client else None,
        project_id=found.project.id if found.project else None,
        contact_id=contact_id,
        owner_id=None,
        reporter_id=reporter.id if reporter else None,
        wish=wish_of(draft),
        words=draft.words,
        note=draft.note,
        subject_key=draft.subject_key,
        handed_over_at=tx.now,
        client_waits_since=min(draft.sent_at or tx.now, tx.now),
        wrote_at=min(draft.sent_at or tx.now, tx.now),
        cycle=Cycle(0, Cause.HANDED_OVER, tx.now, tx.now, 0, 0),
        policy_name="standard",
        policy_version=1,
        promise=_promised(draft.promised_what, draft.promised_by, tx.now),
        promises_made=1 if draft.promised_by else 0,
        attachments=draft.attachments,
        perhaps_of=draft.perhaps_of,
        unverified_from=draft.sender_address if draft.is_unverified else None,
    )


async def by_contact(tx: Tx, office: Office, draft: Draft) -> Draft:
    """The draft with the contact whose words it holds, so that these can be told from others' in the same thread.

    Whoever is unknown becomes one. Of others nothing changes: in a thread that is there anybody may write as anybody.
    """
    address = _clients_address(office, draft)
    if address is None:
        return draft
    contact = await directory.contact_by_email(tx.conn, tx.workspace_id, address)
    if contact is None:
        client = client_of_address(address, office.directory)
        contact = await directory.ensure_contact(
            tx.conn, tx.workspace_id, client_id=client.id if client else None, email=address, name=draft.sender_name
        )
    return replace(draft, contact_id=contact.id)


def _clients_address(office: Office, draft: Draft) -> str | None:
    """The address of whoever wrote. Nobody of ours is a client's contact."""
    address = draft.sender_address
    return address if address and not Addresses(office, ()).is_ours(address) else None


def _promised(what: str | None, by: datetime | None, now: datetime) -> Promise | None:
    """What the client was promised before anybody here had the request; raises DateRefused where that has passed."""
    if by is None:
        return None
    if by <= now:
        raise life.DateRefused(by)
    return Promise(cleaned(what or ""), by, now, 1, client_knows=True)


def _routed(office: Office, request: Request, draft: Draft, found: Route, now: datetime) -> Request:
    """With an owner, where one is known; mail from an outsider waits in triage for somebody to look at it."""
    owner_id = able_owner(office, draft.owner).id if draft.owner else None
    if owner_id is None and found.project is not None:
        owner_id = found.project.owner_id
    if owner_id is None or request.reporter_id is None or draft.perhaps_of is not None:
        return request
    routed = life.routed(
        request, owner_id=owner_id, client_id=request.client_id, project_id=request.project_id, now=now
    )
    return office.in_new_cycle(routed)


def _typed_words_id(reporter_id: int | None, digest: bytes, now: datetime) -> str:
    """Makes the same words of the same person at the same time one request, whatever runs in parallel."""
    slot = int(now.timestamp() // SAME_WORDS_WITHIN.total_seconds())
    return f"{reporter_id or 0}:{digest.hex()}:{slot}"


def _hand_over_events(request: Request, draft: Draft, reporter: Person | None) -> list[Event]:
    data: dict[str, Value] = {"source": draft.source.value, "verified": not draft.is_unverified}
    if draft.sent_at:
        data["written"] = draft.sent_at.isoformat()
    who = reporter.id if reporter else None
    events = [Event(EventKind.HANDED_OVER, request.id, who, data, request.wish)]
    if request.owner_id is not None:
        events.append(_routed_event(request, who))
    return events


def _routed_event(request: Request, actor_id: int | None) -> Event:
    data: dict[str, Value] = {
        "owner": request.owner_id,
        "project": request.project_id,
        "policy": request.policy_name,
        "version": request.policy_version,
        "chosen_by": request.policy_by.value,
        **({"promised_by": request.promise.due_at.isoformat()} if request.promise else {}),
    }
    return Event(EventKind.ROUTED, request.id, actor_id, data)


def _answers_to_reporter(office: Office, request: Request, reporter: Person | None, now: datetime) -> list[Intention]:
    """The reporter's own confirmation, or the question whose it is; an outsider's goes to the fallback owner, or to who
    stands in.
    """
    fallback = office.cast_at(request, now).reachable(Role.FALLBACK) or office.workspace.fallback_owner_id
    asked = reporter.id if reporter else fallback
    if asked is None:
        return []
    if request.state is State.TRIAGE:
        purpose = Purpose.TRIAGE_QUESTION if request.perhaps_of is None else Purpose.AGAIN_QUESTION
        return [
            Intention(
                purpose,
                f"triage:{request.id}:{asked}",
                recipient_id=asked,
                request_id=request.id,
                in_office_hours=reporter is None,
            )
        ]
    return [confirmation(request, asked)]


def confirmation(request: Request, reporter_id: int) -> Intention:
    """The reporter's own message about it; once for each reporter."""
    key = f"confirmation:{request.id}:{reporter_id}"
    return Intention(Purpose.CONFIRMATION, key, recipient_id=reporter_id, request_id=request.id)


async def join(tx: Tx, known: Request, reporter: Person | None) -> bool:
    """Whether the forwarder is new to this request; then they get a confirmation of their own."""
    if reporter is None or reporter.id == known.reporter_id:
        return False
    if not await requests.join(tx.conn, tx.workspace_id, known.id, reporter.id, tx.now):
        return False
    await say(tx, [confirmation(known, reporter.id)])
    return True


async def route_to_project(
    tx: Tx, number: int, who: str, project_id: int, promised_what: str = "", promised_by: datetime | None = None
) -> Request:
    """The answer to "whose is it?": this project's. `promised_by` (UTC) is what the client was promised already."""
    held = await hold(tx, number, who, Action.ROUTE)
    project = held.office.directory.project(project_id)
    if project is None:
        raise UnknownProject(str(project_id))
    return await _route(tx, held, project.owner_id, project, _promised(promised_what, promised_by, tx.now))


async def route_to_person(
    tx: Tx, number: int, who: str, owner: str, promised_what: str = "", promised_by: datetime | None = None
) -> Request:
    """The answer to "whose is it?": that person's, whatever the project; else as `route_to_project`."""
    held = await hold(tx, number, who, Action.ROUTE)
    owner_id = able_owner(held.office, owner).id
    return await _route(tx, held, owner_id, None, _promised(promised_what, promised_by, tx.now))


async def route_as_new(tx: Tx, number: int, who: str) -> Request:
    """The answer to "again, or something new?": new. It goes to the project of the request that it might have been."""
    held = await hold(tx, number, who, Action.ROUTE)
    project = held.office.project_of(held.request)
    if project is None:
        raise life.TransitionRefused(held.request.state, life.On.ROUTED)
    return await _route(tx, held, project.owner_id, project, None)


async def _learn(tx: Tx, routed: Request, by: Person) -> None:
    """Keep, on the record, whose contact it was that nobody knew: their next mail finds its way by itself."""
    if routed.contact_id is None or routed.client_id is None:
        return
    if await directory.set_client_of_contact(tx.conn, tx.workspace_id, routed.contact_id, routed.client_id):
        data: dict[str, Value] = {"what": "contact", "contact": routed.contact_id, "client": routed.client_id}
        await tx.record(Event(EventKind.SET_UP, routed.id, by.id, data))


async def _route(tx: Tx, held: Held, owner_id: int, project: Project | None, promise: Promise | None) -> Request:
    office, request = held.office, held.request
    client_id = project.client_id if project else request.client_id
    routed = life.routed(
        request, owner_id=owner_id, client_id=client_id, project_id=project.id if project else None, now=tx.now
    )
    held_policy = office.newest[office.choice_of(project).name]
    routed = flags.chosen_again(routed, held_policy, office.newest.values())
    routed = replace(office.in_new_cycle(routed), perhaps_of=None)
    if promise is not None:
        routed = replace(routed, promise=promise, promises_made=promise.ordinal)
    await _learn(tx, routed, held.person)
    await tx.record(_routed_event(routed, held.person.id))
    (settled,) = await bring_up_to_date(tx, office, [routed])
    if settled.reporter_id is not None:
        await say(tx, [confirmation(settled, settled.reporter_id)])
    await redraw(tx, settled)
    return settled
