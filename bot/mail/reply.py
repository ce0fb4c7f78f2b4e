"""What a reply adds: the words of its writer, without the quoted past and the signature."""

from dataclasses import dataclass

from bot.mail.attribution import ENDS, FRAME, read_attribution
from bot.mail.bare_labels import read_bare
from bot.mail.header_block import find_block
from bot.mail.inline_headers import read_inline
from bot.mail.lines import joined
from bot.mail.markers import is_dashed_marker, is_known_marker, is_rule, is_ruled
from bot.mail.openings import openings
from bot.mail.page import Page
from bot.mail.signature import without_signature

_INTRODUCTION_ENDS = frozenset(end[-1] for end in ENDS)


@dataclass(frozen=True)
class _Past:
    """Where quoted words start, and where new ones may go on; None where all below is past."""

    start: int
    resume: int | None


def new_text(text: str) -> str:
    """Return what the writer of a mail wrote anew; empty where all of it is quoted. Linear, never an exception.

    Answers between quoted lines are kept. Everything below a header block, a marker or an unquoted "On … wrote:"
    belongs to the past.
    """
    return _Reply(Page(text)).read()


class _Reply:
    """One pass over the lines; `runs_from` is the first line that no run of header lines was read from yet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.openings = frozenset(openings(page.lines))
        self.runs_from = 0
        self.kept: list[str] = []
        self.places: list[int] = []

    def read(self) -> str:
        """Return the new words."""
        at: int | None = 0
        while at is not None and at < len(self.page):
            at = self._step(at)
        while self.kept and (not self.kept[-1].strip() or is_rule(self.kept[-1])):
            self.kept.pop()
        return joined(without_signature(self.kept))

    def _step(self, at: int) -> int | None:
        """Keep the line or leave it, and return the one to look at next; None at the end of the new words."""
        line = self.page.lines[at]
        if line.lstrip()[:1] == ">" and not (FRAME in line[-6:] and self._is_framed(at)):
            return at + 1
        past = self._past(at) if self._may_open_past(at, line) else None
        if past is None:
            self.kept.append(line)
            self.places.append(at)
            return at + 1
        while self.places and self.places[-1] >= past.start:
            self.places.pop()
            self.kept.pop()
        self.kept.extend(self.page.lines[at : past.start])
        return past.resume

    def _may_open_past(self, at: int, line: str) -> bool:
        """Whether the line can introduce a quotation. Asked of every line, and most are prose."""
        return at in self.openings or line.rstrip()[-1:] in _INTRODUCTION_ENDS or is_ruled(line)

    def _is_framed(self, at: int) -> bool:
        """Whether the line only looks quoted: GroupWise begins its introduction with `>>>`."""
        found = read_attribution(self.page, at)
        return found is not None and found.is_framed

    def _past(self, at: int) -> _Past | None:
        page = self.page
        attribution = read_attribution(page, at)
        if attribution is not None:
            return _Past(attribution.start, attribution.end if attribution.is_quoted(page) else None)
        if is_dashed_marker(page.lines[at]) and is_known_marker(page.lines[at]):
            return _Past(at, None)
        if at not in self.openings:
            return None
        if read_inline(page, at) is not None:
            return _Past(at, None)
        bare = read_bare(page, at)
        return self._past_by_headers(at) if bare is None else _Past(at if bare.marker is None else bare.marker, None)

    def _past_by_headers(self, at: int) -> _Past | None:
        if at < self.runs_from or self.page.header(at) is None:
            return None
        found = find_block(self.page, at)
        self.runs_from = found.after
        if found.block is None:
            return None
        return _Past(found.block.start if found.marker is None else found.marker, None)
