"""One mail as two programs print it, and another in nearly the same words."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.same_words import is_part, likeness, print_of

WORDS = st.lists(st.sampled_from(["quote", "vienna", "office", "please", "three", "monday", "invoice"]), min_size=4)
LINES = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)
MAIL = "Hi Dana,\n\nplease see our site for the details, and quote for Vienna.\n\nBest, Jane"


@given(LINES, st.integers(10, 80), st.integers(0, 3))
def test_white_space_and_quoting_change_nothing(lines: list[str], width: int, depth: int) -> None:
    text = "\n\n".join(lines)
    wrapped = "\n\n".join(textwrap.fill(line, width) for line in lines)
    quoted = "\n".join("> " * depth + line for line in wrapped.splitlines())
    assert likeness(print_of(text), print_of(quoted.replace(" ", "  "))) == 1.0


@given(LINES)
def test_links_pictures_banners_and_signatures_change_nothing(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    banner = "CAUTION: This email originated from outside of the organization. Do not click links."
    other = f"{banner}\n\n{text}<https://acme.example/rfq>\n[cid:image001.png@01D]\n\n-- \nPia Lorenz\nAgency\n"
    assert likeness(print_of(text), print_of(other)) == 1.0


def test_the_spellings_of_links_and_pictures_are_one() -> None:
    gmail = MAIL.replace("our site", "our site <https://acme.example/rfq>") + "\n[image: Acme]"
    outlook = MAIL.replace("our site", "our site<https://acme.example/rfq>") + "\n[cid:image001.png@01D]"
    assert likeness(print_of(gmail), print_of(outlook)) == 1.0


def test_one_more_sentence_is_another_mail() -> None:
    assert likeness(print_of(MAIL), print_of(MAIL.replace("Best,", "Any news?\n\nBest,"))) < 0.9


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_symmetric_and_never_fails(one: str, other: str) -> None:
    first, second = print_of(one), print_of(other)
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert is_part(first, second) == is_part(second, first)


def test_an_empty_text_is_like_nothing() -> None:
    assert likeness(print_of(""), print_of("")) == 0.0
