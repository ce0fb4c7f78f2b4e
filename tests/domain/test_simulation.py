"""Lives lived again: the same people under this policy and that, and what reaches whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import synthetic
from bot.domain.calendar import Calendar
from bot.domain.events import EventKind
from bot.domain.ladder import Step, StepKey
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.policy import KEY_CLIENT, RELAXED, STANDARD, Policy, Tone
from bot.domain.progress import Surroundings
from bot.domain.replay import Act, Glimpse, Replay, Told
from bot.domain.request import Request, State
from bot.domain.simulation import Arrival, Form, Simulation, totals
from tests.domain.lives import BOB, CAST, EVERYBODY, LEA, a_request, at

START = datetime(2026, 1, 5, tzinfo=UTC)
STAFF = synthetic.staff()


def lives_in_the_agency(policy: Policy, requests: int, *, seed: int = 7) -> list[Replay]:
    agency = synthetic.agency(policy)

    def around(request: Request, _: datetime) -> Surroundings:
        return agency[request.owner_id]

    lives = (synthetic.made(number, START, 8, seed, STAFF) for number in range(1, requests + 1))
    return [Replay(life.request, life.acts, around, life.behaviour) for life in lives]


def in_the_agency(policy: Policy, requests: int, *, seed: int = 7) -> list[Told]:
    lives = lives_in_the_agency(policy, requests, seed=seed)
    return [told for life in lives for told in said_until(life, START + timedelta(weeks=12))]


def said_until(life: Replay, end: datetime) -> Iterator[Told]:
    while life.next_at is not None and life.next_at <= end:
        for glimpse in life.go_on():
            yield from glimpse.told


def around_bob(request: Request, _: datetime) -> Surroundings:
    return Surroundings(STANDARD, STANDARD, replace(CAST, owner=request.owner_id), EVERYBODY)


def in_triage() -> Request:
    return replace(a_request(State.TRIAGE, at("Mon 10:00")), owner_id=None)


def reminder(when: str, number: int, *, news: bool = False, purpose: Purpose = Purpose.REMINDER) -> Told:
    step = Step(StepKey(1, 1, 0, BOB), at(when), Role.OWNER, Tone.GENTLE)
    return Told(at(when), BOB, number, purpose, step, news)


class Scripted(Replay):
    """A request of which just this is said."""

    def __init__(self, number: int, told: list[Told]) -> None:
        super().__init__(replace(a_request(State.OPEN, at("Mon 10:00")), id=number), (), around_bob)
        self._told = told

    @property
    def next_at(self) -> datetime | None:
        return self._told[0].at if self._told else None

    def go_on(self) -> Iterator[Glimpse]:
        told = self._told.pop(0)
        yield Glimpse(told.at, self.request, (told,))


def arrivals(told: list[Told], budget: int = 8) -> list[Arrival]:
    numbers = sorted({one.request for one in told})
    scripted = [Scripted(number, [one for one in told if one.request == number]) for number in numbers]
    return list(Simulation(scripted, lambda person, _: EVERYBODY[person], budget).until(at("Fri 17:00")))


def forms(told: list[Told]) -> list[tuple[int, Form]]:
    return [(one.request, one.form) for one in arrivals(told)]


def test_a_request_that_nobody_answers_climbs_the_whole_ladder_again() -> None:
    acts = [Act(at("Mon 10:00"), EventKind.ROUTED, {"owner": BOB})]
    told = list(said_until(Replay(in_triage(), acts, around_bob), at("Mon 10:00") + timedelta(days=9)))
    assert [(one.step.key.rung, one.recipient) for one in told if one.recipient in {BOB, LEA}][:5] == [
        (0, BOB),
        (1, BOB),
        (2, BOB),
        (3, BOB),
        (4, BOB),
    ]
    assert any(one.recipient == LEA for one in told)


def test_what_its_owner_did_stops_the_ladder_as_it_did() -> None:
    acts = [
        Act(at("Mon 10:00"), EventKind.ROUTED, {"owner": BOB}),
        Act(at("Mon 15:00"), EventKind.CLOSED, {"outcome": "done"}),
    ]
    told = list(said_until(Replay(in_triage(), acts, around_bob), at("Mon 10:00") + timedelta(days=30)))
    assert [one.purpose for one in told] == [Purpose.CARD]


def test_an_act_that_no_longer_fits_is_passed_over() -> None:
    acts = [
        Act(at("Mon 10:00"), EventKind.ROUTED, {"owner": BOB}),
        Act(at("Mon 15:00"), EventKind.CLOSED, {"outcome": "done"}),
        Act(at("Mon 16:00"), EventKind.CHASED),
    ]
    assert len(list(said_until(Replay(in_triage(), acts, around_bob), at("Fri 10:00")))) == 1


def test_a_second_reminder_of_the_day_joins_the_first_without_a_sound() -> None:
    found = arrivals([reminder("Tue 10:00", 1), reminder("Tue 14:00", 2)])
    assert [(one.form, one.notifies) for one in found] == [(Form.REMINDER, True), (Form.LINE, False)]


def test_news_adds_one_line_that_is_heard() -> None:
    assert forms([reminder("Tue 10:00", 1), reminder("Tue 14:00", 2, news=True)]) == [
        (1, Form.REMINDER),
        (2, Form.LINE),
        (2, Form.NEWS),
    ]


def test_a_card_that_waited_for_tomorrow_speaks_for_the_reminder_of_that_day() -> None:
    routed = [Act(at("Mon 10:00"), EventKind.ROUTED, {"owner": BOB})]
    lives = [Replay(replace(in_triage(), id=number), routed, around_bob) for number in (1, 2)]
    found = Simulation(lives, lambda person, _: EVERYBODY[person], budget=2).until(at("Tue 17:00"))
    assert [(one.request, one.form, one.at.date() == at("Mon 10:00").date()) for one in found] == [
        (1, Form.CARD, True),
        (2, Form.CARD, False),
        (1, Form.REMINDER, False),
    ]


def test_what_is_over_the_budget_comes_first_tomorrow_and_the_reminder_keeps_its_place() -> None:
    cards = [reminder("Tue 10:00", number, purpose=Purpose.CARD) for number in range(1, 5)]
    found = arrivals([*cards, reminder("Tue 11:00", 9), reminder("Wed 12:00", 8)], budget=3)
    days = [(one.at.date() == at("Tue 10:00").date(), one.request, one.form) for one in found]
    assert days == [
        (True, 1, Form.CARD),
        (True, 2, Form.CARD),
        (True, 9, Form.REMINDER),
        (False, 3, Form.CARD),
        (False, 4, Form.CARD),
        (False, 8, Form.REMINDER),
    ]


@pytest.mark.parametrize("policy", [STANDARD, KEY_CLIENT, RELAXED], ids=lambda policy: policy.name)
def test_nobody_has_two_reminders_a_day_nor_hears_out_of_hours(policy: Policy) -> None:
    simulation = Simulation(lives_in_the_agency(policy, 120), lambda person, _: STAFF[person], 6)
    found = list(simulation.until(START + timedelta(weeks=12)))
    days = Counter((one.recipient, _day(one)) for one in found if one.form is Form.REMINDER)
    assert found
    assert max(days.values()) == 1
    assert all(STAFF[one.recipient].is_open(one.at) for one in found)
    assert all(each.fullest_day <= 6 for each in totals(found, STAFF).values())


def _day(one: Arrival) -> object:
    calendar: Calendar = STAFF[one.recipient]
    return calendar.local_day(one.at)


def test_the_same_seed_makes_the_same_year_and_another_seed_another() -> None:
    assert in_the_agency(STANDARD, 20) == in_the_agency(STANDARD, 20)
    assert in_the_agency(STANDARD, 20) != in_the_agency(STANDARD, 20, seed=8)


def test_a_patient_policy_says_less() -> None:
    told = [len(in_the_agency(policy, 60)) for policy in (RELAXED, STANDARD)]
    assert told[0] < told[1]
