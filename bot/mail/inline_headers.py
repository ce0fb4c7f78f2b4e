"""Header blocks that stand on one line, as Yahoo's do once their HTML has become text."""

from bot.mail.addresses import first_address
from bot.mail.header_block import HeaderBlock
from bot.mail.labels import LONGEST_LABEL, Role, role_of
from bot.mail.lines import unquoted, visible
from bot.mail.markers import RULES, is_ruled
from bot.mail.page import Page

_COLONS_AT_MOST = 200
_MARKER_AT_MOST = 120


def read_inline(page: Page, at: int) -> HeaderBlock | None:
    """Read a line that holds a whole header block, behind a marker or on its own; None when it does not."""
    marked = is_ruled(page.lines[at])
    if not (marked or _stands_alone(page, at)):
        return None
    text = visible(unquoted(page.lines[at])).strip()
    head = _after_marker(text) if marked else 0
    if head is None:
        return None
    values = _split(text[head:])
    if Role.FROM not in values or first_address(values[Role.FROM]) is None:
        return None
    if not (Role.SUBJECT in values or Role.DATE in values) or len(values) < 3:
        return None
    return HeaderBlock(values, at, at + 1, page.depth(at), is_sure=marked or page.depth(at) == 0)


def _after_marker(text: str) -> int | None:
    """Return where the headers start behind `----- words -----`."""
    words = len(text) - len(text.lstrip(RULES + " "))
    closing = min(
        (p for rule in ("--", "__", "==", "**") if (p := text.find(rule, words, _MARKER_AT_MOST)) > 0), default=-1
    )
    if closing < 0:
        return None
    return closing + len(text[closing:]) - len(text[closing:].lstrip(RULES + " "))


def _stands_alone(page: Page, at: int) -> bool:
    """Whether the line opens with From and no header line follows, which would make it one of several."""
    line, following = page.header(at), page.header(at + 1)
    return line is not None and line.role is Role.FROM and (following is None or following.role is None)


def _split(text: str) -> dict[Role, str]:
    """Cut the line at its labels. The subject is the last of them: what it holds is never cut."""
    cuts: list[tuple[int, int, Role]] = []
    colon = -1
    for _ in range(_COLONS_AT_MOST):
        colon = _next_colon(text, colon + 1)
        if colon < 0:
            break
        found = _label_before(text, colon, {role for _, _, role in cuts})
        if found is not None and (cuts or found[1] is Role.FROM):
            cuts.append((found[0], colon + 1, found[1]))
            if found[1] is Role.SUBJECT:
                break
    ends = [*(start for start, _, _ in cuts), len(text)][1:]
    return {role: text[value:end].strip() for (_, value, role), end in zip(cuts, ends, strict=False)}


def _next_colon(text: str, start: int) -> int:
    places = [place for colon in ":：" if (place := text.find(colon, start)) >= 0]
    return min(places, default=-1)


def _label_before(text: str, colon: int, seen: set[Role]) -> tuple[int, Role] | None:
    """Return where the label that ends at the colon starts: the longest that the table knows."""
    end = len(text[:colon].rstrip()) if text[colon - 1 : colon] == " " else colon
    for start in range(max(0, end - LONGEST_LABEL), end):
        if text[start].isspace() or not _may_start(text, start):
            continue
        role = role_of(text[start:end])
        if role is not None and role not in seen:
            return start, role
    return None


def _may_start(text: str, start: int) -> bool:
    """A label starts behind what is no letter, or glued to a word by a change of case or script (`GMT+1Subject:`)."""
    before, first = text[start - 1 : start], text[start]
    if not before.isalpha():
        return True
    caseless = first.lower() == first.upper()
    return (first.isupper() and not before.isspace()) or caseless or (before.isascii() and not first.isascii())
