"""The forwards of real mail programs that lie beside the checkout, where they do."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.mail import Mailbox, read_forward

MAILS = Path(__file__).parents[3] / "shared" / "mails"
PRESENT = (MAILS / "forwards.json").is_file()
needs_mails = pytest.mark.skipif(
    not PRESENT, reason="the sample of forwarded mails is not beside this checkout (../shared/mails)"
)
CASES: dict[str, Any] = json.loads((MAILS / "forwards.json").read_text(encoding="utf-8")) if PRESENT else {}
OUTER_SUBJECTS = [None, "URGENT", "Re: what they want", "[EXT] Fwd: x", "WG: x", "TR: x", "RV: x", ""]


def text_of(case: dict[str, Any]) -> str:
    return (MAILS / "forwards" / str(case["file"])).read_text(encoding="utf-8")


def people(items: list[dict[str, str]] | None) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(item["address"], item["name"]) for item in items or [])


@needs_mails
def test_the_sample_is_whole() -> None:
    assert len(CASES) == 39


@pytest.mark.parametrize("name", CASES)
def test_a_sample_forward_is_read_right(name: str) -> None:
    case = CASES[name]
    found = read_forward(text_of(case), case["outer_subject"])
    assert found is not None
    assert (found.sender_address, found.sender_name) == (case["from_address"], case["from_name"])
    assert found.subject == case["subject"]
    assert found.body == case["body"]
    assert (found.to, found.cc) == (people(case["to"]), people(case["cc"]))
    assert found.note == ""
    assert found.date_text is not None
    assert "2021" in found.date_text


@pytest.mark.parametrize("outer", OUTER_SUBJECTS)
@pytest.mark.parametrize("name", CASES)
def test_the_outer_subject_does_not_decide(name: str, outer: str | None) -> None:
    case = CASES[name]
    found = read_forward(text_of(case), outer)
    assert found is not None
    assert (found.sender_address, found.sender_name) == (case["from_address"], case["from_name"])
    assert found.body == case["body"]
    assert (found.to, found.cc) == (people(case["to"]), people(case["cc"]))
    if not name.startswith("outlook_2019"):
        assert found.subject == case["subject"]


@pytest.mark.parametrize("name", CASES)
def test_a_note_above_stays_apart(name: str) -> None:
    case = CASES[name]
    found = read_forward("Bob, this one is yours.\n\n" + text_of(case), "Fwd: x")
    assert found is not None
    assert (found.sender_address, found.body) == (case["from_address"], case["body"])
    assert found.note == "Bob, this one is yours."
