"""Mail addresses as header lines print them: bare, in angle brackets, `[mailto:…]`, with or without names."""

from bot.mail.lines import visible
from bot.mail.model import Mailbox

_LONGEST = 254
_PERSON_AT_MOST = 1_000
"""Characters of one person, name and address, that are looked at."""

_ENDS = frozenset(" \t\r\n<>()[]{},;:|\"'«»“”„\\*=，；：、")
_REPEATED_AT_MOST = 6
_ON_BEHALF = (
    *("on behalf of ", "im auftrag von ", "de la part de ", "en nombre de ", "em nome de ", "per conto di ", "namens "),
    *(
        "w imieniu ",
        "jménem ",
        "v mene ",
        "för ",
        "på vegne af ",
        "på vegne av ",
        "puolesta ",
        "от имени ",
        "від імені ",
    ),
)
_NAME_EDGES = " \t\u00a0\"'«»“”„‘’‚`*_,;:<>[]()，；"


def sender_of(value: str) -> Mailbox | None:
    """Return the one person of a From line. The last address counts: a display name may hold another one."""
    value = visible(value[:_PERSON_AT_MOST])
    found = _last_address(value)
    if found is None:
        name = _name(value)
        return Mailbox(None, name) if name else None
    return _mailbox(value, *found)


def mailboxes_of(value: str) -> tuple[Mailbox, ...]:
    """Return the people of a To or Cc line, in its order."""
    value = visible(value)
    parts = _parts(value, ";；") if ";" in value or "；" in value else _whole_people(_parts(value, ",，、"))
    people = (sender_of(part) for part in parts)
    return tuple(person for person in people if person is not None)


def has_address(text: str) -> bool:
    """Whether a mail address stands anywhere in the text."""
    return "@" in text and first_address(text[:_PERSON_AT_MOST]) is not None


def first_address(text: str) -> tuple[int, int] | None:
    """Return the bounds of the first mail address in the text."""
    at = text.find("@")
    while at >= 0:
        bounds = _around(text, at)
        if bounds is not None:
            return bounds
        at = text.find("@", at + 1)
    return None


def _last_address(text: str) -> tuple[int, int] | None:
    at = text.rfind("@")
    while at >= 0:
        bounds = _around(text, at)
        if bounds is not None:
            return bounds
        at = text.rfind("@", 0, at)
    return None


def _around(text: str, at: int) -> tuple[int, int] | None:
    start, end = at, at + 1
    while start > 0 and at - start < _LONGEST and text[start - 1] not in _ENDS and text[start - 1] != "@":
        start -= 1
    while end < len(text) and end - at < _LONGEST and text[end] not in _ENDS and text[end] != "@":
        end += 1
    while end > at + 1 and text[end - 1] in ".-!?/":
        end -= 1
    domain = text[at + 1 : end]
    bracketed = text[start - 1 : start] == "<" and text[end : end + 1] == ">"
    if start == at or not domain or domain[0] == "." or not ("." in domain or bracketed):
        return None
    return start, end


def _mailbox(value: str, start: int, end: int) -> Mailbox:
    """Take the name before the address, or after it where nothing stands before (`a@b.example (Jane)`)."""
    address = value[start:end]
    before = _before_address(value[:start], address)
    name = _name(before) or _name(_after_address(value[end:]))
    return Mailbox(address, None if name is None or name.casefold() == address.casefold() else name)


def _before_address(text: str, address: str) -> str:
    """Return what stands before an address, its `mailto:` and its repetitions (`a@b<mailto:a@b>`) aside."""
    for _ in range(_REPEATED_AT_MOST):
        shorter = text.rstrip(" <>[(|")
        for ending in ("mailto:", address.casefold()):
            if shorter.casefold().endswith(ending):
                shorter = shorter[: -len(ending)]
        if shorter == text:
            break
        text = shorter
    return text


def _after_address(text: str) -> str:
    """Return the name in brackets behind an address, or behind "On Behalf Of"."""
    for phrase in _ON_BEHALF:
        at = text.casefold().find(phrase)
        if at >= 0:
            return text[at + len(phrase) :]
    opening = text.find("(", 0, 3)
    closing = text.find(")", opening + 1) if opening >= 0 else -1
    return text[opening + 1 : closing] if closing > 0 else ""


def _name(text: str) -> str | None:
    name = " ".join(text.strip(_NAME_EDGES).split())
    if text.rstrip().endswith(")") and "(" in name:
        name += ")"
    return name or None


def _parts(value: str, separators: str) -> list[str]:
    """Split at separators outside quotes and angle brackets. A quote that nothing closes quotes nothing."""
    parts, start, quoted, angle = [], 0, False, False
    quotes = value.count('"')
    for position, character in enumerate(value):
        if character == '"':
            quotes -= 1
            quoted = not quoted and quotes > 0
        elif quoted:
            continue
        elif character in "<>":
            angle = character == "<"
        elif character in separators and not (angle and character not in ";；"):
            parts.append(value[start:position])
            start = position + 1
    parts.append(value[start:])
    return [part for part in parts if part.strip()]


def _whole_people(parts: list[str]) -> list[str]:
    """Put `Doe, John <j@x.example>` together again: a part without an address belongs to the one after it."""
    if not any("@" in part for part in parts):
        return parts
    people: list[str] = []
    waiting: list[str] = []
    for part in parts:
        waiting.append(part)
        if "@" in part:
            people.append(",".join(waiting))
            waiting = []
    return people + waiting
