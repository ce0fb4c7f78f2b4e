"""Header blocks: runs of `label: value` lines that name a sender, in any language."""

from dataclasses import dataclass

from bot.mail.addresses import has_address, sender_of
from bot.mail.dates import looks_like_date, looks_like_moment
from bot.mail.header_line import HeaderLine
from bot.mail.labels import Role
from bot.mail.lines import unquoted, visible
from bot.mail.markers import marker_above
from bot.mail.page import Page

_UNKNOWN_AT_MOST = 12
_BLANKS_BETWEEN = 2
_FEWEST = 3
"""Header lines that a block in an unknown language has at least."""
_FOLDED_FROM = 55
"""Programs that fold a long subject do so near 70 characters; a shorter one is followed by the body."""

_PEOPLE = (Role.FROM, Role.TO, Role.CC)


@dataclass(frozen=True)
class HeaderBlock:
    """What a header block says: the text of each role, and the lines it covers (`end` is the first line after)."""

    values: dict[Role, str]
    start: int
    end: int
    depth: int


@dataclass
class _Entry:
    role: Role | None
    pieces: list[str]
    start: int
    end: int
    indent: int

    @property
    def value(self) -> str:
        return " ".join(piece for piece in self.pieces if piece)

    def has_address(self) -> bool:
        """Whether an address stands in the first lines of the value; the first ones, so that a run stays linear."""
        return any(has_address(piece) for piece in self.pieces[:3])


class _Reader:
    """Collects the entries of one run of header lines; `at` is the line that comes next."""

    def __init__(self, page: Page, start: int) -> None:
        self.page = page
        self.at = start
        self.depth = page.depth(start)
        self.entries: list[_Entry] = []
        self.gap: int | None = None

    def read(self) -> None:
        """Take lines while they belong to the run."""
        while self.at < len(self.page):
            line = self._line(self.at)
            if line is None and self.page.is_blank(self.at):
                going_on = self._cross_blanks()
            elif line is not None and line.role is not None and not self._is_new_role(line.role):
                going_on = False
            else:
                going_on = self._take_label(line) or self._take_continuation()
            if not going_on:
                return

    def _line(self, at: int) -> HeaderLine | None:
        line = self.page.header(at)
        return line if line is not None and self.page.depth(at) == self.depth else None

    def _is_new_role(self, role: Role | None) -> bool:
        return role is not None and (role is Role.OTHER or all(entry.role is not role for entry in self.entries))

    def _starts_known(self, at: int) -> bool:
        """Whether the line opens a header line of a role that the run does not have yet."""
        line = self._line(at)
        return line is not None and self._is_new_role(line.role)

    def _cross_blanks(self) -> bool:
        """Step over blank lines, where all header lines of this block stand apart from each other."""
        blanks = 1
        while blanks <= _BLANKS_BETWEEN and self.page.is_blank(self.at + blanks):
            blanks += 1
        allowed = _BLANKS_BETWEEN if self.gap is None else self.gap
        if blanks > allowed or not self._starts_known(self.at + blanks):
            return False
        self.gap = blanks
        self.at += blanks
        return True

    def _take_label(self, line: HeaderLine | None) -> bool:
        if line is None:
            return False
        if line.role is None and (self._awaits_more(self.at) or not self._room_for_unknown()):
            return False
        if self.entries and self.gap is None and self.entries[-1].end == self.at:
            self.gap = 0
        self.entries.append(_Entry(line.role, [line.value], self.at, self.at + 1, line.indent))
        self.at += 1
        return True

    def _room_for_unknown(self) -> bool:
        """Lines of unknown labels before the block are let go, the oldest first; after it they end it."""
        unknown = [entry for entry in self.entries if entry.role is None]
        if len(unknown) < _UNKNOWN_AT_MOST:
            return True
        if len(unknown) == len(self.entries):
            del self.entries[0]
            return True
        return False

    def _awaits_more(self, at: int) -> bool:
        """Whether the last header line is plainly unfinished, so that this one continues it whatever it looks like."""
        if not self.entries:
            return False
        last = self.entries[-1]
        if last.role in _PEOPLE and _is_open_list(last.pieces[-1]):
            return True
        return len(last.pieces[-1]) >= _FOLDED_FROM and _indent(unquoted(self.page.lines[at])) > last.indent

    def _take_continuation(self) -> bool:
        if not self.entries or self.page.depth(self.at) != self.depth or self.entries[-1].end != self.at:
            return False
        raw = unquoted(self.page.lines[self.at])
        if not self._continues(raw):
            return False
        last = self.entries[-1]
        last.pieces.append(visible(raw).strip())
        last.end = self.at = self.at + 1
        return True

    def _continues(self, raw: str) -> bool:
        last = self.entries[-1]
        below_their_labels = not self.entries[0].pieces[0]
        if (below_their_labels and not any(last.pieces)) or self._awaits_more(self.at):
            return True
        if last.role in _PEOPLE and _continues_people(last, raw):
            return True
        if last.role is not Role.SUBJECT and _indent(raw) > last.indent:
            return True
        return self._starts_known(self.at + 1) or (last.role is Role.SUBJECT and self._starts_known(self.at + 2))


def _continues_people(last: _Entry, raw: str) -> bool:
    return has_address(raw) and (raw.lstrip()[:1] in ("<", ",", ";") or not last.has_address())


def _is_open_list(piece: str) -> bool:
    return piece.endswith((",", "<", "[mailto:", "<mailto:")) or piece.rfind("<") > piece.rfind(">")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t\u00a0"))


@dataclass(frozen=True)
class Finding:
    """What stands at a line: a header block or none, the line of its marker or none, and the line after the run."""

    block: HeaderBlock | None
    marker: int | None
    after: int


def find_block(page: Page, at: int) -> Finding:
    """Read the run of header lines at `at`, and whether it is a header block.

    Under a marker a sender with an address is enough; without one the run must show more of a header.
    """
    if _is_enumeration(page, at):
        return Finding(None, None, at + 1)
    reader = _Reader(page, at)
    reader.read()
    after = max(reader.at, at + 1)
    entries = _from_first_known(reader.entries)
    if not entries or (len(entries) < _FEWEST and all(entry.role is not Role.FROM for entry in entries)):
        return Finding(None, None, after)
    marker = marker_above(page.lines, entries[0].start, reader.depth)
    block = _block_of(entries, reader.depth, marker is not None)
    return Finding(block, marker if block else None, after)


def _is_enumeration(page: Page, at: int) -> bool:
    """Whether the label repeats on the next line, as no header does: cheap to tell, and ten thousand may come."""
    this, following = page.header(at), page.header(at + 1)
    if this is None or following is None or this.role in (None, Role.OTHER, Role.FROM):
        return False
    return this.role is following.role


def _from_first_known(entries: list[_Entry]) -> list[_Entry]:
    """Leave out lines with unknown labels around a block whose labels are known: they are words of a note or mail."""
    known = [place for place, entry in enumerate(entries) if entry.role is not None]
    if any(entries[place].role is Role.FROM for place in known):
        return entries[known[0] : known[-1] + 1]
    return entries


def _block_of(entries: list[_Entry], depth: int, marked: bool) -> HeaderBlock | None:
    values = {entry.role: entry.value for entry in entries if entry.role is not None}
    by_label = Role.FROM in values
    if not by_label:
        _fill_by_shape(entries, values)
    if not _is_header(values, len(entries), marked, by_label):
        return None
    return HeaderBlock(values, entries[0].start, entries[-1].end, depth)


def _fill_by_shape(entries: list[_Entry], values: dict[Role, str]) -> None:
    """Give roles to lines in an unknown language: who has an address, who has a date, who has neither."""
    people = [role for role in _PEOPLE if role not in values]
    for entry in entries:
        if entry.role is not None:
            continue
        if has_address(entry.value):
            if people:
                values[people.pop(0)] = entry.value
        elif Role.DATE not in values and looks_like_moment(entry.value):
            values[Role.DATE] = entry.value
    used = set(values.values())
    rest = [entry for entry in entries if entry.role is None and entry.value and entry.value not in used]
    if rest and Role.SUBJECT not in values:
        values[Role.SUBJECT] = (rest[-1] if rest[-1] is entries[-1] else rest[0]).value


def _is_header(values: dict[Role, str], lines: int, marked: bool, by_label: bool) -> bool:
    sender = sender_of(values.get(Role.FROM, "")) if marked or len(values) > 1 else None
    if sender is None:
        return False
    others = sum(1 for role in (Role.DATE, Role.TO, Role.SUBJECT) if role in values)
    dated = looks_like_date(values.get(Role.DATE, ""))
    if sender.address is None:
        return by_label and others >= (2 if marked else 3) and (marked or dated)
    if marked:
        return by_label or others >= 2
    return (others >= 2 or dated) if by_label else (dated and lines >= _FEWEST)
