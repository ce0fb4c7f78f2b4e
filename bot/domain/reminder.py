"""The one reminder that a person gets on a day: what stands in it, in which order, and what of that is said aloud."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain import flags
from bot.domain.ladder import StepKey
from bot.domain.policy import Tone
from bot.domain.request import Cause, Request

MOST_LINES = 10
"""How many requests a reminder shows; the others are counted."""

_LOUD = frozenset({Cause.CHASE, Cause.BROKEN_PROMISE})
_MORE = "and "
_BEGINNING = re.compile(r"^\*?#(\d{1,18}) · ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A step that a reminder tells of."""

    request_id: int
    key: StepKey
    tone: Tone


def latest_of_each(due: Iterable[DueLine]) -> tuple[list[DueLine], list[DueLine]]:
    """One line for each request, by the step that fell due last; and the steps that these have overtaken."""
    latest: dict[int, DueLine] = {}
    overtaken: list[DueLine] = []
    for one in sorted(due, key=lambda one: one.key):
        if one.request_id in latest:
            overtaken.append(latest[one.request_id])
        latest[one.request_id] = one
    return list(latest.values()), overtaken


def worst_first(lines: Iterable[DueLine], requests: Mapping[int, Request]) -> list[DueLine]:
    """News of the client or of a date first, then the highest rung, then what was handed over first.

    Nothing that a reader does to a request moves its line: an edit shall not make the others jump.
    """

    def place(one: DueLine) -> tuple[bool, int, object, int]:
        request = requests[one.request_id]
        is_news = one.key.cycle == request.cycle.number and request.cycle.cause in _LOUD
        return not is_news, -(one.key.rung + one.key.repetition), request.handed_over_at, one.request_id

    return sorted(lines, key=place)


def clients_among(requests: Iterable[Request]) -> int:
    """How many clients wait: requests of one client count once, those of nobody known each for itself."""
    return len({("client", one.client_id) if one.client_id is not None else ("request", one.id) for one in requests})


def is_said_aloud(key: StepKey, request: Request) -> bool:
    """Whether a step that joins a reminder of today's is worth a line that notifies: news, not the next rung."""
    return key.cycle == request.cycle.number and request.cycle.cause in _LOUD and tells_of_cause(key, request)


def tells_of_cause(key: StepKey, request: Request) -> bool:
    """Whether this is the first that is said of what began the cycle: once a snooze is over it is known, and so is what
    a run that a red flag began asks about.
    """
    cycle = request.cycle
    is_first = key.repetition == 0 and key.rung == cycle.anchor_rung and cycle.anchor_at == cycle.started_at
    return is_first and not flags.begins_cycle(request)


def tells_of_flag(key: StepKey, request: Request) -> bool:
    """Whether this is the first step of the run that a red flag began."""
    is_first = key.repetition == 0 and key.rung == request.cycle.anchor_rung
    return key.cycle == request.cycle.number and is_first and flags.begins_cycle(request)


def said_of(said: str, number: int, numbers: Collection[int]) -> str:
    """What a reminder that told of `numbers` said of request `number`, and nothing of what it said of the others.

    Of one without a line: that there are more, or nothing.
    """
    if set(numbers) <= {number}:
        return said
    begins = [found for found in _BEGINNING.finditer(said) if int(found[1]) in numbers]
    for place, found in enumerate(begins):
        if int(found[1]) == number:
            return said[found.start() : _end(said, begins, place)].strip()
    closing = said.rpartition("\n")[2]
    return closing if closing.startswith(_MORE) else ""


def _end(said: str, begins: Sequence[re.Match[str]], place: int) -> int:
    """The last line is followed by how many more there are, where there are more."""
    if place + 1 < len(begins):
        return begins[place + 1].start()
    closing = said.rfind(f"\n{_MORE}", begins[place].start())
    return len(said) if closing < 0 else closing
