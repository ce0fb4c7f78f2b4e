"""Red flags: somebody says, with a reason, that this one must not wait, and a stricter policy holds from then on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.changing import changed
from bot.domain.life import On, TransitionRefused
from bot.domain.outbox import Intention, Purpose
from bot.domain.policy import Policy, is_stricter, next_stricter
from bot.domain.request import Flag, Request, State


class AlreadyFlagged(Exception):
    """The request carries a red flag already; it has to be lifted before another is raised."""

    def __init__(self, flag: Flag) -> None:
        super().__init__("it carries a red flag already")
        self.flag = flag


class NobodyWaits(Exception):
    """No client asked for it: it is about keeping in touch, and has its own plan whatever anybody flags."""


def flagged(request: Request, *, by: int, reason: str, held: Policy, known: Iterable[Policy], now: datetime) -> Request:
    """The request with a flag that chooses the next stricter of the policies `known`, or `held` as the strictest.

    While it is open, a new cycle begins at the rung that was reached, at least at the first reminder: a policy changes
    with a cycle and never inside one, so that each step belongs to one ladder; rungs below are not climbed again; and
    the owner hears at once that there is a flag, where the reminder of today has come in a line of its own. The cause
    of the cycle stays, for so does the question that it asks.
    While a promise holds, or it is the client's turn, nobody is reminded, and the next cycle takes the policy.
    Raises TransitionRefused when it is closed, NobodyWaits and AlreadyFlagged.
    """
    if request.state is State.CLOSED:
        raise TransitionRefused(request.state, On.CHASED)
    if request.is_keeping_in_touch:
        raise NobodyWaits
    if request.flag is not None:
        raise AlreadyFlagged(request.flag)
    stricter = next_stricter(held, known)
    return raised(request, Flag(by, reason, (stricter or held).name, now), stricter, now)


def raised(request: Request, flag: Flag, stricter: Policy | None, now: datetime) -> Request:
    """The request with this flag, in a new cycle where it is open and the flag makes its policy `stricter`."""
    if request.state is not State.OPEN or stricter is None:
        return changed(request, flag=flag)
    rung, number = stricter.capped(max(1, request.cycle.rung)), request.cycle.number + 1
    cycle = replace(request.cycle, number=number, started_at=now, anchor_at=now, anchor_rung=rung, rung=rung)
    return changed(request, flag=flag, snooze=None, cycle=cycle)


def chosen_again(request: Request, held: Policy, known: Iterable[Policy]) -> Request:
    """The request that has been routed since its flag was raised: that chooses again, for it had nothing to exceed yet.

    `held` is the policy that holds for it without the flag.
    """
    if request.flag is None:
        return request
    return changed(request, flag=replace(request.flag, policy=(next_stricter(held, known) or held).name))


def begins_cycle(request: Request) -> bool:
    """Whether its present cycle is the one that its flag began: nothing is new in it but the flag."""
    return request.flag is not None and request.flag.at == request.cycle.started_at


def line_for(request: Request, flag: Flag, owner: int, *, below: int | None) -> Intention:
    """The one line about a flag for whoever hears as the owner, in the thread of the message `below` where there is."""
    return Intention(
        Purpose.FLAG_LINE,
        f"flag:{request.id}:{flag.at.isoformat()}",
        recipient_id=owner,
        request_id=request.id,
        thread_of=below,
        in_office_hours=True,
        facts={"raised_at": flag.at.isoformat()},
    )


def to_exceed(pinned: Policy, current: Policy) -> Policy:
    """What a red flag has to be stricter than: the policy of this cycle, or that of the next where it is stricter."""
    return pinned if is_stricter(pinned, current) else current


def lifted(request: Request) -> Request:
    """The flag is gone; the policy that it chose holds until the next cycle. Raises TransitionRefused without one."""
    if request.flag is None or request.state is State.CLOSED:
        raise TransitionRefused(request.state, On.CHASED)
    return changed(request, flag=None)
