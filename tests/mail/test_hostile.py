"""Hostile mails: no exception on any input, and time that grows with the length of the mail, not with its square."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail import new_text, normalised_subject, read_forward, text_of_html

PIECES = [
    *(
        "From:",
        "To:",
        "Cc:",
        "Subject:",
        "Date:",
        "Von：",
        "件名:",
        "-----",
        " Forwarded message ",
        "wrote:",
        "Re:",
        "[EXT]",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        "> ",
        ">",
        "\t",
        "  ",
        "a@b.example",
        "<",
        ">",
        '"',
        "*",
        ",",
        ";",
        "[mailto:",
        "@",
        ":",
    ),
    *(
        "On 14/05/2025 09:31, ",
        ">>>",
        "| ",
        "(",
        ")",
        "/O=EX/CN=",
        "IMCEAEX-",
        " On Behalf Of ",
        " via ",
        "Reply-To:",
        "+49 30 1234567",
        "Begin forwarded message:",
        "2025-05-14 09:31",
        "_" * 32,
        "\u200f",
        "\ufeff",
        "\x00",
        "\ud800",
        "İ",
        "١٤",
        "-- \n",
        "words",
    ),
    *(
        "<div>",
        "</div>",
        "<td>",
        "</td>",
        "<table>",
        "<!--",
        "-->",
        "<![",
        "<?",
        "&#0;",
        "<style>.a{",
        "}",
        "<p hidden>",
    ),
    *(
        "<a href='mailto:q@w.example'>",
        "</a>",
        "<br>",
        "<blockquote>",
        "<pre>",
        "<li>",
        "<b style='font-size:'",
        "<script>",
    ),
]
MAILS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@given(text=MAILS, subject=st.one_of(st.none(), MAILS))
@settings(max_examples=300, deadline=None)
def test_no_input_raises(text: str, subject: str | None) -> None:
    found = read_forward(text, subject)
    assert found is None or found.sender_address or found.sender_name
    new_text(text)
    text_of_html(text)
    normalised_subject(subject or text)


def block(number: int) -> str:
    return (
        f"---------- Forwarded message ---------\nFrom: P{number} <p{number}@x.example>\n"
        f"Date: Wed, May 14, 2025 at 9:31 AM\nSubject: s{number}\nTo: <a@b.example>\n\ntext {number}\n"
    )


def people(count: int, separator: str) -> str:
    listed = separator.join(f"Person {number} <p{number}@x.example>" for number in range(count))
    return f"From: A <a@b.example>\nSent: 14.05.2025 09:31\nTo: {listed}\nSubject: x\n\nbody"


SHAPES: dict[str, Callable[[int], str]] = {
    "prose": lambda n: "Lorem ipsum dolor sit amet: consectetur adipiscing elit.\n" * n,
    "prose on one line": lambda n: "word: and more. " * n,
    "quotation marks": lambda n: ">\n" * n,
    "deep quotation": lambda n: ">" * n,
    "blanks": lambda n: " " * n,
    "blank lines": lambda n: "\n" * n,
    "nested forwards": lambda n: "".join(map(block, range(n))),
    "recipients": lambda n: people(n, ", "),
    "folded recipients": lambda n: people(n, ",\n "),
    "Cc lines": lambda n: "Cc: x@y.example\n" * n,
    "Cc lines apart": lambda n: "Cc: x@y.example\n\n" * n,
    "Cc and To lines apart": lambda n: "Cc: x@y.example\n\nTo: x@y.example\n\n" * n,
    "Cc lines of a block": lambda n: "From: A <a@b.example>\nDate: 14.05.2025 09:31\n" + "Cc: x@y.example\n" * n,
    "further headers": lambda n: "From: A <a@b.example>\n" + "Bcc: x@y.example\n" * n + "To: x\nX-Y: z\nDate: x\n" * n,
    "quoted labels": lambda n: "> a: b\n" * n,
    "quoted headers": lambda n: "> From: a@b.example\n> Date: 14.05.2025 09:31\n\nwords\n" * n,
    "sketchy headers": lambda n: "From: a@b.example\nDate: 14.05.2025 09:31\n\n" * n,
    "notes of labels": lambda n: "Aaa: 14.05.2025 09:31\nBbb: x\nCcc: a@b.example\n\n" * n,
    "frames": lambda n: ">>> A <a@b.example> 3/5/2026 10:11 AM >\n" * n,
    "cells of tables": lambda n: "| a | b |\n" * n + "a\tb\n" * n,
    "brackets in a sender": lambda n: (
        f"From: {'(<' * n}a@b.example\nSent: 14.05.2025 09:31\nTo: x@y.example\nSubject: x"
    ),
    "From lines": lambda n: "From: x@y.example\n" * n,
    "labels of no language": lambda n: "foo: bar\n" * n,
    "labels alone": lambda n: "From:\n" * n,
    "introductions": lambda n: "On 14/05/2025 09:31, A <a@b.example> wrote:\n> x\ny\n" * n,
    "introductions and blanks": lambda n: "On 14/05/2025 09:31, A <a@b.example> wrote:\n\n\n> x\n\nRe:\n" * n,
    "markers": lambda n: "----- x ----- From: a@b.example To: d: e\n" * n,
    "a sender of signs": lambda n: "From: " + "a@" * n + "\nSent: 14.05.2025 09:31\nTo: x@y.example\nSubject: x\n\nb",
    "footers": lambda n: "Sent from my phone\n\n" * n,
    "rules": lambda n: "________\n" * n,
    "end markers": lambda n: block(1) + "----- End forwarded message -----\n" * n,
    "prefixes": lambda n: "Re: [EXT] " * n,
    "brackets": lambda n: "[Re(" * n,
    "open comments": lambda n: "<!--" * n,
    "open tags": lambda n: "<div>" * n + "x",
    "cells": lambda n: "<table><tr><td>" * n + "x" + "</div>" * n,
    "wrong ends": lambda n: "<b></i></td>" * n,
    "open quotes": lambda n: "<a b='" * n + '<c d=">' * n,
    "declarations": lambda n: "<![CDATA[" * n + "<!x" * n,
}


def steps(read: Callable[[str], object], text: str) -> int:
    """Count the lines of Python that reading takes."""
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "read",
    [lambda text: read_forward(text, text), new_text, normalised_subject, text_of_html],
    ids=["f", "n", "s", "h"],
)
def test_four_times_the_mail_takes_four_times_the_steps(read: Callable[[str], object], shape: str) -> None:
    small, large = steps(read, SHAPES[shape](100)), steps(read, SHAPES[shape](400))
    assert large <= 4.5 * small + 500
