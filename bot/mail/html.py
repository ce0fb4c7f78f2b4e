"""HTML mail → text: what a reader sees, and only that.

Read with the standard library's tokenizer over a stack of our own, because hostile nesting is cheap there: at 100,000
nested elements a tree with HTML's scoping rules takes quadratic time, and one with a depth limit comes back empty.
"""

from collections import Counter
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from bot.mail.addresses import has_address
from bot.mail.outline import Outline
from bot.mail.sheets import Sheets, names_of
from bot.mail.styles import Look, styled

_TAGS = {
    "void": "area base br col embed hr img input link meta param source track wbr",
    "unseen": "script style title template select textarea object iframe audio video xml svg math noframes "
    "noscript noembed canvas datalist",
    "paragraph": "p h1 h2 h3 h4 h5 h6 ul ol dl pre table blockquote",
    "block": "div tr li dt dd section article header footer main nav aside address center form fieldset figure body",
    "cell": "td th",
    "table part": "td th tr tbody thead tfoot table",
    "closed by the next": "p li td th tr dt dd option",
}
_VOID, _UNSEEN, _PARAGRAPHS, _BLOCKS, _CELLS, _TABLE_PARTS, _CLOSED_BY_NEXT = (
    frozenset(names.split()) for names in _TAGS.values()
)


def text_of_html(html: str) -> str:
    """Return the visible text of an HTML mail: paragraphs apart, quotations behind `> `, cells parted by tabs.

    Dropped: what styles or attributes hide, text of no size or in the colour of its ground, characters of no width,
    what is folded away. Linear in the length of the mail, and never an exception.
    """
    html = _closed(html)
    reader = _read(html, Sheets())
    if reader.is_late:  # a style sheet below the text that it hides
        reader = _read(html, reader.sheets)
    return reader.outline.text()


def _read(html: str, sheets: Sheets) -> "_Reader":
    reader = _Reader(sheets)
    reader.feed(html)
    reader.close()
    return reader


def _closed(html: str) -> str:
    """Cut or mask what is opened and never closed: the tokenizer would look for its end again and again."""
    html = html.replace("\0", "").replace("<![", "<?")
    last_end = html.rfind("-->")
    unclosed = html.find("<!--", last_end + 3 if last_end >= 0 else 0)
    if unclosed >= 0:
        html = html[:unclosed]
    tail = html.find("<", html.rfind(">") + 1)
    return html if tail < 0 else html[:tail] + html[tail:].replace("<", "&lt;")


@dataclass(frozen=True)
class _Open:
    tag: str
    names: tuple[str, ...]
    look: Look
    quotes: int
    href: str
    text_before: int


class _Reader(HTMLParser):
    """Keeps the open elements; each cell of a table counts its own, so that no end tag reaches out of it."""

    def __init__(self, sheets: Sheets) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self.stack: list[_Open] = [_Open("", (), Look(), 0, "", 0)]
        self.frames: list[Counter[str]] = [Counter()]
        self.sheets = sheets
        self.open_names: Counter[str] = Counter()
        self.is_late = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; void ones only leave their mark in the text."""
        if tag in _CLOSED_BY_NEXT and self.stack[-1].tag == tag:
            self._pop()
        attributes = {name: value or "" for name, value in reversed(attrs)}  # of two that are the same the first counts
        names = names_of(tag, attributes)
        look = self._look(tag, names, attributes)
        if look.is_visible or not look.hidden:
            self._lay_out(tag)
        if tag in _VOID:
            return
        above = self.stack[-1]
        quotes = above.quotes + (tag == "blockquote")
        href = attributes.get("href", "") if tag == "a" else ""
        self.frames[-1][tag] += 1
        self.open_names.update(names)
        self.stack.append(_Open(tag, names, look, quotes, href, self.outline.words))
        if tag in _CELLS:
            self.frames.append(Counter())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` is `<br>`; a slash closes nothing else, as in every browser."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the element and all that was left open in it; an end tag that belongs to nothing is ignored."""
        if tag == "br":
            self.outline.line_break()
        if tag in _TABLE_PARTS:
            while len(self.frames) > 1 and not self.frames[-1][tag]:
                if not self._is_open_further_out(tag):
                    return
                self._pop_frame()
        if not self.frames[-1][tag]:
            return
        while self._pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add text that can be seen; a style sheet is read for what it hides."""
        top = self.stack[-1]
        if top.tag == "style":
            self.sheets.add(data)
            self.is_late = self.is_late or self.outline.words > 0
        elif top.look.is_visible:
            self.outline.add(data, top.quotes, keep_lines=self.frames[-1]["pre"] > 0)

    def _is_open_further_out(self, tag: str) -> bool:
        """A table always stands around a cell, and a row nearly so; looking two cells out keeps this cheap."""
        return any(frame[tag] for frame in self.frames[-3:])

    def _look(self, tag: str, names: tuple[str, ...], attributes: dict[str, str]) -> Look:
        """How text looks inside; of what is folded away only the summary is seen."""
        above = self.stack[-1]
        around = self.stack[-2].look if tag == "summary" and above.tag == "details" else above.look
        look = styled(around, attributes, self.sheets.of(names, self.open_names) if self.sheets else ())
        folded = tag in ("details", "dialog") and "open" not in attributes
        return replace(look, hidden=True) if tag in _UNSEEN or folded else look

    def _lay_out(self, tag: str) -> None:
        if tag == "br":
            self.outline.line_break()
        elif tag == "hr":
            self.outline.rule(self.stack[-1].quotes)
        elif tag in _CELLS:
            self.outline.cell()
        elif tag == "tr":
            self.outline.table_row()
        elif tag in _PARAGRAPHS:
            self.outline.part(2)
        elif tag in _BLOCKS:
            self.outline.part(1)
            if tag == "li":
                self.outline.bullet()

    def _pop_frame(self) -> None:
        while self._pop() not in _CELLS:
            pass

    def _pop(self) -> str:
        """Close the innermost element and return its name; the root is never closed."""
        closed = self.stack.pop()
        if closed.tag in _CELLS and len(self.frames) > 1:
            self.frames.pop()
        self.frames[-1][closed.tag] -= 1
        self.open_names.subtract(closed.names)
        if closed.tag in _PARAGRAPHS:
            self.outline.part(2)
        elif closed.tag in _BLOCKS:
            self.outline.part(1)
        elif closed.href and closed.look.is_visible:
            self._name_address(closed)
        return closed.tag

    def _name_address(self, link: _Open) -> None:
        """A name that links to a mail address is printed with it: header blocks often show nothing else."""
        scheme, _, rest = link.href.strip().partition(":")
        address = rest.partition("?")[0].strip()
        if scheme.casefold() != "mailto" or not has_address(address[:300]) or self.outline.words == link.text_before:
            return
        if "@" not in self.outline.words_since(link.text_before):
            self.outline.add(f" <{address[:300]}>", link.quotes, keep_lines=False)
