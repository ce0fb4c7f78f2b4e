"""Header blocks without colons, as eM Client writes them: `From "Jane Doe" <jane@acme.example>`, `Subject Prices`."""

from bot.mail.addresses import has_address
from bot.mail.dates import looks_like_date
from bot.mail.header_block import Finding, HeaderBlock
from bot.mail.header_run import PEOPLE
from bot.mail.labels import LONGEST_LABEL, Role, role_of
from bot.mail.markers import is_known_marker, marker_above
from bot.mail.page import Page

_WORDS_AT_MOST = 3
"""Words of the longest label."""

_FEWEST = 3
"""Lines that such a block has at least: labels without colons are words like any other."""


def begins_bare(line: str) -> bool:
    """Whether the line reads `From … <jane@acme.example>` in a language of the table; most lines have no `@`."""
    return "@" in line and _labelled(line.lstrip("> \t\u00a0")[: LONGEST_LABEL * 3])[0] is Role.FROM


def read_bare(page: Page, at: int) -> Finding | None:
    """Read the header block without colons that starts at the line; None where none does.

    It is believed right below a known marker only, with the sender first, and each value what its label says.
    """
    if not begins_bare(page.lines[at]):
        return None
    marker = marker_above(page.lines, at, page.depth(at))
    if marker is None or not is_known_marker(page.lines[marker]):
        return None
    values, end = _values(page, at)
    if len(values) < _FEWEST:
        return None
    return Finding(HeaderBlock(values, at, end, page.depth(at)), marker, end)


def _values(page: Page, at: int) -> tuple[dict[Role, str], int]:
    """Collect the values of the lines from here on, to the subject or to the first line that is none of a header."""
    found: dict[Role, list[str]] = {}
    last, depth = Role.OTHER, page.depth(at)
    while at < len(page) and page.depth(at) == depth and Role.SUBJECT not in found:
        text = page.reading(at)
        role, value = _labelled(text)
        if role is not None and role not in found and _fits(role, value):
            found[role], last = [value], role
        elif last in PEOPLE and has_address(text) and _goes_on(found[last][-1], text):
            found[last].append(text)
        else:
            break
        at += 1
    return {role: " ".join(pieces) for role, pieces in found.items()}, at


def _labelled(text: str) -> tuple[Role | None, str]:
    """Split a line behind its label, the longest that the table knows, with a capital where its script has any."""
    words = text.split(maxsplit=_WORDS_AT_MOST)
    if not words or words[0][:1].islower():
        return None, ""
    for count in range(min(_WORDS_AT_MOST, len(words)), 0, -1):
        role = role_of(" ".join(words[:count]))
        if role is not None:
            rest = text.split(maxsplit=count)[count:]
            return role, rest[0].strip() if rest else ""
    return None, ""


def _fits(role: Role, value: str) -> bool:
    """Whether the value is one that the label announces."""
    if role in PEOPLE:
        return has_address(value)
    return role is not Role.OTHER and (role is not Role.DATE or looks_like_date(value))


def _goes_on(above: str, text: str) -> bool:
    """Whether a list of people was wrapped here."""
    return above.endswith((",", ";")) or text.startswith("<")
