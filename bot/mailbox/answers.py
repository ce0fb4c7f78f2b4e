"""What a mail server answers to FETCH, as `imaplib` hands it over, told apart by mail."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Answer: TypeAlias = bytes | tuple[bytes, bytes] | None

_UID = re.compile(rb"\bUID (\d{1,10})\b")


def told_of(uid: int, answers: Iterable[Answer]) -> list[tuple[bytes, bytes]]:
    """What was told of this mail: the server's own words, and the bytes that it held out with them.

    A server may tell of other mails in between, and say only behind the bytes which mail they are (Exchange does).
    """
    return [
        (words, content) for words, content in _each(answers) if (found := _UID.search(words)) and int(found[1]) == uid
    ]


def _each(answers: Iterable[Answer]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each answer once; the line behind some bytes belongs with what stands before them."""
    held: tuple[bytes, bytes] | None = None
    for one in answers:
        if isinstance(one, tuple):
            if held is not None:
                yield held
            held = one
        elif one and held is not None:
            yield held[0] + one, held[1]
            held = None
        elif one:
            yield one, b""
    if held is not None:
        yield held
