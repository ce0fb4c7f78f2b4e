"""Bytes → text, whatever the mail claims them to be. Nothing here raises."""

import codecs

_FAMILIES = (
    *("utf", "iso8859", "iso-8859", "iso2022", "cp", "windows", "koi8", "gb", "big5", "shift_jis", "euc", "mac"),
    *("ascii", "latin", "tis-620", "hz", "johab", "ptcp154", "kz1048"),
)
"""Codecs of text. Others that Python knows are no character sets, or take quadratic time (punycode)."""

_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
"""What mail programs mean by a name: the larger set of which the named one is a part."""

_NAME_AT_MOST = 40


def decoded(data: bytes, charset: str | None) -> str:
    """Return the text of the bytes; a charset that is missing, unknown or plainly wrong is guessed.

    Bytes that are UTF-8 are read so where a charset of single bytes is claimed: that they should be both is chance.
    """
    codec = _codec(charset)
    if codec is None or codec in ("ascii", "utf-8", "cp1252"):
        return _utf8_or(data, "cp1252")
    try:
        return data.decode(codec)
    except UnicodeError:
        return _utf8_or(data, codec)


def storable(text: str) -> str:
    """Return the text without what databases refuse: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _utf8_or(data: bytes, codec: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if codec == "cp1252" and _is_mostly_utf8(data):
        return data.decode("utf-8", "replace")
    return data.decode(codec, "replace")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether hardly a byte is not UTF-8: a text that was cut inside a character."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return wrong <= 2 and sum(not c.isascii() for c in text) > 4 * wrong


def _codec(charset: str | None) -> str | None:
    """Return Python's name for a charset; None for what is no charset."""
    name = (charset or "").strip(" \"'").lower().removeprefix("x-")[:_NAME_AT_MOST]
    if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        return None
    try:
        found = codecs.lookup(name.removesuffix("-i")).name
    except LookupError:
        return None
    return _MEANT.get(found, found) if found.startswith(_FAMILIES) else None
