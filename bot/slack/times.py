"""The real seconds that delivery goes by, and how they have to fit together."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class SenderTimes:
    """Seconds. A request ends after `request_timeout`; `settle` later what it did can be read. Only the sharing of a
    file may go on for as long as `sharing`, and twice as long at each further attempt.

    Nothing is written unless its lease lasts as long as both together: whatever another sender finds with its
    lease ended has settled. Raises ValueError where the lease is too short for that.
    """

    request_timeout: float = 10.0
    settle: float = 5.0
    lease: float = 40.0
    seat_retry: float = 10.0
    longest_sleep: float = 30.0
    backoff: float = 1.0
    longest_backoff: float = 30.0
    look_again: float = 300.0
    sharing: float = 60.0

    def __post_init__(self) -> None:
        """Hold the lease against timeout and settle time."""
        if self.lease <= self.request_timeout + self.settle:
            raise ValueError("the lease has to last longer than request timeout and settle time together")


def real_now() -> datetime:
    """Real time, UTC: for leases, retries and settle times only."""
    return datetime.now(UTC)


def in_seconds(seconds: float) -> datetime:
    """The moment of real time that lies `seconds` ahead (UTC)."""
    return real_now() + timedelta(seconds=seconds)


class Rest:
    """How long to leave Slack alone after it could not be reached: longer each time, until it answers again."""

    def __init__(self, times: SenderTimes) -> None:
        self._times = times
        self._failures = 0
        self._until = 0.0

    @property
    def is_probing(self) -> bool:
        """Whether the last attempt failed, so that one delivery goes first, alone."""
        return self._failures > 0

    @property
    def seconds(self) -> float:
        """How much of the rest is left; 0 when it is over."""
        return max(0.0, self._until - time.monotonic())

    def failed(self, *, at_least: float = 0.0) -> None:
        """Slack could not be reached, or did not let us in. What fails during a rest does not prolong it."""
        if self.seconds > 0:
            return
        longer = self._times.backoff * 2 ** min(self._failures, 10)
        self._until = time.monotonic() + max(at_least, min(longer, self._times.longest_backoff))
        self._failures += 1

    def fine(self) -> None:
        """Slack answered."""
        self._failures, self._until = 0, 0.0
