"""A `mailto:` link: whom to write to, with subject, text and a blind copy filled in, whatever anybody's words hold.

Everything is percent-encoded (RFC 6068), so that nobody's words become another header or another recipient; an
address that could be read as more than one is left out.
"""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 1500
"""Characters of a whole link that mail programs take."""

_LONGEST_ADDRESS = 254
_PLAIN = re.compile(r"[\w.!#$'*+/^`{|}~=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
"""No quotes, commas, brackets, and nothing that a link gives a meaning: `%`, `&` and `?`."""

_SUBJECT = 150
_BEFORE_WORDS = " :：.])}>-–"


def is_plain(address: str | None) -> bool:
    """Whether this is one address that every mail program reads as that one."""
    return address is not None and len(address) <= _LONGEST_ADDRESS and _PLAIN.fullmatch(address) is not None


def mailto(to: str, *, subject: str, body: str, bcc: str | None = None) -> str | None:
    """The link; None where `to` is no plain address, or all of it is longer than mail programs take."""
    if not is_plain(to):
        return None
    fields = {"subject": one_line(subject, _SUBJECT), "bcc": bcc if is_plain(bcc) else None, "body": _lines(body)}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    link = f"mailto:{quote(to, safe='@')}?{query}"
    return link if len(link) <= LONGEST else None


def answering(subject: str, bare: str) -> str:
    """The subject of an answer: "Re: " once, whatever stood before the words that `bare` holds in small letters.

    Which prefixes and tags there are in which language was found out when the mail came, and `bare` is the result.
    """
    line, wanted = one_line(subject, _SUBJECT), _letters(bare)
    starts = (start for start in range(len(line)) if start == 0 or not line[start - 1].isalnum())
    tails = [line[start:] for start in starts if line[start] not in _BEFORE_WORDS]
    exact = (tail for tail in tails if _letters(tail) == wanted)
    about = (tail for tail in tails if _begin_alike(_letters(tail), wanted))  # cut, or "(fwd)" behind
    found = next((tail for found in (exact, about) for tail in found), line)
    return f"Re: {found}" if found and wanted else ""


def _letters(words: str) -> str:
    """What two ways to write the same have in common."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", words).casefold() if sign.isalnum())


def _begin_alike(one: str, other: str) -> bool:
    """Whether one is the start of the other: lines are cut at their end, and words dropped there."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def one_line(text: str, limit: int) -> str:
    """`text` on one line without anything that is not shown, at most `limit` characters of it."""
    line = " ".join(_shown(text).split())
    return line if len(line) <= limit else line[: max(0, limit - 1)].rstrip() + "…" * min(1, limit)


def _lines(text: str) -> str:
    """`text` with the line ends of mail."""
    return "\r\n".join(_shown(line).rstrip() for line in text.splitlines())


def _shown(text: str) -> str:
    """`text` with spaces for what is not shown: control characters, marks of direction, half surrogates."""
    return "".join(" " if unicodedata.category(sign) in _NOT_SHOWN else sign for sign in text)


_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
