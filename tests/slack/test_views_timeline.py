"""The timeline of a request: it fits however long it is, pages lead to every step, and all words can be had."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.domain.events import EventKind
from bot.slack.views.timeline import STEPS_A_PAGE, all_words, timeline
from bot.texts import trail
from bot.texts.moments import Watch
from tests.slack.hostile import assert_view_fits, hostile
from tests.stories.people import buttons
from tests.texts.sample import BOB, DANA, DAY, LEA, PEOPLE, T0, event, facts

LONG = "word for word, " * 60


def test_every_step_of_a_long_trail_is_on_some_page_and_each_page_fits() -> None:
    happened = [
        event(EventKind.STEP_SENT, at=T0 + number * DAY, text=f"said {number}. {LONG}") for number in range(200)
    ]
    pages = [timeline(facts(), happened, DANA, page) for page in range(5)]
    for view in pages:
        assert_view_fits(view)
    said = str(pages)
    assert all(f"said {number}." in said for number in range(200))
    assert f"Steps {200 - STEPS_A_PAGE + 1} to 200 of 200" in str(pages[0])
    assert timeline(facts(), happened, DANA, 99) == pages[-1]
    turning = [{action for action in buttons(view["blocks"]) if "page" in action} for view in pages]  # type: ignore[arg-type]  # a view's
    assert turning == [{"log.page.older"}, *[{"log.page.older", "log.page.newer"}] * 3, {"log.page.newer"}]


def test_days_and_times_are_the_readers() -> None:
    late = event(EventKind.CALL_PROPOSED, at=T0.replace(hour=23, minute=30))
    assert "*Tue 24 Nov 2026*" in str(timeline(facts(), [late], DANA))
    assert "*Mon 23 Nov 2026*" in str(timeline(facts(), [late], replace(DANA, zone="America/New_York")))


def test_what_was_said_stands_below_its_step_and_whole_behind_a_button() -> None:
    said = event(EventKind.STEP_SENT, rung=1, recipient=BOB.id, text=f"Jane waits. {LONG}")
    view = timeline(facts(), [said], DANA)
    assert "> Jane waits. word for word" in str(view["blocks"])
    assert "log.words" in str(view["blocks"])
    assert LONG.strip() in str(all_words(said)["blocks"])
    assert "no longer kept" in str(all_words(replace(said, text=None))["blocks"])
    short = timeline(facts(), [replace(said, text="Jane waits.")], DANA)
    assert "> Jane waits." in str(short["blocks"])
    assert "log.words" not in str(short["blocks"])


def test_our_own_messages_are_read_without_markup() -> None:
    said = event(EventKind.STEP_SENT, text="*Jane &amp; Jim wait.*\n&gt; Hi &lt;b&gt;")
    assert trail.excerpt(said, 100) == "Jane & Jim wait. …"
    assert trail.words(said) == "Jane & Jim wait.\n> Hi <b>"
    assert trail.words(replace(said, kind=EventKind.TAKEN)) == said.text


def test_withheld_steps_are_told_with_their_reason() -> None:
    withheld = event(EventKind.STEP_WITHHELD, rung=2, recipient=BOB.id, reason="closed meanwhile")
    assert "was withheld: closed meanwhile" in str(timeline(facts(), [withheld], DANA))


def test_whoever_may_export_is_offered_the_file() -> None:
    happened = [event(EventKind.TAKEN)]
    assert "log.export" in str(timeline(facts(), happened, DANA))
    assert "log.export" in str(timeline(facts(), happened, BOB))
    stranger = replace(LEA, id=99, is_admin=False)
    assert "log.export" not in str(timeline(facts(), happened, stranger))


@pytest.mark.parametrize("kind", EventKind)
def test_words_stand_in_the_sentence_or_below_it_and_never_twice(kind: EventKind) -> None:
    said = event(kind, text="these very words")
    in_sentence = "these very words" in trail.line(said, PEOPLE, Watch.of(DANA, T0))
    assert in_sentence is (trail.excerpt(said, 100) is None)


@settings(max_examples=30, deadline=None)
@given(text=hostile)
def test_hostile_words_stay_words(text: str) -> None:
    happened = [event(kind, text=text) for kind in (EventKind.TAKEN, EventKind.STEP_SENT)]
    assert_view_fits(timeline(facts(), happened, DANA))
    assert_view_fits(all_words(happened[0]))
