"""`format=flowed` (RFC 3676): paragraphs that a mail program broke into lines, put together again."""

from bot.mail.lines import split_lines

_SIGNATURE = "-- "


def unwrapped(text: str, *, delete_space: bool = False) -> str:
    """Return the text with its soft line breaks undone; quotations keep their depth as `> `. Linear.

    `delete_space` is the parameter DelSp: the blank that marks a soft break is no part of the words then.
    """
    paragraphs: list[str] = []
    pieces: list[str] = []
    depth_before = 0
    for line in split_lines(text):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        if pieces and (depth != depth_before or words == _SIGNATURE):
            paragraphs.append(_paragraph(depth_before, pieces))
            pieces = []
        depth_before = depth
        flows = words.endswith(" ") and words != _SIGNATURE
        pieces.append(words[:-1] if flows and delete_space else words)
        if not flows:
            paragraphs.append(_paragraph(depth, pieces))
            pieces = []
    if pieces:
        paragraphs.append(_paragraph(depth_before, pieces))
    return "\n".join(paragraphs)


def _paragraph(depth: int, pieces: list[str]) -> str:
    words = "".join(pieces)
    return f"{'>' * depth} {words}" if depth else words
