"""The last look before a message is sent: what a heads-up over the budget comes to, and what a list shows anyway."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from bot.domain.budget import begin_of_day
from bot.domain.calendar import Calendar
from bot.domain.outbox import Purpose
from bot.domain.request import Cause, Request


class Newer(Enum):
    """Where a reader has newer words about a request than those of a message about it, seen from there.

    A reminder shows so many lines and counts the others, and which these are changes through its day.
    """

    IN_A_MESSAGE_BELOW = "in a message below"
    IN_A_REMINDER_BELOW = "in a reminder below"
    IN_A_REMINDER_ABOVE = "in a reminder above"


def comes_too_late(purpose: Purpose, request: Request, later: datetime | None) -> bool:
    """Whether this is a heads-up that could be sent at `later` only (UTC; None: now), when its date has passed."""
    is_heads_up, promise = purpose is Purpose.HEADS_UP, request.promise
    return is_heads_up and later is not None and promise is not None and promise.due_at <= later


def handed_back_today(
    calendar: Calendar, request: Request, now: datetime, due_at: datetime | None = None
) -> Iterator[int]:
    """The absences over which their reader gets a list today; a card for what stands in it would say it twice.

    What came back to them stands in it, also where that was a moment after an early return; and so does the date of a
    heads-up that waited for them: one that fell due at `due_at` (UTC), after the return, comes.
    """
    today = begin_of_day(calendar, now)
    for absence in calendar.absences:
        if absence.number is None or absence.end is None or absence.end > now:
            continue
        back_at = calendar.next_open(absence.end) or absence.end
        if due_at is not None and back_at < due_at:
            continue
        if back_at >= today and (request.cycle.started_at <= back_at or request.cycle.cause is Cause.RETURNED):
            yield absence.number
