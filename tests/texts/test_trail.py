"""The trail in words."""

from dataclasses import replace

import pytest

from bot.domain.events import EventKind
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG, Withheld
from bot.domain.request import Evidence, TouchChannel, Turn
from bot.texts import trail
from bot.texts.moments import Watch
from tests.texts.sample import BOB, DANA, DAY, PEOPLE, PIA, T0, event

WATCH = Watch.of(DANA, T0)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_its_sentence_even_without_data(kind: EventKind) -> None:
    said = trail.line(event(kind), {}, WATCH)
    assert said.endswith(".")
    assert "None" not in said
    assert "!" not in said


@pytest.mark.parametrize("reason", Withheld)
def test_a_withheld_step_says_why(reason: Withheld) -> None:
    withheld = event(EventKind.STEP_WITHHELD, rung=1, repetition=0, recipient=BOB.id, reason=reason.value)
    assert trail.line(withheld, PEOPLE, WATCH) == f"Reminder 1 for Bob was withheld: {reason.value}."


def test_steps_below_the_ladder_have_names() -> None:
    ahead = event(EventKind.STEP_SENT, rung=HEADS_UP_RUNG, recipient=BOB.id)
    assert trail.line(ahead, PEOPLE, WATCH) == "The reminder ahead of the date for Bob was sent."
    asked = event(EventKind.STEP_DUE, rung=TRIAGE_RUNG, recipient=PIA.id)
    assert trail.line(asked, PEOPLE, WATCH) == "The question whose it is, for Pia, fell due."


def test_taking_says_what_and_by_when() -> None:
    taken = event(EventKind.TAKEN, text="speak to the heads", due_at=(T0 + DAY).isoformat(), client_knows=True)
    assert trail.line(taken, PEOPLE, WATCH) == (
        "Dana has it: speak to the heads; the client hears from us by Tue 24 Nov 2026, 10:00. "
        "The client knows the date."
    )


@pytest.mark.parametrize("channel", TouchChannel)
@pytest.mark.parametrize("evidence", Evidence)
@pytest.mark.parametrize("turn", Turn)
def test_a_touch_keeps_how_we_know_of_it(channel: TouchChannel, evidence: Evidence, turn: Turn) -> None:
    touched = event(EventKind.TOUCHED, channel=channel.value, evidence=evidence.value, turn=turn.value)
    said = trail.line(touched, PEOPLE, WATCH)
    assert said.startswith("The client heard from us (")
    assert ("as Dana says" in said) is (evidence is Evidence.CLAIMED)


def test_people_who_are_not_known_any_more_stay_nameless() -> None:
    passed = replace(event(EventKind.REASSIGNED), data={"from": 77, "to": PIA.id})
    assert trail.line(passed, PEOPLE, WATCH) == "It went from a colleague to Pia, by Dana."
