"""Being away: said by a command, a form or a status; ended early; handed back when it is over.

The use cases raise Refused, UnknownPerson, UnreadableDays, DaysRefused and IsAway; then nothing has changed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from bot.db import absences, outbox, requests
from bot.domain.absences import Away, last_day, may_set_away, met, said_anew, whole_days
from bot.domain.budget import IS_ANSWER
from bot.domain.events import Event, EventKind, Value
from bot.domain.handing import AbsenceFacts
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.people import Person
from bot.domain.permissions import Action, Refused
from bot.domain.statuses import looks_away
from bot.services.acting import able_owner
from bot.services.announcing import redrawn
from bot.services.calendars import zone_of
from bot.services.errors import IsAway, UnreadableDays
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, look_again_at_those_of, redraw, say
from bot.services.transaction import Tx
from bot.services.typed_days import Days, read_days


@dataclass(frozen=True, slots=True)
class Status:
    """What somebody's Slack status says; `expires_at` is UTC, None where it stays."""

    text: str
    emoji: str
    expires_at: datetime | None


async def say_away(
    tx: Tx, who: str, *, person: str | None = None, days: Days | str, stand_in: str | None = None
) -> AbsenceFacts:
    """Somebody is away on these days, typed ones included; `stand_in` looks after things, else the backup.

    `person` is whose absence it is, by Slack id; None: one's own. Days that overlap an absence take its place.
    """
    office = await office_of(tx)
    by, whose = office.person(who), able_owner(office, person or who)
    if not may_set_away(by, whose, office.directory.projects):
        raise Refused(Action.SET_AWAY, None, by.id)
    zone = zone_of(whose.zone)
    today = tx.now.astimezone(zone).date()
    if isinstance(days, str):
        days = read_days(days, today)
    starts_at, ends_at = whole_days(days.first or today, days.last, zone, tx.now)
    stand_in_id = _stand_in(office, whose, stand_in, max(starts_at, tx.now))
    away = await _noted(tx, office, Away(0, whose.id, starts_at, ends_at, stand_in_id, by.id))
    before = [one for one in met(_ahead(office, whose, tx.now), starts_at, ends_at) if not _is_same(one, away)]
    data: dict[str, Value] = {"stand_in": away.stand_in_id}
    if before:
        data |= {"was_from": before[0].starts_at.isoformat(), "was_until": before[-1].ends_at.isoformat()}
    await _changed(tx, away, whose, by, data)
    if by.id != whose.id:
        await _tell(tx, whose, away)
    days_before = tuple((one.starts_at.astimezone(zone).date(), last_day(one.ends_at, zone)) for one in before)
    return replace(_facts(await office_of(tx), by, whose, away, tx.now), before=days_before)


def _ahead(office: Office, whose: Person, now: datetime) -> list[Away]:
    """Their absences that are not yet over."""
    return [one for one in office.absences_of(whose.id) if one.ends_at > now]


def _is_same(one: Away, other: Away) -> bool:
    return (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)


def _stand_in(office: Office, whose: Person, slack_id: str | None, at: datetime) -> int | None:
    """Who looks after things; raises UnknownPerson for whoever can't, and IsAway for whoever is away by then."""
    if slack_id is None or slack_id == whose.slack_id:
        return None
    person = able_owner(office, slack_id)
    absence = office.calendar(person.id).absence_at(at)
    if absence is not None:
        raise IsAway(person.first_name, absence.end)
    return person.id


async def _noted(tx: Tx, office: Office, new: Away) -> Away:
    """Store it; where it overlaps or touches what is known, and not yet over, that changes."""
    same = met(_ahead(office, office.people[new.person_id], tx.now), new.starts_at, new.ends_at)
    starts_at, ends_at = said_anew(same, new.starts_at, new.ends_at, tx.now)
    if not same:
        return replace(new, id=await absences.add(tx.conn, tx.workspace_id, new, tx.now))
    first, *others = same
    stand_in_id = new.stand_in_id if new.stand_in_id is not None else first.stand_in_id
    values = {"starts_at": starts_at, "ends_at": ends_at, "stand_in_id": stand_in_id, "set_by": new.set_by}
    await absences.change(tx.conn, tx.workspace_id, first.id, **values)
    for one in others:
        await absences.change(tx.conn, tx.workspace_id, one.id, cancelled_at=tx.now)
        await _redraw_about(tx, one.id, {"absence": first.id, "answered": "joined"})
    await _return_at(tx, first.id, ends_at)
    return Away(first.id, new.person_id, starts_at, ends_at, stand_in_id, new.set_by)


async def _return_at(tx: Tx, absence_id: int, until: datetime) -> None:
    """What is lent or offered for this absence goes back when that ends by now; its packets say so."""
    held = []
    for number in await absences.lent(tx.conn, tx.workspace_id, absence_id):
        request = await requests.locked(tx.conn, tx.workspace_id, number)
        if request is None:
            continue
        loan, offer = request.loan, request.offer
        if loan is not None and loan.absence_id == absence_id:
            request = replace(request, loan=replace(loan, until=until))
        if offer is not None and offer.absence_id == absence_id:
            request = replace(request, offer=replace(offer, until=until))
        held.append(request)
    await redraw(tx, *await bring_up_to_date(tx, await office_of(tx), held))


async def _changed(tx: Tx, away: Away, whose: Person, by: Person, more: dict[str, Value]) -> None:
    """On the record; and every request that this touches is looked at again."""
    data: dict[str, Value] = {
        "person": whose.id,
        "starts_at": away.starts_at.isoformat(),
        "ends_at": away.ends_at.isoformat(),
        **more,
    }
    await tx.record(Event(EventKind.AWAY, None, by.id, data))
    await look_again_at_those_of(tx, await office_of(tx), whose.id)


async def _tell(tx: Tx, whose: Person, away: Away) -> None:
    """Whoever others said is away hears of it in the hours in which they usually work, and can end it."""
    facts: dict[str, str | int | bool | None] = {"absence": away.id, "noted": True}
    key = f"away-noted:{away.id}:{tx.now.isoformat()}"
    await say(tx, [Intention(Purpose.AWAY_QUESTION, key, recipient_id=whose.id, in_office_hours=True, facts=facts)])


async def _say_it_is_over(tx: Tx, absence_id: int) -> None:
    """The messages that show this absence, and buttons to end it, say that it is over."""
    await _redraw_about(tx, absence_id, {"absence": absence_id, "over": True})


async def _redraw_about(tx: Tx, absence_id: int, facts: dict[str, str | int | bool | None]) -> None:
    about = await outbox.messages_about_absence(tx.conn, tx.workspace_id, Purpose.AWAY_QUESTION, absence_id)
    edits = [redrawn(Purpose.AWAY_QUESTION, post, person, absence_id, tx) for post, person in about]
    await say(tx, [replace(edit, facts=facts) for edit in edits])


async def come_back(tx: Tx, who: str, *, person: str | None = None, absence_id: int | None = None) -> AbsenceFacts:
    """The present absence ends now, or the one to come is called off; facts without an absence where there is none."""
    office = await office_of(tx)
    by, whose = office.person(who), able_owner(office, person or who)
    if absence_id is not None:
        known = [one for one in office.absences if one.id == absence_id]
        whose = office.people[known[0].person_id] if known else whose
    if not may_set_away(by, whose, office.directory.projects):
        raise Refused(Action.SET_AWAY, None, by.id)
    ahead = [one for one in office.absences_of(whose.id) if one.ends_at > tx.now and absence_id in {None, one.id}]
    if not ahead:
        return _facts(office, by, whose, None, tx.now)
    first = ahead[0]
    has_begun = first.starts_at <= tx.now
    values = {"ends_at": tx.now} if has_begun else {"cancelled_at": tx.now}
    await absences.change(tx.conn, tx.workspace_id, first.id, **values)
    await _changed(tx, replace(first, ends_at=max(tx.now, first.starts_at)), whose, by, {"back": True})
    await _say_it_is_over(tx, first.id)
    return _facts(await office_of(tx), by, whose, first, tx.now)


async def present(tx: Tx, who: str) -> AbsenceFacts:
    """One's own absence, the present one or the next; and the backup who hears meanwhile where nobody is named."""
    office = await office_of(tx)
    reader = office.person(who)
    ahead = _ahead(office, reader, tx.now)
    return _facts(office, reader, reader, ahead[0] if ahead else None, tx.now)


def _facts(office: Office, reader: Person, whose: Person, away: Away | None, now: datetime) -> AbsenceFacts:
    named = away.stand_in_id if away is not None and away.stand_in_id is not None else backup_of(office, whose.id)
    return AbsenceFacts(
        reader=reader,
        now=now,
        person=whose,
        away=away,
        first_day=away.starts_at.astimezone(zone_of(whose.zone)).date() if away is not None else None,
        last_day=last_day(away.ends_at, zone_of(whose.zone)) if away is not None else None,
        stand_in=office.people.get(named or 0),
        set_by=office.people.get(away.set_by or 0) if away is not None else None,
    )


def backup_of(office: Office, person_id: int) -> int | None:
    """The backup of the first project that this person owns."""
    owned = (one for one in office.directory.projects if one.owner_id == person_id)
    return next((one.backup_id for one in owned if one.backup_id not in {None, person_id}), None)


async def notice_status(tx: Tx, slack_id: str, status: Status) -> None:
    """A status that looks like an absence is asked about, once; nothing is taken for granted."""
    office = await office_of(tx)
    person = office.person(slack_id)
    asked = await absences.status_asked_about(tx.conn, tx.workspace_id, person.id)
    expired = status.expires_at is not None and status.expires_at <= tx.now
    if expired or not looks_away(status.text, status.emoji):
        if asked:
            await absences.note_status(tx.conn, tx.workspace_id, person.id, "", tx.now)
        return
    digest = sha256(f"{status.text}|{status.emoji}|{status.expires_at}".encode()).hexdigest()[:16]
    if asked == digest or person.is_guest or not await _takes_part(tx, office, person):
        return
    await absences.note_status(tx.conn, tx.workspace_id, person.id, digest, tx.now)
    if _is_known(office, person, status, tx.now):
        return
    until = last_day(status.expires_at, zone_of(person.zone)).isoformat() if status.expires_at else None
    key = f"away-question:{person.id}:{digest}:{tx.now.isoformat()}"
    await say(
        tx, [Intention(Purpose.AWAY_QUESTION, key, recipient_id=person.id, facts={"until": until, IS_ANSWER: True})]
    )


def _is_known(office: Office, person: Person, status: Status, now: datetime) -> bool:
    """Whether it is on record already that they are away, for as long as the status says."""
    until = status.expires_at or now
    return any(one.covers(now) and until <= one.ends_at for one in office.absences_of(person.id))


async def _takes_part(tx: Tx, office: Office, person: Person) -> bool:
    """Whether anybody would miss them here."""
    projects = office.directory.projects
    if any(person.id in {one.owner_id, one.backup_id, one.lead_id} for one in projects):
        return True
    return bool(await requests.owned_by(tx.conn, tx.workspace_id, person.id))


async def answer_question(tx: Tx, who: str, *, until: str | None) -> AbsenceFacts | None:
    """The answer to the question about a status: away until that day (ISO 8601), or not away (None)."""
    office = await office_of(tx)
    person = office.person(who)
    said = None
    if until is not None:
        try:
            last = date.fromisoformat(until)
        except ValueError:
            raise UnreadableDays(until) from None
        said = await say_away(tx, who, days=Days(None, _last_known(office, person, last, tx.now)))
    noted = said.away.id if said is not None and said.away is not None else None
    await _redraw_question(tx, person, {"answered": until or "no", "absence": noted})
    return said


def _last_known(office: Office, person: Person, last: date, now: datetime) -> date:
    """The last day of an absence that goes on until `last`, or beyond it as it is noted: a status ends none earlier."""
    zone = zone_of(person.zone)
    days = whole_days(now.astimezone(zone).date(), last, zone, now)
    return max([last, *(last_day(one.ends_at, zone) for one in met(_ahead(office, person, now), *days))])


async def _redraw_question(tx: Tx, person: Person, facts: dict[str, str | int | bool | None]) -> None:
    post_id = await outbox.latest_post(tx.conn, tx.workspace_id, person.id, Purpose.AWAY_QUESTION)
    if post_id is not None:
        key = f"redraw:{post_id}:{tx.now.isoformat()}"
        edit = Intention(
            Purpose.AWAY_QUESTION, key, kind=Kind.UPDATE, target_id=post_id, recipient_id=person.id, facts=facts
        )
        await say(tx, [edit])


async def hand_back(tx: Tx) -> datetime | None:
    """Hand back what was looked after in absences that are over, of any workspace; returns when the next ends (UTC)."""
    next_at = await absences.next_over_at(tx.conn)
    if next_at is None or next_at > tx.now:
        return next_at
    for workspace_id, away in await absences.over(tx.conn, tx.now):
        await _hand_back_one(replace(tx, workspace_id=workspace_id), away)
    return await absences.next_over_at(tx.conn)


async def _hand_back_one(tx: Tx, away: Away) -> None:
    await absences.change(tx.conn, tx.workspace_id, away.id, handed_back_at=tx.now)
    await _say_it_is_over(tx, away.id)
    held = [
        request
        for number in await absences.lent(tx.conn, tx.workspace_id, away.id)
        if (request := await requests.locked(tx.conn, tx.workspace_id, number)) is not None
    ]
    await bring_up_to_date(tx, await office_of(tx), held)
    items = await absences.items_of_absence(tx.conn, tx.workspace_id, away.id)
    edits = {item.post_id: item.person_id for item in items}
    await say(tx, [redrawn(Purpose.PACKET, post, person, away.id, tx) for post, person in edits.items()])
    if items:
        facts: dict[str, str | int | bool | None] = {"absence": away.id}
        key = f"hand-back:{away.id}:{away.ends_at.isoformat()}"
        back = Intention(Purpose.HAND_BACK, key, recipient_id=away.person_id, in_office_hours=True, facts=facts)
        await say(tx, [back])
