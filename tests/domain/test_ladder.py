"""The ladders that ship, step by step, as DESIGN section 3 has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import life
from bot.domain.calendar import Absence, Calendar
from bot.domain.delay import Delay
from bot.domain.ladder import (
    HEADS_UP_RUNG,
    TRIAGE_RUNG,
    Situation,
    StepKey,
    Withheld,
    next_above,
    next_after,
    plan,
    still_wanted,
    upcoming,
)
from bot.domain.life import On
from bot.domain.people import Cast, Role
from bot.domain.policy import KEY_CLIENT, RELAXED, SHIPPED, STANDARD, Policy, Rung, Tone
from bot.domain.presence import present_cast
from bot.domain.request import Cause, Cycle, Outcome, State
from bot.domain.working_hours import WorkingHours
from tests.domain.lives import (
    BERLIN,
    BOB,
    CAST,
    EVERYBODY,
    KIM,
    LEA,
    OFFICE,
    PIA,
    Life,
    a_request,
    at,
    people_told,
    spelled,
)

HOUR = timedelta(hours=1)
MONDAY = at("Mon 10:00")


def played(one: Life, start: datetime, count: int) -> list[tuple[int, int, str, set[int]]]:
    """Rung, repetition, time and people of the first so many things that are said."""
    told: list[tuple[int, int, str, set[int]]] = []
    now = start
    while len(told) < count:
        steps = one.due(now)
        if steps:
            ((rung, repetition),) = {(step.key.rung, step.key.repetition) for step in steps}
            told.append((rung, repetition, spelled(now), {step.key.recipient for step in steps}))
        assert one.request.due_at is not None
        now = one.request.due_at
    return told


def due_times(policy: Policy, start: str) -> list[str]:
    """When each rung is due of a request handed over at `start`, and the first two repetitions."""
    one = Life(a_request(State.OPEN, at(start), policy), policy)
    return [time for _, _, time, _ in played(one, at(start), 7)]


@pytest.mark.parametrize(
    ("policy", "handed_over", "due"),
    [
        (STANDARD, "Mon 10:00", "Mon 10:00, Tue 10:00, Wed 10:00, Thu 10:00, Mon 10:00 +1, Wed 10:00 +1, Fri 10:00 +1"),
        (
            STANDARD,
            "Fri 16:10",
            "Fri 16:10, Mon 16:10 +1, Tue 16:10 +1, Wed 16:10 +1, Fri 16:10 +1, Tue 16:10 +2, Thu 16:10 +2",
        ),
        (
            STANDARD,
            "Sat 11:00",
            "Mon 09:00 +1, Tue 09:00 +1, Wed 09:00 +1, Thu 09:00 +1, Mon 09:00 +2, Wed 09:00 +2, Fri 09:00 +2",
        ),
        (KEY_CLIENT, "Mon 10:00", "Mon 10:00, Mon 14:00, Tue 10:00, Wed 10:00, Thu 10:00, Fri 10:00, Mon 10:00 +1"),
        (
            KEY_CLIENT,
            "Fri 16:10",
            "Fri 16:10, Mon 11:40 +1, Mon 16:10 +1, Tue 16:10 +1, Wed 16:10 +1, Thu 16:10 +1, Fri 16:10 +1",
        ),
        (
            KEY_CLIENT,
            "Sat 11:00",
            "Mon 09:00 +1, Mon 13:00 +1, Tue 09:00 +1, Wed 09:00 +1, Thu 09:00 +1, Fri 09:00 +1, Mon 09:00 +2",
        ),
        (
            RELAXED,
            "Mon 10:00",
            "Mon 10:00, Wed 10:00, Fri 10:00, Tue 10:00 +1, Mon 10:00 +2, Mon 10:00 +3, Mon 10:00 +4",
        ),
        (
            RELAXED,
            "Fri 16:10",
            "Fri 16:10, Tue 16:10 +1, Thu 16:10 +1, Mon 16:10 +2, Fri 16:10 +2, Fri 16:10 +3, Fri 16:10 +4",
        ),
        (
            RELAXED,
            "Sat 11:00",
            "Mon 09:00 +1, Wed 09:00 +1, Fri 09:00 +1, Tue 09:00 +2, Mon 09:00 +3, Mon 09:00 +4, Mon 09:00 +5",
        ),
    ],
)
def test_the_ladders_that_ship_are_due(policy: Policy, handed_over: str, due: str) -> None:
    assert due_times(policy, handed_over) == due.split(", ")


@pytest.mark.parametrize("policy", SHIPPED.values(), ids=str)
def test_the_owner_hears_first_then_the_backup_then_the_lead_and_then_the_owner_alone(policy: Policy) -> None:
    one = Life(a_request(State.OPEN, MONDAY, policy), policy)
    told = [(rung, repetition, people) for rung, repetition, _, people in played(one, MONDAY, 7)]
    assert told == [
        (0, 0, {BOB}),
        (1, 0, {BOB}),
        (2, 0, {BOB}),
        (3, 0, {BOB, PIA}),
        (4, 0, {BOB, LEA}),
        (4, 1, {BOB}),
        (4, 2, {BOB}),
    ]


def test_the_tone_rises_from_the_card_to_the_facts() -> None:
    assert [rung.tone for rung in STANDARD.rungs] == [Tone.CARD, Tone.GENTLE, Tone.FIRM, Tone.HELP, Tone.FACTS]


@pytest.mark.parametrize(
    ("policy", "rung", "due"),
    [
        (STANDARD, 1, "Mon 10:00, Tue 10:00, Wed 10:00, Fri 10:00, Tue 10:00 +1"),
        (STANDARD, 3, "Mon 10:00, Wed 10:00, Fri 10:00"),
        (STANDARD, 4, "Mon 10:00, Wed 10:00, Fri 10:00"),
        # A day less four hours of an eight-and-a-half-hour day are four and a half hours.
        (KEY_CLIENT, 1, "Mon 10:00, Mon 14:30, Tue 14:30, Wed 14:30, Thu 14:30"),
        (KEY_CLIENT, 2, "Mon 10:00, Tue 10:00, Wed 10:00, Thu 10:00"),
        (RELAXED, 2, "Mon 10:00, Wed 10:00, Tue 10:00 +1, Tue 10:00 +2"),
    ],
)
def test_a_cycle_that_begins_higher_keeps_the_distances(policy: Policy, rung: int, due: str) -> None:
    request = a_request(State.OPEN, MONDAY, policy)
    request = replace(request, cycle=Cycle(2, Cause.CHASE, MONDAY, MONDAY, rung, rung))
    expected = due.split(", ")
    told = played(Life(request, policy), MONDAY, len(expected))
    assert [time for _, _, time, _ in told] == expected
    assert [min(number + repetition, 99) for number, repetition, _, _ in told] == list(range(rung, rung + len(told)))


def test_everybody_hears_in_their_own_time() -> None:
    new_york = Calendar(ZoneInfo("America/New_York"), WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
    one = Life(a_request(State.OPEN, at("Mon 11:00")), calendars={**EVERYBODY, LEA: new_york})
    one.look(at("Mon 11:00"))
    for day in ("Tue", "Wed", "Thu"):
        one.look(at(f"{day} 11:00"))
    assert people_told(one.look(at("Mon 11:00 +1"))) == {(BOB, Role.OWNER)}
    opening = datetime(2026, 11, 9, 9, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    assert one.request.due_at == opening
    assert people_told(one.look(opening)) == {(LEA, Role.LEAD)}


def test_holidays_are_no_working_days() -> None:
    calendar = Calendar(BERLIN, WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset({date(2026, 11, 3)}))
    one = Life(a_request(State.OPEN, MONDAY), calendars=dict.fromkeys(EVERYBODY, calendar))
    assert [time for _, _, time, _ in played(one, MONDAY, 3)] == ["Mon 10:00", "Wed 10:00", "Thu 10:00"]


def test_somebody_who_holds_two_parts_hears_once_on_each_rung() -> None:
    one = Life(a_request(State.OPEN, MONDAY), cast=Cast(BOB, BOB, BOB, BOB, BOB))
    told = played(one, MONDAY, 6)
    assert [people for _, _, _, people in told] == [{BOB}] * 6
    assert [rung + repetition for rung, repetition, _, _ in told] == [0, 1, 2, 3, 4, 5]


def test_a_ladder_does_not_go_down_for_somebody_who_works_two_hours_a_day() -> None:
    short = Calendar(BERLIN, WorkingHours.parse("Mon-Fri 10:00-12:00"), frozenset())
    one = Life(a_request(State.OPEN, MONDAY, KEY_CLIENT), KEY_CLIENT, calendars=dict.fromkeys(EVERYBODY, short))
    places = [rung + repetition for rung, repetition, _, _ in played(one, MONDAY, 5)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("inactive", "told"),
    [
        ({BOB}, {PIA}),
        ({BOB, PIA}, {LEA}),
        ({BOB, PIA, LEA}, {KIM}),
        ({BOB, PIA, LEA, KIM}, set()),
    ],
)
def test_who_is_deactivated_is_stood_in_for(inactive: set[int], told: set[int]) -> None:
    one = Life(a_request(State.OPEN, MONDAY), cast=replace(CAST, inactive=frozenset(inactive)))
    assert {step.key.recipient for step in one.due(MONDAY)} == told


def test_who_is_away_without_end_is_stood_in_for_just_so() -> None:
    gone = replace(OFFICE, absences=(Absence(at("Tue 18:00"), None),))
    one = Life(a_request(State.OPEN, MONDAY), calendars={**EVERYBODY, BOB: gone})
    assert people_told(one.look(MONDAY)) == {(BOB, Role.OWNER)}
    assert people_told(one.look(at("Tue 10:00"))) == {(BOB, Role.OWNER)}
    assert people_told(one.look(at("Wed 10:00"))) == {(PIA, Role.OWNER)}


def test_a_stand_in_gets_one_catch_up_and_then_goes_on() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    one.look(at("Tue 10:00"))
    one.loses(BOB)
    caught_up = one.look(at("Wed 10:00"))
    assert [(step.key.recipient, step.key.rung) for step in caught_up.due] == [(PIA, 2)]
    assert [step.key.rung for step in caught_up.overtaken] == [0, 1]
    assert one.request.due_at == at("Thu 10:00")


def test_a_backup_that_was_never_named_is_nobody_and_a_lead_that_was_not_is_the_fallback() -> None:
    one = Life(a_request(State.OPEN, MONDAY), cast=replace(CAST, backup=None, lead=None))
    told = [people for _, _, _, people in played(one, MONDAY, 5)]
    assert told[3:] == [{BOB}, {BOB, KIM}]


def test_after_an_outage_everybody_gets_the_last_word_only() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    late = one.look(at("Fri 12:00 +1"))
    assert {(step.key.rung, step.key.repetition, step.key.recipient) for step in late.due} == {
        (4, 2, BOB),
        (3, 0, PIA),
        (4, 0, LEA),
    }
    assert {(step.key.rung, step.key.repetition) for step in late.overtaken} == {(1, 0), (2, 0), (3, 0), (4, 0), (4, 1)}


def test_what_is_due_while_nobody_looked_moves_to_the_next_opening() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    assert not one.due(at("Tue 20:00"))
    assert one.request.due_at == at("Wed 09:00")
    assert [step.key.rung for step in one.due(at("Wed 09:00"))] == [1]


def test_a_closed_request_and_one_that_waits_are_left_alone() -> None:
    for state in (State.CLOSED, State.WAITING):
        one = Life(a_request(state, MONDAY))
        assert not one.due(at("Tue 10:00"))
    assert one.request.due_at == at("Wed 10:00"), "the day to ask again"


def test_a_promise_is_left_alone_but_for_a_heads_up_two_business_hours_before() -> None:
    one = Life(life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Thu 10:00"), now=MONDAY + HOUR))
    one.look(MONDAY + HOUR)
    assert one.request.due_at == at("Wed 16:30")
    heads_up = one.look(at("Wed 16:30"))
    assert [(step.key.rung, step.key.recipient) for step in heads_up.due] == [(HEADS_UP_RUNG, BOB)]
    assert one.request.due_at == at("Thu 10:00")
    broken = one.look(at("Thu 10:00"))
    assert (one.request.state, one.request.cycle.cause) == (State.OPEN, Cause.BROKEN_PROMISE)
    assert [step.key.rung for step in broken.due] == [1]


@pytest.mark.parametrize("by", ["Mon 12:30", "Mon 13:00", "Mon 11:01"])
def test_a_promise_for_soon_needs_no_heads_up(by: str) -> None:
    one = Life(life.taken(a_request(State.OPEN, MONDAY), what="call", by=at(by), now=MONDAY + HOUR))
    one.look(MONDAY + HOUR)
    assert one.request.due_at == at(by)


@pytest.mark.parametrize(
    ("until", "due"),
    [("Wed 17:00", "Wed 17:00"), ("Wed 20:00", "Thu 09:00"), ("Thu 09:59", "Thu 09:59")],
)
def test_a_heads_up_waits_for_the_end_of_a_snooze_and_office_hours(until: str, due: str) -> None:
    taken = life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Thu 10:00"), now=MONDAY)
    one = Life(life.snoozed(taken, until=at(until), reason="fair", now=MONDAY, furthest=at("Fri 10:00")))
    one.look(MONDAY)
    assert one.request.due_at == at(due)
    assert [step.key.rung for step in one.due(at(due))] == [HEADS_UP_RUNG]


def test_a_promise_breaks_at_its_time_whatever_is_snoozed_and_whoever_is_away() -> None:
    taken = life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Thu 10:00"), now=MONDAY)
    asleep = life.snoozed(taken, until=at("Thu 09:59"), reason="fair", now=MONDAY, furthest=at("Fri 10:00"))
    away = replace(OFFICE, absences=(Absence(at("Mon 12:00"), at("Mon 12:00 +2")),))
    one = Life(asleep, calendars={**EVERYBODY, BOB: away})
    assert plan(one.situation(), at("Thu 10:00")).on is On.PROMISE_PASSED
    one.look(at("Thu 10:00"))
    assert (one.request.state, one.request.promise, one.request.snooze) == (State.OPEN, None, None)


def test_a_promise_that_travelled_breaks_too() -> None:
    passed_on = life.reassigned(a_request(State.PROMISED, MONDAY), owner_id=PIA, now=MONDAY)
    one = Life(passed_on)
    assert [(step.key.rung, step.key.recipient) for step in one.due(MONDAY)] == [(0, PIA)]
    one.look(at("Wed 10:00"))
    assert (one.request.cycle.cause, one.request.promise) == (Cause.BROKEN_PROMISE, None)


def test_a_chase_is_told_though_the_owner_has_taken_it_and_the_heads_up_comes_once() -> None:
    one = Life(life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Thu 10:00"), now=MONDAY))
    one.look(MONDAY)
    one.look(at("Wed 16:30"))
    one.becomes(life.chased(one.request, STANDARD, at("Wed 17:00")))
    assert [(step.key.rung, step.key.recipient) for step in one.due(at("Wed 17:00"))] == [(1, BOB)]
    assert not one.overtaken
    assert one.request.due_at == at("Thu 10:00")


def test_of_a_chase_that_the_owner_has_answered_with_a_date_nobody_tells_them() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    one.becomes(life.chased(one.request, STANDARD, at("Mon 20:00")))
    one.look(at("Mon 20:00"))
    one.becomes(life.taken(one.request, what="call", by=at("Thu 10:00"), now=at("Mon 21:00")))
    one.look(at("Mon 21:00"))
    assert one.request.due_at == at("Wed 16:30")


def test_word_of_a_chase_waits_for_the_end_of_a_snooze() -> None:
    taken = life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Fri 10:00"), now=MONDAY)
    chased = life.chased(taken, STANDARD, at("Mon 20:00"))
    now, until = at("Mon 21:00"), at("Wed 11:00")
    one = Life(life.snoozed(chased, until=until, reason="fair", now=now, furthest=at("Thu 10:00")))
    one.look(now)
    assert one.request.due_at == until
    assert [step.key.rung for step in one.due(until)] == [1]


def test_an_early_chase_leaves_the_heads_up_to_come() -> None:
    one = Life(life.taken(a_request(State.OPEN, MONDAY), what="call", by=at("Thu 10:00"), now=MONDAY))
    one.look(MONDAY)
    one.becomes(life.chased(one.request, STANDARD, at("Tue 12:00")))
    one.look(at("Tue 12:00"))
    assert [step.key.rung for step in one.due(at("Wed 16:30"))] == [HEADS_UP_RUNG]


def test_the_fallback_owner_hears_of_a_request_in_triage_after_a_working_day_and_once() -> None:
    one = Life(a_request(State.TRIAGE, at("Fri 16:10")))
    one.look(at("Fri 16:10"))
    assert one.request.due_at == at("Mon 16:10 +1")
    (step,) = one.due(at("Mon 16:10 +1"))
    assert (step.key.rung, step.key.recipient, step.role) == (TRIAGE_RUNG, KIM, Role.FALLBACK)
    assert one.request.due_at is None


MAX, ADA = 6, 7
"""Whom absences name, and an admin."""


def away_naming(stand_in: int | None) -> Calendar:
    return replace(OFFICE, absences=(Absence(MONDAY, at("Mon 09:00 +1"), stand_in),))


@pytest.mark.parametrize(
    ("calendars", "hears"),
    [
        ({KIM: away_naming(MAX)}, (MAX, "Tue 10:00")),
        ({KIM: away_naming(MAX), MAX: away_naming(None)}, (ADA, "Tue 10:00")),
        ({KIM: away_naming(None)}, (ADA, "Tue 10:00")),
        ({KIM: away_naming(None), ADA: away_naming(None)}, (KIM, "Tue 09:00 +1")),
    ],
    ids=["whom the absence names", "an admin, where they are away too", "an admin", "nobody, until they are back"],
)
def test_while_the_fallback_owner_is_away_somebody_hears_of_what_nobody_can_be_found_for(
    calendars: dict[int, Calendar], hears: tuple[int, str]
) -> None:
    everybody = {**EVERYBODY, MAX: OFFICE, ADA: OFFICE, **calendars}
    one = Life(a_request(State.TRIAGE, MONDAY), cast=replace(CAST, admins=(ADA,)), calendars=everybody)
    [step] = upcoming(one.situation(), MONDAY)
    assert (step.key.recipient, step.due_at, step.role) == (hears[0], at(hears[1]), Role.FALLBACK)


def test_where_everybody_has_left_the_step_falls_due_all_the_same() -> None:
    one = Life(a_request(State.TRIAGE, MONDAY), cast=replace(CAST, inactive=frozenset({KIM})))
    [step] = upcoming(one.situation(), MONDAY)
    assert (step.key.rung, step.key.recipient) == (TRIAGE_RUNG, KIM)


@pytest.mark.parametrize(
    ("calendars", "told"),
    [
        ({LEA: away_naming(MAX)}, {MAX}),
        ({LEA: away_naming(None)}, {KIM}),
        ({LEA: away_naming(None), KIM: away_naming(MAX)}, {MAX}),
        ({LEA: away_naming(None), KIM: away_naming(None)}, set()),
    ],
)
def test_the_rung_of_a_lead_who_is_away_is_heard_by_whom_the_absence_names(
    calendars: dict[int, Calendar], told: set[int]
) -> None:
    """An admin hears where nobody else would hear at all: not for a lead, beside an owner who is there."""
    everybody = {**EVERYBODY, MAX: OFFICE, ADA: OFFICE, **calendars}
    one = Life(a_request(State.OPEN, MONDAY), cast=replace(CAST, admins=(ADA,)), calendars=everybody)
    assert {step.key.recipient for step in upcoming(one.situation(), MONDAY) if step.role is Role.LEAD} == told


def test_whom_an_absence_names_may_what_the_absent_may_while_it_lasts() -> None:
    one = Life(a_request(State.OPEN, MONDAY), calendars={**EVERYBODY, MAX: OFFICE, LEA: away_naming(MAX)})
    assert present_cast(one.situation(), MONDAY).roles_of(MAX) == {Role.LEAD}
    assert present_cast(one.situation(), at("Mon 09:00 +1")).roles_of(MAX) == frozenset()


def test_a_snooze_is_followed_by_the_next_rung_and_the_distances_from_there() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    one.look(at("Tue 10:00"))
    until = at("Fri 12:00")
    one.becomes(life.snoozed(one.request, until=until, reason="fair", now=at("Tue 11:00"), furthest=at("Fri 12:00 +1")))
    assert not one.due(at("Tue 11:00"))
    assert one.request.due_at == until
    assert [(rung, time) for rung, _, time, _ in played(one, until, 3)] == [
        (2, "Fri 12:00"),
        (3, "Mon 12:00 +1"),
        (4, "Wed 12:00 +1"),
    ]


def test_a_snooze_at_the_top_is_followed_at_once_by_the_next_repetition() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    played(one, MONDAY, 9)
    now = at("Wed 12:00 +2")
    until = at("Fri 12:00 +2")
    one.becomes(life.snoozed(one.request, until=until, reason="fair", now=now, furthest=at("Fri 12:00 +3")))
    assert not one.due(now)
    assert [(rung, repetition, time) for rung, repetition, time, _ in played(one, until, 3)] == [
        (4, 5, "Fri 12:00 +2"),
        (4, 6, "Tue 12:00 +3"),
        (4, 7, "Thu 12:00 +3"),
    ]


def test_a_second_snooze_does_not_climb() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    for until in ("Wed 12:00", "Thu 12:00"):
        now = MONDAY + HOUR
        one.becomes(life.snoozed(one.request, until=at(until), reason="fair", now=now, furthest=at("Fri 12:00")))
        one.look(now)
    assert [step.key.rung for step in one.due(at("Thu 12:00"))] == [1]


def test_a_snooze_does_not_keep_from_others_what_was_about_to_reach_them() -> None:
    later = Calendar(ZoneInfo("America/New_York"), WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
    one = Life(a_request(State.OPEN, MONDAY), calendars={**EVERYBODY, PIA: later})
    for day in ("Mon", "Tue", "Wed", "Thu"):
        one.look(at(f"{day} 10:00"))
    now, until = at("Thu 11:00"), at("Mon 16:00 +1")
    one.becomes(life.snoozed(one.request, until=until, reason="fair", now=now, furthest=at("Fri 12:00 +1")))
    one.look(now)
    assert {(step.key.rung, step.key.recipient) for step in one.due(until)} == {(4, BOB), (4, LEA), (3, PIA)}


def test_who_hears_next_and_who_in_the_end() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    following, above = next_after(one.situation(), MONDAY), next_above(one.situation(), MONDAY)
    assert following is not None and (following.key.recipient, following.due_at) == (BOB, at("Tue 10:00"))
    assert above is not None and (above.key.recipient, above.due_at) == (PIA, at("Thu 10:00"))
    closed = Situation(a_request(State.CLOSED, MONDAY), STANDARD, CAST, EVERYBODY, frozenset())
    assert next_after(closed, MONDAY) is next_above(closed, MONDAY) is None


def test_a_policy_may_reach_the_lead_alone_and_the_owner_is_still_reminded_in_the_end() -> None:
    rungs = (
        Rung(Delay.parse("0"), (Role.OWNER,), Tone.CARD),
        Rung(Delay.parse("30m wall"), (Role.LEAD,), Tone.FACTS),
    )
    policy = Policy("short", 3, rungs, Delay.parse("1d"))
    one = Life(a_request(State.OPEN, at("Fri 17:15"), policy), policy)
    told = [(rung, time, people) for rung, _, time, people in played(one, at("Fri 17:15"), 3)]
    assert told == [(0, "Fri 17:15", {BOB}), (1, "Mon 09:00 +1", {LEA}), (1, "Tue 09:00 +1", {BOB})]


STEP = StepKey(1, 1, 0, BOB)


def test_what_is_about_to_be_sent_is_looked_at_once_more() -> None:
    request = a_request(State.OPEN, MONDAY)
    later = at("Wed 10:00")
    chased = life.chased(a_request(State.PROMISED, MONDAY), STANDARD, MONDAY + HOUR)
    asleep = life.snoozed(request, until=later, reason="fair", now=MONDAY, furthest=later)
    promised = a_request(State.PROMISED, MONDAY)
    heads_up, triage = StepKey(1, HEADS_UP_RUNG, 1, BOB), StepKey(0, TRIAGE_RUNG, 0, KIM)
    told = {
        "open": still_wanted(STEP, request, MONDAY),
        "closed": still_wanted(STEP, life.closed(request, Outcome.DONE, MONDAY), MONDAY),
        "waiting": still_wanted(STEP, a_request(State.WAITING, MONDAY), MONDAY),
        "taken": still_wanted(STEP, promised, MONDAY),
        "other cycle": still_wanted(STEP._replace(cycle=0), request, MONDAY),
        "asleep": still_wanted(STEP, asleep, later - HOUR),
        "awake": still_wanted(STEP, asleep, later),
        "chased": still_wanted(STEP._replace(cycle=2), chased, MONDAY + HOUR),
        "heads-up": still_wanted(heads_up, promised, MONDAY),
        "heads-up too late": still_wanted(heads_up, promised, later),
        "heads-up of another promise": still_wanted(heads_up._replace(repetition=2), promised, MONDAY),
        "triage": still_wanted(triage, a_request(State.TRIAGE, MONDAY), MONDAY),
        "triage, routed": still_wanted(triage._replace(cycle=1), request, MONDAY),
    }
    assert told == {
        "open": None,
        "closed": Withheld.CLOSED,
        "waiting": Withheld.TURN_OF_CLIENT,
        "taken": Withheld.TAKEN,
        "other cycle": Withheld.SUPERSEDED,
        "asleep": Withheld.SNOOZED,
        "awake": None,
        "chased": None,
        "heads-up": None,
        "heads-up too late": Withheld.SUPERSEDED,
        "heads-up of another promise": Withheld.SUPERSEDED,
        "triage": None,
        "triage, routed": Withheld.SUPERSEDED,
    }
