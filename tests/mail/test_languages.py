"""Every language of the cases in every shape of a mail program: the same client, the same words."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.mail import Mailbox, new_text, read_forward

CASES = Path(__file__).parent / "cases"
LANGUAGES: dict[str, Any] = tomllib.loads((CASES / "languages.toml").read_text(encoding="utf-8"))
PROGRAMS: dict[str, Any] = tomllib.loads((CASES / "programs.toml").read_text(encoding="utf-8"))
DEVI, PIA = Mailbox("devi@agency.example", "Devi"), Mailbox("pia@agency.example", None)


def mail_of(program: str, language: str) -> str:
    shape, words = PROGRAMS[program], LANGUAGES[language]
    labels = dict(zip(("from", "sent", "to", "cc", "subject"), words["labels"], strict=True))
    body = words["body"]
    if shape.get("quote"):
        body = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
    fields = {key: value for key, value in words.items() if isinstance(value, str)}
    return str(shape["mail"]).strip("\n").format(**{**fields, **labels, "title": words["subject"], "body": body})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_forward_is_read_in_any_language(program: str, language: str) -> None:
    words = LANGUAGES[language]
    found = read_forward(mail_of(program, language), "URGENT")
    assert found is not None
    assert (found.sender_address, found.sender_name) == (words["address"], words["name"])
    assert found.subject == words["subject"]
    assert found.body == words["body"]
    assert (found.to, found.cc) == ((DEVI,), (PIA,))
    assert found.note == words["note"]
    assert found.confidence == PROGRAMS[program]["confidence"]
    assert found.date_text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_what_the_forwarder_wrote_is_the_new_text(program: str, language: str) -> None:
    assert new_text(mail_of(program, language)) == LANGUAGES[language]["note"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_introduction_with_indented_text_is_a_forward(language: str) -> None:
    words = LANGUAGES[language]
    indented = "\n".join(f"    {line}".rstrip() for line in words["body"].split("\n"))
    found = read_forward(f"{words['wrote'].format(**words)}\n\n{indented}\n", f"FW: {words['subject']}")
    assert found is not None
    assert found.sender_address == words["address"]
    assert words["name"] in (found.sender_name or "")
    assert (found.subject, found.body, found.note) == (words["subject"], words["body"], "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_is_its_new_words_and_no_forward(language: str) -> None:
    words = LANGUAGES[language]
    quoted = "\n".join(f"> {line}" for line in words["body"].split("\n"))
    text = f"{words['note']}\n\n{words['wrote'].format(**words)}\n\n{quoted}\n"
    assert new_text(text) == words["note"]
    assert read_forward(text, f"Re: {words['subject']}") is None
