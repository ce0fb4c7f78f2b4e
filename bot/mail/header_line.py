"""One header line: its label, what that stands for, and its value."""

from dataclasses import dataclass

from bot.mail.labels import LONGEST_LABEL, Role, role_of
from bot.mail.lines import COLONS, unquoted, visible

_EMPHASIS = "*_"
_NEVER_IN_LABEL = frozenset('@<>"/\\{}=|#,;!?«»“”')
_WORDS_AT_MOST = 5


@dataclass(frozen=True)
class HeaderLine:
    """A line `label: value`; `role` is None when the label stands in no table."""

    role: Role | None
    value: str
    indent: int


def parse_header_line(line: str) -> HeaderLine | None:
    """Read a line as `label: value`; None when it has no label. Bold labels and full-width colons are understood."""
    raw = unquoted(line)
    head = visible(raw[: LONGEST_LABEL * 3])
    text = head.lstrip(" " + _EMPHASIS)
    colon = _first_colon(text)
    if colon < 0:
        return _tabbed(raw)
    label = text[:colon].strip(" " + _EMPHASIS)
    if not _is_label(label) or text[colon + 1 : colon + 3] == "//":
        return None
    indent = len(head) - len(head.lstrip(" "))
    emphasis = head[indent : len(head) - len(text)].strip()
    return HeaderLine(role_of(label), _value(visible(raw), emphasis), indent)


def _first_colon(text: str) -> int:
    if text.isascii():
        return text.find(":")
    places = [place for colon in COLONS if (place := text.find(colon)) >= 0]
    return min(places, default=-1)


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= LONGEST_LABEL or len(label.split()) > _WORDS_AT_MOST:
        return False
    if not _NEVER_IN_LABEL.isdisjoint(label):
        return role_of(label) is not None
    return label.isalpha() or (any(c.isalpha() for c in label) and not any(c.isdigit() for c in label))


def _value(text: str, emphasis: str) -> str:
    value = text[_first_colon(text) + 1 :].strip()
    if emphasis:
        value = value.removeprefix(emphasis).removesuffix(emphasis).strip()
    return value


def _tabbed(raw: str) -> HeaderLine | None:
    """A table's row that became text: `From<tab>Jane`. Only a known label is believed."""
    label, tab, value = raw[: LONGEST_LABEL * 3].partition("\t")
    role = role_of(visible(label).strip(" " + _EMPHASIS)) if tab and label.strip() else None
    return HeaderLine(role, visible(raw[len(label) :]).strip(), 0) if role is not None and value else None
