"""Forgetting a contact, a colleague, or the words of a request: what would go, and taking it.

Each request is a transaction of its own, so that this can be broken off and begun again; the row of whoever is
forgotten goes last, for by it the requests are found. The events stay, and so does what seals them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.db import audit, directory, erasure, erasure_messages, erasure_people, people, requests
from bot.db.erasure_messages import Kept, Unedited
from bot.domain.events import Event, EventKind, Value
from bot.domain.forgetting import (
    ERASED_ON,
    ERASING,
    OF_SEVERAL,
    TEXTS,
    Cause,
    Gone,
    Naming,
    is_mail_of,
    is_telling,
    left_of_facts,
    left_of_key,
    left_of_message,
    own_words,
    without_mails_of,
    without_own_words,
)
from bot.domain.outbox import DeliveryState, Intention, Kind, Purpose
from bot.domain.people import FORMER_COLLEAGUE, Person
from bot.domain.request import State
from bot.domain.routing import Contact
from bot.services import roster
from bot.services.errors import NotFound, UnknownPerson
from bot.services.progressing import SHOWN_ON, redraw, say
from bot.services.transaction import Tx

__all__ = [
    "Plan",
    "Unedited",
    "again",
    "finish",
    "forget_in",
    "forget_placeless",
    "of_contact",
    "of_person",
    "of_request",
    "rehearse",
    "unedited",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be forgotten. All words of the requests `whole` go; in those of `partly` what names somebody, and
    their own words. `states` tells how the former stand. `still` is what a colleague has yet to hand on.
    """

    cause: Cause
    whole: tuple[int, ...]
    partly: tuple[int, ...] = ()
    naming: Naming = field(default_factory=Naming)
    contact: Contact | None = None
    person: Person | None = None
    address: str | None = None
    states: Mapping[int, State] = field(default_factory=dict)
    still: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """All requests that are looked into, in the order in which that happens."""
        return (*self.whole, *self.partly)


# --- what would go ---------------------------------------------------------------------------------------------------


async def of_contact(tx: Tx, address: str) -> Plan:
    """Somebody at a client: all words of the requests whose contact they are, what they wrote about others, and their
    address and name wherever they stand.
    """
    address = address.strip().lower()
    contact = await directory.contact_by_email(tx.conn, tx.workspace_id, address)
    if contact is None:
        return replace(await _of_requests(tx, Cause.CONTACT, [], Naming.of(address)), address=address)
    own = await erasure.numbers_of_contact(tx.conn, tx.workspace_id, contact.id)
    plan = await _of_requests(tx, Cause.CONTACT, own, Naming.of(address, contact.phone, whole_name=contact.name))
    wrote = set(await erasure.written_about_by(tx.conn, tx.workspace_id, contact.id)) - set(plan.whole)
    return replace(plan, partly=tuple(sorted({*plan.partly, *wrote})), contact=contact, address=address)


async def of_request(tx: Tx, number: int, cause: Cause = Cause.REQUEST) -> Plan:
    """The words of one request, and of what was found to be the same; raises NotFound."""
    plan = await _of_requests(tx, cause, [number], Naming())
    if number not in plan.states:
        raise NotFound(number)
    return plan


async def of_person(tx: Tx, who: str) -> Plan:
    """A colleague, by address or Slack id: their name, and their own words; raises UnknownPerson."""
    who = who.strip()
    person = await people.by_slack_id(tx.conn, tx.workspace_id, who)
    person = person or await people.by_email(tx.conn, tx.workspace_id, who)
    if person is None:
        raise UnknownPerson(who)
    naming = Naming.of(person.email, person.slack_id, whole_name=person.name, instead=FORMER_COLLEAGUE, ours=True)
    naming = replace(naming, part_in=await erasure_people.part_in(tx.conn, tx.workspace_id, person.id))
    named = await _naming(tx, naming)
    spoken = await erasure.spoken_by(tx.conn, tx.workspace_id, person.id)
    still = await erasure_people.still_needed(tx.conn, tx.workspace_id, person.id)
    written_to = await erasure.written_to(tx.conn, tx.workspace_id, person.id)
    partly = tuple(sorted({*named, *spoken, *written_to}))
    return Plan(Cause.PERSON, (), partly, naming, person=person, states={}, still=tuple(still))


async def _naming(tx: Tx, naming: Naming) -> set[int]:
    """The requests in which somebody may be named; by a first name only where they have a part."""
    named = set(await erasure.naming(tx.conn, tx.workspace_id, naming.tokens))
    if naming.first_name is None:
        return named
    by_first_name = await erasure.naming(tx.conn, tx.workspace_id, (), [naming.first_name])
    return named | set(by_first_name if naming.part_in is None else naming.part_in.intersection(by_first_name))


async def _of_requests(tx: Tx, cause: Cause, numbers: Sequence[int], naming: Naming) -> Plan:
    whole = await erasure.matter_of(tx.conn, tx.workspace_id, numbers)
    named = await _naming(tx, naming)
    states = await erasure.states_of(tx.conn, tx.workspace_id, whole)
    return Plan(cause, tuple(whole), tuple(sorted(named - set(whole))), naming, states=states)


async def again(tx: Tx, plan: Plan) -> Plan:
    """What has come to name somebody while they were being forgotten: messages that were drawn meanwhile."""
    return replace(plan, whole=(), partly=tuple(sorted(await _naming(tx, plan.naming))))


async def rehearse(tx: Tx, plan: Plan, number: int | None) -> Gone:
    """What would go from request `number`, or with None at the end; nothing is changed."""
    trial = replace(tx, recorded=[], queued=[])
    async with tx.conn.begin_nested() as point:
        gone = await (finish(trial, plan) if number is None else forget_in(trial, plan, number))
        await point.rollback()
    return gone


async def at_work(tx: Tx, plan: Plan) -> int:
    """How many deliveries from Slack that name them are being worked on: those were left."""
    return await erasure.inbox_at_work(tx.conn, tx.workspace_id, plan.naming)


async def unedited(tx: Tx) -> list[Unedited]:
    """Messages in Slack whose words were to go, and have not yet, or can't."""
    return await erasure_messages.unedited(tx.conn, tx.workspace_id)


# --- one request -----------------------------------------------------------------------------------------------------


async def forget_in(tx: Tx, plan: Plan, number: int) -> Gone:
    """Take out of one request what the plan says, and put that on the record; nothing happens the second time."""
    texts = await erasure.texts_of(tx.conn, tx.workspace_id, number)
    if texts is None:
        return Gone()
    is_whole = number in plan.whole
    about = await erasure_messages.of_request(tx.conn, tx.workspace_id, number)
    if is_whole:
        gone = await _all_words(tx, plan, number, texts)
        still = about if gone else [one for one in about if one.purpose not in OF_SEVERAL]
        gone += await _messages(tx, plan, still, is_whole=True)
    else:
        gone, own = await _what_names(tx, plan, number, texts)
        about += await _besides(tx, number, about) if own else []
        is_told = bool(gone) or number in (plan.naming.part_in or ())
        # A file of the log holds what has gone, and can only go whole.
        logs = [one for one in about if one.is_log and is_told]
        gone += await _messages(tx, plan, logs, is_whole=True)
        gone += await _messages(tx, plan, [one for one in about if one not in logs], is_whole=False, own=own)
    if is_whole and gone:
        gone += await _entries(tx, number)
    if gone:
        await tx.record(Event(EventKind.ERASED, number, data=_data(plan, gone)))
    return gone


async def forget_placeless(tx: Tx, before: datetime, limit: int) -> Gone:
    """Take words that belong to no request, and came before that moment, since they were kept long enough: of some
    questions about mails that nobody placed, of deliveries that were given up, of contacts that no request asked for.
    """
    plan = Plan(Cause.RETENTION, ())
    questions = await erasure_messages.questions_of_mails(tx.conn, tx.workspace_id, before, limit)
    gone = await _messages(tx, plan, questions, is_whole=True)
    said = await erasure.loose_texts_before(tx.conn, tx.workspace_id, before)
    gone += Gone(
        record=await erasure.drop_record_texts_of(tx.conn, tx.workspace_id, said),
        inbox=await erasure.empty_given_up(tx.conn, tx.workspace_id, before),
    )
    if gone:
        await tx.record(Event(EventKind.ERASED, data=_data(plan, gone)))
    return gone


async def _all_words(tx: Tx, plan: Plan, number: int, texts: Mapping[str, Any]) -> Gone:
    count = sum(bool(texts[name]) for name in TEXTS) + sum(len(texts[name]) for name in erasure.FILES)
    names = await erasure.mail_names(tx.conn, tx.workspace_id, number)
    asked = await erasure_messages.holding_mails(tx.conn, tx.workspace_id, number, names)
    gone = await _messages(tx, plan, asked, is_whole=True)
    gone += Gone(
        texts=count,
        record=await erasure.drop_record_texts(tx.conn, tx.workspace_id, number),
        mails=await erasure.drop_mail_names(tx.conn, tx.workspace_id, number),
    )
    contact_id = plan.contact.id if plan.contact else None
    empty: dict[str, Any] = dict.fromkeys(TEXTS) | {name: [] for name in erasure.FILES}
    if gone or contact_id:
        at = tx.now if gone else None
        await erasure.write_texts(tx.conn, tx.workspace_id, number, empty, erased_at=at, but_contact=contact_id)
    return gone


async def _entries(tx: Tx, number: int) -> Gone:
    """Take a request out of messages about several, such as digests, and out of questions whether it is another one."""
    shown = Plan(Cause.REQUEST, (number,))
    listing = await erasure_messages.naming_request(tx.conn, tx.workspace_id, number)
    gone = await _messages(tx, shown, listing, is_whole=False)
    for other in await erasure.asked_about(tx.conn, tx.workspace_id, [number]):
        questions = await erasure_messages.of_request(tx.conn, tx.workspace_id, other)
        gone += await _messages(tx, shown, questions, is_whole=False)
    return gone


async def _besides(tx: Tx, number: int, known: Collection[Kept]) -> list[Kept]:
    """Messages about no single request that name this one, beside those that are `known`."""
    ids = {one.id for one in known}
    naming = await erasure_messages.naming_request(tx.conn, tx.workspace_id, number)
    return [one for one in naming if one.id not in ids]


async def _what_names(tx: Tx, plan: Plan, number: int, texts: Mapping[str, Any]) -> tuple[Gone, list[str]]:
    """Blank what names somebody, and take their own words; with those words, for messages quote them."""
    events = await audit.events_of(tx.conn, tx.workspace_id, number)
    before = {name: texts[name] for name in TEXTS}
    left: dict[str, Any] = dict(before)
    own: list[str] = []
    if plan.person is not None:
        left = dict(without_own_words(before, events, plan.person.id))
        own = own_words(before, left, events, plan.person.id)
    mails = [one for one in events if plan.contact is not None and is_mail_of(one, plan.contact.id)]
    if plan.contact is not None:
        left = dict(without_mails_of(before, events, plan.contact.id))
        own = [one.text for one in mails if one.text]
    is_noise_gone = bool(before["noise_words"]) and not left["noise_words"]
    left = {name: plan.naming.blanked(value) if value else value for name, value in left.items()}
    left |= {name: [_blanked_file(plan.naming, one) for one in texts[name]] for name in erasure.FILES}
    left |= {"noise_attachments": []} if is_noise_gone else {}
    changed = {name: value for name, value in left.items() if value != texts[name]}
    if changed:
        await erasure.write_texts(tx.conn, tx.workspace_id, number, changed, erased_at=None)
    person_id = plan.person.id if plan.person else None
    telling = {one.id for one in (*mails, *(one for one in events if is_telling(one, plan.naming, person_id, own)))}
    record = await erasure.drop_record_texts_of(tx.conn, tx.workspace_id, telling)
    return Gone(texts=len(changed), record=record), own


def _blanked_file(naming: Naming, file: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _blanked(naming, value) for key, value in file.items()}


def _blanked(naming: Naming, value: Any) -> Any:
    return naming.blanked(value) if isinstance(value, str) else value


# --- messages --------------------------------------------------------------------------------------------------------


async def _messages(tx: Tx, plan: Plan, kept: Sequence[Kept], *, is_whole: bool, own: Collection[str] = ()) -> Gone:
    """Take what these messages said, or of that somebody's `own` words: here, and by an edit in Slack."""
    written: set[int] = set()
    edits: dict[int, Intention] = {}
    for message in kept:
        left = _left(plan, message, is_whole=is_whole, own=own)
        if left is None:
            continue
        is_pointless = message.purpose in {Purpose.WHICH_COPY, Purpose.NOISE_QUESTION} and left.facts != message.facts
        withhold = message.state is DeliveryState.PENDING and is_pointless
        await erasure_messages.write(tx.conn, tx.workspace_id, message, left, withhold=withhold)
        written.add(message.id)
        if message.shown_in is not None:
            edits.setdefault(message.shown_in, _edit(tx, plan, left, message.shown_in))
    await say(tx, edits.values())
    return Gone(messages=frozenset(written), edits=frozenset(edits))


def _left(plan: Plan, message: Kept, *, is_whole: bool, own: Collection[str]) -> Kept | None:
    """The same message with what it may go on saying; None where nothing has to go."""
    is_of_several = message.purpose in OF_SEVERAL  # drawn anew for one request, it may still tell of another
    if is_whole and message.facts.get(ERASING) and not is_of_several:
        return None  # it was drawn after the words had gone
    said, facts, key = message.said, dict(message.facts), message.dedupe_key
    if is_whole or _is_to_them(plan, message):
        said, facts, key = None, left_of_facts(facts), left_of_key(key, message.purpose, message.id)
    elif said is not None:
        are_mails = plan.contact is not None
        said = left_of_message(said, plan.whole, plan.naming, own, message.request_id, are_mails=are_mails)
    facts = {name: _blanked(plan.naming, value) for name, value in facts.items()}
    left = replace(message, said=said, facts=facts, dedupe_key=key, lane=plan.naming.blanked(message.lane))
    is_unknown = message.is_under_way and not message.words_gone
    return None if left == message and not is_unknown else left


def _is_to_them(plan: Plan, message: Kept) -> bool:
    """Whether it was sent to the colleague who is forgotten."""
    return plan.person is not None and message.recipient_id == plan.person.id


def _is_named(plan: Plan, facts: Mapping[str, Any]) -> bool:
    return any(plan.naming.is_in(value) for value in facts.values() if isinstance(value, str))


def _edit(tx: Tx, plan: Plan, message: Kept, target_id: int) -> Intention:
    """Drawn anew where it shows requests to somebody who is still here; else it says what is left of it."""
    is_read = message.can_be_redrawn and not _is_to_them(plan, message)
    is_about_one = message.purpose in SHOWN_ON and message.request_id is not None
    is_drawn_anew = is_read and (is_about_one or message.purpose in OF_SEVERAL)
    facts = dict(message.facts) if is_drawn_anew else {}
    return Intention(
        purpose=message.purpose if is_drawn_anew else Purpose.ERASURE,
        kind=Kind.UPDATE,
        dedupe_key=f"erase:{target_id}",
        target_id=target_id,
        recipient_id=message.recipient_id,
        request_id=message.request_id,
        facts=facts | {ERASING: True, ERASED_ON: tx.now.date().isoformat()},
    )


async def _loose_messages(tx: Tx, plan: Plan) -> Gone:
    """Take whoever is forgotten out of messages that are about no single request, and of what may come to name them."""
    whom = plan.person.id if plan.person else None
    kept = await erasure_messages.naming_somebody(tx.conn, tx.workspace_id, plan.naming, whom)
    questions = [one for one in kept if _is_named(plan, one.facts)]
    others = [one for one in kept if one not in questions and (one.is_under_way or _tells_of(plan, one))]
    gone = await _messages(tx, plan, questions, is_whole=True)
    return gone + await _messages(tx, plan, others, is_whole=False)


def _tells_of(plan: Plan, message: Kept) -> bool:
    is_named = message.said is not None and plan.naming.is_in(message.said, ours=True)
    return is_named or plan.naming.is_in(message.lane) or _is_to_them(plan, message)


# --- the end ---------------------------------------------------------------------------------------------------------


async def finish(tx: Tx, plan: Plan) -> Gone:
    """What is left when the requests are done: digests, deliveries, names of mails, and whoever is forgotten.

    Raises ValueError where a colleague has things yet to hand on.
    """
    if plan.still:
        raise ValueError("still needed")
    gone = await _loose_messages(tx, plan)
    loose = await erasure.loose_record_texts(tx.conn, tx.workspace_id, plan.naming.tokens)
    telling = {event_id for event_id, body in loose if plan.naming.is_in(body)}
    if plan.person is not None:
        telling |= set(await erasure.loose_texts_by(tx.conn, tx.workspace_id, plan.person.id))
    gone += Gone(
        record=await erasure.drop_record_texts_of(tx.conn, tx.workspace_id, telling),
        mails=await erasure.drop_mail_names_like(tx.conn, tx.workspace_id, plan.naming.by_address),
        inbox=await erasure.empty_inbox(tx.conn, tx.workspace_id, plan.naming),
    )
    if plan.address is not None:
        gone += Gone(mails=await erasure.drop_mails_of_writer(tx.conn, tx.workspace_id, plan.address))
    is_somebody = await _forget_whom(tx, plan)
    if gone or is_somebody:
        await tx.record(Event(EventKind.ERASED, data=_data(plan, gone) | {"requests": len(plan.numbers)}))
    return gone


async def _forget_whom(tx: Tx, plan: Plan) -> bool:
    """The row of whoever is forgotten; False where there was none, or it was forgotten before."""
    if plan.person is not None:
        await roster.deactivate(tx, plan.person.slack_id)  # before their parts go: by them what waits for them is found
        await erasure_people.forget_person(tx.conn, tx.workspace_id, plan.person.id, plan.person.slack_id)
        return plan.person.name != FORMER_COLLEAGUE
    if plan.address is None:
        return False
    reached_via = await erasure_people.forget_via(tx.conn, tx.workspace_id, plan.address)
    unclosed = await requests.all_unclosed(tx.conn, tx.workspace_id) if reached_via else []
    await redraw(tx, *[one for one in unclosed if one.client_id in reached_via])  # their letters went to that address
    if plan.contact is not None:
        await erasure_people.drop_contact(tx.conn, tx.workspace_id, plan.contact.id)
    return bool(reached_via) or plan.contact is not None


def _data(plan: Plan, gone: Gone) -> dict[str, Value]:
    """Counts and ids: what an event may say of it."""
    whom: dict[str, Value] = {}
    if plan.contact is not None:
        whom["contact"] = plan.contact.id
    if plan.person is not None:
        whom["person"] = plan.person.id
    counts: dict[str, Value] = {
        "texts": gone.texts,
        "record": gone.record,
        "mails": gone.mails,
        "messages": len(gone.messages),
        "edits": len(gone.edits),
        "inbox": gone.inbox,
    }
    return {"by": plan.cause.value, **whom, **counts}
