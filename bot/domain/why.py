"""What lies behind one step: the facts that "Why this?" is answered with. No words, no blocks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.facts import RequestFacts
from bot.domain.offers import Offer
from bot.domain.people import Person, Role
from bot.domain.policy import Policy, Tone
from bot.domain.request import Cause
from bot.domain.step import StepKey, Withheld
from bot.domain.stopping import Stop
from bot.domain.working import Reckoning, Working


class LateBy(StrEnum):
    """What kept a step that was due."""

    HOURS = "hours"
    BUDGET = "budget"
    ASKED = "asked"
    """Somebody was being asked to take the request, and reminders rested."""


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that has fallen due, as it was noted then; all times are UTC.

    `outcome` is `sent`, `shown` or `withheld`, None while it is under way; `chosen_by` is what chose the policy.
    `reckoning` is how `due_at` was worked out, on the calendar of that day.
    """

    key: StepKey
    role: Role
    tone: Tone
    due_at: datetime
    planned_at: datetime
    policy_name: str
    policy_version: int
    outcome: str | None = None
    reason: str | None = None
    decided_at: datetime | None = None
    cause: Cause | None = None
    chosen_by: str | None = None
    reckoning: Reckoning | None = None

    @property
    def has_arrived(self) -> bool:
        """Whether somebody has seen it."""
        return self.outcome in {"sent", "shown"}

    @property
    def at(self) -> datetime:
        """When it got its outcome, else when it was noted."""
        return self.decided_at or self.planned_at


@dataclass(frozen=True, slots=True)
class Asked:
    """What lies behind a question to `reader` whether they can take a request; `answer_by` is UTC."""

    facts: RequestFacts
    reader: Person
    offer: Offer
    role: Role | None
    is_stand_in: bool
    answer_by: datetime | None
    asked_next: Person | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Everything behind one step, for `reader`.

    `working` is its reckoning laid open, `policy` the version that it stands in, `earlier` what fell due before it,
    the oldest first; `others` every step there is to look at, the newest first. `stopped_by` says why no such step
    is wanted any more, else `stops` what would bring that about.
    """

    facts: RequestFacts
    reader: Person
    recipient: Person
    step: PastStep
    policy: Policy
    working: Working | None
    earlier: tuple[PastStep, ...]
    others: tuple[PastStep, ...]
    stopped_by: Withheld | None
    stops: tuple[Stop, ...]
    by_flag: bool = False
    """Whether its clock began with a red flag; the question of the run stayed what it was."""
    by_hands: bool = False
    """Whether it began with a change of hands; whoever had the request before was asked the same."""
    late_by: LateBy | None = None
    """Why it was said later than it was due, where that is on record."""
