"""Mail addresses as header lines print them: bare, in angle brackets, `[mailto:…]`, with or without names."""

import re

from bot.mail.lines import visible
from bot.mail.model import Mailbox

_LONGEST = 254
_PERSON_AT_MOST = 1_000
"""Characters of one person, name and address, that are looked at."""

_ENDS = frozenset(" \t\r\n<>()[]{},;:|\"'«»“”„\\*=，；：、")
_INSIDE = re.compile(f"[^@{re.escape(''.join(_ENDS))}]*")
_REPEATED_AT_MOST = 6
_ON_BEHALF = (
    *("on behalf of ", "im auftrag von ", "de la part de ", "en nombre de ", "em nome de ", "per conto di "),
    *("w imieniu ", "jménem ", "v mene ", "på vegne af ", "på vegne av ", "от имени ", "від імені "),
)
_ON_BEHALF_IF_ADDRESS = ("namens ", "för ", "puolesta ")
"""Words that stand in names too: they count behind an address only."""

_DIRECTORY = ("</o=", "[/o=", "(/o=", "[mailto:/o=", "<mailto:/o=", "/o=", "<imceaex-", "[imceaex-", "imceaex-")
"""How Exchange begins the name of a mailbox in its directory: no address that anybody outside can write to."""
_BEFORE_ADDRESS = " <>[](|"
_NAME_EDGES = " \t\u00a0\"'«»“”„‘’‚`*_,;:<>[]()，；"


def sender_of(value: str) -> Mailbox | None:
    """Return the one person of a From line: behind "on behalf of", where that stands.

    The address in angle brackets counts, the last of several; one in quotes or in a comment only where no other is.
    """
    value = _without_directory(_plain(value[:_PERSON_AT_MOST])).strip()
    if (bounds := _around_all(value)) is not None:
        return Mailbox(value[slice(*bounds)], None)
    writer, other = _split_behalf(value)
    if other and ("@" in other or "@" not in writer):
        value = other
    found = _real_address(value)
    if found is None:
        name = _name(value)
        return Mailbox(None, name) if name else None
    return _mailbox(value, *found)


def answered_instead(sender: Mailbox, reply_to: str) -> Mailbox:
    """Return who wrote a mail that a mailing list sent in its own name (`Jane via Support`): whom an answer reaches."""
    name, via, _ = (sender.name or "").partition(" via ")
    real = sender_of(reply_to) if via else None
    if real is None or real.address is None:
        return sender
    return Mailbox(real.address, real.name or _name(name))


def mailboxes_of(value: str) -> tuple[Mailbox, ...]:
    """Return the people of a To or Cc line, in its order."""
    value = _plain(value)
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


def _plain(value: str) -> str:
    """Return the value without marks of no width, and with angle brackets that a program wrote for the web as such."""
    value = visible(value)
    return value.replace("&lt;", "<").replace("&gt;", ">") if "&" in value else value


def _real_address(text: str) -> tuple[int, int] | None:
    """Return the bounds of the address that is meant: in angle brackets, else bare, else in quotes or a comment."""
    if text.count("@") == 1:
        return first_address(text)
    places = _enclosures(text)
    best: tuple[int, int] | None = None
    rank = 0
    at = text.rfind("@")
    while at >= 0:
        bounds = _around(text, at) if places[at] > rank else None
        if bounds is not None:
            best, rank = bounds, places[at]
        at = text.rfind("@", 0, at)
    return best


def _around_all(text: str) -> tuple[int, int] | None:
    """Return the bounds of the address where there is nothing else, as in most of a long list; quick to tell."""
    if text.count("@") != 1 or not _ENDS.isdisjoint(text):
        return None
    bounds = _around(text, text.index("@"))
    return bounds if bounds is not None and bounds[0] == 0 else None


def _enclosures(text: str) -> list[int]:
    """Say of each character what an address there is worth: 3 in angle brackets, 2 bare, 1 in quotes or comments."""
    worth, quoted, comments, angles = [], False, 0, 0
    closings, ends = text.count('"'), text.count(")")
    for character in text:
        if character == '"':
            closings -= 1
            quoted = not quoted and closings > 0
        elif character == ")":
            ends -= 1
            comments = max(comments - 1, 0)
        elif character == "(" and not quoted and ends > 0:
            comments += 1
        elif character in "<>" and not (quoted or comments):
            angles = angles + 1 if character == "<" else max(angles - 1, 0)
        worth.append(1 if quoted or comments else 3 if angles else 2)
    return worth


def _split_behalf(text: str) -> tuple[str, str]:
    """Return what stands before and behind "on behalf of"; nothing behind where it is not said."""
    lower = text.lower()
    if len(lower) == len(text):
        for phrase in _ON_BEHALF:
            at = lower.find(" " + phrase)
            if at >= 0:
                return text[:at], text[at + 1 + len(phrase) :]
    return text, ""


def _without_directory(text: str) -> str:
    """Leave out the name of a mailbox in Exchange's directory; of one that stands alone its last part is a name."""
    lower = text.lower()
    if len(lower) != len(text) or not ("/o=" in lower or "imceaex-" in lower):
        return text
    at = min(place for start in _DIRECTORY if (place := lower.find(start)) >= 0)
    if text[:at].strip(_NAME_EDGES):
        return text[:at]
    last = text.rpartition("=")[2].partition("@")[0].strip(_NAME_EDGES)
    return last.partition("-")[2] or last


def _inside(text: str) -> int:
    """How many of the first characters may belong to an address; `text` is no longer than one."""
    found = _INSIDE.match(text)
    return found.end() if found else 0


def _around(text: str, at: int) -> tuple[int, int] | None:
    start = at - _inside(text[max(0, at - _LONGEST) : at][::-1])
    end = at + 1 + _inside(text[at + 1 : at + _LONGEST])
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
    if "@" not in text and ":" not in text:
        return text.rstrip(_BEFORE_ADDRESS)
    for _ in range(_REPEATED_AT_MOST):
        shorter = text.rstrip(_BEFORE_ADDRESS)
        for ending in ("mailto:", address.casefold()):
            if shorter.casefold().endswith(ending):
                shorter = shorter[: -len(ending)]
        if shorter == text:
            break
        text = shorter
    return text


def _after_address(text: str) -> str:
    """Return the name in brackets behind an address, or behind "On Behalf Of"."""
    if not text.strip(_NAME_EDGES):
        return ""
    lower = text.lower()
    for phrase in (*_ON_BEHALF, *_ON_BEHALF_IF_ADDRESS):
        at = lower.find(phrase)
        if at >= 0:
            return text[at + len(phrase) :]
    opening = text.find("(", 0, 3)
    closing = text.find(")", opening + 1) if opening >= 0 else -1
    comment = text[opening + 1 : closing] if closing > 0 else ""
    return "" if "@" in comment else comment


def _name(text: str) -> str | None:
    name = " ".join(text.strip(_NAME_EDGES).replace('\\"', '"').split())
    for opening, closing in ("()", "<>"):
        if name.count(opening) == name.count(closing) + 1:
            name += closing
    return name or None


def _parts(value: str, separators: str) -> list[str]:
    """Split at separators outside quotes and angle brackets. A quote that nothing closes quotes nothing."""
    parts, start, quoted, angle = [], 0, False, False
    quotes = value.count('"')
    for sign in re.finditer(f'["<>{separators}]', value):
        position, character = sign.start(), sign.group()
        if character == '"':
            quotes -= 1
            quoted = not quoted and quotes > 0
        elif quoted:
            continue
        elif character in "<>":
            angle = character == "<"
        elif not (angle and character not in ";；"):
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
