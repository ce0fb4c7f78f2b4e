"""A card that had to wait for another day speaks for the reminder of that day, and is what comes next until then."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.ladder import Plan, Situation, next_above, next_after, plan
from bot.domain.policy import STANDARD
from bot.domain.request import State
from bot.domain.step import OwnMessage, StepKey
from tests.domain.lives import BOB, CAST, EVERYBODY, a_request, at

CARD = StepKey(1, 0, 0, BOB)


def with_card(came_at: datetime, *, due_at: str = "Mon 10:30") -> Situation:
    """Handed over on Monday at half past ten; Bob's card came, or comes, at that time."""
    request = a_request(State.OPEN, at("Mon 10:30"))
    message = OwnMessage(CARD, at(due_at), came_at)
    return Situation(request, STANDARD, CAST, EVERYBODY, frozenset({CARD}), (message,))


def rungs(decision: Plan) -> tuple[list[int], list[int]]:
    return [one.key.rung for one in decision.due], [one.key.rung for one in decision.told]


@pytest.mark.parametrize(
    ("came", "due", "told"),
    [("Mon 10:30", [1], []), ("Tue 09:00", [], [1]), ("Tue 10:30", [1], []), ("Wed 09:00", [1], [])],
)
def test_a_card_of_an_earlier_day_that_came_before_a_reminder_speaks_for_it(
    came: str, due: list[int], told: list[int]
) -> None:
    assert rungs(plan(with_card(at(came)), at("Tue 10:31"))) == (due, told)


def test_it_speaks_for_nobody_else_and_for_no_other_day() -> None:
    held = with_card(at("Tue 09:00"))
    assert rungs(plan(held, at("Wed 10:31"))) == ([2], [1])
    after = replace(held, done=held.done | {StepKey(1, rung, 0, BOB) for rung in (1, 2)})
    decision = plan(after, at("Thu 10:31"))
    assert {one.key.rung for one in decision.due} == {3}
    assert len({one.key.recipient for one in decision.due}) > 1
    assert not decision.told


def test_what_comes_next_is_the_card_and_then_what_it_does_not_speak_for() -> None:
    held = with_card(at("Tue 09:00"))
    before, after = next_after(held, at("Mon 12:00")), next_after(held, at("Tue 09:00"))
    assert before is not None and after is not None
    assert (before.key, before.due_at) == (CARD, at("Tue 09:00"))
    assert (after.key.rung, after.due_at) == (2, at("Wed 10:30"))
    above = next_above(held, at("Mon 12:00"))
    assert above is not None
    assert above.key.rung == 3, "nobody else waits for it"
