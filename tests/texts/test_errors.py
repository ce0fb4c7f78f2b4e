"""Every error has one polite sentence."""

import inspect

import pytest

from bot.domain.draft import TooLong
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.permissions import Action, Refused
from bot.domain.request import State
from bot.domain.setup import Problem, SetupRefused
from bot.services import errors as use_cases
from bot.texts import errors
from tests.texts.sample import BOB, T0, facts, request

OF_USE_CASES = [kind for _, kind in inspect.getmembers(use_cases, inspect.isclass) if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", OF_USE_CASES)
def test_no_error_of_a_use_case_is_forgotten(kind: type[Exception]) -> None:
    said = errors.sentence(kind(*(1 for _ in getattr(kind, "__dataclass_fields__", ()))))
    assert said != errors.UNEXPECTED
    assert "!" not in said


@pytest.mark.parametrize("action", Action)
def test_every_refusal_says_whose_it_is(action: Action) -> None:
    assert errors.sentence(Refused(action, 12, 1)).endswith((".", "owner."))


@pytest.mark.parametrize("state", State)
def test_what_is_no_longer_possible_is_told_with_what_is_the_case(state: State) -> None:
    plain = errors.sentence(TransitionRefused(state, On.TAKEN))
    assert plain.startswith("This has moved on")
    told = errors.sentence(TransitionRefused(state, On.TAKEN), facts=facts(request(state)), reader=BOB, now=T0)
    assert "#12 as it stands: " in told


def test_a_refused_date_names_the_furthest_one() -> None:
    assert "still to come" in errors.sentence(DateRefused(T0))
    assert "today 10:00 is the furthest" in errors.sentence(DateRefused(T0, T0), reader=BOB, now=T0)


def test_too_much_text_is_told_with_its_length() -> None:
    assert "41000 characters" in errors.sentence(TooLong(41_000))


def test_a_set_up_that_cannot_be_is_told_with_what_was_expected() -> None:
    refused = SetupRefused([Problem(("project", "owner"), "bob", "the e-mail address of somebody in Slack")])
    assert "Owner “bob”: expected the e-mail address of somebody in Slack." in errors.sentence(refused)


def test_nothing_recorded_is_only_said_where_it_is_known() -> None:
    assert "nothing was recorded" in errors.sentence(use_cases.NothingRecorded())
    assert "nothing was recorded" not in errors.sentence(use_cases.MaybeRecorded())
    assert "nothing was recorded" not in errors.sentence(RuntimeError())
