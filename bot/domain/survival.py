"""How long it takes until something happens, when for some it has not happened yet (Kaplan and Meier, 1958).

Leaving out what has not happened yet would flatter: the longest waits are just those. Each counts as having lasted
at least so long.
"""

from collections import Counter
from dataclasses import dataclass, field

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Quantiles:
    """By when half, and nine in ten, had it: whole minutes; None where that is not reached.

    `n` were looked at, for `happened` of them it has happened.
    """

    n: int
    happened: int
    median: int | None
    ninetieth: int | None


@dataclass(slots=True)
class Durations:
    """Lengths in whole minutes, counted: memory grows with how many differ, not with how many there are."""

    ended: Counter[int] = field(default_factory=Counter)
    lasting: Counter[int] = field(default_factory=Counter)

    def add(self, minutes: int, *, has_ended: bool) -> None:
        """One more: over after so long, or not yet over after so long."""
        (self.ended if has_ended else self.lasting)[minutes] += 1

    def quantiles(self) -> Quantiles:
        """The shortest time by which the share that is still without has fallen to a half, and to a tenth.

        Of what is over and what lasts at the same minute, the former came first.
        """
        happened, n = self.ended.total(), self.ended.total() + self.lasting.total()
        at_risk, without = n, 1.0
        reached: dict[float, int] = {}
        for minutes in sorted(self.ended.keys() | self.lasting.keys()):
            if self.ended[minutes]:
                without *= 1 - self.ended[minutes] / at_risk
                for share in (0.5, 0.1):
                    if without <= share + _ROUNDING:
                        reached.setdefault(share, minutes)
            at_risk -= self.ended[minutes] + self.lasting[minutes]
        return Quantiles(n, happened, reached.get(0.5), reached.get(0.1))
