"""Which lines of a mail are worth reading closely: a long mail is mostly prose, and prose should cost little."""

from collections.abc import Iterator
from functools import lru_cache

from bot.mail.attribution import FRAME, WRAPPED_OVER
from bot.mail.bare_labels import begins_bare
from bot.mail.labels import LONGEST_LABEL, Role, role_of
from bot.mail.lines import COLONS

_WINDOW = 30
"""Lines of a header block that may stand above the first one that names a sender or an address."""

_EDGES = "> \t\u00a0:*_\u200b\u200e\u200f\u202a\u202b\u2066\u2067\ufeff"
_READ_AT_MOST = 3 * LONGEST_LABEL


def openings(lines: list[str]) -> Iterator[int]:
    """Yield the lines, in order, where headers may start or an introduction may end.

    Such a line has a colon (a tab, a bar), and an address or a label for senders no more than a block's height below;
    or it begins with a label for senders and holds an address itself.
    """
    done = 0
    for at in _anchors(lines):
        for place in range(max(done, at - _WINDOW), at + 1):
            if has_label_sign(lines[place]) or (place == at and begins_bare(lines[place])):
                yield place
        done = at + 1


def has_label_sign(line: str) -> bool:
    """Whether the line can be part of a header: without a colon, a tab or a bar it is prose."""
    return ":" in line or "\t" in line or "|" in line or (not line.isascii() and any(colon in line for colon in COLONS))


def _anchors(lines: list[str]) -> Iterator[int]:
    """Yield the lines that hold an address, name a sender, or may end an introduction."""
    address = -WRAPPED_OVER
    for at, line in enumerate(lines):
        if "@" in line:
            address = at
            yield at
        elif has_label_sign(line) and (at - address < WRAPPED_OVER or FRAME in line[-6:] or _names_sender(line)):
            yield at


def _names_sender(line: str) -> bool:
    head = line[:_READ_AT_MOST].lstrip(_EDGES).replace("\t", ":")
    if not head.isascii():
        for colon in COLONS:
            head = head.replace(colon, ":")
    return _is_sender(head.partition(":")[0])


@lru_cache(maxsize=4_096)
def _is_sender(label: str) -> bool:
    return role_of(label.strip(" *_")) is Role.FROM
