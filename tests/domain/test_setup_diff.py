"""What a set-up would change."""

from dataclasses import replace

from bot.domain.delay import Delay
from bot.domain.policy import STANDARD
from bot.domain.setup import DigestSetup, PersonSetup, ProjectSetup, Setup, WorkspaceSetup
from bot.domain.setup_diff import Change, FieldChange, setup_diff
from bot.domain.setup_reading import read_setup
from tests.domain.setup_texts import WHOLE

NOW = read_setup(WHOLE)


def test_the_same_set_up_changes_nothing() -> None:
    assert setup_diff(NOW, NOW).changes == ()
    assert setup_diff(NOW, NOW).untouched == ()


def test_into_an_empty_workspace_everything_is_new() -> None:
    changes = setup_diff(Setup(WorkspaceSetup()), NOW).changes
    assert [(each.what, each.name, each.is_new) for each in changes] == [
        ("workspace", "", False),
        ("policy", "patient", True),
        ("client", "Acme GmbH", True),
        ("project", "Acme GmbH: Portal", True),
        ("person", "pia@agency.example", False),
        ("contact", "jane@acme.example", True),
    ]


def test_a_change_is_told_field_by_field() -> None:
    [portal] = NOW.projects
    wanted = replace(NOW, projects=(replace(portal, owner="pia@agency.example", backup=None),))
    assert setup_diff(NOW, wanted).changes == (
        Change(
            "project",
            "Acme GmbH: Portal",
            False,
            (
                FieldChange("owner", "bob@agency.example", "pia@agency.example"),
                FieldChange("backup", "pia@agency.example", ""),
            ),
        ),
    )


def test_the_digest_is_told_in_words() -> None:
    digest = DigestSetup("leads", 4, "16:00")
    [change] = setup_diff(NOW, replace(NOW, workspace=replace(NOW.workspace, digest=digest))).changes
    assert change.fields == (FieldChange("digest", "#delivery-leads Mon 09:30", "#leads Fri 16:00"),)


def test_a_shipped_policy_written_out_is_no_change_and_another_ladder_is() -> None:
    wanted = replace(NOW, policies=(*NOW.policies, replace(STANDARD, version=7)))
    assert setup_diff(NOW, wanted).changes == ()
    calmer = replace(STANDARD, every=Delay.parse("9d"))
    [change] = setup_diff(NOW, replace(NOW, policies=(calmer,))).changes
    assert (change.what, change.name, change.is_new) == ("policy", "standard", False)
    assert change.fields[0].after.count("then every 9d") == 1


def test_what_the_file_does_not_name_stays() -> None:
    diff = setup_diff(NOW, replace(NOW, clients=(), projects=(), people=()))
    assert diff.changes == ()
    assert diff.untouched == ("client Acme GmbH", "project Acme GmbH: Portal")


def test_case_does_not_make_another_client_or_project() -> None:
    [acme] = NOW.clients
    shouted = ProjectSetup("ACME GMBH", "PORTAL", "bob@agency.example")
    diff = setup_diff(NOW, replace(NOW, clients=(replace(acme, name="ACME GMBH"),), projects=(shouted,)))
    assert [(each.what, each.is_new) for each in diff.changes] == [("client", False), ("project", False)]
    assert diff.untouched == ()


def test_somebody_with_nothing_of_their_own_is_no_change() -> None:
    assert setup_diff(NOW, replace(NOW, people=(*NOW.people, PersonSetup("bob@agency.example")))).changes == ()


def test_a_contacts_name_that_is_left_out_stays_and_all_else_is_compared() -> None:
    [jane] = NOW.contacts
    assert setup_diff(NOW, replace(NOW, contacts=(replace(jane, name=None),))).changes == ()
    [change] = setup_diff(NOW, replace(NOW, contacts=(replace(jane, preferred=None),))).changes
    assert (change.what, change.name, change.fields) == (
        "contact",
        "jane@acme.example",
        (FieldChange("preferred", "call", ""),),
    )


def test_the_agency_between_is_told() -> None:
    [acme] = NOW.clients
    [change] = setup_diff(NOW, replace(NOW, clients=(replace(acme, via="desk@between.example"),))).changes
    assert change.fields == (FieldChange("via", "", "desk@between.example"),)
