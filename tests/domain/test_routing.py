"""Whose a wish is: never a guess where more than one could be meant."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Draft, Source
from bot.domain.routing import Client, Directory, Project, Route, named_at_start, route

ACME = Client(1, "Acme GmbH", domains=("acme.example", "acme-group.example"))
SHOP = Client(2, "Shop der Mitte", domains=("shop.acme.example",))
GROSS = Client(3, "Groß & Söhne", domains=("gross.example",))
NORTH = Client(4, "Nord AG", domains=("nord.example",))
SOUTH = Client(5, "Nord Bau", domains=("nordbau.example",))
PORTAL = Project(1, 1, "Portal", 2, channel_id="C1")
REPORTS = Project(2, 1, "Acme Reports", 2, channel_id="C2")
TILL = Project(3, 2, "Till", 2, channel_id="C3")
MILL = Project(4, 3, "Mill", 2)
NORTH_SITE = Project(5, 4, "Website", 2)
SOUTH_SITE = Project(6, 5, "Website", 2)
DIRECTORY = Directory(
    (ACME, SHOP, GROSS, NORTH, SOUTH),
    (PORTAL, REPORTS, TILL, MILL, NORTH_SITE, SOUTH_SITE),
)


def a_draft(
    *, sender: str | None = None, name: str | None = None, channel: str | None = None, project: int | None = None
) -> Draft:
    return Draft(
        Source.MAIL,
        "m1",
        "U1",
        "words",
        sender_address=sender,
        client_name=name,
        channel_id=channel,
        project_id=project,
    )


def found(**told: str) -> Route:
    return route(a_draft(**told), DIRECTORY)  # type: ignore[arg-type]  # only texts are told here


@pytest.mark.parametrize(
    "sender", ["jane@gross.example", "Jane@GROSS.example", "jane@mail.gross.example", '"a@b"@gross.example']
)
def test_a_mail_domain_or_one_within_it_leads_to_the_clients_project(sender: str) -> None:
    assert found(sender=sender).project == MILL


@pytest.mark.parametrize(
    "sender", ["jane@notgross.example", "jane@gross.example.evil.example", "jane@example", "gross.example", "jane@"]
)
def test_what_only_looks_like_the_domain_is_nobodys(sender: str) -> None:
    assert found(sender=sender) == Route(None, DIRECTORY.projects)


def test_the_closest_domain_counts() -> None:
    assert found(sender="tim@shop.acme.example").project == TILL
    assert found(sender="tim@till.shop.acme.example").project == TILL


def test_several_projects_of_a_client_are_asked_about_and_the_channel_tells_them_apart() -> None:
    assert found(sender="jane@acme.example") == Route(None, (PORTAL, REPORTS))
    assert found(sender="jane@acme-group.example", channel="C2").project == REPORTS
    assert found(sender="jane@acme.example", channel="C3") == Route(None, (PORTAL, REPORTS))


def test_an_unknown_sender_is_the_channels() -> None:
    assert found(sender="jane@gmail.example", channel="C1").project == PORTAL
    assert found(channel="C9") == Route(None, DIRECTORY.projects)


@pytest.mark.parametrize(
    ("name", "project"),
    [("Portal", PORTAL), ("acme reports", REPORTS), ("groß", MILL), ("GROSS & SÖHNE", MILL), ("shop", TILL)],
)
def test_a_name_in_full_or_its_first_word_leads_to_the_project(name: str, project: Project) -> None:
    assert found(name=name).project == project


def test_a_name_that_means_several_is_asked_about() -> None:
    assert found(name="acme") == Route(None, (PORTAL, REPORTS))
    assert found(name="website") == Route(None, (NORTH_SITE, SOUTH_SITE))
    assert found(name="nord") == Route(None, (NORTH_SITE, SOUTH_SITE))


def test_a_name_goes_before_a_domain_and_a_chosen_project_before_both() -> None:
    assert found(name="Till", sender="jane@gross.example", channel="C1").project == TILL
    assert route(a_draft(name="Till", project=4), DIRECTORY).project == MILL


def test_a_chosen_project_that_is_gone_is_looked_for_otherwise() -> None:
    assert route(a_draft(sender="jane@gross.example", project=99), DIRECTORY).project == MILL


def test_a_client_without_a_project_is_asked_about() -> None:
    lonely = Directory((Client(9, "Lonely", domains=("lonely.example",)),), (PORTAL,))
    assert route(a_draft(sender="a@lonely.example", name="Lonely"), lonely) == Route(None, (PORTAL,))


def test_with_nothing_set_up_there_is_nobody_to_ask_about() -> None:
    assert route(a_draft(sender="jane@acme.example"), Directory((), ())) == Route(None, ())


@pytest.mark.parametrize(
    ("text", "begins_with", "rest"),
    [
        ("acme gmbh please call", "Acme GmbH", "please call"),
        ("Acme: please call", "Acme", "please call"),
        ("ACME, please call", "Acme", "please call"),
        ("acme – please call", "Acme", "please call"),
        ("acme - please call", "Acme", "please call"),
        ("acme. Please call", "Acme", "Please call"),
        ("acme\nplease call", "Acme", "please call"),
        ("acme reports: a new one", "Acme Reports", "a new one"),
        ("portal is slow", "Portal", "is slow"),
        ("GROSS & SÖHNE wait", "Groß & Söhne", "wait"),
        ("groß wait", "Groß", "wait"),
        ("gross wait", "Groß", "wait"),
        ("shop", "Shop", ""),
    ],
)
def test_a_command_may_begin_with_a_name(text: str, begins_with: str, rest: str) -> None:
    assert named_at_start(text, DIRECTORY) == (begins_with, rest)


@pytest.mark.parametrize(
    "text",
    ["acmes logo", "acme-inbox is full", "acme's logo", "acme.example is down", "acme_x", "nord wants", "the acme", ""],
)
def test_what_only_begins_like_a_name_or_could_be_two_is_none(text: str) -> None:
    assert named_at_start(text, DIRECTORY) is None


@given(st.text(max_size=60), st.sampled_from(["Acme GmbH", "Groß & Söhne", "Portal"]), st.booleans())
def test_the_words_after_a_name_are_kept_whole(words: str, name: str, loud: bool) -> None:
    typed = name.upper() if loud else name
    assert named_at_start(f"{typed}: please {words}", DIRECTORY) == (name, f"please {words}")


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    named_at_start(text, DIRECTORY)
    assert found(name=text, sender=text).project in {None, *DIRECTORY.projects}


def test_a_projects_own_address_leads_to_it_whoever_wrote_and_wherever_else_it_went() -> None:
    till = replace(TILL, intake="Till-Inbox@agency.example")
    directory = Directory(DIRECTORY.clients, (PORTAL, REPORTS, till))
    draft = replace(
        a_draft(sender="jane@acme.example"), delivered_to=("dana@agency.example", "till-inbox@AGENCY.example")
    )
    assert route(draft, directory) == Route(till)
