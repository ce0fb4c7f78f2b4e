"""What people and clients are called in a sentence."""

from dataclasses import replace

import pytest

from bot.texts import naming
from tests.texts.sample import BOB, LEA, facts


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Jane Miller", "Jane"),
        ("Jane", "Jane"),
        ("Miller, Jane", "Miller, Jane"),
        ("Dr. Miller", "Dr. Miller"),
        ("J Miller", "J Miller"),
        ("  Jane \n Miller ", "Jane"),
    ],
)
def test_a_contact_is_called_as_colleagues_would(name: str, called: str) -> None:
    assert naming.called(name) == called


def test_without_a_contact_the_company_is_the_subject_and_without_that_the_client() -> None:
    assert naming.contact(facts(contact_name=None)) == "Acme GmbH"
    nobody = facts(contact_name=None, contact_address=None, client_name=None, project_name=None)
    assert naming.contact(nobody) == "the client"
    assert naming.who_and_where(nobody) == "a client"


def test_the_reader_is_you() -> None:
    assert naming.has(BOB, BOB) == "you have"
    assert naming.has(BOB, None) == "Bob has"


def test_names_are_listed_as_in_speech() -> None:
    assert naming.listed(["Dana"]) == "Dana"
    assert naming.listed(["Dana", "Eli", "Kim"]) == "Dana, Eli and Kim"


def test_two_colleagues_of_one_name_are_told_apart_in_a_table() -> None:
    other = replace(BOB, id=BOB.id + 100, slack_id="U0OTHER")
    names = naming.told_apart([BOB, other, LEA])
    assert names == {BOB.id: f"{BOB.name} ({BOB.slack_id})", other.id: f"{BOB.name} (U0OTHER)", LEA.id: LEA.name}
