"""A due step: what it is, what it rests on, and why it may send nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.calendar import Calendar
from bot.domain.people import Cast, Role
from bot.domain.policy import Policy, Tone
from bot.domain.request import Request
from bot.domain.working import Reckoning

HEADS_UP_RUNG = -1
"""A heads-up stands below the ladder: it reminds of a promise that still holds."""

TRIAGE_RUNG = -2
"""The step by which the fallback owner hears of a request that nobody could be found for."""


class Withheld(StrEnum):
    """Why a due step sent nothing."""

    OVERTAKEN = "a later rung was due as well"
    SUPERSEDED = "a new cycle began"
    CLOSED = "the request was closed"
    TAKEN = "the owner had taken it"
    TURN_OF_CLIENT = "it was the client's turn"
    SNOOZED = "it was snoozed"
    OFFERED = "somebody else was asked whether they can take it"
    AWAY = "the recipient is away"
    HANDED_BACK = "the list on their return shows it"
    CARD_OF_THE_DAY = "the card of that day, which had waited, told of it"
    NOT_WITH_THEM = "somebody else has it by now"
    NOBODY = "nobody could be reached"
    UNSAFE_CHANNEL = "the channel is shared or holds guests"
    NOT_IN_TIME = "it could not come before the date"
    UNREACHABLE = "Slack would not deliver it"


class StepKey(NamedTuple):
    """What makes a due step the one that it is: each has exactly one outcome."""

    cycle: int
    rung: int
    repetition: int
    recipient: int


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder that falls due at `due_at` (UTC), within the recipient's office hours.

    `reckoning` is what `due_at` comes from; only in tests there is none.
    """

    key: StepKey
    due_at: datetime
    role: Role
    tone: Tone
    reckoning: Reckoning | None = field(default=None, compare=False, repr=False)

    @classmethod
    def reckoned(cls, key: StepKey, reckoning: Reckoning, role: Role, tone: Tone) -> "Step":
        """The step that is due when its reckoning says; raises `NeverOpenError`."""
        return cls(key, reckoning.due_at, role, tone, reckoning)


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """The message of its own, a card or a heads-up, that a step became: it came at `at`, or comes then at the earliest.

    `due_at` is when the step fell due; both are UTC.
    """

    key: StepKey
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the decision rests on. `done` are the steps of this request that have an outcome already.

    `calendars` holds those of everybody whom `cast` can reach in any role. `messages` are the cards and heads-ups of
    the present cycle that came, or are still to come.
    """

    request: Request
    policy: Policy
    cast: Cast
    calendars: Mapping[int, Calendar]
    done: frozenset[StepKey]
    messages: tuple[OwnMessage, ...] = ()
