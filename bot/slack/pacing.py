"""How fast Slack may be spoken to: a pure decision over real seconds, for one sender.

Each bucket fills steadily and allows a short burst. What Slack refuses makes the bucket of all posts fill more
slowly for a while, and holds back what was refused for as long as Slack asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN = "conversations.open"
HISTORY = "conversations.history"
REPLIES = "conversations.replies"
UPLOAD_ADDRESS = "files.getUploadURLExternal"
UPLOAD = "files.completeUploadExternal"
FILE = "files.info"
DELETE_FILE = "files.delete"

_A_CHANNEL_A_SECOND = 1.0
_A_CHANNEL_BURST = 2.0
_FULL_SPEED_AFTER = 120.0
_SLOWEST = 0.1
_MOST_CHANNELS = 5000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second in the long run, `burst` of them at once."""

    a_second: float
    burst: float


RATES: Mapping[str, Rate] = {
    POST: Rate(4.9, 20),
    UPDATE: Rate(0.82, 20),
    OPEN: Rate(0.82, 20),
    HISTORY: Rate(0.82, 20),
    REPLIES: Rate(0.82, 20),
    UPLOAD_ADDRESS: Rate(1.6, 20),
    UPLOAD: Rate(1.6, 20),
    FILE: Rate(1.6, 20),
    DELETE_FILE: Rate(0.82, 20),
}


@dataclass(slots=True)
class Bucket:
    """Room for calls, in calls; it may fall below nothing when several took at once."""

    rate: Rate
    level: float
    at: float
    not_before: float = 0.0

    def wait(self, now: float, speed: float = 1.0) -> float:
        """Seconds until there is room for one more call."""
        gained = max(0.0, now - self.at) * self.rate.a_second * speed
        self.level, self.at = min(self.rate.burst, self.level + gained), now
        short = max(0.0, 1.0 - self.level) / (self.rate.a_second * speed)
        return max(short, self.not_before - now)


@dataclass(slots=True)
class Pacing:
    """The buckets of a workspace. `now` is any clock of real seconds that never goes back."""

    rates: Mapping[str, Rate] = field(default_factory=lambda: RATES)
    channel_rate: Rate = Rate(_A_CHANNEL_A_SECOND, _A_CHANNEL_BURST)
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _slowed_at: float = float("-inf")
    _slowed_to: float = 1.0

    def wait_in_channel(self, method: str, channel: str, now: float) -> float:
        """Seconds before this channel may have another call of this method."""
        return self._in_channel(method, channel, now).wait(now)

    def wait(self, method: str, now: float) -> float:
        """Seconds before there may be another call of this method in the workspace at all."""
        return self._everywhere(method, now).wait(now, self._speed(now) if method == POST else 1.0)

    def take(self, method: str, channel: str, now: float) -> None:
        """Count a call that is about to be made."""
        for bucket in (self._in_channel(method, channel, now), self._everywhere(method, now)):
            bucket.wait(now)
            bucket.level -= 1.0

    def give_back(self, method: str, channel: str, now: float) -> None:
        """The call that was counted is not made after all."""
        for bucket in (self._in_channel(method, channel, now), self._everywhere(method, now)):
            bucket.level = min(bucket.rate.burst, bucket.level + 1.0)

    def refused(self, method: str, channel: str, seconds: float, now: float) -> None:
        """Slack asked for `seconds` of quiet: that channel keeps still, and all posts go at half the speed or less.

        Of any other method the whole workspace keeps still, for their limits know no channels.
        """
        bucket = self._in_channel(method, channel, now) if method == POST else self._everywhere(method, now)
        bucket.not_before = max(bucket.not_before, now + seconds)
        bucket.level = min(bucket.level, 0.0)
        if method == POST:
            self._slowed_to = max(_SLOWEST, self._speed(now) * 0.5)
            self._slowed_at = now

    def _speed(self, now: float) -> float:
        """From the speed after the last refusal back up to full speed, steadily, within two minutes."""
        recovered = (now - self._slowed_at) / _FULL_SPEED_AFTER
        return min(1.0, self._slowed_to + (1.0 - self._slowed_to) * recovered) if recovered < 1.0 else 1.0

    def _in_channel(self, method: str, channel: str, now: float) -> Bucket:
        rate = self.channel_rate if method == POST else Rate(100.0, 100.0)
        return self._bucket(f"{method} {channel}", rate, now)

    def _everywhere(self, method: str, now: float) -> Bucket:
        return self._bucket(method, self.rates[method], now)

    def _bucket(self, key: str, rate: Rate, now: float) -> Bucket:
        if len(self._buckets) > _MOST_CHANNELS:
            self._forget_full(now)
        return self._buckets.setdefault(key, Bucket(rate, rate.burst, now))

    def _forget_full(self, now: float) -> None:
        """Keep those that matter: a full bucket is as good as a new one."""
        kept = {key: b for key, b in self._buckets.items() if b.wait(now) > 0 or b.level < b.rate.burst}
        self._buckets = kept
