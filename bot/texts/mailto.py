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

_ANSWER = ("re:", "aw:", "sv:", "vs:", "antw:", "rif:", "res:", "odp:")
_SUBJECT = 150


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


def answering(subject: str) -> str:
    """The subject of an answer: "Re: " once, in whatever language it was there before."""
    rest = one_line(subject, _SUBJECT)
    while rest.casefold().startswith(_ANSWER):
        rest = rest.partition(":")[2].strip()
    return f"Re: {rest}" if rest else ""


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
