"""The reminder of a day in words: how many wait, each request in a few lines, and what is left of a list."""

from datetime import timedelta

from bot.domain.alarms import News
from bot.domain.facts import ReminderLine, RequestFacts, Upcoming
from bot.domain.people import Person
from bot.domain.policy import Tone
from bot.domain.reminder import tells_of_cause
from bot.domain.request import State
from bot.domain.step import Withheld
from bot.texts import cards, coming, naming, nudges
from bot.texts.moments import Watch, counted, language_of, sentence
from bot.texts.naming import is_reader, you_or

FURTHER_DOWN = "All of this is further down or in Home now, as it stands."
LAST_OF_ITS_KIND = "This was the last reminder of its kind; the weekly digest shows it to the leads."
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_PLACE, _WISH, _SENTENCE, _NEXT = 45, 75, 130, 100
"""What each part of a line may take, so that ten of them fit into the text that phones show."""


def header(clients: int) -> str:
    """How many are waiting, in the sentence that a phone shows first."""
    if clients == 0:
        return "Nothing in this list waits for us any more."
    number = _NUMBERS[clients] if clients < len(_NUMBERS) else str(clients)
    return f"{number} {'client is' if clients == 1 else 'clients are'} waiting to hear from us."


def more(count: int) -> str:
    """How many have no line here."""
    return f"and {count} more in Home"


def title(facts: RequestFacts) -> str:
    """Number, client and wish."""
    place = naming.one_line(naming.where(facts.client_name, facts.project_name), _PLACE)
    wish = naming.one_line(naming.wish(facts.request), _WISH)
    return f"#{facts.request.id} · {place}: {wish}" if place else f"#{facts.request.id} · {wish}"


def live(line: ReminderLine, reader: Person, watch: Watch, *, in_brief: bool = False) -> list[str]:
    """What a request waits for, in the tone of its rung, and who hears of it next; `in_brief` where there is no room
    for who hears of it besides.
    """
    facts, key = line.facts, line.key
    is_news = tells_of_cause(key, facts.request)
    said = nudges.opening(facts, reader, line.tone, is_news=is_news, watch=watch, limit=_SENTENCE)
    besides = None if in_brief else _besides(line, reader, watch)
    flag = naming.one_line(cards.flag_line(facts, reader) or "", _PLACE if in_brief else _NEXT)
    lines = [said, flag, besides, naming.one_line(who_is_next(facts, reader, watch), _NEXT)]
    return [one for one in lines if one]


def _besides(line: ReminderLine, reader: Person, watch: Watch) -> str | None:
    """Whom it is with, where that is somebody else, and who is told beside this reader."""
    facts = line.facts
    told = nudges.told_as_well(facts, reader, line.tone, line.key.rung if line.key.repetition == 0 else -1)
    counts = nudges.plain_facts(facts, reader, watch) if line.tone is Tone.FACTS else []
    parts = [_stands_in(facts, reader, watch), *counts, told]
    return " · ".join(part.rstrip(".") for part in parts if part) or None


def _stands_in(facts: RequestFacts, reader: Person, watch: Watch) -> str | None:
    if not facts.stands_in(reader):
        return None
    return f"With {naming.owner(facts)}, who {naming.where_the_owner_is(facts, watch)}"


def who_is_next(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """Who hears of it next, and when: as on a card, in fewer words."""
    if facts.request.state is not State.OPEN:
        return coming.what_next(facts, reader, watch) or ""
    first, above = facts.next_nudge, facts.next_above
    if first is None and above is None:
        return LAST_OF_ITS_KIND
    parts = [f"I come back to {_whom(first, reader)} {watch.when(first.at)}"] if first and first != above else []
    parts += [f"{naming.hears(above, reader)} of it {watch.when(above.at)}"] if above else []
    return f"{sentence('; '.join(parts))}."


def _whom(upcoming: Upcoming, reader: Person) -> str:
    return you_or(upcoming.person, reader)


def settled(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """How a request stands that needs no reminder any more, in one line."""
    return f"{title(facts)} · {sentence(_stands(facts, reader, watch))}"


def _stands(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    request = facts.request
    if request.state is State.OPEN and not is_reader(facts.owner, reader):
        return f"it is with {naming.owner(facts, reader)}."
    if request.state is State.OPEN and request.snooze and watch.now < request.snooze.until:
        return f"quiet until {watch.moment(request.snooze.until)}."
    return cards.headline(facts, reader, watch)


def line_below(facts: RequestFacts) -> str:
    """The one line that notifies of news, in the thread of the reminder of that day."""
    return f"#{facts.request.id} · {cards.cause(facts)} How it stands is in the list above or in Home."


def flag_below(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """The one line that notifies of a red flag while no reminder does, and how the request stands meanwhile."""
    request = facts.request
    flag = (cards.flag_line(facts, reader) or "").rstrip(".")
    if request.state is State.WAITING:
        return f"#{request.id} · {flag}. {cards.waiting(facts, watch)}"
    stands = cards.hears_by(facts, request.promise, watch) if request.promise else ""
    return f"#{request.id} · {flag}. {stands}".strip()


def unsealed(news: News, length: timedelta, watch: Watch) -> str:
    """For whoever looks after Nudge: the record grows, and its new events have no seal yet; or have them again."""
    span = watch.span(max(length, timedelta(minutes=1)))
    match news:
        case News.BEGINS:
            return (
                f"The newest events of the record have been waiting for their seal for {span}. Nothing is lost, and "
                "they get it as soon as that works again; until then, a change to them would not be found. The log and "
                "`nudge doctor` say more."
            )
        case News.GOES_ON:
            return (
                f"The record has been behind with its seals for {span} now. Nothing is lost, but a change to its "
                "newest events would not be found. The log and `nudge doctor` say more."
            )
        case News.OVER:
            return f"The record is up to date with its seals again; it was behind for {span}."


def digests_missed(count: int, first: str, last: str, reader: Person) -> str:
    """For whoever looks after Nudge: digests of weeks before the one that was posted were not."""
    weeks = counted(count, "week", "weeks", language_of(reader.language))
    which, they = f"The digests of {weeks}, {first} to {last}, were", "they were"
    if count == 1:
        which, they = f"The digest of {first} was", "it was"
    return (
        f"{which} not posted: I was not running when {they} due, and of several only the last is posted afterwards. "
        f"To have one in the channel as well: `nudge digest --week {last} --post`."
    )


_KEPT_BACK = {
    str(Withheld.UNSAFE_CHANNEL): (
        "people from outside might read it there. Its channel is shared, holds guests, or is hidden from me: take them "
        "out, invite me, or name another channel in the set-up."
    ),
    "not_in_channel": "I am not in its channel. Invite me, or name another one in the set-up.",
    "is_archived": "its channel is archived. Bring it back, or name another one in the set-up.",
}


def digest_kept_back(week: str, reason: str, *, is_for_lead: bool, goes_on: bool) -> str:
    """For whoever looks after Nudge: why a digest is not where it belongs, what to do, and how it comes then."""
    what = f"The digest of {week}{' for one of the leads' if is_for_lead else ''}"
    why = _KEPT_BACK.get(reason, f"Slack did not take it (`{reason}`). The log says more.")
    by_hand = f"`nudge digest --week {week} --post`"
    then = f"To have it posted after that: {by_hand}."
    return f"{what} was not posted: {why} {'I try again every hour while this week lasts. ' if goes_on else ''}{then}"


def stuck(number: int) -> str:
    """For whoever looks after Nudge: one request stands still."""
    return (
        f"I can't go on with #{number}: nobody is reminded of it for now. I try again every ten minutes, and all "
        "else goes on as usual. The log says what is in the way, at “request can't be advanced”."
    )


def put_right(requests: str, count: int, reader: Person) -> str:
    """For whoever looks after Nudge: something was left lying, and is on its way again."""
    said = counted(count, "message that was stuck", "messages that were stuck", language_of(reader.language))
    return (
        f"I found {said}, about {requests}, and put that right. "
        "If this happens again, the log and `nudge doctor` say more."
    )
