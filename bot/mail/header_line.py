"""One header line: its label, what that stands for, and its value."""

from dataclasses import dataclass
from functools import lru_cache

from bot.mail.dates import looks_like_date
from bot.mail.labels import LONGEST_LABEL, Role, is_contact, role_of
from bot.mail.lines import COLONS, unquoted, visible

_EMPHASIS = "*_"
_NEVER_IN_LABEL = frozenset('@<>"/\\{}=|#,;!?«»“”')
_WORDS_AT_MOST = 5
_BEGINS_CONTACT = frozenset("+(0123456789hw<")
_CONTACT_AT_MOST = 200
_TELEPHONE = "0123456789+()-/. "
_DIGITS_AT_LEAST = 5


@dataclass(frozen=True)
class HeaderLine:
    """A line `label: value`; `role` is None when the label stands in no table."""

    role: Role | None
    value: str
    indent: int


@dataclass(frozen=True)
class _Meaning:
    """What a label stands for; None where it stands in no table."""

    role: Role | None


def parse_header_line(line: str) -> HeaderLine | None:
    """Read a line as `label: value`; None when it has no label. Bold labels and full-width colons are understood."""
    raw = _cells(unquoted(line))
    head = visible(raw[: LONGEST_LABEL * 3])
    text = head.lstrip(" " + _EMPHASIS)
    colon = _first_colon(text)
    if colon < 0:
        return _tabbed(raw)
    label = text[:colon].strip(" " + _EMPHASIS)
    meaning = _meaning(label)
    if meaning is None or text[colon + 1 : colon + 3] == "//":
        return None
    indent = len(head) - len(head.lstrip(" "))
    emphasis = head[indent : len(head) - len(text)].strip()
    whole = head if len(raw) <= LONGEST_LABEL * 3 else visible(raw)
    role, value = meaning.role, _value(whole[len(head) - len(text) + colon + 1 :], emphasis)
    if role is None and _is_way_to_reach(value):
        return None
    return HeaderLine(role, value, indent)


def _is_way_to_reach(value: str) -> bool:
    """Whether the value is a telephone number or a page's address: a signature's line, not a header's."""
    if value[:1] not in _BEGINS_CONTACT or len(value) > _CONTACT_AT_MOST:
        return False
    if value.startswith(("http://", "https://", "www.", "<http")):
        return True
    return (
        not value.strip(_TELEPHONE) and sum(map(str.isdigit, value)) >= _DIGITS_AT_LEAST and not looks_like_date(value)
    )


def _first_colon(text: str) -> int:
    if text.isascii():
        return text.find(":")
    places = [place for colon in COLONS if (place := text.find(colon)) >= 0]
    return min(places, default=-1)


@lru_cache(maxsize=4_096)
def _meaning(label: str) -> _Meaning | None:
    """Return what words before a colon mean as a label; None where they are none, or a signature's."""
    role = role_of(label) if _is_label(label) else None
    return _Meaning(role) if role is not None or (_is_label(label) and not is_contact(label)) else None


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= LONGEST_LABEL or len(label.split()) > _WORDS_AT_MOST:
        return False
    if not _NEVER_IN_LABEL.isdisjoint(label):
        return role_of(label) is not None
    return label.isalpha() or (any(c.isalpha() for c in label) and not any(c.isdigit() for c in label))


def _value(text: str, emphasis: str) -> str:
    value = text.strip()
    if emphasis:
        value = value.removeprefix(emphasis).removesuffix(emphasis).strip()
    return value


def _cells(raw: str) -> str:
    """A table's row drawn with bars, `| From | Jane |`, as a label and its value."""
    if raw[:1] != "|":
        return raw
    _, label, *rest = raw.split("|", 2)
    value = "".join(rest).strip().removesuffix("|").strip()
    return raw if ":" in label or not value else f"{label.strip()}: {value}"


def _tabbed(raw: str) -> HeaderLine | None:
    """A table's row that became text: `From<tab>Jane`. Only a known label is believed."""
    label, tab, value = raw[: LONGEST_LABEL * 3].partition("\t")
    role = role_of(visible(label).strip(" " + _EMPHASIS)) if tab and label.strip() else None
    return HeaderLine(role, visible(raw[len(label) :]).strip(), 0) if role is not None and value else None
