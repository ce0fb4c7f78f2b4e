"""A last look before something is sent: whether it is still wanted, whether now, and what it shows."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import absences, audit, erasure_messages, outbox, reminders, requests, talks
from bot.domain import budget
from bot.domain.events import EventKind
from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.ladder import StepKey, Withheld, still_wanted
from bot.domain.last_look import Newer, comes_too_late, handed_back_today
from bot.domain.outbox import Delivery, Intention, Kind, MovedBy, Purpose
from bot.domain.people import Person, Role
from bot.domain.presence import present_cast
from bot.domain.request import Request
from bot.services.errors import NotFound, UnknownPerson
from bot.services.office import Office, office_of
from bot.services.reading import facts_of, line, project_facts
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Look:
    """What the sender finds: the facts to draw from, or `not_wanted` and why, or `not_before` when (UTC).

    `lines` and `projects` are what a message offers for choice.
    `newer`: where the reader has newer words about the same request.
    `is_unanswered`: the reader was asked whose it is, and the answer is waited for no longer.
    """

    delivery: Delivery
    reader: Person
    now: datetime
    request_facts: RequestFacts | None = None
    projects: tuple[ProjectFacts, ...] = ()
    lines: tuple[Line, ...] = ()
    newer: Newer | None = None
    is_unanswered: bool = False
    not_wanted: Withheld | None = None
    not_before: datetime | None = None
    moved_by: MovedBy = MovedBy.HOURS

    @property
    def facts(self) -> RequestFacts:
        """The facts of the request; only messages about one ask for them."""
        if self.request_facts is None:
            raise NotFound(0)
        return self.request_facts


async def look(tx: Tx, delivery: Delivery) -> Look:
    """Look at one delivery under its lease, at the state of this moment."""
    intention = delivery.intention
    office = await office_of(tx)
    reader = office.people.get(intention.recipient_id or 0)
    if reader is None:
        raise UnknownPerson(str(intention.recipient_id))
    if not reader.is_active:
        return Look(delivery, reader, tx.now, not_wanted=Withheld.NOBODY)
    later, moved_by = opening(office, reader, delivery, tx.now), MovedBy.HOURS
    if later is None:
        later, moved_by = await next_days(tx, office, reader, intention), MovedBy.BUDGET
    if intention.request_id is None:
        return await _with_choices(tx, office, Look(delivery, reader, tx.now, not_before=later, moved_by=moved_by))
    request = await requests.get(tx.conn, tx.workspace_id, intention.request_id)
    if request is None:
        return Look(delivery, reader, tx.now, not_wanted=Withheld.CLOSED)
    unwanted = await _unwanted(tx, office, reader, delivery, request, later)
    edited = intention.target_id if intention.purpose in CARDS else None
    newer = None if edited is None else await _newer(tx, office, reader, edited)
    return Look(
        delivery,
        reader,
        tx.now,
        request_facts=await _facts(tx, office, request, delivery),
        projects=_offered(office, request.client_id) if intention.purpose in _ASKING else (),
        newer=newer,
        is_unanswered=await _went_unanswered(tx, delivery, request),
        not_wanted=unwanted,
        not_before=None if unwanted else later,
        moved_by=moved_by,
    )


async def _unwanted(
    tx: Tx, office: Office, reader: Person, delivery: Delivery, request: Request, later: datetime | None
) -> Withheld | None:
    """Why this should not be sent any more; None where it should. `later` is when it could be sent, unless now."""
    intention = delivery.intention
    if intention.kind is not Kind.POST:
        return None
    if intention.step is not None:
        return await _step_unwanted(tx, office, reader, delivery, request, later)
    if intention.purpose in _OFFERS:
        return None if is_asked(delivery, request) else Withheld.SUPERSEDED
    if intention.purpose is Purpose.FLAG_LINE:
        return await _flag_unwanted(tx, office, reader, intention, request)
    if intention.purpose is Purpose.REMINDER_LINE:
        return still_wanted(_news_of(intention), request, tx.now)
    return _words_unwanted(office, reader, intention, request, tx.now)


def _words_unwanted(
    office: Office, reader: Person, intention: Intention, request: Request, now: datetime
) -> Withheld | None:
    """A line below somebody's own message waits for them there without a word; a call about what is closed is none."""
    if intention.purpose in _LINES and _is_away(office, reader, now) and not intention.facts.get(budget.IS_ANSWER):
        return Withheld.AWAY
    return Withheld.CLOSED if intention.purpose is Purpose.CALL and request.is_closed else None


def _news_of(intention: Intention) -> StepKey:
    """The step that a line below a reminder tells of."""
    cycle, rung, repetition = (_number(intention.facts.get(name)) for name in ("cycle", "rung", "repetition"))
    return StepKey(cycle, rung, repetition, intention.recipient_id or 0)


async def _flag_unwanted(
    tx: Tx, office: Office, reader: Person, intention: Intention, request: Request
) -> Withheld | None:
    """A line about a flag that has been lifted by now, or whose request is closed, tells of nothing.

    Nor is one needed that waited while the request changed hands: the card, packet or list of whoever has it shows it.
    """
    if request.is_closed:
        return Withheld.CLOSED
    flag = request.flag
    if flag is None or flag.at.isoformat() != intention.facts.get("raised_at"):
        return Withheld.SUPERSEDED
    if not _is_in_their_hands(office, reader, request, tx.now):
        return Withheld.NOT_WITH_THEM
    is_handed_back = await _is_on_todays_list(tx, office, reader, request, flag.at)
    return Withheld.HANDED_BACK if is_handed_back else None


async def _step_unwanted(
    tx: Tx, office: Office, reader: Person, delivery: Delivery, request: Request, later: datetime | None
) -> Withheld | None:
    step = delivery.intention.step
    unwanted = None if step is None else still_wanted(step, request, tx.now)
    unwanted = unwanted or await _overtaken(tx, office, reader, delivery)
    if unwanted is not None:
        return unwanted
    if _is_away(office, reader, tx.now):
        return Withheld.AWAY
    if delivery.intention.purpose is Purpose.HEADS_UP and not _is_in_their_hands(office, reader, request, tx.now):
        return Withheld.NOT_WITH_THEM
    if comes_too_late(delivery.intention.purpose, request, later):
        return Withheld.NOT_IN_TIME
    is_handed_back = await _is_handed_back(tx, office, reader, delivery, request)
    return Withheld.HANDED_BACK if is_handed_back else None


def _is_away(office: Office, reader: Person, now: datetime) -> bool:
    return office.calendar(reader.id).absence_at(now) is not None


def _is_in_their_hands(office: Office, reader: Person, request: Request, now: datetime) -> bool:
    """Whether what waited is for whoever has the request by now: it may have come back from who looked after it."""
    return present_cast(office.situation(request), now).reachable(Role.OWNER) == reader.id


async def left_of(tx: Tx, delivery: Delivery) -> str | None:
    """What is left to say of a message that words were taken out of; None: nothing. It is escaped as it was sent."""
    return await erasure_messages.said_by(tx.conn, tx.workspace_id, delivery.intention.target_id or 0)


async def _with_choices(tx: Tx, office: Office, found: Look) -> Look:
    """The same, with what its reader is asked to choose from."""
    lines = await _candidates(tx, office, found.delivery)
    return replace(found, lines=lines, projects=_projects_asked_about(office, found.delivery))


async def _candidates(tx: Tx, office: Office, delivery: Delivery) -> tuple[Line, ...]:
    """The requests that somebody is asked to choose from, as they stand now."""
    given = _listed(delivery, "candidates")
    found = [await requests.get(tx.conn, tx.workspace_id, one) for one in given]
    return tuple(line(office, one, tx.now) for one in found if one is not None)


def _projects_asked_about(office: Office, delivery: Delivery) -> tuple[ProjectFacts, ...]:
    """The projects that a mail of ours may have been contact about."""
    given = _listed(delivery, "about")
    return tuple(facts for facts in project_facts(office, {}) if facts.project.id in given) if given else ()


def _listed(delivery: Delivery, choice: str) -> list[int]:
    return [int(one) for one in str(delivery.intention.facts.get(choice) or "").split(",") if one]


async def _overtaken(tx: Tx, office: Office, reader: Person, delivery: Delivery) -> Withheld | None:
    """After Slack was gone for long, several reminders wait for one person: the last one is enough.

    The first message ever goes out whatever follows it: it says who is writing.
    """
    if delivery.intention.facts.get("introduce") or delivery.intention.purpose not in CARDS:
        return None
    return Withheld.OVERTAKEN if await _newer(tx, office, reader, delivery.id) else None


async def _is_handed_back(tx: Tx, office: Office, reader: Person, delivery: Delivery, request: Request) -> bool:
    """Whether the list that its reader gets today, on their return, shows what this card would ask about.

    So it does the date of a heads-up that waited for their return; one that falls due later that day comes.
    """
    intention = delivery.intention
    if intention.purpose not in CARDS or intention.facts.get("introduce"):
        return False
    due_at = intention.due_at if intention.purpose is Purpose.HEADS_UP else None
    return await _is_on_todays_list(tx, office, reader, request, due_at)


async def _is_on_todays_list(tx: Tx, office: Office, reader: Person, request: Request, due_at: datetime | None) -> bool:
    """Whether the list of what became of things over an absence, which its reader gets today, has this request.

    What fell due only later that day (`due_at`, UTC) isn't in it.
    """
    for absence in handed_back_today(office.calendar(reader.id), request, tx.now, due_at):
        items = await absences.items_of_absence(tx.conn, tx.workspace_id, absence)
        if any(item.request_id == request.id for item in items):
            return True
    return False


async def _went_unanswered(tx: Tx, delivery: Delivery, request: Request) -> bool:
    """Whether its reader was asked whose it is, a working day went by, and nobody has passed it on since."""
    if delivery.intention.purpose is not Purpose.WHOSE or is_asked(delivery, request) or request.is_closed:
        return False
    passed = [one for one in await audit.events_of(tx.conn, tx.workspace_id, request.id) if one.kind in _PASSED_ON]
    last = passed[-1] if passed else None
    return (
        last is not None
        and last.kind is EventKind.UNANSWERED
        and last.data.get("from") == delivery.intention.recipient_id
    )


async def _newer(tx: Tx, office: Office, reader: Person, post_id: int) -> Newer | None:
    """Where its reader has a newer message about the same request, or a newer line in a reminder; None: nowhere.

    A line that nothing carries yet joins the reminder of today, where there has been one.
    """
    if await outbox.has_newer_post(tx.conn, tx.workspace_id, post_id, CARDS, now=tx.now):
        return Newer.IN_A_MESSAGE_BELOW
    line = await reminders.newer_line(tx.conn, tx.workspace_id, post_id)
    if line is None:
        return None
    today = budget.begin_of_day(office.calendar(reader.id), tx.now)
    place = line.message or await reminders.sent_since(tx.conn, tx.workspace_id, reader.id, today)
    is_above = place is not None and place < post_id
    return Newer.IN_A_REMINDER_ABOVE if is_above else Newer.IN_A_REMINDER_BELOW


async def next_days(tx: Tx, office: Office, reader: Person, intention: Intention) -> datetime | None:
    """Tomorrow's first opening, where this would notify somebody who has had enough for one day."""
    if not budget.is_counted(intention):
        return None
    calendar = office.calendar(reader.id)
    had = await reminders.had_since(
        tx.conn,
        tx.workspace_id,
        reader.id,
        budget.begin_of_day(calendar, tx.now),
        but=budget.ANSWERS | {Purpose.REMINDER},
        but_marked=budget.IS_ANSWER,
        in_hours=budget.ASKED,
    )
    spent = budget.is_spent(had, office.workspace.daily_budget)
    return budget.first_tomorrow(calendar, tx.now) if spent else None


async def as_it_stands(tx: Tx, number: int, who: str) -> tuple[RequestFacts, Person]:
    """How a request stands, for somebody whose button or form came too late: they have a message about it.

    Raises NotFound; guests are told nothing, and raise it as well.
    """
    office = await office_of(tx)
    person = office.person(who)
    request = await requests.get(tx.conn, tx.workspace_id, number)
    if request is None or person.is_guest:
        raise NotFound(number)
    return await facts_of(tx, office, request), person


async def _facts(tx: Tx, office: Office, request: Request, delivery: Delivery) -> RequestFacts:
    """What the message shows; a proposed call shows itself, though there may be a later one."""
    facts = await facts_of(tx, office, request)
    for named in ("author", "by"):
        one = office.people.get(_number(delivery.intention.facts.get(named)))
        if one is not None:
            facts = replace(facts, people={**facts.people, one.id: one})
    if delivery.intention.purpose is not Purpose.CALL:
        return facts
    own = await talks.of_post(tx.conn, tx.workspace_id, delivery.intention.target_id or delivery.id)
    if own is None:
        return facts
    both = {one: office.people[one] for one in (own.proposed_by, own.with_id) if one in office.people}
    return replace(facts, talk=own, people={**facts.people, **both})


def is_asked(delivery: Delivery, request: Request) -> bool:
    """Whether the question that a message asks is still open, and asked of its reader."""
    offer, intention = request.offer, delivery.intention
    if offer is None or not offer.stands:
        return False
    return offer.to_id == intention.recipient_id and offer.made_at.isoformat() == intention.facts.get("made_at")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


CARDS = (Purpose.CARD, Purpose.HEADS_UP)
"""Messages that show a request whole to whoever is asked about it."""

_PASSED_ON = frozenset(
    {EventKind.OFFERED, EventKind.UNANSWERED, EventKind.DECLINED, EventKind.ACCEPTED, EventKind.REASSIGNED}
)
_OFFERS = (Purpose.OFFER, Purpose.WHOSE)
_LINES = (Purpose.REPORTER_LINE, Purpose.OWNER_LINE)
_ASKING = {Purpose.TRIAGE_QUESTION, Purpose.TRIAGE_ESCALATION, Purpose.AGAIN_QUESTION}


def opening(office: Office, reader: Person, delivery: Delivery, now: datetime) -> datetime | None:
    """When the reader's office opens, where this may only come within their hours and it is closed now."""
    if not delivery.intention.in_office_hours or delivery.intention.kind is not Kind.POST:
        return None
    opens = office.calendar(reader.id).next_open(now)
    return opens if opens is not None and opens > now else None


def _offered(office: Office, client_id: int | None) -> tuple[ProjectFacts, ...]:
    """Every project to choose from, those of the likely client first."""
    return tuple(sorted(project_facts(office, {}), key=lambda facts: facts.project.client_id != client_id))
