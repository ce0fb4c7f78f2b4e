"""Keeping in touch: a project may ask that its client hears from us every so often, whether or not they wrote."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.calendar import Calendar, NeverOpenError
from bot.domain.delay import Delay
from bot.domain.draft import MAX_WISH
from bot.domain.request import Evidence
from bot.domain.routing import Project

LOOK_AGAIN = timedelta(days=30)
"""When to look again where the owner's office does not open."""


def due_at(calendar: Calendar, since: datetime, touch_every: str) -> datetime:
    """When the next contact is due (UTC), counted on the owner's calendar, within their hours."""
    try:
        due = calendar.add(since, Delay.parse(touch_every))
    except NeverOpenError:
        return since + LOOK_AGAIN
    return calendar.next_open(due) or due


def is_recent(calendar: Calendar, contact_at: datetime, touch_every: str, now: datetime) -> bool:
    """Whether a contact at that moment is enough for now: nobody need be asked for another yet."""
    return due_at(calendar, contact_at, touch_every) > now


def perhaps_about(
    projects: Iterable[Project], clients: Collection[int], sent_to: Project | None
) -> tuple[Project, ...]:
    """The projects that a mail of ours to these clients may have been about.

    Where it went to the address or channel of a project of theirs (`sent_to`), it was about that one or none.
    """
    theirs = sent_to is not None and sent_to.client_id in clients
    return tuple(one for one in projects if one.client_id in clients and (not theirs or one == sent_to))


def wanting_contact(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Those of the projects that want their client to hear from us every so often."""
    return tuple(one for one in projects if one.touch_every)


def counts_unasked(evidence: Evidence, about: Sequence[Project]) -> bool:
    """Whether a mail that may be about these projects is contact though nobody says so: there is one, which wants it,
    and its writer is verified.

    An address can be forged, and a mail about one project is no contact about another.
    """
    return evidence is Evidence.AUTHENTICATED and len(about) == 1 and wanting_contact(about) == tuple(about)


def wish(client_name: str, project_name: str) -> str:
    """The one line that stands for such a request."""
    return f"Be in touch with {client_name}, {project_name}"[:MAX_WISH]
