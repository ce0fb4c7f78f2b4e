"""A call between owner and reporter: proposed, chosen, held. Read by two people, perhaps in two zones."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import RequestFacts, Talk
from bot.domain.request import State
from bot.texts import naming
from bot.texts.moments import Watch, sentence

_RESULTS = {
    "agreed": "You spoke, and it is agreed what comes next.",
    "nothing": "You spoke; what comes next is still open, and the reminders go on as before.",
    "not held": "The call didn't take place. One press proposes new times.",
}


def in_every_zone(at: datetime, watches: Sequence[Watch]) -> str:
    """The moment on each watch, with the city where they differ."""
    shown = dict.fromkeys((watch.moment(at), watch.city) for watch in watches)
    if len({moment for moment, _ in shown}) == 1:
        return watches[0].moment(at)
    return " · ".join(f"{moment} ({city})" for moment, city in shown)


def proposal(facts: RequestFacts, talk: Talk) -> str:
    """Who would like to speak with whom, and about what."""
    asks, asked = (naming.you_or(facts.person(one), None) for one in (talk.proposed_by, talk.with_id))
    return f"{sentence(asks)} proposes a short call with {asked} about {naming.who_and_where(facts)}."


def which_time(has_times: bool) -> str:
    """The question below it."""
    if has_times:
        return "Which time suits you both? One press settles it for both of you."
    return "Please find a time here. Afterwards, one press below says what came of it."


def chosen(talk: Talk, watches: Sequence[Watch]) -> str:
    """The time is settled."""
    at = in_every_zone(talk.chosen_at, watches) if talk.chosen_at else "soon"
    return f"Settled: {at}. Afterwards, one press says what came of it."


def result(facts: RequestFacts, talk: Talk) -> str:
    """What came of it; where it is agreed what comes next, by when is asked until somebody has said."""
    said = _RESULTS.get(talk.result or "", "The call is over.")
    if not asks_by_when(facts, talk):
        return said
    return f"{said} {naming.owner(facts)}, what is it, and by when does {naming.contact(facts)} hear from us?"


def asks_by_when(facts: RequestFacts, talk: Talk) -> bool:
    """Whether what was agreed has not become a promise yet."""
    return talk.result == "agreed" and facts.request.state is State.OPEN


def times_in(watch: Watch) -> str:
    """In whose zone the other times are said."""
    return f"Times above are those of {watch.city}."
