"""Why somebody was reminded: the arithmetic of business time, laid open. Nobody is its subject but the clock."""

from datetime import timedelta

from bot.domain.delay import Delay, DelayUnit
from bot.domain.ladder import HEADS_UP_BEFORE, HEADS_UP_RUNG, TRIAGE_AFTER, TRIAGE_RUNG, Withheld
from bot.domain.not_needed import NotNeeded
from bot.domain.people import Person
from bot.domain.request import Cause
from bot.domain.stopping import Stop
from bot.domain.why import LateBy, PastStep, Why
from bot.domain.working import Since, Stretch, StretchKind, Working
from bot.texts import coming, naming, waiting
from bot.texts.moments import Watch, delay_in_words, every_in_words, sentence

EARLIER = "Before that"
CHOOSE_STEP = "Another reminder"
NOT_NEEDED = "Not needed …"
NOT_NEEDED_TITLE = "Not needed"
NOT_NEEDED_QUESTION = "Why was this reminder not needed? Your answer is counted; by itself it changes nothing."
NOTED = "Noted, thank you: {reason}."
GOES_ON = "The reminders go on as before, until something below changes that."
NOTHING_ELSE = "It shows in the weekly count. The reminders go on as before."

REASONS = {
    NotNeeded.HEARD: "The client has heard",
    NotNeeded.NOT_MINE: "It isn't mine",
    NotNeeded.TOO_SOON: "Too soon",
    NotNeeded.DONE: "It is done",
    NotNeeded.OTHER: "Something else",
}

_MOST_STRETCHES = 15
_MOST_EARLIER = 10
_A_WEEK = timedelta(days=6)
_A_DAY = timedelta(days=1)

_KINDS = {
    StretchKind.OPEN: "counted",
    StretchKind.CLOSED: "out of hours",
    StretchKind.WEEKEND: "weekend",
    StretchKind.HOLIDAY: "holiday",
    StretchKind.AWAY: "away",
    StretchKind.RESTED: "reminders rested",
}
_CHOSEN_BY = {
    "request": "which a red flag chose",
    "project": "the project's own",
    "client tier": "the one for clients of this tier",
    "workspace": "the one of the workspace",
}
_CAUSES = {
    Cause.HANDED_OVER: "the hand-over",
    Cause.BROKEN_PROMISE: "the date that passed",
    Cause.CHASE: "the client's asking again",
    Cause.ANSWER: "the client's answer",
    Cause.ASK_AGAIN: "the day to ask again",
    Cause.REASSIGNED: "the change of hands",
    Cause.TAKEN_OVER: "the taking over",
    Cause.SETTLED: "the settling of whose it is",
    Cause.RETURNED: "the owner's return",
    Cause.REOPENED: "the reopening",
}
_OUTCOMES = {"sent": "sent", "shown": "shown on a message already there", "withheld": "withheld"}
_LATE = {
    LateBy.HOURS: "it waited for office hours",
    LateBy.BUDGET: "there were enough messages that day",
    LateBy.ASKED: "reminders rested while somebody was asked to take it",
}
_STOPPED = {
    Withheld.CLOSED: "the request is closed",
    Withheld.TURN_OF_CLIENT: "it is the client's turn",
    Withheld.SUPERSEDED: "what it was about has been overtaken by news",
    Withheld.TAKEN: "somebody has it",
    Withheld.SNOOZED: "reminders rest",
}
_STOPS = {
    Stop.TAKE: "taking it with a next step and a date",
    Stop.ASK_AGAIN: "asking {client} again",
    Stop.WAIT_ON: "waiting until another date",
    Stop.CONTACT: "contact with {client}",
    Stop.MOVE: "moving the date",
    Stop.SNOOZE: "a snooze",
    Stop.HAND_ON: "passing it on",
    Stop.ROUTE: "saying whose it is",
    Stop.CLOSE: "closing it",
}


def reminder(step: PastStep, why: Why) -> str:
    """Which step, and whose: `reminder 1 for you`."""
    whom = naming.you_or(why.facts.person(step.key.recipient), why.reader, "a colleague")
    if step.key.rung == HEADS_UP_RUNG:
        return f"the reminder ahead of the date, for {whom}"
    if step.key.rung == TRIAGE_RUNG:
        return f"the question whose it is, for {whom}"
    if step.key.rung == 0 and not step.key.repetition:
        return f"the card for {whom}"
    again = f" (repeat {step.key.repetition})" if step.key.repetition else ""
    return f"reminder {step.key.rung}{again}, for {whom}"


def first(why: Why, watch: Watch) -> str:
    """Which step it is, when it was due, and what became of it."""
    said = f"{sentence(reminder(why.step, why))}: due {watch.when(why.step.due_at)}"
    reason = f" ({_LATE[why.late_by]})" if why.late_by else ""
    return f"{said}, {outcome(why.step, watch)}{reason}."


def outcome(step: PastStep, watch: Watch) -> str:
    """`sent then`, `sent on Mon 23 Nov, 09:00`, `withheld: the request was closed`."""
    if step.outcome is None:
        return "on its way"
    said = _OUTCOMES.get(step.outcome, step.outcome)
    if step.reason:
        return f"{said}: {step.reason}"
    late = abs(step.at - step.due_at) >= timedelta(minutes=1)
    return f"{said} {watch.when(step.at)}" if late else f"{said} then"


def plan(why: Why, watch: Watch) -> str:
    """Which policy, which version of it, what chose it, and what it says of this step."""
    chosen = _CHOSEN_BY.get(why.step.chosen_by or "")
    name = f"The plan is “{naming.one_line(why.policy.name, 60)}”, version {why.policy.version}"
    return f"{name}{f', {chosen}' if chosen else ''}. {_rule(why, watch)}"


def _rule(why: Why, watch: Watch) -> str:
    key = why.step.key
    if key.rung == HEADS_UP_RUNG:
        before = watch.span(HEADS_UP_BEFORE)
        return f"A short reminder comes {before} of working time before the date by which the client hears from us."
    if key.rung == TRIAGE_RUNG:
        asked = delay_in_words(TRIAGE_AFTER, watch)
        return f"Where nobody has been named after {asked}, somebody else is asked whose it is."
    if key.repetition:
        return f"After the last step a reminder comes again {every_in_words(why.policy.every, watch)}."
    if key.rung == 0:
        return _card_rule(why, watch)
    after = why.policy.rungs[why.policy.capped(key.rung)].after
    clock = why.step.reckoning
    if clock is not None and clock.length != after:
        return f"Reminder {key.rung} comes {_length(why, watch)} after {_since(why)}, as this run began further on."
    return f"Reminder {key.rung} comes {delay_in_words(after, watch)} after {_since(why)}."


def _since(why: Why) -> str:
    clock = why.step.reckoning
    match clock.since if clock else Since.CYCLE:
        case Since.SNOOZE:
            return "the end of the snooze"
        case Since.REMINDER:
            return "the reminder before"
        case Since.PROMISE:
            return "the setting of the date"
        case Since.CYCLE:
            return _start(why)


def _start(why: Why) -> str:
    """What the present run began with."""
    if why.by_flag:
        return "the red flag"
    if why.by_hands:
        return "the change of hands"
    if why.facts.request.is_keeping_in_touch and why.step.cause is Cause.HANDED_OVER:
        return "the card"
    return _CAUSES[why.step.cause] if why.step.cause else "the start"


def _card_rule(why: Why, watch: Watch) -> str:
    """At once, or where it is about keeping in touch, since the last contact for as long as the project allows."""
    if not why.facts.request.is_keeping_in_touch:
        return f"The card comes at once after {_start(why)}, within office hours."
    every, last = why.facts.touch_every, why.facts.request.touched_at
    length = f"for {delay_in_words(Delay.parse(every), watch)}" if every else "for long"
    on_record = f"the last was {watch.when(last)}" if last else "none is on record so far"
    return f"The card comes when there was no contact with {naming.client(why.facts)} {length}: {on_record}."


def _length(why: Why, watch: Watch) -> str:
    length = why.step.reckoning.length if why.step.reckoning else timedelta()
    return delay_in_words(length, watch) if isinstance(length, Delay) else f"{watch.span(length)} of working time"


def formula(why: Why, watch: Watch) -> str | None:
    """`Fri 16:10 + 4 working hours = Mon 11:40`; None where no clock ran."""
    working, clock = why.working, why.step.reckoning
    if working is None or clock is None or not working.stretches:
        return None
    spell = watch.weekday_time if working.due_at - clock.anchor < _A_WEEK else watch.moment
    start, end = spell(clock.anchor), spell(working.due_at)
    at_once = isinstance(clock.length, Delay) and clock.length.amount == 0
    return f"{start}, then office hours: {end}" if at_once else f"{start} + {_length(why, watch)} = {end}"


def skipped(why: Why, watch: Watch) -> str | None:
    """`Not counted: weekend, 3 Oct: Tag der Deutschen Einheit; your hours Mon-Fri 09:00-17:30, in Berlin.`"""
    working, clock = why.working, why.step.reckoning
    if working is None or clock is None:
        return None
    reasons = list(dict.fromkeys(_reason(one, why, watch) for one in working.stretches if one.kind in _TOLD))
    whose = naming.you_or(why.recipient, why.reader)
    hours = f"{'your' if whose == 'you' else f'{whose}’s'} hours: {clock.calendar.hours}, in {_city(why)}"
    shown = f" Times are shown as in {watch.city}." if watch.zone != clock.calendar.zone else ""
    left_out = f"Not counted: {naming.listed(reasons)}. " if reasons else ""
    return f"{left_out}{sentence(hours)}.{shown}"


_TOLD = frozenset(StretchKind) - {StretchKind.OPEN, StretchKind.CLOSED}


def _city(why: Why) -> str:
    key = why.step.reckoning.calendar.zone.key if why.step.reckoning else "UTC"
    return key.rpartition("/")[2].replace("_", " ")


def _reason(one: Stretch, why: Why, watch: Watch) -> str:
    if one.kind is StretchKind.HOLIDAY and one.name:
        return f"{_days(one, why, watch)}: {naming.one_line(one.name, 80)}"
    return _KINDS[one.kind]


def stretches(why: Why, watch: Watch) -> list[str]:
    """What was counted and what was not, line by line; where they are many, without the nights."""
    working, clock = why.working, why.step.reckoning
    if working is None or clock is None:
        return []
    by_day = isinstance(clock.length, Delay) and clock.length.unit is DelayUnit.DAYS
    shown = [one for one in working.stretches if not by_day or one.kind is not StretchKind.OPEN]
    if len(shown) > _MOST_STRETCHES:
        shown = [one for one in shown if one.kind is not StretchKind.CLOSED]
    lines = [_stretch(one, why, watch) for one in shown[:_MOST_STRETCHES]]
    counted = [_counted_days(working, watch)] if by_day and working.days else []
    return [*counted, *lines, *(["…"] if len(shown) > _MOST_STRETCHES else [])]


def _counted_days(working: Working, watch: Watch) -> str:
    days = [watch.plain_date(day) for day in working.days]
    shown = days if len(days) <= 6 else [*days[:3], "…", days[-1]]
    return f"{', '.join(shown)}: counted, {watch.count(len(days), 'working day', 'working days')}"


def _stretch(one: Stretch, why: Why, watch: Watch) -> str:
    if one.kind in {StretchKind.WEEKEND, StretchKind.HOLIDAY} and one.end - one.start >= _A_DAY - timedelta(hours=1):
        return f"{_days(one, why, watch)}: {(one.name and naming.one_line(one.name, 80)) or _KINDS[one.kind]}"
    if one.end - one.start >= _A_WEEK:
        return f"{watch.moment(one.start)} to {watch.moment(one.end)}: {_KINDS[one.kind]}"
    same_day = watch.dated(one.start) == watch.dated(one.end)
    end = watch.time(one.end) if same_day else watch.weekday_time(one.end)
    spent = f", {watch.span(one.end - one.start)}" if one.kind is StretchKind.OPEN else ""
    return f"{watch.weekday_time(one.start)} to {end}: {_KINDS[one.kind]}{spent}"


def _days(one: Stretch, why: Why, watch: Watch) -> str:
    """The days of a stretch, on the wall calendar of the one whose clock it is."""
    calendar = why.step.reckoning.calendar if why.step.reckoning else None
    if calendar is None:
        return watch.dated(one.start)
    begin, end = calendar.local_day(one.start), calendar.local_day(one.end - timedelta(microseconds=1))
    if begin == end:
        return watch.plain_date(begin)
    return f"{watch.plain_date(begin)} to {watch.plain_date(end)}"


def waits(why: Why, watch: Watch) -> str | None:
    """How long the client has waited by now, or since when they have heard nothing new, on their own calendar."""
    length = waiting.so_long(why.facts.client_waits_days, why.facts.client_waited, watch)
    since, touched = why.facts.request.client_waits_since, why.facts.request.touched_at
    if since is None or length is None:
        return None
    name = sentence(naming.contact(why.facts))
    if touched is not None and since <= touched:
        return f"{name} last heard from us {watch.when(touched)}, {length} ago."
    return f"{name} has been waiting for {length}, since {watch.moment(since)}."


def ahead(why: Why, watch: Watch) -> list[str]:
    """What would stop such reminders, or has, and who hears next."""
    following = coming.what_next(why.facts, why.reader, watch)
    if why.stopped_by is not None:
        stopped = f"No such reminder comes now: {_STOPPED.get(why.stopped_by, str(why.stopped_by))}."
        return [stopped, *([following] if following else [])]
    ways = [_STOPS[stop].format(client=naming.contact(why.facts)) for stop in why.stops]
    stops = [f"What would stop it: {', '.join(ways[:-1])} or {ways[-1]}."] if len(ways) > 1 else []
    return [*stops, *([following] if following else [])]


def earlier(why: Why, watch: Watch) -> list[str]:
    """What fell due before, with what became of it, the latest last."""
    return [
        f"{watch.dated(one.due_at)}, {watch.time(one.due_at)}: {reminder(one, why)}, {outcome(one, watch)}"
        for one in why.earlier[-_MOST_EARLIER:]
    ]


def choice(step: PastStep, why: Why, watch: Watch) -> str:
    """A step in a menu."""
    return f"{watch.dated(step.due_at)}, {watch.time(step.due_at)}: {reminder(step, why)}"


def noted(reason: NotNeeded, reader: Person) -> str:
    """That it is on record; said to the one who pressed."""
    return NOTED.format(reason=REASONS[reason].lower() if reason is not NotNeeded.NOT_MINE else "it isn't yours")
