"""A contact with the client: as somebody tells of it, or as a copy of our mail shows it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.draft import cleaned
from bot.domain.life import DateRefused, closed, touched_clients, touched_ours
from bot.domain.request import Evidence, Outcome, Request, TouchChannel, Turn


@dataclass(frozen=True, slots=True)
class Touch:
    """How somebody spoke with the client, whose turn it is after that, and `what` comes next.

    `until` (UTC): by when the client hears from us again, or when we ask again; None where it is done. `lesson` is what
    would be done differently.
    """

    channel: TouchChannel
    turn: Turn
    what: str = ""
    until: datetime | None = None
    lesson: str = ""

    def tidied(self) -> "Touch":
        """The same, its words as they are kept."""
        return replace(self, what=cleaned(self.what).strip(), lesson=cleaned(self.lesson).strip())


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a mail to a client: who wrote it, who forwarded it (None: it came by itself), what proves it, and when
    it was written (UTC), where its date says.
    """

    external_id: str
    author_id: int
    brought_by: int | None
    evidence: Evidence
    written_at: datetime | None = None


def touched(request: Request, touch: Touch, now: datetime) -> Request:
    """The client has heard from us, as somebody tells at `now`. Raises TransitionRefused and DateRefused."""
    learned = touch.lesson or None
    if touch.turn is Turn.NOBODYS:
        return closed(replace(request, touched_at=now), Outcome.DONE, now, learned)
    if touch.until is None:
        raise DateRefused(now)
    if touch.turn is Turn.OURS:
        after = touched_ours(request, what=touch.what, by=touch.until, now=now)
    else:
        after = touched_clients(request, ask_again_at=touch.until, now=now)
    return replace(after, lesson=learned or request.lesson)
