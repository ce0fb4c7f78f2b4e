"""Nothing that Nudge says blames, nags or shouts; and the page of it is up to date."""

import re
from collections.abc import Iterator

import pytest

from tests.words.page import PAGE, chapters, page
from tests.words.printing import Said

BLAME = (
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
)
LONGEST = 30
SAID = [one for chapter in chapters() for one in chapter.said]
IDS = [f"{chapter.title}: {one.when}" for chapter in chapters() for one in chapter.said]


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text() == page(), "`make words` writes it anew"


@pytest.mark.parametrize("one", SAID, ids=IDS)
def test_nothing_blames_nags_or_shouts(one: Said) -> None:
    words = f"{one.ours} {' '.join(one.labels)}"
    assert "!" not in words
    assert "None" not in words.replace("None of these", "")
    assert not [each for each in BLAME if re.search(rf"\b{each}\b", words, re.IGNORECASE)], words


@pytest.mark.parametrize("one", SAID, ids=IDS)
def test_sentences_are_short_and_neat(one: Said) -> None:
    assert not re.search(r"(?<!\d\d:\d\d)  ", one.ours), "but beside the time of day, in a history"
    assert not re.search(r"\s[.,;:?](\s|$)|\.\.|,,", one.ours), one.ours
    for sentence in _sentences(one.ours):
        assert len(sentence.split()) <= LONGEST, sentence


def _sentences(words: str) -> Iterator[str]:
    for line in words.splitlines():
        yield from re.split(r"(?<=[.?])\s| · ", line)
