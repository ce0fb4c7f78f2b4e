"""The question whose a request is, for the person who forwarded it and for the fallback owner."""

from bot.domain.facts import RequestFacts
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
        return f"A mail came in from {naming.contact_in_full(facts)}, with nobody of ours on it. Whose is it?"
    return "Thank you, this is kept. Whose is it?"


def escalation(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """For the fallback owner, a working day later."""
    if not is_open(facts):
        return found(facts, reader)
    by = f" from {naming.you_or(facts.reporter, reader)}" if facts.reporter else ""
    since = watch.moment(facts.request.handed_over_at)
    return f"Nobody has been named yet for a request{by}, here since {since}. Whose is it?"


def found(facts: RequestFacts, reader: Person) -> str:
    """The question is settled."""
    if facts.request.is_closed:
        return cards.closing(facts)
    return f"{sentence(naming.who_and_where(facts))}: it is with {naming.owner(facts, reader)} now."
