"""Policies: the named, versioned plans by which an owner is reminded (DESIGN section 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.delay import Delay, DelayUnit
from bot.domain.people import Colleague, Hearer, Place, Role


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
class ByAddress:
    """A person whom a set-up file names; once it is taken over, a `Colleague` under their id."""

    address: str

    def __str__(self) -> str:
        """As the file spells it."""
        return self.address


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: so long after the start of the cycle, these hear, in this tone."""

    after: Delay
    to: tuple[Hearer | ByAddress, ...]
    tone: Tone

    @cached_property
    def hearers(self) -> tuple[Hearer, ...]:
        """Whom it speaks to, as far as they are known: in a policy that holds, everybody."""
        return tuple(each for each in self.to if not isinstance(each, ByAddress))


_TWO_WEEKS = Delay(10, DelayUnit.DAYS)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far those who act may go under a policy; None where there is no limit.

    A promise lies within `promise_within`; in one cycle reminders are snoozed `snooze_times` times, each time for
    `snooze_within`; after `holding_replies` in a row the reminders begin a rung higher.
    """

    promise_within: Delay | None = None
    snooze_times: int | None = None
    snooze_within: Delay = _TWO_WEEKS
    holding_replies: int | None = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """A ladder. Immutable once used: a change is a new version, and a request keeps its own.

    `why` says in a sentence of its author's why its times are what they are.
    """

    name: str
    version: int
    rungs: tuple[Rung, ...]
    every: Delay
    limits: Limits = Limits()
    why: str | None = None

    @property
    def top(self) -> int:
        """The number of the last rung: the cap."""
        return len(self.rungs) - 1

    def capped(self, rung: int) -> int:
        """`rung`, or the top where the ladder ends before it."""
        return min(rung, self.top)

    @property
    def named(self) -> tuple[int, ...]:
        """The people whom it names, by id."""
        found = (each.person_id for rung in self.rungs for each in rung.to if isinstance(each, Colleague))
        return tuple(dict.fromkeys(found))

    def tells_channel(self, rung: int) -> bool:
        """Whether that rung is heard in the project's channel as well."""
        return 0 <= rung <= self.top and Place.CHANNEL in self.rungs[rung].to


def _ladder(name: str, *after: str, every: str, limits: Limits) -> Policy:
    to_whom = (
        (Role.OWNER,),
        (Role.OWNER,),
        (Role.OWNER,),
        (Role.OWNER, Role.BACKUP),
        (Role.OWNER, Role.LEAD),
    )
    tones = (Tone.CARD, Tone.GENTLE, Tone.FIRM, Tone.HELP, Tone.FACTS)
    rungs = tuple(Rung(Delay.parse(delay), to, tone) for delay, to, tone in zip(after, to_whom, tones, strict=True))
    return Policy(name, 1, rungs, Delay.parse(every), limits)


def _limits(promise_within: str, snooze_times: int, snooze_within: str, holding_replies: int) -> Limits:
    return Limits(Delay.parse(promise_within), snooze_times, Delay.parse(snooze_within), holding_replies)


STANDARD = _ladder("standard", "0", "1d", "2d", "3d", "5d", every="2d", limits=_limits("20d", 3, "10d", 2))
KEY_CLIENT = _ladder("key-client", "0", "4h", "1d", "2d", "3d", every="1d", limits=_limits("10d", 2, "5d", 2))
RELAXED = _ladder("relaxed", "0", "2d", "4d", "6d", "10d", every="5d", limits=_limits("40d", 3, "15d", 3))

OWNER_BESIDE_CHANNEL = "the owner beside the channel: nobody should read there first what they were not told"

KEEPING_IN_TOUCH = Policy(
    "keeping-in-touch",
    1,
    (
        Rung(Delay.parse("0"), (Role.OWNER,), Tone.CARD),
        Rung(Delay.parse("2d"), (Role.OWNER,), Tone.GENTLE),
    ),
    Delay.parse("3d"),
)
"""Where no client asked for anything, nobody but the owner is reminded, and never more than gently."""

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
        if Place.CHANNEL in rung.to and Role.OWNER not in rung.to:
            raise PolicyError(f"{policy.name}, rung {number}", OWNER_BESIDE_CHANNEL)
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
    return delay.amount * 480 if delay.unit is DelayUnit.DAYS else delay.amount


def is_stricter(one: Policy, than: Policy) -> bool:
    """Whether no rung of `one` comes later than that of the other, and at least one comes earlier.

    Beyond its top a ladder goes on with its repetitions; hours and days are compared by a usual day of 8 hours.
    So `relaxed` < `standard` < `key-client`; of two ladders that cross, neither is the stricter.
    """
    length = max(one.top, than.top) + 1
    pairs = [(_minutes_to(one, rung), _minutes_to(than, rung)) for rung in range(1, length + 1)]
    pairs.append((_rough_minutes(one.every), _rough_minutes(than.every)))
    return all(mine <= theirs for mine, theirs in pairs) and any(mine < theirs for mine, theirs in pairs)


def _minutes_to(policy: Policy, rung: int) -> int:
    """Roughly how long after the start of a cycle the rung comes; beyond the top, the repetition in its place."""
    beyond = max(0, rung - policy.top)
    return _rough_minutes(policy.rungs[policy.capped(rung)].after) + beyond * _rough_minutes(policy.every)


def next_stricter(than: Policy, known: Iterable[Policy]) -> Policy | None:
    """Of those that are stricter, one with none between: a red flag takes one step up. None at the strictest."""
    stricter = [each for each in known if is_stricter(each, than)]
    nearest = [each for each in stricter if not any(is_stricter(each, other) for other in stricter)]
    return min(nearest, key=lambda each: each.name, default=None)


class ChosenBy(StrEnum):
    """What decided which policy holds; whatever stands further up wins."""

    REQUEST = "request"
    """A red flag."""
    PROJECT = "project"
    TIER = "client tier"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Choice:
    """The name of the policy that holds for a new cycle, and what chose it."""

    name: str
    by: ChosenBy


TIERS: dict[str, str] = {"key": KEY_CLIENT.name}
"""The policies of client tiers where the set-up says nothing else."""


def chosen(
    *, request: str | None, project: str | None, tier: str | None, tiers: Mapping[str, str], workspace: str | None
) -> Choice:
    """The policy that holds for a new cycle: request before project before client tier before workspace.

    Each is the name of a policy, `tier` the client's, for which `tiers` has one, or else `TIERS`.
    """
    of_tier = (TIERS | dict(tiers)).get(tier) if tier else None
    found = ((request, ChosenBy.REQUEST), (project, ChosenBy.PROJECT), (of_tier, ChosenBy.TIER))
    choices = (Choice(name, by) for name, by in found if name)
    return next(choices, Choice(workspace or STANDARD.name, ChosenBy.WORKSPACE))
