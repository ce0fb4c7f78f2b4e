"""How far those who act may go under a policy: how far a promise may lie, how often and how long a snooze may last."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.delay import Delay, DelayUnit
from bot.domain.openings import first_showing
from bot.domain.policy import Policy
from bot.domain.request import Request


class Limit(StrEnum):
    """What a policy bounds."""

    PROMISE = "how far a promise may lie"
    SNOOZE_LENGTH = "how long a snooze may last"
    SNOOZE_TIMES = "how often a snooze is possible in a cycle"


@dataclass(unsafe_hash=True)
class LimitReached(Exception):
    """Somebody wanted more than the policy of that name allows: later than `furthest` (UTC), or more than `times`."""

    limit: Limit
    policy: str
    furthest: datetime | None = None
    times: int | None = None

    def __str__(self) -> str:
        """For the log."""
        return f"past the limit of {self.policy!r}: {self.limit}"


def furthest(calendar: Calendar, now: datetime, within: Delay) -> datetime:
    """The last moment (UTC) that lies `within`; of a limit in working days, the end of the last of those days."""
    end = calendar.add(now, within)
    if within.unit is not DelayUnit.DAYS:
        return end
    return first_showing(calendar.zone, datetime.combine(calendar.local_day(end) + timedelta(days=1), time()))


def furthest_promise(policy: Policy, calendar: Calendar, now: datetime) -> datetime | None:
    """By when the client hears from us at the latest (UTC); None where the policy leaves it open."""
    within = policy.limits.promise_within
    return None if within is None else furthest(calendar, now, within)


def check_promise(policy: Policy, calendar: Calendar, by: datetime, now: datetime) -> None:
    """Raise LimitReached where a promise for `by` (UTC), made at `now`, would lie too far."""
    last = furthest_promise(policy, calendar, now)
    if last is not None and by > last:
        raise LimitReached(Limit.PROMISE, policy.name, furthest=last)


def furthest_snooze(policy: Policy, calendar: Calendar, now: datetime) -> datetime:
    """Until when reminders may rest at the longest (UTC)."""
    return furthest(calendar, now, policy.limits.snooze_within)


def check_snooze(policy: Policy, request: Request, calendar: Calendar, until: datetime, now: datetime) -> None:
    """Raise LimitReached where a snooze until `until` (UTC) would be one too many, or too long."""
    times = policy.limits.snooze_times
    if times is not None and request.cycle.snoozes >= times:
        raise LimitReached(Limit.SNOOZE_TIMES, policy.name, times=times)
    last = furthest_snooze(policy, calendar, now)
    if until > last:
        raise LimitReached(Limit.SNOOZE_LENGTH, policy.name, furthest=last)
