"""Reminders in words: what each tone says. The client and the thread are the subject of every sentence."""

from collections.abc import Sequence

from bot.domain.facts import RequestFacts
from bot.domain.people import Person, Role
from bot.domain.policy import Tone
from bot.domain.request import Cause, State
from bot.texts import cards, coming, naming, waiting
from bot.texts.moments import Watch, sentence
from bot.texts.naming import contact, is_reader, you_or

_NEWS = frozenset({Cause.CHASE, Cause.BROKEN_PROMISE, Cause.ANSWER, Cause.ASK_AGAIN, Cause.REOPENED})
_SHORTEST = 20
"""Less of a sentence than this says nothing."""


def opening(
    facts: RequestFacts, reader: Person, tone: Tone, *, is_news: bool, watch: Watch, limit: int | None = None
) -> str:
    """The first sentence of a reminder; `is_news` when it is the first of its cycle and so tells what happened.

    Where it may take no more than `limit` characters, what leads up to its question is cut, and never the question.
    """
    before, question = _opening(facts, reader, tone, is_news=is_news, watch=watch)
    if limit is not None:
        before = _cut(before, limit - len(question) - 1)
    return " ".join(part for part in (*before, question) if part)


def _cut(parts: Sequence[str], limit: int) -> list[str]:
    """What fits of these sentences, the last of them first to be left out; one alone is cut short."""
    kept = [part for part in parts if part]
    while len(kept) > 1 and len(" ".join(kept)) > limit:
        kept.pop()
    return [naming.one_line(part, limit) for part in kept] if limit >= _SHORTEST else []


def _opening(facts: RequestFacts, reader: Person, tone: Tone, *, is_news: bool, watch: Watch) -> tuple[list[str], str]:
    """What leads up to the question, sentence by sentence, and the question; empty where nothing is asked."""
    if tone is Tone.CARD or facts.request.is_keeping_in_touch or facts.request.state is State.PROMISED:
        return [cards.headline(facts, reader, watch)], ""
    rested = cards.snooze_line(facts, watch) if _is_first_after_rest(facts) else None
    news = cards.cause(facts) if is_news and facts.request.cycle.cause in _NEWS else None
    if tone is Tone.FACTS and not _is_asked(facts, reader) and facts.request.cycle.cause is not Cause.ASK_AGAIN:
        waits = _waits(facts, watch, name=naming.who_and_where(facts))
        return [" ".join(part for part in ("For your information:", waits, news, rested) if part)], ""
    waits = "" if news or facts.request.cycle.cause is Cause.ASK_AGAIN else _waits(facts, watch)
    return [part for part in (news, rested, waits) if part], _question(facts, reader, tone)


def _is_asked(facts: RequestFacts, reader: Person) -> bool:
    """Whether the next step is asked of this reader: as the owner, or in the owner's place."""
    return is_reader(facts.owner, reader) or facts.stands_in(reader)


def _is_first_after_rest(facts: RequestFacts) -> bool:
    """Whether this is the reminder that a rest put off, or the one that ended it."""
    cycle, snooze = facts.request.cycle, facts.request.snooze
    return snooze is not None and snooze.until == cycle.anchor_at and cycle.rung <= cycle.anchor_rung


def _question(facts: RequestFacts, reader: Person, tone: Tone) -> str:
    if facts.request.cycle.cause is Cause.ASK_AGAIN:
        return _still_to_ask(facts, reader)
    if suggests_call(facts, reader, tone):
        return f"Would a short call{_with_reporter(facts, reader)} settle who does what?"
    match tone:
        case Tone.HELP if not _is_asked(facts, reader):
            return f"Can you help {naming.owner(facts)} with this one?"
        case Tone.HELP if facts.cast.backup != reader.id:
            return f"Can {_helper(facts)} help?"
        case Tone.FACTS:
            return f"What comes next, and by when does {contact(facts)} hear from us?"
        case _:
            return f"Is there a next step that {contact(facts)} could hear of?"


def _still_to_ask(facts: RequestFacts, reader: Person) -> str:
    """The client's turn is over by our own date; what is slow here is nobody's of ours to answer for."""
    if _is_asked(facts, reader):
        return f"Shall we ask {contact(facts)} again, keep waiting, or close this?"
    return f"The question is whether to ask {contact(facts)} again, to keep waiting, or to close it."


def suggests_call(facts: RequestFacts, reader: Person, tone: Tone) -> bool:
    """Whether this reminder suggests a call: on its own rung, and on the last before anybody else hears of it."""
    if facts.request.cycle.cause is Cause.ASK_AGAIN or facts.request.is_keeping_in_touch:
        return False
    if not facts.has_partner(reader):
        return False
    return tone is Tone.FIRM or (tone is Tone.GENTLE and is_reader(facts.owner, reader) and _others_hear_next(facts))


def _others_hear_next(facts: RequestFacts) -> bool:
    following = facts.request.cycle.rung + 1
    return following <= facts.policy.top and set(facts.policy.rungs[following].to) != {Role.OWNER}


def _waits(facts: RequestFacts, watch: Watch, *, name: str | None = None) -> str:
    name = name or sentence(contact(facts))
    since, touched = facts.request.client_waits_since, facts.request.touched_at
    if since is None:
        return f"{name} last heard from us {watch.when(touched)}." if touched else f"{name} has not heard from us yet."
    length = waiting.so_long(facts.client_waits_days, facts.client_waited, watch)
    if touched is not None and since <= touched:
        return f"{name} last heard from us {f'{length} ago' if length else watch.when(touched)}."
    if length:
        return f"{name} has been waiting for {length}."
    return f"{name} has been waiting since {watch.moment(since)}."


def _with_reporter(facts: RequestFacts, reader: Person) -> str:
    named = facts.reporter is not None and not is_reader(facts.reporter, reader)
    return f" with {you_or(facts.reporter, reader)}" if named else ""


def _helper(facts: RequestFacts) -> str:
    backup = facts.person(facts.cast.backup)
    return you_or(backup, None, "somebody") if backup and backup.id not in facts.cast.inactive else "somebody"


def told_as_well(facts: RequestFacts, reader: Person, tone: Tone, rung: int) -> str | None:
    """Who else hears of it at this step, by the policy; not those whose office opens later: they are named as next."""
    if tone not in {Tone.HELP, Tone.FACTS} or not 0 <= rung <= facts.policy.top:
        return None
    ids = dict.fromkeys(facts.cast.hearing(each) for each in facts.policy.rungs[rung].hearers)
    later = facts.next_nudge.person.id if facts.next_nudge else None
    others = [one for one in map(facts.person, ids) if one is not None and one.id not in {reader.id, later}]
    names = [you_or(person, reader) for person in others]
    if facts.policy.tells_channel(rung) and facts.cast.channel:
        names.append("the project's channel")
    if not names:
        return None
    return f"{naming.listed(names)} {'hears' if len(names) == 1 else 'hear'} of it as well."


def plain_facts(facts: RequestFacts, reader: Person, watch: Watch) -> list[str]:
    """The counts that a lead wants: neutral, complete, nobody's failing."""
    request = facts.request
    is_theirs = _is_asked(facts, reader) and not request.passes
    lines = [
        None if is_theirs else f"With: {naming.owner(facts, reader)}{_passes(facts, watch)}",
        f"Dates set: {request.promises_made}" if request.promises_made else None,
        f"Replies that kept the turn with us: {request.holding_replies}" if request.holding_replies == 1 else None,
    ]
    return [line for line in lines if line]


def _passes(facts: RequestFacts, watch: Watch) -> str:
    passes = facts.request.passes
    return f", passed on {watch.count(passes, 'time', 'times')}" if passes else ""


def closing_line(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """Who hears of it next and when; every reminder ends with it."""
    said = coming.what_next(facts, reader, watch)
    if facts.request.is_keeping_in_touch:
        return said or ""
    if facts.request.state is State.OPEN and facts.next_above is None:
        return f"{said or 'This was the last reminder of its kind.'} The weekly digest shows it to the leads as well."
    return said or ""


def in_the_place_of(facts: RequestFacts, watch: Watch) -> str:
    """Why somebody hears of what is another's."""
    return f"It is with {naming.owner(facts)}, who {naming.where_the_owner_is(facts, watch)}, so it comes to you."


def heads_up(facts: RequestFacts, watch: Watch) -> str:
    """A promise that still holds comes near."""
    promise = facts.request.promise
    name = sentence(contact(facts))
    if promise is None:
        return f"{name} is waiting to hear from us."
    knows = ", and knows the date" if promise.client_knows else ""
    return f"The date is near: {contact(facts)} hears from us by {watch.moment(promise.due_at)}{knows}."


def after_heads_up(facts: RequestFacts, reader: Person) -> str:
    """Who hears when the date passes."""
    after = coming.after_the_date(facts, reader)
    return f"Once {contact(facts)} has heard, press “Contact made”; if the date passes, {after}."
