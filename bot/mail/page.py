"""The lines of a mail, with what was once found out about each of them kept: every line is read once."""

from bot.mail.header_line import HeaderLine, parse_header_line
from bot.mail.lines import depth_of, is_blank, reading, split_lines


class Page:
    """A mail's text as lines. Places are line numbers; asking beyond the end finds nothing."""

    def __init__(self, text: str) -> None:
        self.lines = split_lines(text)
        self._headers: dict[int, HeaderLine | None] = {}

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def depth(self, at: int) -> int:
        """How deep the line is quoted."""
        return depth_of(self.lines[at])

    def is_blank(self, at: int) -> bool:
        """Whether the line holds no words; the end of the mail does not count."""
        return at < len(self.lines) and is_blank(self.lines[at])

    def reading(self, at: int) -> str:
        """The words of the line: unquoted, visible, trimmed, cut where nobody looks any more."""
        return reading(self.lines[at])

    def header(self, at: int) -> HeaderLine | None:
        """The line as `label: value`, if it is one."""
        if at >= len(self.lines):
            return None
        if at not in self._headers:
            self._headers[at] = parse_header_line(self.lines[at])
        return self._headers[at]

    def next_words(self, at: int) -> int:
        """The first line from here on that holds words; the number of lines where none does."""
        while self.is_blank(at):
            at += 1
        return at
