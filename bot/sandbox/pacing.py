"""Slack's rate limits, in real time: buckets that fill steadily and allow a short burst."""

import math
import time
from dataclasses import dataclass, field

from bot.sandbox.methods.call import Tier

CHANNEL_A_SECOND = 1.0
CHANNEL_BURST = 3.0
WORKSPACE_A_MINUTE = 300.0
WORKSPACE_BURST = 30.0

A_MINUTE = {Tier.TWO: 20.0, Tier.THREE: 50.0, Tier.FOUR: 100.0, Tier.GENEROUS: 300.0}


@dataclass
class Bucket:
    """Room for `size` calls at once, refilled by `rate` a second."""

    rate: float
    size: float
    level: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Begin full."""
        self.level = self.size

    def wait(self) -> float:
        """Seconds until there is room for one more call; 0 when there is now."""
        now = time.monotonic()
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1.0 else (1.0 - self.level) / self.rate

    def take(self) -> None:
        """Use the room of one call."""
        self.level -= 1.0


@dataclass
class Pacing:
    """The buckets of a workspace: one a method, and for posts one a channel and one for all channels together.

    A tier allows a burst of half a minute's worth. A refused call uses up nothing.
    """

    buckets: dict[str, Bucket] = field(default_factory=dict)

    def refuse(self, method: str, tier: Tier, channel: str) -> int | None:
        """Whole seconds to wait before a call may be tried again; None when it may go ahead, and is counted."""
        buckets = self._posting(channel) if tier is Tier.POSTING else [self._tier(method, tier)]
        longest = max(bucket.wait() for bucket in buckets)
        if longest > 0:
            return max(1, math.ceil(longest))
        for bucket in buckets:
            bucket.take()
        return None

    def _posting(self, channel: str) -> list[Bucket]:
        everywhere = self.buckets.setdefault("posts", Bucket(WORKSPACE_A_MINUTE / 60, WORKSPACE_BURST))
        here = self.buckets.setdefault(f"posts in {channel}", Bucket(CHANNEL_A_SECOND, CHANNEL_BURST))
        return [everywhere, here]

    def _tier(self, method: str, tier: Tier) -> Bucket:
        return self.buckets.setdefault(method, Bucket(A_MINUTE[tier] / 60, A_MINUTE[tier] / 2))
