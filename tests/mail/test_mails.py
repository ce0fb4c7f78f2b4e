"""Whole mails: programs with shapes of their own, and mails that want to deceive."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.mail import Mailbox, new_text, read_forward

CASES = Path(__file__).parent / "cases"
MAILS: dict[str, Any] = tomllib.loads((CASES / "mails.toml").read_text(encoding="utf-8"))
FURTHER: dict[str, Any] = tomllib.loads((CASES / "further.toml").read_text(encoding="utf-8"))


def people(pairs: list[list[str]]) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(address or None, name or None) for address, name in pairs)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_read_right(name: str) -> None:
    mail = MAILS[name]
    found = read_forward(mail["text"], mail.get("outer"))
    assert found is not None
    if "sender" in mail:
        assert (found.sender_address, found.sender_name) == (mail["sender"][0] or None, mail["sender"][1] or None)
    for field in ("sender_address", "subject", "body", "note", "confidence"):
        if field in mail:
            assert getattr(found, field) == mail[field]
    for field in ("to", "cc"):
        if field in mail:
            assert getattr(found, field) == people(mail[field])


@pytest.mark.parametrize("outer", ["Fwd: {subject}", "WG: URGENT, please look", "Re: {subject}", None])
@pytest.mark.parametrize("name", FURTHER)
def test_further_programs_are_read_whatever_the_outer_subject_says(name: str, outer: str | None) -> None:
    mail = FURTHER[name]
    found = read_forward(mail["text"], outer.format(**mail) if outer else None)
    assert found is not None
    assert (found.sender_address, found.sender_name) == (mail["sender"][0] or None, mail["sender"][1] or None)
    assert (found.subject, found.body, found.note) == (mail["subject"], mail["body"], mail["note"])
    assert (found.to, found.cc) == (people(mail["to"]), people(mail["cc"]))
    assert found.date_text
    assert "2025" in found.date_text or not found.date_text.isascii()
    assert new_text(mail["text"]) == mail["note"]


INTRODUCTIONS = {
    "Nov 24, 2026, 09:12 by jane@acme.example:": "Nov 24, 2026, 09:12",
    "24. Nov. 2026, 09:12 von jane@acme.example:": "24. Nov. 2026, 09:12",
    "Am 24. Nov. 2026, 09:12 von jane@acme.example:": "24. Nov. 2026, 09:12",
}


@pytest.mark.parametrize("outer", ["FWD: Prices", "WG: URGENT, please look", "Re: Prices", None])
@pytest.mark.parametrize("line", INTRODUCTIONS)
def test_tutanotas_introduction_names_who_is_quoted_below_it(line: str, outer: str | None) -> None:
    text = f"\n\n{line}\n\n> Hi Devi,\n> what is a day?\n"
    found = read_forward(text, outer)
    assert found is not None
    assert (found.sender_address, found.sender_name, found.date_text) == (
        "jane@acme.example",
        None,
        INTRODUCTIONS[line],
    )
    assert (found.body, found.note, new_text(text)) == ("Hi Devi,\nwhat is a day?", "", "")


def test_what_stands_above_tutanotas_introduction_is_the_forwarders() -> None:
    text = "Bob?\n\nNov 24, 2026, 09:12 by jane@acme.example:\n\n> Hi Devi\n"
    found = read_forward(text, "FWD: Prices")
    assert found is not None
    assert (found.sender_address, found.body, found.note) == ("jane@acme.example", "Hi Devi", "Bob?")
    assert new_text(text) == "Bob?"


@pytest.mark.parametrize(
    "text",
    [
        "Nov 24, 2026, 09:12 by jane@acme.example:\n\nnothing is quoted here",
        "What we were told on 24.11.2026 09:12 by jane@acme.example:\n> a quotation",
        "From Monday on, jane@acme.example\nTo be sure, bob@agency.example\nSubject matters\nDate 24/11/2026\n",
        "Forwarded message\n\nFrom what jane@acme.example says\nwe are late.\n",
    ],
)
def test_sentences_that_begin_like_headers_or_introductions_are_sentences(text: str) -> None:
    assert read_forward(text, "Fwd: x") is None
    assert new_text(text).startswith(text.partition("\n")[0]) or "> " in text


NANI = "Nani: Devi <devi@agency.example>"
WOCHOKERA = "Wochokera: Jane <jane@acme.example>"
DAY = "Tsiku: 24 Novembala 2026 9:12"


@pytest.mark.parametrize(
    ("head", "is_sure"),
    [
        (f"{NANI}\n{DAY}\n{WOCHOKERA}\nMutu: Mtengo", False),
        (f"{WOCHOKERA}\n{DAY}\n{NANI}\nMutu: Mtengo", False),
        (f"{DAY}\n{WOCHOKERA}\n{NANI}\nMutu: Mtengo", False),
        (f"--- Wotumizidwa ---\n{DAY}\n{WOCHOKERA}\n{NANI}\nMutu: Mtengo", False),
        (f"--- Wotumizidwa ---\n{WOCHOKERA}\n{DAY}\n{NANI}\nMutu: Mtengo", True),
        (f"From: Jane <jane@acme.example>\n{DAY}\nTo: Devi <devi@agency.example>\nMutu: Mtengo", True),
    ],
)
def test_only_a_label_or_a_marker_with_the_sender_below_it_makes_sure_who_wrote(head: str, is_sure: bool) -> None:
    found = read_forward(f"{head}\n\nMoni\n", "Fwd: Mtengo")
    assert found is not None
    assert found.is_sender_sure is is_sure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a note for Bob.",
        "---------- Forwarded message ---------\n\nnothing below that says who",
        "Travel:\nFrom: Berlin\nTo: Hamburg\nDate: 14.05.2025 09:31\n",
        "Bob, see you.\n\nMail: devi@agency.example\nTeam: team@agency.example\nMeeting: 3 May 2026 10:00\n",
        "Thanks\n-- \nDevi\nTel: 030 1234567\nMail: devi@agency.example\nOpen: 09:00\n",
        "I agree.\n\nOn 14/05/2025 09:31, Eva <eva@kiefer.example> wrote:\n> What do you think?\n\nMore below.",
    ],
)
def test_what_is_no_forward_is_left_alone(text: str) -> None:
    assert read_forward(text, "Fwd: x" if "agree" not in text else "Re: x") is None
