"""Keeping in touch: a project may ask that its client hears from us every so often, whether or not they wrote."""

from datetime import datetime, timedelta

from bot.domain.calendar import Calendar, NeverOpenError
from bot.domain.delay import Delay
from bot.domain.draft import MAX_WISH

LOOK_AGAIN = timedelta(days=30)
"""When to look again where the owner's office does not open."""


def due_at(calendar: Calendar, since: datetime, touch_every: str) -> datetime:
    """When the next contact is due (UTC), counted on the owner's calendar, within their hours."""
    try:
        due = calendar.add(since, Delay.parse(touch_every))
    except NeverOpenError:
        return since + LOOK_AGAIN
    return calendar.next_open(due) or due


def wish(client_name: str, project_name: str) -> str:
    """The one line that stands for such a request."""
    return f"Be in touch with {client_name}, {project_name}"[:MAX_WISH]
