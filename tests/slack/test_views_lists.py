"""Home, lists, the log, help and the digest: they fit however much there is, and say how to begin."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings

from bot.domain.facts import DigestFacts, HomeFacts
from bot.domain.request import State
from bot.slack.views import digest, home, lists
from tests.slack.hostile import assert_fits, assert_view_fits, hostile
from tests.texts.sample import BOB, DANA, DAY, T0, line, project, request

ADMIN = replace(BOB, is_admin=True)


def said(view: dict[str, Any]) -> str:
    """Everything that the Home says, buttons included."""
    return str(view["blocks"])


def week(**changes: object) -> DigestFacts:
    """A week with something of everything."""
    fresh = DigestFacts(
        week="2026-W48",
        starts_at=T0,
        ends_at=T0 + 7 * DAY,
        zone="Europe/Berlin",
        stuck=(line(),),
        promises=(line(request(State.PROMISED)),),
        waiting=(line(request(State.WAITING)),),
        triage=(line(request(State.TRIAGE)),),
        new_count=3,
        answered=(line(request(State.CLOSED)),),
        closed_count=1,
        open_count=4,
        median_first_touch=timedelta(hours=27),
        withheld_count=2,
        uncertain_count=0,
        anchor="ab12cd34",
        sealed_events=344,
    )
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


@settings(max_examples=40, deadline=None)
@given(text=hostile, name=hostile)
def test_hostile_text_stays_text_in_lists(text: str, name: str) -> None:
    found = tuple(
        line(request(state, words=text, wish=text[:150]), client_name=name, project_name=name) for state in State
    )
    reader = replace(BOB, name=name)
    assert_view_fits(home.home(HomeFacts(reader, found, found, is_set_up=True), T0))
    assert_fits(lists.listing(found, reader, T0))
    assert_fits(lists.projects([project(client_name=name)], reader))
    assert_fits(lists.answer(text or "nothing"))
    assert_fits(lists.help_text(reader, text or None))
    assert_fits(digest.digest(week(stuck=found, anchor=None), T0))


def test_a_full_home_fits_and_counts_what_it_leaves_out() -> None:
    full = home.home(HomeFacts(BOB, (line(),) * 54, (line(),) * 34, is_set_up=True), T0)
    assert_view_fits(full)
    assert said(full).count("and 4 more") == 2


def test_an_empty_home_tells_what_to_do() -> None:
    empty = home.home(HomeFacts(BOB, (), (), is_set_up=True), T0)
    assert_view_fits(empty)
    assert "hand it over" in said(empty)


def test_a_home_that_is_not_set_up_shows_an_admin_how_to_begin() -> None:
    admin = home.home(HomeFacts(ADMIN, (), (), is_set_up=False), T0)
    assert "Set up a project …" in said(admin)
    others = said(home.home(HomeFacts(BOB, (), (), is_set_up=False), T0))
    assert "Set up a project …" not in others
    assert "/nudge @somebody" in others


def test_home_counts_what_waits_for_its_reader() -> None:
    shown = home.home(HomeFacts(BOB, (line(), line(request(State.WAITING))), (), is_set_up=True), T0)
    assert "Hello Bob. 1 request waits for you and 1 is with the client." in said(shown)


def test_a_long_list_fits_and_counts_the_rest() -> None:
    listing = lists.listing([line()] * 100, BOB, T0)
    assert_fits(listing)
    assert listing.blocks[-1]["type"] == "context"
    assert "and 60 more" in str(listing.blocks[-1])
    assert_fits(lists.projects([project()] * 100, BOB))


def test_empty_lists_say_what_to_do() -> None:
    assert "/nudge" in lists.listing([], BOB, T0).text
    assert "/nudge project" in lists.projects([], BOB).text


def test_projects_show_where_to_forward_mails_to() -> None:
    assert "Forward mails to acme-inbox@agency.example." in lists.projects([project()], DANA).text


def test_help_tells_admins_how_to_set_up() -> None:
    assert "`/nudge project` adds" in lists.help_text(ADMIN).text
    assert "`/nudge project` adds" not in lists.help_text(DANA).text
    assert "“frobnicate”" in lists.help_text(DANA, "frobnicate").text


def test_plain_words_are_answered_with_what_can_be_done() -> None:
    answer = lists.plain_words(DANA)
    assert_fits(answer)
    assert "/nudge list" in answer.text


def test_the_digest_says_how_the_week_stands_and_ends_with_the_anchor() -> None:
    post = digest.digest(week(), T0)
    assert_fits(post)
    assert post.text.startswith("Week 2026-W48: 1 thread waits for us, 1 client request moved on, 4 open in all.")
    assert post.text.endswith("Record sealed: 344 events, anchor ab12cd34")
    assert "!" not in post.text


def test_the_longest_digest_fits() -> None:
    many = (line(),) * 200
    assert_fits(digest.digest(week(stuck=many, promises=many, waiting=many, triage=many, answered=many), T0))


def test_a_quiet_week_is_said_in_one_sentence() -> None:
    quiet = week(stuck=(), promises=(), waiting=(), triage=(), answered=(), open_count=0)
    assert "nothing is open, and no client is waiting." in digest.digest(quiet, T0).text
