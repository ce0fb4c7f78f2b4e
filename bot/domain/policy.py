"""Policies: the named, versioned plans by which an owner is reminded (DESIGN section 3)."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.delay import Delay
from bot.domain.people import Role


class Tone(StrEnum):
    """How a rung speaks. The words are in `bot.texts`."""

    CARD = "card"
    GENTLE = "gentle"
    FIRM = "firm"
    HELP = "help"
    FACTS = "facts"


class PolicyError(ValueError):
    """A policy that could not do what it says; `where` names the rung, `expected` what would be right."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(f"{where}: {expected}")
        self.where = where
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: so long after the start of the cycle, these people hear, in this tone."""

    after: Delay
    to: tuple[Role, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Policy:
    """A ladder. Immutable once used: a change is a new version, and a request keeps its own."""

    name: str
    version: int
    rungs: tuple[Rung, ...]
    every: Delay

    @property
    def top(self) -> int:
        """The number of the last rung: the cap."""
        return len(self.rungs) - 1

    def capped(self, rung: int) -> int:
        """`rung`, or the top where the ladder ends before it."""
        return min(rung, self.top)


def _ladder(name: str, *after: str, every: str) -> Policy:
    to_whom = (
        (Role.OWNER,),
        (Role.OWNER,),
        (Role.OWNER,),
        (Role.OWNER, Role.BACKUP),
        (Role.OWNER, Role.LEAD),
    )
    tones = (Tone.CARD, Tone.GENTLE, Tone.FIRM, Tone.HELP, Tone.FACTS)
    rungs = tuple(Rung(Delay.parse(delay), to, tone) for delay, to, tone in zip(after, to_whom, tones, strict=True))
    return Policy(name, 1, rungs, Delay.parse(every))


STANDARD = _ladder("standard", "0", "1d", "2d", "3d", "5d", every="2d")
KEY_CLIENT = _ladder("key-client", "0", "4h", "1d", "2d", "3d", every="1d")
RELAXED = _ladder("relaxed", "0", "2d", "4d", "6d", "10d", every="5d")

SHIPPED = {policy.name: policy for policy in (STANDARD, KEY_CLIENT, RELAXED)}


def checked(policy: Policy) -> Policy:
    """The policy itself, once it is known that every rung can be reached and somebody hears of each.

    Raises PolicyError where a rung comes no later than the one before it, where nobody is told, or where
    the repetition has no length.
    """
    if not policy.rungs:
        raise PolicyError(policy.name, "at least one rung")
    for number, rung in enumerate(policy.rungs):
        if not rung.to:
            raise PolicyError(f"{policy.name}, rung {number}", "somebody to tell")
        if number and not _is_later(rung.after, policy.rungs[number - 1].after):
            raise PolicyError(
                f"{policy.name}, rung {number}",
                f"a time after {policy.rungs[number - 1].after}: a rung that is not later can't be reached",
            )
    if policy.every.amount <= 0:
        raise PolicyError(f"{policy.name}, every", "a length of time above zero")
    return policy


def _is_later(delay: Delay, than: Delay) -> bool:
    """Whether `delay` comes after `than`; hours and days are compared by a usual day of 8 hours."""
    return _rough_minutes(delay) > _rough_minutes(than)


def _rough_minutes(delay: Delay) -> int:
    return delay.amount * 480 if delay.unit == "d" else delay.amount


def chosen_name(project_policy: str | None, client_tier: str | None, workspace_policy: str | None) -> str:
    """The name of the policy that holds for a new cycle: project before client tier before workspace."""
    if project_policy:
        return project_policy
    if client_tier == "key":
        return KEY_CLIENT.name
    return workspace_policy or STANDARD.name


def chosen_by(
    name: str, project_policy: str | None, client_tier: str | None, workspace_policy: str | None
) -> str | None:
    """What chose the policy `name`: "project", "client tier" or "workspace"; None where it would not be chosen now."""
    if name != chosen_name(project_policy, client_tier, workspace_policy):
        return None
    if project_policy:
        return "project"
    return "client tier" if client_tier == "key" else "workspace"
