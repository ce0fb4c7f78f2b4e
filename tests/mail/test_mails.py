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
