"""Being away in words: what is noted, what is asked of whoever stands in, and what comes back. Nobody is blamed."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.domain.events import EventKind, RecordedEvent
from bot.domain.facts import RequestFacts
from bot.domain.handing import AbsenceFacts, PacketItem
from bot.domain.passing_on import asked_after
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import cards, naming, trail
from bot.texts.moments import PrintedWatch, Watch, sentence
from bot.texts.naming import contact, is_reader, you_or

AWAY_TITLE = "Away"
AWAY_WHO = "Who is away?"
AWAY_FROM = "From"
AWAY_UNTIL = "Until the end of"
STAND_IN = "Who looks after things meanwhile?"
STAND_IN_HINT = "Left empty, each project's backup is asked."
UNTIL_MISSING = "Until when? A day is enough."
NOT_AWAY = "No absence is noted that could end now."
ASKED_NOTHING = "All right. `/nudge away 24 Dec - 6 Jan @pia` notes an absence whenever there is one."
WHOSE_TITLE = "Whose is it?"

HISTORY_LINES = 5
_OF_STEPS = frozenset(
    {
        EventKind.STEP_DUE,
        EventKind.STEP_SENT,
        EventKind.STEP_SHOWN,
        EventKind.STEP_WITHHELD,
        EventKind.STEP_MOVED,
        EventKind.REFUSED,
        EventKind.OFFERED,
        EventKind.AUDITOR,
        EventKind.STUCK,
    }
)


def day(on: date, watch: Watch) -> str:
    """A whole day by its name: `Wed 6 Jan`."""
    return PrintedWatch(watch.now, watch.zone, watch.language).day(datetime.combine(on, time(12), watch.zone))


def noted(facts: AbsenceFacts, watch: Watch) -> str:
    """What is noted now: who is away, when, and who hears meanwhile."""
    away, who = facts.away, you_or(facts.person, facts.reader)
    if away is None or facts.first_day is None or facts.last_day is None:
        return NOT_AWAY
    is_are = "are" if is_reader(facts.person, facts.reader) else "is"
    days = _days(facts.first_day, facts.last_day, watch)
    before = naming.listed([_days(first, last, watch) for first, last in facts.before]) if facts.before else ""
    was = f" Until now it was noted {before}." if before else ""
    return f"{sentence(who)} {is_are} away {days}.{was} {meanwhile(facts)}"


def _days(first: date, last: date, watch: Watch) -> str:
    start, end = day(first, watch), day(last, watch)
    return f"on {end}" if start == end else f"from {start} until {end}"


def meanwhile(facts: AbsenceFacts) -> str:
    """Who is asked to look after things."""
    if facts.stand_in is None:
        return "The lead of each project hears of requests meanwhile."
    return f"{sentence(you_or(facts.stand_in, facts.reader))} will be asked to look after requests meanwhile."


def noted_by(facts: AbsenceFacts, watch: Watch) -> str:
    """For whoever others said is away."""
    return f"{you_or(facts.set_by, None, 'A colleague')} noted this for you. {noted(facts, watch)}"


def ended(facts: AbsenceFacts) -> str:
    """Back, or not away after all."""
    if facts.away is None:
        return NOT_AWAY
    who = "back" if facts.away.starts_at <= facts.now else "not away after all"
    is_are = "You are" if is_reader(facts.person, facts.reader) else f"{facts.person.first_name} is"
    return f"{is_are} {who}: from now on everything comes as usual."


def question(until: date | None, facts: AbsenceFacts, watch: Watch) -> str:
    """A status that looks like an absence is asked about."""
    away = f"Are you away until {day(until, watch)}?" if until is not None else "Are you away for a while?"
    who = you_or(facts.stand_in, None, "your lead")
    return f"{away} Shall {who} be asked to look after your requests meanwhile?"


def packet_headline(facts: AbsenceFacts, watch: Watch) -> str:
    """Who is away, and what is asked."""
    who = you_or(facts.person, None)
    until = f" until {day(facts.last_day, watch)}" if facts.last_day is not None else ""
    count = len(facts.items)
    what = "this request" if count == 1 else f"these {count} requests"
    return f"{who} is away{until}. Can you look after {what} meanwhile?"


def packet_more(count: int, watch: Watch) -> str:
    """What does not fit into one message."""
    more = watch.count(count, "more request", "more requests")
    return f"And {more}; they show here as the ones above are answered."


def item_headline(facts: RequestFacts) -> str:
    """One request by its wish."""
    return f"#{facts.request.id} · {naming.who_and_where(facts)}: {naming.wish(facts.request)}"


def item_lines(item: PacketItem, watch: Watch) -> list[str]:
    """How it stands: who waits since when, and what was promised to whom."""
    facts = item.facts
    request = facts.request
    stands = cards.waiting(facts, watch) if request.state is State.WAITING else cards.promise_line(facts, watch)
    if request.asks_whether_to_ask:
        stands = cards.cause(facts)
    lines = (stands, cards.waits_line(facts, watch), cards.snooze_line(facts, watch))
    return [line for line in lines if line]


def history(events: Sequence[RecordedEvent], item: PacketItem, watch: Watch) -> list[str]:
    """The trail in five lines: how it began, and what came last."""
    told = [event for event in events if event.kind not in _OF_STEPS]
    shown = told if len(told) <= HISTORY_LINES else [told[0], *told[1 - HISTORY_LINES :]]
    return [f"{watch.dated(event.at)}: {trail.line(event, item.facts.people, watch)}" for event in shown]


def answered(item: PacketItem, facts: AbsenceFacts, watch: Watch) -> str:
    """What became of one request of a packet."""
    request = item.facts.request
    if request.is_closed:
        return cards.closing(item.facts)
    if is_reader(item.facts.owner, facts.reader):
        until = f", until {facts.person.first_name} is back" if request.loan is not None else ""
        return f"You have it{until}."
    asked = item.facts.person(request.offer.to_id) if request.offer is not None and request.offer.stands else None
    if asked is not None and request.offer is not None and request.offer.by_id == facts.reader.id:
        return f"You asked {asked.first_name} whether it is theirs."
    if asked is not None:
        thanks = "Thanks for saying so: " if item.answer is not None else "A working day went by: "
        return f"{thanks}{you_or(asked, facts.reader)} is asked."
    return f"It is with {naming.owner(item.facts, facts.reader)}."


def hand_back_headline(facts: AbsenceFacts) -> str:
    """Back again: the list below is what happened."""
    return f"Welcome back, {facts.person.first_name}. This is what became of your requests meanwhile:"


def handed_back(item: PacketItem, facts: AbsenceFacts, watch: Watch) -> str:
    """One request, as it comes back."""
    request = item.facts.request
    match request.state:
        case State.CLOSED:
            stands = cards.closing(item.facts)
        case State.WAITING:
            stands = cards.waiting(item.facts, watch)
        case State.PROMISED:
            stands = cards.promise_line(item.facts, watch) or "It is taken."
        case _:
            stands = "It is open, and with you again." if is_reader(item.facts.owner, facts.reader) else "It is open."
    if request.asks_whether_to_ask:
        stands = f"{cards.cause(item.facts)} {stands}"
    lookers = _who_had_it(item)
    had = f" {lookers} looked after it." if lookers else ""
    heard = cards.waits_line(item.facts, watch)
    so_far = " ".join(part for part in (f"{stands}{had}", heard) if part)
    flag = cards.flag_line(item.facts, facts.reader)
    return f"{so_far}\n{flag}" if flag else so_far


def _who_had_it(item: PacketItem) -> str:
    accepted = [event.actor_id for event in item.history if event.kind is EventKind.ACCEPTED]
    people = [item.facts.person(one) for one in dict.fromkeys(accepted)]
    names = [you_or(one, None) for one in people if one is not None]
    return naming.listed(names) if names else ""


def offer_headline(facts: RequestFacts, reader: Person) -> str:
    """Somebody says that it is the reader's: is it?"""
    offer = facts.request.offer
    by = you_or(facts.person(offer.by_id), None, "A colleague") if offer is not None else "A colleague"
    return f"{by} thinks that this is yours: {naming.who_and_where(facts)} has a request. Can you take it?"


def offer_words(facts: RequestFacts) -> str | None:
    """What was said with it."""
    offer = facts.request.offer
    if offer is None or not offer.words:
        return None
    by = you_or(facts.person(offer.by_id), None, "It was")
    return f"{by} said: “{naming.one_line(offer.words, 300)}”"


def offer_small_print(facts: RequestFacts, reader: Person) -> str:
    """What happens without an answer."""
    owner = naming.owner(facts, reader)
    return f"Until you answer it stays with {owner}, and its reminders rest. After a working day the lead is asked."


def whose_headline(facts: RequestFacts) -> str:
    """A question of ownership."""
    return f"Whose is this? {naming.who_and_where(facts)} has a request, and it isn't clear who is to take it."


def whose_small_print(facts: RequestFacts, reader: Person) -> str:
    """Where it is meanwhile, and what happens without an answer."""
    owner = naming.owner(facts, reader)
    following = facts.person(asked_after(facts.request, facts.cast))
    then = (
        f"{you_or(following, reader)} is asked" if following is not None else "it stays there, and its reminders go on"
    )
    return (
        f"It is with {owner} until you say, and its reminders rest; one press settles it for everybody. "
        f"After a working day without an answer {then}."
    )


def whose_unanswered(facts: RequestFacts, reader: Person) -> str:
    """For whoever was asked whose it is, once the answer is waited for no longer."""
    owner, offer = naming.owner(facts, reader), facts.request.offer
    asked = facts.person(offer.to_id) if offer is not None and offer.stands else None
    if asked is not None:
        return (
            f"A working day went by, so {you_or(asked, reader)} is asked whose this is. It is with {owner} meanwhile."
        )
    return f"A working day went by, so this stays with {owner}, and its reminders go on."


def owner_line(event: EventKind, by: Person | None, facts: RequestFacts, reader: Person) -> str:
    """For whoever passed it on: what came of that."""
    who = sentence(you_or(by, None))
    if event is EventKind.DECLINED:
        return f"{who} can't take #{facts.request.id} just now, so it stays with {naming.owner(facts, reader)}."
    return f"{who} has #{facts.request.id} now. {sentence(contact(facts))} is in good hands."
