"""Copies of our own mails to clients: seen, noted, and asked about; what they mean, people say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.db import outbox, request_mails, requests
from bot.domain import life
from bot.domain.events import Event, EventKind, Value
from bot.domain.keeping import counts_unasked, perhaps_about, wanting_contact
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.people import Person
from bot.domain.permissions import Action, Refused, may
from bot.domain.request import Evidence, Request, State, TouchChannel, Turn
from bot.domain.routing import Project
from bot.domain.touch import Copy
from bot.domain.understanding import Arrived
from bot.services import keeping
from bot.services.errors import NotFound, Stale
from bot.services.handing_over import Became, HandedOver, digest_of
from bot.services.mail_reading import Letter, Ours
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, redraw, say
from bot.services.projects import taking_part
from bot.services.transaction import Tx

ASK_AGAIN_AFTER_DAYS = 5
"""Working days after which the client would be asked again, where nobody says otherwise."""

MOST_CANDIDATES = 10
MOST_PROJECTS = 5
_MOST_IN_A_THREAD = 30

Facts: TypeAlias = Mapping[str, str | int | bool | None]


def copy_of(letter: Letter) -> Copy:
    """The copy that a letter of ours is; raises NotFound for any other."""
    if letter.ours is None:
        raise NotFound(0)
    evidence = Evidence.AUTHENTICATED if letter.is_authenticated else Evidence.COPY_SEEN
    return Copy(letter.ids[0], letter.ours.author.id, letter.brought_by, evidence, letter.written_at)


# --- which request it is about ---------------------------------------------------------------------------------------


async def likeliest(tx: Tx, ours: Ours) -> Request | None:
    """The one request that a mail of ours is about by whom it was written to; None where there are several, or none."""
    ranked = await _ranked(tx, ours)
    best = [request for rank, request in ranked if rank == ranked[0][0]]
    return best[0] if len(best) == 1 and ranked[0][0] != _NOTHING_FITS else None


_NOTHING_FITS = (True, True)


async def _ranked(tx: Tx, ours: Ours) -> list[tuple[tuple[bool, bool], Request]]:
    """What somebody has for these clients, the likeliest first: what a recipient wants, then what its author owns."""
    recipients = set(ours.recipients)
    found = [
        ((address not in recipients, request.owner_id != ours.author.id), request)
        for request, address in await request_mails.live_of_clients(tx.conn, tx.workspace_id, ours.clients)
    ]
    return sorted(found, key=lambda each: each[0])


async def ask_which(tx: Tx, office: Office, letter: Letter, sent_to: Project | None) -> None:
    """Ask whoever brought it which request it is about, among those that they may see; where none is, say so.

    Last come those that ask for contact with the client: a mail of ours may be just that, if somebody says so. So it
    may before that is asked for, in the projects that want contact; there a verified mail counts by itself.
    """
    ours, sender = letter.ours, letter.sender
    if ours is None or sender is None:
        return
    copy = copy_of(letter)
    ranked = [request for _, request in await _ranked(tx, ours)]
    candidates = [one for one in ranked if await _may_see(tx, office, one, sender)][:MOST_CANDIDATES]
    in_touch = await request_mails.keeping_in_touch_with(tx.conn, tx.workspace_id, ours.clients)
    candidates += [one for one in in_touch if _may_end(tx, office, one, sender)][:MOST_CANDIDATES]
    asked_for = {one.project_id for one in in_touch}
    perhaps = perhaps_about(office.directory.projects, ours.clients, sent_to)
    named = [one for one in wanting_contact(perhaps) if one.id not in asked_for]
    about = (await taking_part(tx, office, sender, named, Action.TOUCH_PROJECT))[:MOST_PROJECTS]
    key = digest_of(f"{letter.digest.hex()}:{letter.own_id or letter.sent or letter.ids[0]}").hex()
    facts = _facts_of_question(letter, copy, ours) | {"key": key, "candidates": _ids(candidates), "about": _ids(about)}
    counts = not candidates and bool(about) and counts_unasked(copy.evidence, perhaps)
    if counts:
        facts["in_touch"] = about[0].id
    (is_new,) = await say(tx, [Intention(Purpose.WHICH_COPY, f"which:{key}", recipient_id=sender.id, facts=facts)])
    if counts and is_new is not None:
        await keeping.note_copy(tx, office, about[0], copy, sender.id)


def _ids(listed: Sequence[Request] | Sequence[Project]) -> str:
    return ",".join(str(one.id) for one in listed)


def _facts_of_question(letter: Letter, copy: Copy, ours: Ours) -> dict[str, str | int | bool | None]:
    """All that is needed to take the copy once somebody has said what it is about."""
    kept: dict[str, Any] = {
        "ids": letter.ids,
        "thread": sorted(letter.draft.thread)[:_MOST_IN_A_THREAD],
        "digest": letter.digest.hex(),
        "own_id": letter.own_id,
        "sent": letter.sent,
        "written_at": letter.written_at.isoformat() if letter.written_at else None,
        "evidence": copy.evidence.value,
    }
    clients = [address for address in ours.recipients if address]
    return {
        "author": copy.author_id,
        "brought_by": copy.brought_by,
        "to": clients[0] if clients else "",
        "subject": (letter.draft.subject or "")[:150],
        "mail": json.dumps(kept),
    }


async def _may_see(tx: Tx, office: Office, request: Request, person: Person) -> bool:
    joined = frozenset(await requests.joined(tx.conn, tx.workspace_id, request.id))
    return may(person, Action.SEE, office.cast_at(request, tx.now), joined=joined, request=request)


def _may_end(tx: Tx, office: Office, request: Request, person: Person) -> bool:
    return may(person, Action.RECORD_TOUCH, office.cast_at(request, tx.now), joined=frozenset(), request=request)


async def is_about(tx: Tx, number: int, key: str, who: str) -> Request | None:
    """The answer to "which one was your mail about?": request `number`, or 0 for none of them, which changes nothing.

    Raises NotFound, Refused for anybody but the one who was asked, Stale where the mail has found its place already.
    """
    office = await office_of(tx)
    question = await _asked(tx, office, key, who)
    if number and not question.offers("candidates", number):
        raise Refused(Action.RECORD_TOUCH, number, question.reader.id)
    settled = await _place(tx, office, number, question.facts, question.reader) if number else None
    await _answer(tx, question, key, {"answered": number})
    return settled


async def is_contact(tx: Tx, project_id: int, key: str, who: str) -> None:
    """The other answer: it was contact with the client about this project as such.

    Raises NotFound, Refused for anybody but the one who was asked about that project, Stale where it was answered.
    """
    office = await office_of(tx)
    question = await _asked(tx, office, key, who)
    project = office.directory.project(project_id)
    if project is None or not question.offers("about", project_id):
        raise Refused(Action.TOUCH_PROJECT, None, question.reader.id)
    await keeping.note_copy(tx, office, project, _kept_copy(question.facts), question.reader.id)
    await _answer(tx, question, key, {"in_touch": project_id})


@dataclass(frozen=True, slots=True)
class _Question:
    """What somebody was asked about a copy: in which message, who, and all that is known of the mail."""

    post_id: int
    reader: Person
    facts: Facts

    def offers(self, choice: str, number: int) -> bool:
        return str(number) in str(self.facts.get(choice) or "").split(",")


async def _asked(tx: Tx, office: Office, key: str, who: str) -> _Question:
    person = office.person(who)
    asked = await outbox.asked(tx.conn, tx.workspace_id, f"which:{key}")
    if asked is None:
        raise NotFound(0)
    post_id, recipient_id, facts = asked
    if recipient_id != person.id:
        raise Refused(Action.RECORD_TOUCH, None, person.id)
    if "answered" in facts or "in_touch" in facts:
        raise Stale(int(facts.get("answered") or 0))
    return _Question(post_id, person, facts)


async def _answer(tx: Tx, question: _Question, key: str, answer: dict[str, int]) -> None:
    answered = Intention(
        Purpose.WHICH_COPY,
        f"which:{key}:answered",
        kind=Kind.UPDATE,
        target_id=question.post_id,
        recipient_id=question.reader.id,
        facts={**question.facts, **answer},
    )
    await say(tx, [answered])
    await outbox.settle_question(tx.conn, tx.workspace_id, question.post_id, answered.facts)


async def _place(tx: Tx, office: Office, number: int, facts: Facts, person: Person) -> Request:
    kept, copy = json.loads(str(facts["mail"])), _kept_copy(facts)
    digest = bytes.fromhex(kept["digest"])
    arrived = Arrived(kept["own_id"], kept["sent"], copy.brought_by, tx.now, copy.written_at)
    await requests.hold_subject(tx.conn, tx.workspace_id, 0, kept["digest"])
    if await request_mails.number_of_same(tx.conn, tx.workspace_id, kept["ids"], digest, arrived) is not None:
        raise Stale(number)
    request = await requests.locked(tx.conn, tx.workspace_id, number)
    if request is None:
        raise NotFound(number)
    project = office.project_of(request)
    if request.is_keeping_in_touch and project is not None:  # what the client answers is about something else
        return await keeping.note_copy(tx, office, project, copy, person.id) or request
    await request_mails.note_thread(tx.conn, tx.workspace_id, number, kept["thread"])
    for external_id in kept["ids"]:
        await request_mails.note_mail(
            tx.conn,
            tx.workspace_id,
            number,
            external_id=external_id,
            words_digest=digest,
            arrived=arrived,
        )
    return (await seen(tx, office, copy, request)).request


def _kept_copy(facts: Facts) -> Copy:
    """The copy as the question about it kept it."""
    kept = json.loads(str(facts["mail"]))
    written_at = datetime.fromisoformat(kept["written_at"]) if kept["written_at"] else None
    brought_by = facts["brought_by"]
    return Copy(
        kept["ids"][0],
        int(facts["author"] or 0),
        None if brought_by is None else int(brought_by),
        Evidence(kept["evidence"]),
        written_at,
    )


# --- what it does ----------------------------------------------------------------------------------------------------


async def seen(tx: Tx, office: Office, copy: Copy, request: Request) -> HandedOver:
    """The client has heard from us. Whoever wrote the mail is asked whose turn it is; until then it stays ours."""
    after = life.copy_seen(request, tx.now, copy.written_at)
    await requests.add_touch(
        tx.conn,
        tx.workspace_id,
        request.id,
        channel=TouchChannel.MAIL,
        evidence=copy.evidence,
        turn=Turn.OURS,
        person_id=copy.author_id,
        at=copy.written_at or tx.now,
    )
    data: dict[str, Value] = {
        "channel": TouchChannel.MAIL.value,
        "turn": Turn.OURS.value,
        "written": copy.written_at.isoformat() if copy.written_at else None,
        "evidence": copy.evidence.value,
        "until": request.promise.due_at.isoformat() if request.promise else None,
        "author": copy.author_id,
    }
    await tx.record(Event(EventKind.TOUCHED, request.id, copy.brought_by or copy.author_id, data))
    (settled,) = await bring_up_to_date(tx, office, [after])
    await redraw(tx, settled)
    if copy.evidence is Evidence.AUTHENTICATED:  # an address can be forged, and no such mail closes anything
        await keeping.end_if_asked(tx, office, settled.project_id)
    if request.state is not State.WAITING:
        await say(tx, [_whose_turn(tx, office, copy, after)])
    await _thank(tx, copy, request)
    return HandedOver(settled, Became.COPY)


def _whose_turn(tx: Tx, office: Office, copy: Copy, request: Request) -> Intention:
    ask_again = office.calendar(copy.author_id).add_working_days(tx.now, ASK_AGAIN_AFTER_DAYS)
    seen_at = request.touched_at or tx.now
    return Intention(
        Purpose.COPY_QUESTION,
        f"copy:{copy.external_id}",
        recipient_id=copy.author_id,
        request_id=request.id,
        facts={"ask_again": ask_again.isoformat(), "seen_at": seen_at.isoformat(), "author": copy.author_id},
    )


async def thank(tx: Tx, request: Request, letter: Letter) -> None:
    """A copy that is noted already, brought once more: whoever brings it is told that it is."""
    await _thank(tx, copy_of(letter), request)


async def _thank(tx: Tx, copy: Copy, request: Request) -> None:
    """Tell whoever forwarded a colleague's mail that it is noted, once for each mail."""
    if copy.brought_by is None or copy.brought_by == copy.author_id:
        return
    noted = Intention(
        Purpose.COPY_NOTED,
        f"noted:{copy.external_id}",
        recipient_id=copy.brought_by,
        request_id=request.id,
        facts={"author": copy.author_id},
    )
    await say(tx, [noted])
