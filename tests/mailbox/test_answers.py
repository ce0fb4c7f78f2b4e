"""What servers answer to FETCH: the same, in whatever order they put it."""

import pytest

from bot.mailbox.answers import Answer, told_of


@pytest.mark.parametrize(
    "answers",
    [
        [(b"1 (UID 7 BODY[] {5}", b"Hello"), b")"],
        [(b"1 (BODY[] {5}", b"Hello"), b" UID 7)"],
        [(b"1 (BODY[] {5}", b"Hello"), b" UID 7 FLAGS (\\Seen))", b"2 (UID 8 FLAGS ())"],
        [b"2 (FLAGS (\\Seen) UID 8)", (b"1 (UID 7 BODY[] {5}", b"Hello"), b")", None],
        [(b"2 (UID 8 BODY[] {5}", b"Adieu"), b")", (b"1 (BODY[] {5}", b"Hello"), b" UID 7)"],
        [(b"1 (UID 7 BODY[] {5}", b"Hello"), (b"2 (UID 8 BODY[] {5}", b"Adieu"), b")"],
    ],
)
def test_a_mail_is_found_wherever_its_uid_stands(answers: list[Answer]) -> None:
    [(words, content)] = told_of(7, answers)
    assert b"BODY[]" in words
    assert content == b"Hello"


def test_what_is_told_in_one_line_is_found_and_other_mails_are_not() -> None:
    assert told_of(7, [b"1 (UID 7 RFC822.SIZE 12)", b"2 (UID 77 RFC822.SIZE 5)"]) == [
        (b"1 (UID 7 RFC822.SIZE 12)", b"")
    ]
    assert told_of(7, [None]) == []


def test_a_uid_in_the_mail_itself_is_only_words() -> None:
    assert told_of(7, [(b"1 (UID 8 BODY[] {5}", b"UID 7"), b")"]) == []
