"""What the person who handed something over reads: their confirmation, and the lines in its thread."""

from bot.domain.events import EventKind
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import cards, coming, naming
from bot.texts.moments import Watch, sentence
from bot.texts.naming import contact


def headline(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """How it stands, for its reporter."""
    match facts.request.state:
        case State.TRIAGE:
            return f"This is kept, and I don't know yet whose it is. {_for_whom(facts)}"
        case State.OPEN:
            return _open(facts, reader)
        case _:
            return cards.headline(facts, reader, watch)


def _for_whom(facts: RequestFacts) -> str:
    return f"It is about {naming.who_and_where(facts)}." if facts.client_name or facts.contact_name else ""


def _open(facts: RequestFacts, reader: Person) -> str:
    who = naming.owner(facts, reader)
    if facts.request.cycle.number <= 1:
        return f"Handed over to {who}, for {naming.who_and_where(facts)}."
    return f"{cards.cause(facts)} It is with {who}."


def line(event: EventKind, facts: RequestFacts, reader: Person, watch: Watch, *, by: int | None = None) -> str:
    """One line for the thread: what has just happened, and who closed it."""
    match event:
        case EventKind.TOUCHED:
            return f"{sentence(contact(facts))} has heard from us. {_after_touch(facts, watch)}"
        case EventKind.ACCEPTED:
            loan = facts.request.loan
            away = naming.you_or(facts.person(loan.owner_id), reader) if loan is not None else "its owner"
            return f"{sentence(naming.has(facts.owner, reader))} it while {away} is away."
        case EventKind.REASSIGNED:
            return f"{sentence(naming.has(facts.owner, reader))} it now."
        case EventKind.CLIENT_WROTE:
            return f"Thank you. This mail of {contact(facts)}'s is kept with it; the question above still stands."
        case EventKind.CLOSED:
            return " ".join(part for part in (_closed(facts, reader, by), cards.lesson_line(facts)) if part)
        case _:
            return headline(facts, reader, watch)


def _closed(facts: RequestFacts, reader: Person, by: int | None) -> str:
    closer, said = facts.person(by), cards.closing(facts)
    if closer is None:
        return said
    outcome, _, rest = said.partition(":")
    return f"{outcome}, by {naming.you_or(closer, reader)}:{rest}"


def _after_touch(facts: RequestFacts, watch: Watch) -> str:
    request = facts.request
    if request.promise is not None:
        return f"The turn is still ours. {cards.promise_line(facts, watch)}"
    if request.state is State.WAITING:
        return cards.waiting(facts, watch)
    return cards.closing(facts) if request.is_closed else ""


def created(facts: RequestFacts, reader: Person) -> str:
    """What was created and for whom."""
    wish = naming.wish(facts.request)
    if facts.owner is None:
        return f"#{facts.request.id} is kept: “{wish}”. I don't know yet whose it is, and ask you in a direct message."
    return (
        f"#{facts.request.id} is handed over to {naming.owner(facts, reader)}: {naming.who_and_where(facts)}, “{wish}”."
    )


def joined(facts: RequestFacts, reader: Person) -> str:
    """Somebody handed over what is there already."""
    return (
        f"That is #{facts.request.id} already, with {naming.owner(facts, reader)}. You hear of it from now on as well."
    )


def yours_already(facts: RequestFacts, reader: Person) -> str:
    """Somebody hands over what they handed over before."""
    return f"That is #{facts.request.id} already, handed over by you; it is with {naming.owner(facts, reader)}."


def first_reminder(facts: RequestFacts, reader: Person, watch: Watch) -> str | None:
    """When the first reminder is due and who hears of it after that."""
    first, above = facts.next_nudge, facts.next_above
    if facts.request.state is State.PROMISED or facts.request.is_closed or facts.request.state is State.WAITING:
        return coming.what_next(facts, reader, watch)
    if facts.request.state is State.TRIAGE or first is None:
        return coming.what_next(facts, reader, watch)
    said = f"The first reminder goes to {naming.you_or(first.person, reader)} {watch.when(first.at)}"
    if above is None or above.at <= first.at:
        return f"{said}."
    return f"{said}; if nothing changes, {naming.hears(above, reader)} of it {watch.when(above.at)}."
