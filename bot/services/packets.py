"""A last look before a message about an absence is sent: what it shows by now, and whether it is still wanted."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import absences, audit, requests
from bot.domain.absences import Away, last_day
from bot.domain.handing import AbsenceFacts, PacketItem
from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, Kind, MovedBy, Purpose
from bot.domain.people import Person
from bot.services.absences import backup_of
from bot.services.calendars import zone_of
from bot.services.errors import UnknownPerson
from bot.services.looking import next_days, opening
from bot.services.office import Office, office_of
from bot.services.reading import facts_of
from bot.services.transaction import Tx

ABOUT_ABSENCES = frozenset({Purpose.PACKET, Purpose.HAND_BACK, Purpose.AWAY_QUESTION})
"""Messages that are about an absence, and not about one request."""


@dataclass(frozen=True, slots=True)
class AbsenceLook:
    """What the sender finds: facts to draw from, or why the message is not wanted, or when to look again."""

    facts: AbsenceFacts
    not_wanted: Withheld | None = None
    not_before: datetime | None = None
    moved_by: MovedBy = MovedBy.HOURS


async def look(tx: Tx, delivery: Delivery) -> AbsenceLook:
    """Look at one delivery about an absence, at the state of this moment."""
    office = await office_of(tx)
    intention = delivery.intention
    reader = office.people.get(intention.recipient_id or 0)
    if reader is None:
        raise UnknownPerson(str(intention.recipient_id))
    number = intention.facts.get("absence")
    away = await absences.get(tx.conn, tx.workspace_id, int(number)) if number is not None else None
    if intention.purpose is Purpose.PACKET:
        reader = replace(reader, introduced=not intention.facts.get("introduce"))
    facts = await _facts(tx, office, reader, away, delivery)
    gone = Withheld.NOBODY if not reader.is_colleague else None
    if intention.purpose is Purpose.PACKET and intention.kind is Kind.POST and not facts.open_items:
        gone = Withheld.SUPERSEDED
    if _tells_of_nothing(office, delivery, away, tx.now):
        gone = Withheld.SUPERSEDED
    if gone is not None:
        return AbsenceLook(facts, gone)
    later = _opening(office, reader, delivery, tx.now)
    if later is not None:
        return AbsenceLook(facts, not_before=later)
    return AbsenceLook(facts, not_before=await next_days(tx, office, reader, intention), moved_by=MovedBy.BUDGET)


def _tells_of_nothing(office: Office, delivery: Delivery, away: Away | None, now: datetime) -> bool:
    """Whether this would tell somebody only now of an absence that has been called off, or is over."""
    if delivery.intention.kind is not Kind.POST or not delivery.intention.facts.get("noted"):
        return False
    return away is None or away.ends_at <= now or all(one.id != away.id for one in office.absences)


def _opening(office: Office, reader: Person, delivery: Delivery, now: datetime) -> datetime | None:
    """When this may come. Whether somebody is away is what they are asked, or told: that alone does not wait for it."""
    if delivery.intention.purpose is Purpose.AWAY_QUESTION:
        office = replace(office, absences=())
    return opening(office, reader, delivery, now)


async def _facts(tx: Tx, office: Office, reader: Person, away: Away | None, delivery: Delivery) -> AbsenceFacts:
    person = office.people[away.person_id] if away is not None else reader
    named = away.stand_in_id if away is not None and away.stand_in_id else backup_of(office, person.id)
    return AbsenceFacts(
        reader=reader,
        now=tx.now,
        person=person,
        away=away,
        first_day=away.starts_at.astimezone(zone_of(person.zone)).date() if away is not None else None,
        last_day=last_day(away.ends_at, zone_of(person.zone)) if away is not None else None,
        stand_in=office.people.get(named or 0),
        set_by=office.people.get(away.set_by or 0) if away is not None else None,
        items=await _items(tx, office, reader, away, delivery) if away is not None else (),
        people=office.people,
    )


async def _items(tx: Tx, office: Office, reader: Person, away: Away, delivery: Delivery) -> tuple[PacketItem, ...]:
    intention = delivery.intention
    if intention.purpose is Purpose.HAND_BACK:
        found = await absences.items_of_absence(tx.conn, tx.workspace_id, away.id)
    elif intention.purpose is Purpose.PACKET:
        found = await absences.items_of_post(tx.conn, tx.workspace_id, intention.target_id or delivery.id)
    else:
        return ()
    answers = {item.request_id: item.answer for item in found}
    return tuple([await _item(tx, office, reader, away, number, said) for number, said in answers.items()])


async def _item(tx: Tx, office: Office, reader: Person, away: Away, number: int, said: str | None) -> PacketItem:
    request = await requests.get(tx.conn, tx.workspace_id, number)
    assert request is not None, "a packet refers to requests that are there"
    facts = await facts_of(tx, office, request)
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    offer = request.offer
    is_asked = offer is not None and offer.absence_id == away.id and offer.to_id == reader.id
    return PacketItem(replace(facts, people={**office.people, **facts.people}), tuple(events), said, is_asked)
