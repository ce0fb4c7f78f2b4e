"""Why somebody was reminded: the arithmetic of business time, laid open."""

from datetime import timedelta
from itertools import groupby

from bot.domain.delay import Delay, DelayError
from bot.domain.facts import Why
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG
from bot.domain.moments import Stretch, StretchKind
from bot.texts import naming, plans, trail
from bot.texts.moments import Watch, delay_in_words, sentence

_MOST_STRETCHES = 15
_MOST_EARLIER = 10

_KINDS = {
    StretchKind.OPEN: "counted",
    StretchKind.CLOSED: "out of hours",
    StretchKind.WEEKEND: "weekend",
    StretchKind.HOLIDAY: "holiday",
    StretchKind.AWAY: "away",
}


def first(why: Why, watch: Watch) -> str:
    """Which step of which plan came due, and when."""
    due = watch.when(why.due_at)
    if why.rung == HEADS_UP_RUNG:
        return f"A short word came {due}, ahead of the date by which {naming.contact(why.facts)} hears from us."
    if why.rung == TRIAGE_RUNG:
        return f"Nobody had been named for this, so it came to you {due}."
    plan = plans.named(why.facts)
    if why.repetition:
        return f"By {plan} a reminder comes again every {_delay(why, watch)}; this one was due {due}."
    if why.rung == 0:
        return f"By {plan} the card comes at once, in your hours: {due}."
    return f"By {plan} reminder {why.rung} comes {_delay(why, watch)} after the start; it was due {due}."


def _delay(why: Why, watch: Watch) -> str:
    try:
        return delay_in_words(Delay.parse(why.delay), watch)
    except DelayError:
        return "some time"


def formula(why: Why, watch: Watch) -> str | None:
    """`Fri 16:10 + 4 business hours = Mon 11:40: weekend, out of hours`; None where nothing lies between."""
    if why.anchor_at >= why.due_at:
        return None
    start, end = watch.weekday_time(why.anchor_at), watch.weekday_time(why.due_at)
    skipped = list(dict.fromkeys(_KINDS[s.kind] for s in why.stretches if s.kind is not StretchKind.OPEN))
    between = f"; not counted: {naming.listed(skipped)}" if skipped else ""
    is_plain = why.delay and (why.repetition or not why.facts.request.cycle.anchor_rung)
    if is_plain:
        return f"{start} + {_delay(why, watch)} = {end}{between}."
    return f"From {start} to {end}, {watch.span(_counted(why))} were counted{between}."


def _counted(why: Why) -> timedelta:
    return sum((s.end - s.start for s in why.stretches if s.kind is StretchKind.OPEN), timedelta())


def hours(why: Why, watch: Watch) -> str:
    """Whose hours were counted."""
    person = why.recipient
    usual = f"{person.working_hours}, " if person.working_hours else "those of the workspace, "
    return f"Your hours: {usual}in {watch.city}."


def stretches(why: Why, watch: Watch) -> list[str]:
    """What was counted and what was not, stretch by stretch; nights between counted days are left out when long."""
    shown = list(why.stretches)
    if len(shown) > _MOST_STRETCHES:
        shown = [one for one in shown if one.kind is not StretchKind.CLOSED]
    lines = [_stretch(one, watch) for one in shown[:_MOST_STRETCHES]]
    return [*lines, "…"] if len(shown) > _MOST_STRETCHES else lines


def _stretch(one: Stretch, watch: Watch) -> str:
    span = f"{watch.weekday_time(one.start)} to {watch.weekday_time(one.end)}"
    return f"{span}: {_KINDS[one.kind]}" + (
        f", {watch.span(one.end - one.start)}" if one.kind is StretchKind.OPEN else ""
    )


def earlier(why: Why, watch: Watch) -> list[str]:
    """What was sent or withheld before, the latest last, a day at a time."""
    people = {**why.facts.people, why.recipient.id: why.recipient}
    last = why.earlier[-_MOST_EARLIER:]
    return [
        f"{sentence(day)}: " + " ".join(trail.line(event, people, watch) for event in events)
        for day, events in groupby(last, key=lambda event: watch.dated(event.at))
    ]
