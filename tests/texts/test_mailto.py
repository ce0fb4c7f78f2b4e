"""Links that open a mail: one recipient, each field once, whatever anybody's words hold."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.mailto import LONGEST, answering, is_plain, mailto
from tests.slack.hostile import assert_one_letter, hostile

JANE = "jane@acme.example"


def parts_of(link: str) -> tuple[str, dict[str, list[str]]]:
    """The recipient and the fields of a link."""
    split = urlsplit(link)
    return unquote(split.path), parse_qs(split.query)


def test_a_link_holds_recipient_subject_blind_copy_and_text() -> None:
    link = mailto(JANE, subject="Re: Ümläute & more", body="Hello,\n\n1 + 1 = 2?", bcc="acme-inbox@agency.example")
    assert link is not None
    to, fields = parts_of(link)
    assert to == JANE
    assert fields == {
        "subject": ["Re: Ümläute & more"],
        "bcc": ["acme-inbox@agency.example"],
        "body": ["Hello,\r\n\r\n1 + 1 = 2?"],
    }
    assert "+" not in link, "mail programs read a plus as a plus"


def test_a_subject_brings_no_header_of_its_own() -> None:
    link = mailto(JANE, subject="Hello\r\nBcc: spy@evil.example\n&bcc=spy@evil.example#?", body="x")
    assert link is not None
    assert list(parts_of(link)[1]) == ["subject", "body"]
    assert parts_of(link)[1]["subject"] == ["Hello Bcc: spy@evil.example &bcc=spy@evil.example#?"]


@pytest.mark.parametrize(
    "address",
    [
        "jane@acme.example,spy@evil.example",
        "jane@acme.example?bcc=spy@evil.example",
        "jane@acme.example&cc=spy@evil.example",
        "jane%2Cspy@evil.example",
        '"jane,spy"@acme.example',
        "Jane <jane@acme.example>",
        "jane@acme.example\r\nBcc: spy@evil.example",
        "jane@acme.example\n",
        "jane@acme",
        "a" * 65 + "@acme.example",
        "",
    ],
)
def test_an_address_that_may_be_read_as_more_than_one_is_not_written_to(address: str) -> None:
    assert not is_plain(address)
    assert mailto(address, subject="x", body="x") is None
    copied = mailto(JANE, subject="x", body="x", bcc=address)
    assert copied is not None and "bcc" not in parts_of(copied)[1]


_part = st.text("abcxyz0129.+-_%&,", min_size=1, max_size=12)
addresses = st.builds("{}@{}.example".format, _part, _part)


@given(to=st.one_of(hostile, addresses), subject=hostile, body=hostile, bcc=st.one_of(hostile, st.none(), addresses))
def test_whatever_it_is_made_of_a_link_opens_one_letter(to: str, subject: str, body: str, bcc: str | None) -> None:
    link = mailto(to, subject=f"x{subject}", body=f"x{body}", bcc=bcc)
    if link is not None:
        assert_one_letter(link)


def test_what_no_mail_program_would_take_is_no_link() -> None:
    assert mailto(JANE, subject="x", body="ü" * LONGEST) is None


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Re: ",
        "RE: re: ",
        "AW: Re: ",
        "Antw: ",
        "[EXT] Re: ",
        "Réf. : ",
        "YNT: ",
        "回复：",
        "Ответ: ",
        "RE（2）: ",
        "WG: ",
    ],
)
def test_the_answer_says_re_once(before: str) -> None:
    assert answering(f"{before}More  work, please", "more work, please") == "Re: More work, please"


def test_the_clients_own_words_before_a_colon_are_answered_too() -> None:
    assert answering("Re: I: am late", "i: am late") == "Re: I: am late"


def test_a_short_subject_is_not_found_in_its_prefix() -> None:
    assert answering("AW: A", "a") == "Re: A"
    assert answering("Budget (fwd)", "budget") == "Re: Budget (fwd)"


def test_a_subject_that_was_cut_is_answered_as_far_as_it_goes() -> None:
    assert answering("Re: More work and mo…", "more work and more of it") == "Re: More work and mo…"


def test_nothing_is_answered_with_nothing() -> None:
    assert answering("Re: ", "") == ""
