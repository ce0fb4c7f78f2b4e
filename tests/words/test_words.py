"""Nothing that Nudge says blames, nags or shouts; and the page of it is up to date."""

import re
from collections.abc import Iterator

import pytest

from tests.words.page import PAGE, chapters, page
from tests.words.printing import Said

BLAME = (
    "!",
    "you failed",
    "overdue",
    "late",
    "must",
    "please be advised",
    "fail",
    "forgot",
    "forgotten",
    "ignored",
    "neglect",
    "neglected",
    "fault",
    "your fault",
    "should have",
    "guilty",
    "again and again",
    "still haven't",
    "still not",
    "finally",
    "asap",
    "immediately",
    "urgent",
    "unfortunately",
    "violation",
    "None",
)
LONGEST = 30
ALL = [(chapter.title, one) for chapter in chapters() for one in chapter.said]
IDS = [f"{title}: {one.when}" for title, one in ALL]


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text() == page(), "`make words` writes it anew"


@pytest.mark.parametrize(("title", "one"), ALL, ids=IDS)
def test_nothing_blames_nags_or_shouts(title: str, one: Said) -> None:
    words = f"{one.ours} {' '.join(one.labels)}"
    assert not [each for each in BLAME if _stands_in(each, words)], words


def _stands_in(each: str, words: str) -> bool:
    if not each.isascii() or not each[0].isalpha():
        return each in words
    flags = re.NOFLAG if each == "None" and "None of these" in words else re.IGNORECASE
    said = words.replace("None of these", "") if each == "None" else words
    return each == "None" and "None" in said or each != "None" and bool(re.search(rf"\b{each}\b", said, flags))


@pytest.mark.parametrize(("title", "one"), ALL, ids=IDS)
def test_sentences_are_short_and_neat(title: str, one: Said) -> None:
    assert "  " not in one.ours
    assert not re.search(r"\s[.,;:?](\s|$)|\.\.|,,", one.ours), one.ours
    for sentence in _sentences(one.ours):
        assert len(sentence.split()) <= LONGEST, sentence


def _sentences(words: str) -> Iterator[str]:
    for line in words.splitlines():
        yield from re.split(r"(?<=[.?;])\s", line)


def test_every_purpose_has_its_words() -> None:
    from bot.domain.outbox import Purpose

    assert len(ALL) > 5 * len(Purpose)
