"""What is recorded and said when a request is brought up to the present."""

from dataclasses import replace
from datetime import timedelta

from bot.domain import life
from bot.domain.delay import Delay
from bot.domain.events import EventKind
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG, StepKey, Withheld
from bot.domain.outbox import Purpose
from bot.domain.policy import RELAXED, STANDARD, Policy, Tone
from bot.domain.progress import Progress, Surroundings, advance, in_new_cycle, purpose_of
from bot.domain.request import Cause, Request, State
from tests.domain.lives import BOB, CAST, EVERYBODY, LEA, PIA, Life, a_request, at

MONDAY = at("Mon 10:00")
SHORT = Policy("short", 2, STANDARD.rungs[:2], Delay.parse("1d"))


def brought_to(request: Request, now: str, current: Policy = STANDARD) -> Progress:
    around = Surroundings(STANDARD, current, replace(CAST, owner=request.owner_id), EVERYBODY)
    return advance(request, around, frozenset(), at(now))


def kinds(progress: Progress) -> list[EventKind]:
    return [event.kind for event in progress.events]


def test_a_due_step_is_recorded_with_its_policy_and_said_once() -> None:
    progress = brought_to(a_request(State.OPEN, MONDAY), "Mon 10:00")
    (event,), (intention,) = progress.events, progress.intentions
    assert event.kind is EventKind.STEP_DUE
    assert event.data == {
        "cycle": 1,
        "rung": 0,
        "repetition": 0,
        "recipient": BOB,
        "due_at": MONDAY.isoformat(),
        "policy": "standard",
        "version": 1,
        "role": "owner",
    }
    assert (intention.purpose, intention.recipient_id, intention.request_id) == (Purpose.CARD, BOB, 12)
    assert (intention.step, intention.in_office_hours) == (StepKey(1, 0, 0, BOB), True)
    assert progress.is_news


def test_what_is_overtaken_is_withheld_with_its_reason() -> None:
    progress = brought_to(a_request(State.OPEN, MONDAY), "Tue 12:00")
    assert kinds(progress) == [EventKind.STEP_DUE, EventKind.STEP_WITHHELD]
    assert progress.events[1].data["reason"] == Withheld.OVERTAKEN
    assert [step.key for step in progress.due] == [StepKey(1, 1, 0, BOB)]
    [reminder] = progress.intentions
    assert (reminder.purpose, reminder.recipient_id, reminder.step) == (Purpose.REMINDER, BOB, None)


def test_every_step_has_a_message_with_a_key_of_its_own_or_the_reminder_of_its_recipient() -> None:
    one, keys = Life(a_request(State.OPEN, MONDAY)), []
    now = MONDAY
    for _ in range(12):
        progress = one.look(now)
        for step, intention in zip(progress.due, progress.intentions, strict=True):
            assert intention.recipient_id == step.key.recipient
            if intention.purpose is Purpose.REMINDER:
                assert (intention.step, intention.in_office_hours) == (None, True)
            else:
                assert intention.step == step.key
                keys.append(intention.dedupe_key)
        assert one.request.due_at is not None
        now = one.request.due_at
    assert len(keys) == len(set(keys)) > 0


def test_a_look_that_finds_nothing_is_no_news() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    again = one.look(at("Mon 11:00"))
    assert (again.is_news, again.intentions) == (False, ())
    assert again.request.due_at == at("Tue 10:00")


def test_a_move_is_recorded_once_however_often_one_looks() -> None:
    one = Life(a_request(State.OPEN, MONDAY))
    one.look(MONDAY)
    assert kinds(one.look(at("Tue 19:00"))) == [EventKind.STEP_MOVED]
    assert kinds(one.look(at("Tue 21:00"))) == []
    assert kinds(one.look(at("Wed 09:00"))) == [EventKind.STEP_DUE]


def test_a_move_is_recorded_once_though_something_else_is_due_before() -> None:
    request = life.reassigned(a_request(State.PROMISED, MONDAY), owner_id=PIA, now=MONDAY)
    assert request.promise is not None
    one = Life(replace(request, promise=replace(request.promise, due_at=at("Wed 08:00"))))
    one.look(MONDAY)
    assert kinds(one.look(at("Tue 19:00"))) == [EventKind.STEP_MOVED]
    assert one.request.due_at == at("Wed 08:00")
    assert kinds(one.look(at("Tue 20:00"))) == []


def test_an_opening_that_was_missed_as_well_is_another_move() -> None:
    one = Life(a_request(State.OPEN, MONDAY, RELAXED), RELAXED)
    one.look(MONDAY)
    for evening, opening in (("Wed 19:00", "Thu 09:00"), ("Thu 19:00", "Fri 09:00")):
        (moved,) = one.look(at(evening)).events
        assert (moved.kind, moved.data["to"]) == (EventKind.STEP_MOVED, at(opening).isoformat())


def test_a_promise_that_broke_in_the_night_begins_a_cycle_that_speaks_in_the_morning() -> None:
    promised = a_request(State.PROMISED, MONDAY)
    assert promised.promise is not None
    late = replace(promised, promise=replace(promised.promise, due_at=at("Tue 20:00")))
    progress = brought_to(late, "Tue 20:00")
    (event,) = progress.events
    assert event.kind is EventKind.PROMISE_BROKEN
    due_at = at("Tue 20:00").isoformat()
    assert event.data == {"due_at": due_at, "cycle": 2, "rung": 1, "copy_in_time": False}
    assert (progress.request.state, progress.request.due_at) == (State.OPEN, at("Wed 09:00"))


def test_the_day_to_ask_again_brings_the_card_back() -> None:
    progress = brought_to(a_request(State.WAITING, MONDAY), "Wed 10:00")
    assert kinds(progress) == [EventKind.ASK_AGAIN, EventKind.STEP_DUE]
    assert (progress.request.cycle.cause, progress.intentions[0].purpose) == (Cause.ASK_AGAIN, Purpose.CARD)


def test_a_cycle_keeps_its_policy_and_the_next_one_takes_the_present() -> None:
    one = a_request(State.OPEN, MONDAY)
    kept = brought_to(one, "Mon 10:00", current=RELAXED).request
    assert (kept.policy_name, kept.due_at) == ("standard", at("Tue 10:00"))
    renewed = brought_to(a_request(State.PROMISED, MONDAY), "Wed 10:00", current=RELAXED).request
    assert (renewed.policy_name, renewed.due_at) == ("relaxed", at("Fri 10:00"))


def test_a_shorter_policy_caps_the_rung() -> None:
    high = a_request(State.OPEN, MONDAY)
    high = replace(high, cycle=replace(high.cycle, rung=4, anchor_rung=4))
    shortened = in_new_cycle(high, SHORT)
    assert (shortened.policy_name, shortened.policy_version) == ("short", 2)
    assert (shortened.cycle.rung, shortened.cycle.anchor_rung) == (1, 1)


def test_the_rung_remembers_how_far_the_ladder_was_climbed() -> None:
    assert brought_to(a_request(State.OPEN, MONDAY), "Wed 12:00").request.cycle.rung == 2
    assert brought_to(a_request(State.OPEN, MONDAY), "Wed 12:00 +1").request.cycle.rung == 5
    assert brought_to(a_request(State.TRIAGE, MONDAY), "Wed 12:00").request.cycle.rung == 0


def test_each_kind_of_step_becomes_its_kind_of_message() -> None:
    assert purpose_of(StepKey(0, TRIAGE_RUNG, 0, LEA), Tone.FACTS) is Purpose.TRIAGE_ESCALATION
    assert purpose_of(StepKey(1, HEADS_UP_RUNG, 1, BOB), Tone.GENTLE) is Purpose.HEADS_UP
    assert purpose_of(StepKey(1, 0, 0, BOB), Tone.CARD) is Purpose.CARD
    assert purpose_of(StepKey(1, 4, 2, BOB), Tone.FACTS) is Purpose.REMINDER


def test_a_long_time_later_one_look_is_enough() -> None:
    promised = a_request(State.PROMISED, MONDAY)
    much_later = MONDAY + timedelta(days=200)
    around = Surroundings(STANDARD, STANDARD, CAST, EVERYBODY)
    progress = advance(promised, around, frozenset(), much_later)
    assert progress.request.cycle.number == 2
    assert progress.request.due_at is not None and progress.request.due_at > much_later
