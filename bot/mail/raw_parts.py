"""The parts of a parsed mail: its text, its attachments, and mails inside it."""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

from bot.mail.charsets import decoded, storable
from bot.mail.flowed import unwrapped
from bot.mail.html import text_of_html
from bot.mail.lines import visible
from bot.mail.raw_headers import base64_decoded, text_of

_TEXT_AT_MOST = 1_000_000
"""Characters of the text that are kept."""

_HTML_AT_MOST = 1_000_000
_ATTACHMENTS_AT_MOST = 200
_NAME_AT_MOST = 255
MAILS = ("message/rfc822", "message/global")
"""The types of a mail inside a mail."""

_NOTHING_TO_OPEN = frozenset(
    [
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "text/x-amp-html",
        "text/watch-html",
    ]
)
if TYPE_CHECKING:
    Part = Message[str, str]
else:
    Part = Message  # generic in its stubs alone


@dataclass(frozen=True)
class Attachment:
    """A file of a mail; the size in bytes as it would be saved."""

    name: str | None
    size: int
    content_type: str


def text_of_mail(message: Part) -> str:
    """Return the text that a reader is shown: the plain one where there is one with words, else that of the HTML."""
    return storable(_text(message)[:_TEXT_AT_MOST])


def attachments_of(message: Part) -> tuple[Attachment, ...]:
    """Return the files, mails among them; without signatures, and without the unnamed pictures of an HTML text."""
    parts = (part for part in _leaves(message) if _is_attachment(part))
    found = (Attachment(filename_of(part), _size(part), storable(part.get_content_type())) for part in parts)
    return tuple(attachment for attachment, _ in zip(found, range(_ATTACHMENTS_AT_MOST), strict=False))


def mails_inside(message: Part) -> Iterator[Part | bytes]:
    """Yield the mails that were forwarded as attachments, parsed or as their bytes."""
    for part in _leaves(message):
        inner = _inner_mail(part)
        if inner is not None:  # one without header fields was encoded, which it should not be
            yield inner if inner.keys() else base64_decoded(_payload(inner))
        elif (filename_of(part) or "").casefold().endswith(".eml"):
            yield content_of(part)


def filename_of(part: Part) -> str | None:
    """Return the name that the sender gave to a part."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError):  # a charset that is none, in a parameter
        return None
    return visible(text_of(name)).replace("/", "_")[:_NAME_AT_MOST] or None if name else None


def content_of(part: Part) -> bytes:
    """Return the bytes of a part, its transfer encoding undone as far as it can be."""
    data = _payload(part)
    encoding = str(part.get("content-transfer-encoding", "")).partition(";")[0].strip().casefold()
    if encoding == "base64":
        return base64_decoded(data)
    return binascii.a2b_qp(data) if encoding == "quoted-printable" else data


def _payload(part: Part) -> bytes:
    payload = part.get_payload()
    return payload.encode("latin-1", "replace") if isinstance(payload, str) else b""


def _children(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _leaves(message: Part) -> Iterator[Part]:
    """Yield the parts that hold no others, in order; a mail inside is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(_children(part)))
        else:
            yield part


def _inner_mail(part: Part) -> Part | None:
    children = _children(part)
    return children[0] if part.get_content_type() in MAILS and children else None


def _text(part: Part) -> str:
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        return _text_of_parts(_children(part), kind) if part.is_multipart() else decoded(_payload(part), None)
    if kind not in ("text/plain", "text/html") or _is_attachment(part):
        return ""
    text = decoded(content_of(part), _parameter(part, "charset"))
    if kind == "text/html":
        return text_of_html(text[:_HTML_AT_MOST])
    text = text[:_TEXT_AT_MOST].replace("\r\n", "\n")
    if _parameter(part, "format").casefold() == "flowed":
        return unwrapped(text, delete_space=_parameter(part, "delsp").casefold() == "yes")
    return text


def _text_of_parts(parts: list[Part], kind: str) -> str:
    """Join what stands below each other; of alternatives, take the plain one, or the first with words."""
    if kind == "multipart/alternative":
        parts.sort(key=lambda part: part.get_content_type() != "text/plain")
        return next((text for part in parts if (text := _text(part)).strip()), "")
    texts = (_text(part).strip("\n") for part in parts)
    return "\n\n".join(text for text in texts if text.strip())


def _parameter(part: Part, name: str) -> str:
    value = part.get_param(name, "")
    return str(value[2] if isinstance(value, tuple) else value)


def _is_attachment(part: Part) -> bool:
    kind = part.get_content_type()
    if kind in _NOTHING_TO_OPEN or part.get_content_maintype() == "multipart":
        return False
    named = filename_of(part) is not None
    if named or part.get_content_disposition() == "attachment" or kind in MAILS:
        return True
    return kind not in ("text/plain", "text/html") and "content-id" not in part and not part.is_multipart()


def _size(part: Part) -> int:
    if part.is_multipart():
        return sum(len(name) + len(value) + 4 for name, value in part.items()) + sum(map(_size, _children(part)))
    return len(content_of(part))
