"""The question whose a request is, for the person who forwarded it and for the fallback owner."""

from bot.domain.facts import Line, RequestFacts
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import cards, naming
from bot.texts.moments import Watch, sentence

SET_UP_NOTHING = "No project is set up yet, so name the person whose it is."


def is_open(facts: RequestFacts) -> bool:
    """Whether anybody is still looked for."""
    return facts.request.state is State.TRIAGE


def question(facts: RequestFacts, reader: Person) -> str:
    """For whoever forwarded it; an outsider's mail comes to the fallback owner with the same question."""
    if not is_open(facts):
        return found(facts, reader)
    if facts.request.reporter_id is None:
        who, is_vouched_for = _outsider(facts), facts.contact_address and not facts.request.unverified_from
        verified = "our mail server vouches for the sender" if is_vouched_for else "the sender is not verified"
        return f"A mail came in from {who}, and none of our people is on it; {verified}. Whose is it?"
    return "Thank you, this is kept. Whose is it?"


def _outsider(facts: RequestFacts) -> str:
    """The address that a mail from outside claims: a name, anybody can choose."""
    address = facts.request.unverified_from
    return naming.one_line(address, 120) if address else naming.contact_in_full(facts)


def again(facts: RequestFacts, earlier: Line) -> str:
    """The client wrote under a subject that is known already."""
    if facts.request.unverified_from:
        who = f"A mail came straight to our address from {_outsider(facts)}, unverified."
        return f"{who} Is it about #{earlier.request.id}, or something new?"
    if earlier.request.state is State.WAITING:
        return f"Is this {naming.contact(facts)}'s answer to #{earlier.request.id}, or something new?"
    return f"Is {naming.contact(facts)} asking again for #{earlier.request.id}, or for something new?"


def same_as(earlier: Line) -> str:
    """The answer that it is the same."""
    if earlier.request.state is State.WAITING:
        return f"The answer to #{earlier.request.id}"
    return f"Again: #{earlier.request.id}"


def earlier(line: Line) -> str:
    """What the earlier request is, and with whom."""
    with_whom = f", with {naming.one_line(line.owner.first_name, 60)}" if line.owner else ""
    closed = " (closed)" if line.request.is_closed else ""
    return f"#{line.request.id}{closed}: {naming.wish(line.request)}{with_whom}"


def escalation(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """For the fallback owner, a working day later."""
    if not is_open(facts):
        return found(facts, reader)
    by = f" from {naming.you_or(facts.reporter, reader)}" if facts.reporter else ""
    since = watch.moment(facts.request.handed_over_at)
    return f"Nobody has been named yet for a request{by}, here since {since}. Whose is it?"


def again_escalated(facts: RequestFacts, earlier: Line, reader: Person, watch: Watch) -> str:
    """For the fallback owner, where the question is whether it is what is there already."""
    by = f" of {naming.you_or(facts.reporter, reader)}" if facts.reporter else ""
    since = watch.moment(facts.request.handed_over_at)
    return f"A question{by} waits since {since}. {again(facts, earlier)}"


def found(facts: RequestFacts, reader: Person) -> str:
    """The question is settled."""
    if facts.request.is_closed:
        return cards.closing(facts)
    return f"{sentence(naming.who_and_where(facts))}: it is with {naming.owner(facts, reader)} now."
