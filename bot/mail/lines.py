"""Lines of a mail: split, cleaned for reading, with their depth of quotation."""

READ_AT_MOST = 1_000
"""Characters of a line that are looked at where a label, a date or a marker is sought."""

COLONS = (":", "：", "︰", "﹕", "︓", "՝", "։", "៖", "꞉", "∶", "׃", "፦")
"""What stands behind a label or an introduction: plain, full-width, Armenian, Khmer, and signs that look like one."""

_INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u061c\u00ad"
)
_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = ("\r\n", "\r", "\u2028", "\u2029")


def split_lines(text: str) -> list[str]:
    """Return the lines of `text` without their ends, whatever ends them."""
    for ending in _BREAKS:
        text = text.replace(ending, "\n")
    return text.removeprefix("\ufeff").split("\n")


def visible(text: str) -> str:
    """Return `text` without direction marks and other characters of no width, every blank a plain one."""
    if text.isascii():
        return text.replace("\t", " ")
    for mark in _INVISIBLE:
        text = text.replace(mark, "")
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    return text


def depth_of(line: str) -> int:
    """Count the `>` before the words of a line; blanks between them don't matter."""
    return _edge(line).count(">") if line[:1] == ">" or line.lstrip()[:1] == ">" else 0


def unquoted(line: str, depth: int | None = None) -> str:
    """Return the line without its first `depth` quotation marks (all of them when None) and the blank after them."""
    if line.lstrip()[:1] != ">":
        return line
    edge = _edge(line)
    end = edge.rfind(">") + 1
    for _ in range(edge.count(">") - depth if depth is not None else 0):
        end = edge.rfind(">", 0, end - 1) + 1
    return line[end + 1 :] if line[end : end + 1] in (" ", "\u00a0") else line[end:]


def _edge(line: str) -> str:
    """Return the quotation marks and blanks that the line begins with."""
    return line[: len(line) - len(line.lstrip("> \t\u00a0\ufeff"))]


def is_blank(line: str) -> bool:
    """Whether the line holds nothing but quotation marks and blanks."""
    return not line.strip("> \t\u00a0\ufeff\u200b\u200e\u200f")


def reading(line: str) -> str:
    """Return what is to be read of a line: unquoted, visible, trimmed, and no longer than a label needs."""
    return visible(unquoted(line)[:READ_AT_MOST]).strip()


def joined(lines: list[str]) -> str:
    """Join lines into a text that neither starts nor ends blank, without the indentation that all of them share."""
    trimmed = [line.rstrip() for line in lines]
    indents = [len(line) - len(line.lstrip(" \t")) for line in trimmed if line]
    shared = min(indents, default=0)
    return "\n".join(line[shared:] for line in trimmed).strip("\n \t\u00a0\ufeff")
