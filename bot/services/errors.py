"""What can go wrong in a use case. Each carries data; its sentence is in `bot.texts.errors`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(unsafe_hash=True)
class NotFound(Exception):
    """There is no request of that number, or not for this person: the two are not told apart."""

    number: int


@dataclass(unsafe_hash=True)
class Stale(Exception):
    """Request `number` has moved on since the form was opened or the button was drawn."""

    number: int


@dataclass(unsafe_hash=True)
class AlreadyThat(Exception):
    """The same thing was handed over before; it is request `number`."""

    number: int


@dataclass(unsafe_hash=True)
class CallStands(Exception):
    """A call about request `number` is proposed already: for `chosen_at` (UTC), if a time has been chosen; `result`
    is what came of it, once somebody said.
    """

    number: int
    chosen_at: datetime | None = None
    result: str | None = None


@dataclass(unsafe_hash=True)
class UnknownProject(Exception):
    """No client or project is called that."""

    name: str


@dataclass(unsafe_hash=True)
class UnknownPolicy(Exception):
    """No policy is called that."""

    name: str


@dataclass(unsafe_hash=True)
class DateUnreadable(Exception):
    """What was typed is no date that could be read."""

    typed: str


@dataclass(unsafe_hash=True)
class UnknownChannel(Exception):
    """How the client was spoken with was not said, or is no way that is known; `given` is what stood there."""

    given: str


@dataclass(unsafe_hash=True)
class UnknownPerson(Exception):
    """Nobody of the workspace is known under this Slack id or address."""

    who: str


@dataclass(unsafe_hash=True)
class IsAway(Exception):
    """Somebody who is to answer is away, until `until` (UTC) where that is known."""

    name: str
    until: datetime | None = None


@dataclass(unsafe_hash=True)
class UnreadableDays(Exception):
    """What was typed as days can't be read as such."""

    words: str


@dataclass(unsafe_hash=True)
class UnsafeChannel(Exception):
    """A channel that Nudge will not speak in: `shared` with another organisation, or else holding guests."""

    channel: str
    shared: bool


@dataclass(unsafe_hash=True)
class NotSetUp(Exception):
    """The workspace has no row yet, or lacks what the use case needs; `missing` names it."""

    missing: str


class NothingRecorded(Exception):
    """The database could not be had in time, and it is known that nothing was recorded."""


class MaybeRecorded(Exception):
    """The connection broke at the commit, and whether it took effect could not be found out."""


@dataclass(unsafe_hash=True)
class NotBegun(Exception):
    """The week called `week` has not begun yet."""

    week: str
