"""A changed request, beside the one before."""

from dataclasses import replace

from bot.domain.changing import changed
from bot.domain.request import State
from tests.domain.lives import a_request, at


def test_a_request_that_has_changed_is_the_one_that_would_have_been_made_so() -> None:
    before = a_request(State.OPEN, at("Mon 10:00"))
    after = changed(before, state=State.CLOSED, closed_at=at("Mon 11:00"))
    assert after == replace(before, state=State.CLOSED, closed_at=at("Mon 11:00"))
    assert before == a_request(State.OPEN, at("Mon 10:00")), "what was stays as it was"
