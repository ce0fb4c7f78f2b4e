"""All that is known of one person, colleague or contact or both."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from bot.db import directory, dossier, erasure, people
from bot.domain.events import PEOPLE_IN_EVENTS, EventKind
from bot.domain.forgetting import Naming
from bot.domain.people import Person
from bot.domain.routing import Contact, Directory
from bot.services import forgetting
from bot.services.errors import UnknownPerson
from bot.services.office import office_of
from bot.services.transaction import Tx

Dossier = dict[str, Any]
"""Sections by name; each holds rows, or names and values. Times are UTC."""

_PROMISING = {EventKind.TAKEN.value, EventKind.DATE_MOVED.value, EventKind.TOUCHED.value}


async def known_of(tx: Tx, email: str) -> Dossier:
    """All that is known of whoever has this address; raises UnknownPerson."""
    email = email.strip()
    person = await people.by_email(tx.conn, tx.workspace_id, email)
    contact = await directory.contact_by_email(tx.conn, tx.workspace_id, email)
    known: Dossier = {"asked_for": email}
    if person is not None:
        known["colleague"] = await _of_colleague(tx, person)
    if contact is not None:
        known["contact"] = await _of_contact(tx, contact)
    own = [row["number"] for row in known["contact"]["requests"]] if contact is not None else []
    known["elsewhere"] = await _elsewhere(tx, email, but=own)
    known["deliveries_waiting"] = await dossier.deliveries_naming(tx.conn, tx.workspace_id, email)
    if person is None and contact is None and not any((*known["elsewhere"].values(), known["deliveries_waiting"])):
        raise UnknownPerson(email)
    return known


async def _of_colleague(tx: Tx, person: Person) -> Dossier:
    conn, here = tx.conn, tx.workspace_id
    done = await dossier.events_by(conn, here, person.id)
    office = await office_of(tx)
    is_fallback = office.workspace.fallback_owner_id == person.id
    return {
        "profile": asdict(person),
        "parts": [*_parts(office.directory, person.id), *(["fallback owner"] if is_fallback else [])],
        "requests": await dossier.requests_of(conn, here, person.id),
        "touches": await dossier.touches_of(conn, here, person.id),
        "promises": [each for each in done if each["kind"] in _PROMISING and each["data"].get("due_at")],
        "calls": await dossier.calls_of(conn, here, person.id),
        "own_words": [each for each in done if each["words"]],
        "events_by_them": done,
        "events_about_them": await dossier.events_about(conn, here, PEOPLE_IN_EVENTS, person.id),
        "absences": await dossier.absences_of(conn, here, person.id),
        "messages_to_them": await dossier.messages_to(conn, here, person.id),
    }


async def _of_contact(tx: Tx, contact: Contact) -> Dossier:
    client = (await directory.directory(tx.conn, tx.workspace_id)).client(contact.client_id)
    return {
        "profile": asdict(contact) | {"client": client.name if client else None},
        "requests": await dossier.requests_of_contact(tx.conn, tx.workspace_id, contact.id),
        "touches": await dossier.touches_with(tx.conn, tx.workspace_id, contact.id),
        "record": await dossier.record_of(tx.conn, tx.workspace_id, contact.id),
        "events_about_them": await dossier.events_about(
            tx.conn, tx.workspace_id, dossier.CONTACTS_IN_EVENTS, contact.id
        ),
    }


async def _elsewhere(tx: Tx, email: str, *, but: Collection[int]) -> Dossier:
    """Where their address or name stands beside what is theirs: in the words of all requests `but` these, in the
    record and messages of others or of none, in the names of mails, as erasing would find them; and as the address
    through which a client writes.
    """
    plan = await forgetting.of_contact(tx, email)
    others = [number for number in plan.numbers if number not in but]
    naming, conn, here = plan.naming, tx.conn, tx.workspace_id
    clients = (await directory.directory(conn, here)).clients
    loose = [event_id for event_id, _ in await erasure.loose_record_texts(conn, here, naming.tokens)]
    record = [*await dossier.record_of_requests(conn, here, others), *await dossier.record_numbered(conn, here, loose)]
    messages = await dossier.messages_holding(conn, here, naming.tokens, but)
    mails = await dossier.mail_names_holding(conn, here, naming.by_address.tokens)
    return {
        "writes_for": [one.name for one in clients if (one.via or "").lower() == email.lower()],
        "requests": _naming(naming, await dossier.requests_numbered(conn, here, others)),
        "record": _naming(naming, record),
        "messages": _naming(naming, messages),
        "mail_names": [name for name in mails if naming.is_in(name)],
    }


def _naming(naming: Naming, rows: Iterable[dossier.Row]) -> dossier.Rows:
    """Those of the rows in which anything names them."""
    return [row for row in rows if any(naming.is_within(value) for value in row.values())]


def _parts(known: Directory, person_id: int) -> list[str]:
    """What somebody is named for in the set-up."""
    found = []
    for project in known.projects:
        client = known.client(project.client_id)
        where = f"{client.name}: {project.name}" if client else project.name
        named = {"owner": project.owner_id, "backup": project.backup_id, "lead": project.lead_id}
        found += [f"{part} of {where}" for part, whom in named.items() if whom == person_id]
    return found
