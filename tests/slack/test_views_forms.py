"""Forms and pages: they fit, come back under the right names, and open with what is known."""

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from bot.domain.calendar import Calendar
from bot.domain.draft import MAX_WORDS
from bot.domain.events import EventKind
from bot.domain.facts import SetUpFacts
from bot.domain.moments import Moment, sensible_times
from bot.domain.request import Outcome, State, Turn
from bot.domain.routing import Client
from bot.domain.working_hours import WorkingHours
from bot.slack.names import Field, Form
from bot.slack.views import forms
from bot.slack.views.timeline import timeline
from tests.slack.hostile import assert_view_fits, hostile
from tests.texts.sample import BOB, DANA, T0, event, facts, project, promise, request

CALENDAR = Calendar(ZoneInfo("Europe/Berlin"), WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
MOMENTS = sensible_times(T0, CALENDAR)
ACME = Client(1, "Acme GmbH", "key", "DE", ("acme.example",))
SET_UP = SetUpFacts((ACME,), {"key": "key-client", "small": "relaxed"})


def inputs_of(view: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form by name."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def said(view: dict[str, Any]) -> str:
    """Everything that a page says."""
    blocks = view["blocks"]
    parts = [part for block in blocks for part in (block.get("text"), *block.get("elements", [])) if part]
    return "\n".join(part["text"] for part in parts if isinstance(part.get("text"), str))


def all_forms(text: str, name: str) -> list[dict[str, Any]]:
    """Every form and page, about a request with these words of a client of this name."""
    shown = facts(
        request(words=text, wish=text[:150], promise=promise(what=text)),
        client_name=name,
        project_name=name,
        contact_name=name,
        people={DANA.id: replace(DANA, name=name), BOB.id: BOB},
    )
    projects = [project(client_name=name)]
    happened = [event(kind, text=text, recipient=2, rung=1, reason=name) for kind in EventKind]
    return [
        forms.loading("One moment"),
        forms.message("Not possible", text),
        forms.hand_over(projects, words=text, promised_what=text, promised_by=T0, request_id=12, note=text),
        forms.hand_over([], words=text),
        forms.take(shown, MOMENTS, BOB, T0, seen="stamp"),
        forms.take(shown, (), BOB, T0),
        forms.move(shown, MOMENTS, BOB, T0, seen="stamp"),
        forms.contact(shown, MOMENTS, BOB, T0, turn=Turn.CLIENTS, seen="stamp"),
        forms.contact(shown, MOMENTS, DANA, T0),
        forms.not_mine(shown, BOB),
        forms.not_mine(facts(request(reporter_id=None))),
        forms.snooze(shown, MOMENTS, BOB, T0),
        forms.wait_on(shown, MOMENTS, BOB, T0),
        forms.close(shown, Outcome.WITHDRAWN),
        forms.close(shown),
        forms.route_person(shown),
        forms.add_words(shown),
        forms.project(SET_UP, project()),
        forms.project(SetUpFacts((), {f"tier {number}": "w" * 60 for number in range(150)})),
        forms.whole_text(shown),
        timeline(shown, happened, DANA),
        forms.show(shown, BOB, T0),
    ]


def test_every_form_fits() -> None:
    for view in all_forms("More work in three departments", "Acme GmbH"):
        assert_view_fits(view)
        assert "!" not in said(view)


@settings(max_examples=40, deadline=None)
@given(text=hostile, name=hostile)
def test_hostile_text_stays_text_in_forms(text: str, name: str) -> None:
    for view in all_forms(text, name):
        assert_view_fits(view)


def test_forms_carry_the_request_and_the_stamp_they_were_opened_on() -> None:
    view = forms.take(facts(), MOMENTS, BOB, T0, seen="open:2:1")
    assert view["callback_id"] == Form.TAKE
    assert json.loads(str(view["private_metadata"])) == {"request_id": 12, "seen": "open:2:1"}


def test_sensible_times_come_back_as_moments_and_a_picker_stands_below() -> None:
    fields = inputs_of(forms.take(facts(), MOMENTS, BOB, T0))
    values = [choice["value"] for choice in fields[Field.BY]["options"]]
    assert values == [*(moment.at.isoformat() for moment in MOMENTS), "pick"]
    assert fields[Field.BY]["initial_option"]["text"]["text"] == "Tomorrow 12:00"
    assert fields[Field.BY_PICKED]["type"] == "datetimepicker"


def test_moving_the_date_begins_with_what_was_promised() -> None:
    view = forms.move(facts(request(State.PROMISED)), MOMENTS, BOB, T0)
    assert inputs_of(view)[Field.WHAT]["initial_value"] == "speak to the three department heads"
    assert "So far: Jane hears from us by Thu 26 Nov, 10:00." in said(view)


def test_a_snooze_offers_nothing_beyond_the_promise() -> None:
    shown = facts(request(State.PROMISED))
    offered = inputs_of(forms.snooze(shown, MOMENTS, BOB, T0))[Field.BY]["options"]
    assert all(choice["value"] <= promise().due_at.isoformat() for choice in offered if choice["value"] != "pick")


def test_contact_asks_whose_turn_it_is_and_the_answer_may_be_chosen_beforehand() -> None:
    turn = inputs_of(forms.contact(facts(), MOMENTS, BOB, T0))[Field.TURN]
    assert [choice["value"] for choice in turn["options"]] == [str(which) for which in Turn]
    assert "initial_option" not in turn
    chosen = inputs_of(forms.contact(facts(), MOMENTS, BOB, T0, turn=Turn.CLIENTS))[Field.TURN]
    assert chosen["initial_option"]["value"] == Turn.CLIENTS


def test_that_nothing_is_left_to_do_is_said_by_those_who_may_close() -> None:
    offered = inputs_of(forms.contact(facts(), MOMENTS, DANA, T0))[Field.TURN]["options"]
    assert [choice["value"] for choice in offered] == [Turn.OURS, Turn.CLIENTS]


def test_not_mine_offers_the_reporter_first_unless_they_are_the_owner() -> None:
    who = inputs_of(forms.not_mine(facts(), BOB))[Field.WHO]
    assert [choice["value"] for choice in who["options"]] == ["reporter", "other"]
    assert who["options"][0]["text"]["text"] == "Dana has it"
    own = inputs_of(forms.not_mine(facts(request(reporter_id=BOB.id)), BOB))[Field.WHO]
    assert [choice["value"] for choice in own["options"]] == ["other"]


def test_without_any_project_the_hand_over_asks_for_a_person_alone() -> None:
    assert next(iter(inputs_of(forms.hand_over([])))) == Field.PERSON
    assert list(inputs_of(forms.hand_over([project()])))[:2] == [Field.PROJECT, Field.PERSON]


def test_more_projects_than_a_menu_holds_leave_room_for_somebody_else() -> None:
    many = [project(project=replace(project().project, id=number)) for number in range(150)]
    view = forms.hand_over(many)
    assert_view_fits(view)
    assert inputs_of(view)[Field.PROJECT]["options"][-1]["value"] == "other"


def test_the_set_up_form_opens_with_what_is_there() -> None:
    fields = inputs_of(forms.project(SET_UP, project()))
    assert fields[Field.CLIENT]["initial_value"] == "Acme GmbH"
    assert fields[Field.TIER]["initial_option"]["value"] == "key"
    said = [choice["text"]["text"] for choice in fields[Field.TIER]["options"]]
    assert said == ["As usual", "Key client: reminders come sooner", "Small: the plan “relaxed”"]
    kept = project(project=replace(project().project, touch_every="10d"))
    assert inputs_of(forms.project(SET_UP, kept))[Field.TOUCH_EVERY]["initial_value"] == "10d"
    assert fields[Field.OWNER]["initial_user"] == BOB.slack_id


@pytest.mark.parametrize("letter", ["a", "a ", "&", "ü", "line\n"])
def test_forty_thousand_characters_are_shown_whole(letter: str) -> None:
    words = (letter * MAX_WORDS)[:MAX_WORDS]
    view = forms.whole_text(facts(request(words=words)))
    assert_view_fits(view)
    assert said(view).replace("\n", "").replace(" ", "") == words.replace("\n", "").replace(" ", "")


def test_what_slack_cannot_hold_of_a_text_is_cut_and_that_is_said() -> None:
    view = forms.whole_text(facts(request(words="😀" * MAX_WORDS)))
    assert_view_fits(view)
    assert "The text goes on" in said(view)


def test_moments_are_named_only_where_the_date_alone_would_not_do() -> None:
    shown = [choice["text"]["text"] for choice in inputs_of(forms.take(facts(), MOMENTS, BOB, T0))[Field.BY]["options"]]
    assert shown[:2] == ["Today 17:30", "Tomorrow 12:00"]
    assert "End of the week: Fri 27 Nov, 17:30" in shown
    assert all(isinstance(moment, Moment) for moment in MOMENTS)
