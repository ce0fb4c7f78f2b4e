"""How much may notify one person on one day, and where what is over it goes."""

from datetime import datetime, time, timedelta

from bot.domain.calendar import Calendar
from bot.domain.openings import first_showing
from bot.domain.outbox import Intention, Kind, Purpose

LEAST_BUDGET = 2
"""One thing for the reminder, which nothing else may crowd out, and one for everything else."""

IS_ANSWER = "is_answer"
"""The fact by which a message of another purpose says that it answers what its reader has just done."""

RESERVED = 1
"""What is kept free for the reminder of the day."""

ANSWERS = frozenset(
    {Purpose.CONFIRMATION, Purpose.COPY_QUESTION, Purpose.WHICH_COPY, Purpose.COPY_NOTED, Purpose.ANSWER}
)
"""What somebody gets for something that they have just done: it is never counted."""

ASKED = frozenset({Purpose.TRIAGE_QUESTION, Purpose.AGAIN_QUESTION})
"""Questions that answer a hand-over, unless they wait for office hours: then somebody else did it."""


def is_counted(intention: Intention) -> bool:
    """Whether this notifies a person without an action of theirs. What is posted to a channel is nobody's alone."""
    if intention.kind is not Kind.POST or intention.recipient_id is None or intention.channel is not None:
        return False
    if intention.purpose in ASKED:
        return intention.in_office_hours
    return intention.purpose not in ANSWERS and not intention.facts.get(IS_ANSWER)


def is_spent(had: int, budget: int) -> bool:
    """Whether somebody who has had so many messages today, the reminder left out, should get no more of them."""
    return had >= max(budget, LEAST_BUDGET) - RESERVED


def begin_of_day(calendar: Calendar, now: datetime) -> datetime:
    """When the day that `now` falls into began on this person's clocks (UTC)."""
    return _midnight(calendar, now, 0)


def first_tomorrow(calendar: Calendar, now: datetime) -> datetime:
    """The first opening (UTC) after the day that `now` falls into; its end for those who work no more."""
    midnight = _midnight(calendar, now, 1)
    return calendar.next_open(midnight) or midnight


def _midnight(calendar: Calendar, now: datetime, ahead: int) -> datetime:
    day = now.astimezone(calendar.zone).date() + timedelta(days=ahead)
    return first_showing(calendar.zone, datetime.combine(day, time()))
