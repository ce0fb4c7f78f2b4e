"""Who hears of a request next, and when: the sentence that every card and reminder ends with."""

from bot.domain.facts import RequestFacts, Upcoming
from bot.domain.life import rung_once_broken
from bot.domain.people import Person, Role
from bot.domain.presence import rests
from bot.domain.request import State
from bot.texts import cards, naming
from bot.texts.moments import Watch, sentence
from bot.texts.naming import contact, is_reader, you_or


def what_next(facts: RequestFacts, reader: Person, watch: Watch) -> str | None:
    """Who hears of it next, and when; None once it is closed, and while somebody is asked to take it."""
    if rests(facts.request) and facts.request.state in {State.OPEN, State.PROMISED}:
        return None
    match facts.request.state:
        case State.CLOSED:
            return None
        case State.TRIAGE:
            return _next_in_triage(facts, reader, watch)
        case State.WAITING:
            return f"I stay quiet until then, unless {contact(facts)} writes first."
        case State.PROMISED:
            return _next_while_promised(facts, reader, watch)
        case State.OPEN:
            return _next_while_open(facts, reader, watch)


def _next_in_triage(facts: RequestFacts, reader: Person, watch: Watch) -> str | None:
    upcoming = facts.next_nudge
    if upcoming is None:
        return None
    if is_reader(upcoming.person, reader):
        return f"If nobody is named, I come back to you {watch.when(upcoming.at)}."
    return f"If nobody is named, {naming.hears(upcoming, reader)} of it {watch.when(upcoming.at)}."


def _next_while_open(facts: RequestFacts, reader: Person, watch: Watch) -> str | None:
    first, above = facts.next_nudge, facts.next_above
    if above is not None and (first is None or first.at >= above.at):
        return f"If nothing changes, {naming.hears(above, reader)} of it {watch.when(above.at)}."
    if first is None:
        return None
    again = _comes_back(first, reader, watch)
    if above is None:
        return f"If nothing changes, {again}."
    return f"{sentence(again)}; if nothing changes, {naming.hears(above, reader)} of it {watch.when(above.at)}."


def _comes_back(upcoming: Upcoming, reader: Person, watch: Watch) -> str:
    if is_reader(upcoming.person, reader):
        return f"I come back to you {watch.when(upcoming.at)}"
    return f"I remind {you_or(upcoming.person, reader)} {watch.when(upcoming.at)}"


def _next_while_promised(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    word = facts.next_nudge
    promise = facts.request.promise
    by = f"by {watch.moment(promise.due_at)}" if promise else "by then"
    then = f"if {contact(facts)} hasn't heard {by}, {after_the_date(facts, reader)}."
    if word is None or promise is None or word.at >= promise.due_at:
        return sentence(then)
    if cards.asked_since_promise(facts):
        return f"{sentence(_comes_back(word, reader, watch))}; {then}"
    to = "" if is_reader(word.person, reader) else f" to {you_or(word.person, reader)}"
    return f"I stay quiet until a short reminder{to} {watch.when(word.at)}; {then}"


def after_the_date(facts: RequestFacts, reader: Person) -> str:
    """Who hears when the promise passes: the people of the next rung, by the policy."""
    rung = facts.policy.rungs[rung_once_broken(facts.request, facts.policy)]
    asked = facts.person(facts.cast.reachable(Role.OWNER)) if Role.OWNER in rung.to else None
    ids = dict.fromkeys(facts.cast.hearing(each) for each in rung.hearers)
    others = [person for person in map(facts.person, ids) if person is not None and person != asked]
    parts = [f"I ask {you_or(asked, reader)} again"] if asked else []
    if others:
        alone = len(others) == 1 and not is_reader(others[0], reader)
        parts.append(f"{naming.listed([you_or(one, reader) for one in others])} {'hears' if alone else 'hear'} of it")
    return " and ".join(parts) or "the reminders begin again"
