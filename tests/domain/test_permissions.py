"""Who may do what: the whole table of DESIGN section 3, person by person."""

from dataclasses import replace

import pytest

from bot.domain.offers import Offer, OfferKind
from bot.domain.people import Cast, Person
from bot.domain.permissions import Action, may
from bot.domain.request import Request, State
from tests.domain.lives import BOB, DANA, KIM, LEA, PIA, a_request, at

CAST = Cast(owner=BOB, backup=PIA, lead=LEA, reporter=DANA, fallback=KIM)
JO, SAM = 6, 7
REQUEST = a_request(State.OPEN, at("Mon 10:00"))
TOUCHED = replace(REQUEST, touched_at=at("Mon 11:00"))

EVERYTHING = set(Action)
ON_IT = EVERYTHING - {Action.SET_UP, Action.READ_DIGEST, Action.ANSWER, Action.SET_AWAY}
REPORTING = {
    Action.HAND_OVER,
    Action.SEE,
    Action.ADD_WORDS,
    Action.RECORD_TOUCH,
    Action.WITHDRAW,
    Action.PROPOSE_CALL,
    Action.EXPORT_LOG,
    Action.ROUTE,
    Action.FLAG,
    Action.TOUCH_PROJECT,
    Action.READ_LESSONS,
}


def person(number: int) -> Person:
    return Person(number, "T1", f"U{number}", "Somebody")


def allowed(who: Person, request: Request | None = REQUEST, cast: Cast = CAST) -> set[Action]:
    return {action for action in Action if may(who, action, cast, joined=frozenset({JO}), request=request)}


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        (DANA, REPORTING),
        (JO, REPORTING - {Action.WITHDRAW}),
        (BOB, ON_IT),
        (PIA, ON_IT - {Action.LIFT_FLAG}),
        (LEA, ON_IT | {Action.READ_DIGEST, Action.ANSWER}),
        (KIM, ON_IT | {Action.READ_DIGEST, Action.ANSWER}),
        (SAM, {Action.HAND_OVER}),
    ],
    ids=["reporter", "joined", "owner", "backup", "lead", "fallback", "somebody else"],
)
def test_everybody_may_what_their_part_gives_them(who: int, actions: set[Action]) -> None:
    assert allowed(person(who)) == actions


def test_admins_may_everything_whatever_part_they_have() -> None:
    assert allowed(replace(person(SAM), is_admin=True)) == EVERYTHING
    assert allowed(replace(person(DANA), is_admin=True), TOUCHED) == EVERYTHING


@pytest.mark.parametrize("who", [DANA, BOB, PIA, LEA, KIM, JO, SAM])
def test_guests_and_deactivated_people_may_nothing_whatever_part_they_have(who: int) -> None:
    for is_admin in (False, True):
        assert not allowed(replace(person(who), is_guest=True, is_admin=is_admin))
        assert not allowed(replace(person(who), is_active=False, is_admin=is_admin))


def test_whom_the_policy_names_sees_it_and_may_help_but_decides_nothing() -> None:
    named = replace(CAST, named=(SAM,))
    seen = {Action.HAND_OVER, Action.SEE, Action.ADD_WORDS, Action.RECORD_TOUCH, Action.PROPOSE_CALL, Action.EXPORT_LOG}
    assert allowed(person(SAM), cast=named) == seen


def test_the_reporter_withdraws_only_while_nobody_has_touched_the_client() -> None:
    assert allowed(person(DANA), TOUCHED) == REPORTING - {Action.WITHDRAW}


@pytest.mark.parametrize("who", [BOB, PIA, LEA, KIM])
def test_contact_takes_nothing_from_those_who_answer_for_it(who: int) -> None:
    assert allowed(person(who), TOUCHED) == allowed(person(who))


def test_who_holds_two_parts_may_what_either_gives() -> None:
    assert allowed(person(DANA), TOUCHED, replace(CAST, owner=DANA)) == ON_IT


def test_a_part_that_nobody_has_is_nobodys() -> None:
    assert allowed(person(SAM), cast=Cast(None, None, None, None, None)) == {Action.HAND_OVER}


def test_who_is_asked_may_answer_and_see_what_it_is_about() -> None:
    asked = replace(REQUEST, offer=Offer(OfferKind.NOT_MINE, SAM, at("Mon 10:00"), BOB))
    seen = {Action.HAND_OVER, Action.SEE, Action.ADD_WORDS, Action.PROPOSE_CALL, Action.ANSWER}
    assert allowed(person(SAM), asked) == seen
    assert Action.ANSWER not in allowed(person(BOB), asked)


def test_who_is_asked_to_stand_in_may_what_a_backup_may() -> None:
    away = replace(REQUEST, offer=Offer(OfferKind.ABSENCE, SAM, at("Mon 10:00")))
    assert allowed(person(SAM), away) == (ON_IT - {Action.LIFT_FLAG}) | {Action.ANSWER}
