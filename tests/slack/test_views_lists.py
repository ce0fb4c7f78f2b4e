"""Home, lists, the log, help and the digest: they fit however much there is, and say how to begin."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from bot.domain.facts import HomeFacts
from bot.domain.request import State
from bot.slack.views import home, lists
from tests.slack.hostile import assert_fits, assert_view_fits, hostile
from tests.texts.sample import BOB, DANA, T0, line, project, request

ADMIN = replace(BOB, is_admin=True)


def said(view: dict[str, Any]) -> str:
    """Everything that the Home says, buttons included."""
    return str(view["blocks"])


@settings(max_examples=40, deadline=None)
@given(text=hostile, name=hostile)
def test_hostile_text_stays_text_in_lists(text: str, name: str) -> None:
    found = tuple(
        line(request(state, words=text, wish=text[:150]), client_name=name, project_name=name) for state in State
    )
    reader = replace(BOB, name=name)
    assert_view_fits(home.home(HomeFacts(reader, found, found, is_set_up=True), T0))
    assert_fits(lists.listing(found, reader, T0))
    assert_fits(lists.projects([project(client_name=name)], reader, T0))
    assert_fits(lists.answer(text or "nothing"))
    assert_fits(lists.help_text(reader, text or None))


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
    assert_fits(lists.projects([project()] * 100, BOB, T0))


def test_empty_lists_say_what_to_do() -> None:
    assert "/nudge" in lists.listing([], BOB, T0).text
    assert "/nudge project" in lists.projects([], BOB, T0).text


def test_projects_show_where_to_forward_mails_to() -> None:
    assert "Forward mails to acme-inbox@agency.example." in lists.projects([project()], DANA, T0).text


def test_help_tells_admins_how_to_set_up() -> None:
    assert "`/nudge project` adds" in lists.help_text(ADMIN).text
    assert "`/nudge project` adds" not in lists.help_text(DANA).text
    assert "“frobnicate”" in lists.help_text(DANA, "frobnicate").text


def test_plain_words_are_answered_with_what_can_be_done() -> None:
    answer = lists.plain_words(DANA)
    assert_fits(answer)
    assert "/nudge list" in answer.text
