"""What the past of a promise means for what comes next: dates that were put off, replies that kept the turn with us."""

from bot.domain.policy import Policy
from bot.domain.request import Request


def rungs_higher(request: Request, policy: Policy) -> int:
    """How much higher the ladder starts next time: one rung for a date that was put off, one for holding replies."""
    return int(request.moves > 0) + int(is_held_off(request, policy))


def is_held_off(request: Request, policy: Policy) -> bool:
    """Whether as many replies in a row kept the turn with us as the policy allows."""
    most = policy.limits.holding_replies
    return most is not None and request.holding_replies >= most


def has_copy_in_time(request: Request) -> bool:
    """Whether a copy of our mail to the client came in since the promise was made, written before its date.

    An address can be forged: a copy keeps no promise until somebody says what it means. That there was one is told.
    """
    promise, touched_at = request.promise, request.touched_at
    return promise is not None and touched_at is not None and promise.made_at < touched_at < promise.due_at
