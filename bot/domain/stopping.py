"""What would stop the reminders of which one step is an example."""

from enum import StrEnum

from bot.domain.request import Request, State
from bot.domain.step import HEADS_UP_RUNG, StepKey


class Stop(StrEnum):
    """Something that somebody can do, after which no such step is wanted any more."""

    TAKE = "take"
    ASK_AGAIN = "ask again"
    WAIT_ON = "wait on"
    CONTACT = "contact"
    MOVE = "move"
    SNOOZE = "snooze"
    HAND_ON = "pass on"
    ROUTE = "route"
    CLOSE = "close"


_STOPS: dict[State, tuple[Stop, ...]] = {
    State.TRIAGE: (Stop.ROUTE, Stop.CLOSE),
    State.OPEN: (Stop.TAKE, Stop.CONTACT, Stop.SNOOZE, Stop.HAND_ON, Stop.CLOSE),
    State.PROMISED: (Stop.CONTACT, Stop.MOVE, Stop.SNOOZE, Stop.HAND_ON, Stop.CLOSE),
    State.WAITING: (),
    State.CLOSED: (),
}


def stops(step: StepKey, request: Request) -> tuple[Stop, ...]:
    """Each of these would make `ladder.still_wanted` refuse a step that is wanted as the request stands."""
    if step.rung == HEADS_UP_RUNG and request.state is not State.PROMISED:
        return ()
    if request.asks_whether_to_ask:
        return (Stop.ASK_AGAIN, Stop.WAIT_ON, Stop.CLOSE)
    if request.is_keeping_in_touch:
        return tuple(stop for stop in _STOPS[request.state] if stop not in {Stop.TAKE, Stop.MOVE})
    return _STOPS[request.state]
