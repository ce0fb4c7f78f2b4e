"""What arrives, before it is a request: lengths, the one line that stands for it, and what no screen can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import MAX_WISH, MAX_WORDS, Draft, Source, TooLong, checked_length, cleaned, wish_of


def wish(words: str, subject: str | None = None) -> str:
    return wish_of(Draft(Source.COMMAND, None, "U1", words, subject=subject))


def test_forty_thousand_characters_are_kept_and_one_more_is_refused() -> None:
    assert checked_length("x" * 40_000) == "x" * MAX_WORDS
    with pytest.raises(TooLong) as refused:
        checked_length("x" * 40_001)
    assert refused.value.length == 40_001


def test_characters_are_counted_not_bytes() -> None:
    assert checked_length("😀" * 40_000)


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [
        ("a\x00b", "ab"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("old\rmac and\r\ndos", "old\nmac and\ndos"),
        ("bell\x07, escape\x1b[31m, delete\x7f, next line\x85", "bell, escape[31m, delete, next line"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("\u2066isolated\u2069 \u200fright\u200e left \u061carabic", "isolated right left arabic"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("whole 👩‍👩‍👧 family", "whole 👩‍👩‍👧 family"),
        ("<!channel> <@U1> <https://evil|bank>", "<!channel> <@U1> <https://evil|bank>"),
        ("שלום, مرحبا", "שלום, مرحبا"),
        ("", ""),
    ],
)
def test_what_no_database_or_screen_can_hold_goes_and_the_rest_stays(given_text: str, clean: str) -> None:
    assert cleaned(given_text) == clean


@given(st.text(st.characters()))
def test_cleaned_text_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    clean = cleaned(text)
    assert clean.encode().decode() == clean
    assert "\x00" not in clean
    assert cleaned(clean) == clean
    assert len(clean) <= len(text)


def test_a_megabyte_is_no_trouble() -> None:
    assert len(cleaned("\u202ea\x00\r" * 250_000)) == 500_000


@pytest.mark.parametrize(
    ("words", "subject", "line"),
    [
        ("first\nsecond", None, "first"),
        ("\n\n  \n  third  line \n", None, "third line"),
        ("words", "The  subject\n of it", "The subject of it"),
        ("words", "   ", "words"),
        ("words", "", "words"),
        ("", None, ""),
        ("x" * 150, None, "x" * 150),
        ("x" * 151, None, "x" * 149 + "…"),
        ("y" * 148 + "  " + "z" * 9, None, "y" * 148 + "…"),
    ],
)
def test_one_line_stands_for_the_whole(words: str, subject: str | None, line: str) -> None:
    assert wish(words, subject) == line


@given(st.text(), st.none() | st.text())
def test_the_one_line_is_one_and_short(words: str, subject: str | None) -> None:
    line = wish(words, subject)
    assert len(line) <= MAX_WISH
    assert len(line.splitlines()) <= 1
    assert line or not (words.strip() and words.split())
