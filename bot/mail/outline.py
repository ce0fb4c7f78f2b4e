"""Text that grows piece by piece, with the white space of a page: breaks, paragraphs, cells, quotations."""

_DEEPEST_QUOTE = 10
_RULE = "_" * 32
_JOINERS = ("\u200c", "\u200d")
_NO_WIDTH = str.maketrans(
    "",
    "",
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u3164\ufeff\uffa0"
    + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xE0000, 0xE0080)])),
)


class Outline:
    """The text so far. `words` counts the pieces that were added."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._row: list[str] = []
        self._quotes = 0
        self._breaks = 0
        self._at_cell_start = False
        self._cell_is_one_line = False
        self._pieces: list[str] = []

    @property
    def words(self) -> int:
        """How many pieces of text were added so far."""
        return len(self._pieces)

    def words_since(self, count: int) -> str:
        """Return the pieces added after the first `count`, no more than a link's text needs."""
        return " ".join(self._pieces[count : count + 20])

    def add(self, text: str, quotes: int, keep_lines: bool) -> None:
        """Add text inside `quotes` quotations; white space collapses unless lines are kept."""
        if not keep_lines:
            self._add_words(text, quotes)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.line_break()
            if line.strip():
                self._start(quotes)
                self._put(_seen(line.rstrip()))

    def part(self, breaks: int) -> None:
        """Begin a new line (1) or a new paragraph (2), once. A cell's first paragraph stays beside the cell before."""
        beside = self._at_cell_start and self._row[-1:] == ["\t"]
        if (self._row or self._breaks) and not beside:
            self._breaks = max(self._breaks, breaks)

    def line_break(self) -> None:
        """Break the line; two in a row leave a blank one."""
        self._breaks = min(self._breaks + 1, 2)

    def table_row(self) -> None:
        """Begin a row of a table."""
        self.part(1)
        self._cell_is_one_line = False

    def cell(self) -> None:
        """Begin a cell of a table: beside the last one, where that took a single line."""
        if self._row and self._cell_is_one_line:
            self._breaks = 0
            self._row.append("\t")
        self._at_cell_start = True

    def bullet(self) -> None:
        """Begin an item of a list."""
        self._start(self._quotes)
        self._row.append("- ")

    def rule(self, quotes: int) -> None:
        """Draw a rule across the page."""
        self.part(1)
        self._start(quotes)
        self._put(_RULE)
        self.part(1)

    def text(self) -> str:
        """Return all of it, without blank lines at the ends."""
        self._flush()
        return "\n".join(self._lines).strip("\n")

    def _add_words(self, text: str, quotes: int) -> None:
        words = [word for word in map(_seen, text.split()) if word]
        if not words:
            self._space_if(bool(text) and text[:1].isspace())
            return
        self._start(quotes)
        self._space_if(text[:1].isspace())
        self._put(" ".join(words))
        self._space_if(text[-1:].isspace())

    def _put(self, text: str) -> None:
        self._row.append(text)
        self._pieces.append(text[:300])

    def _space_if(self, wanted: bool) -> None:
        if wanted and self._row and not self._breaks and not self._row[-1].endswith((" ", "\t")):
            self._row.append(" ")

    def _start(self, quotes: int) -> None:
        quotes = min(quotes, _DEEPEST_QUOTE)
        if quotes != self._quotes and self._row:
            self._breaks = max(self._breaks, 1)
        self._cell_is_one_line = self._at_cell_start or (self._cell_is_one_line and not self._breaks)
        self._at_cell_start = False
        if self._breaks:
            blanks = self._breaks - 1 if self._row or self._lines else 0
            self._flush()
            self._lines.extend([(">" * min(quotes, self._quotes))] * blanks)
            self._breaks = 0
        self._quotes = quotes

    def _flush(self) -> None:
        line = "".join(self._row).rstrip()
        if line:
            self._lines.append("> " * self._quotes + line)
        self._row = []


def _seen(word: str) -> str:
    """Return the word without characters of no width; joiners stay inside words of scripts that need them."""
    if word.isascii():
        return word
    word = word.translate(_NO_WIDTH)
    if any(joiner in word for joiner in _JOINERS):
        bare = word.replace(_JOINERS[0], "").replace(_JOINERS[1], "")
        return bare if bare.isascii() else word.strip("".join(_JOINERS))
    return word
