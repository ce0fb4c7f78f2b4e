"""Runs of header lines: labels with their values, folded or wrapped over several lines as they may be."""

from dataclasses import dataclass

from bot.mail.addresses import has_address
from bot.mail.header_line import HeaderLine
from bot.mail.labels import Role
from bot.mail.lines import unquoted, visible
from bot.mail.page import Page

PEOPLE = (Role.FROM, Role.TO, Role.CC)
"""Roles whose values are people."""

_UNKNOWN_AT_MOST = 12
_BLANKS_BETWEEN = 2
_FOLDED_FROM = 55
"""Programs that fold a long subject do so near 70 characters; a shorter one is followed by the body."""
_WRAPPED_FROM, _WRAPPED_TO, _WRAP_VARIES = 60, 80, 6
"""Programs wrap text somewhere between 72 and 80 characters."""


@dataclass
class Entry:
    """A header line: its role (None for a label of no table), the lines of its value, and the lines it covers."""

    role: Role | None
    pieces: list[str]
    start: int
    end: int
    indent: int

    @property
    def value(self) -> str:
        """The value on one line."""
        return " ".join(piece for piece in self.pieces if piece)

    def has_address(self) -> bool:
        """Whether an address stands in the first lines of the value; the first ones, so that a run stays linear."""
        return any(has_address(piece) for piece in self.pieces[:3])


class Run:
    """Collects the entries of one run of header lines; `at` is the line that comes next."""

    def __init__(self, page: Page, start: int) -> None:
        self.page = page
        self.at = start
        self.depth = page.depth(start)
        self.entries: list[Entry] = []
        self.roles: set[Role] = set()
        self.gap: int | None = None

    def read(self) -> None:
        """Take lines while they belong to the run."""
        while self.at < len(self.page):
            line = self._line(self.at)
            if line is None and self.page.is_blank(self.at):
                going_on = self._cross_blanks()
            elif line is not None and line.role is not None and not self._is_new_role(line.role):
                going_on = self._take_repeated(line.role, line)
            else:
                going_on = self._take_label(line) or self._take_continuation()
            if not going_on:
                return

    def _line(self, at: int) -> HeaderLine | None:
        line = self.page.header(at)
        return line if line is not None and self.page.depth(at) == self.depth else None

    def _is_new_role(self, role: Role | None) -> bool:
        return role is not None and (role is Role.OTHER or role not in self.roles)

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
        self._add(line)
        return True

    def _add(self, line: HeaderLine) -> None:
        self.entries.append(Entry(line.role, [line.value], self.at, self.at + 1, line.indent))
        if line.role is not None:
            self.roles.add(line.role)
        self.at += 1

    def _take_repeated(self, role: Role, line: HeaderLine) -> bool:
        """Take a line of a role that the run has, where it still belongs to the block; else the run ends here."""
        last = self.entries[-1]
        if role is Role.FROM:
            return self._skip_senders()
        if last.end != self.at or Role.FROM not in self.roles:
            return False
        if role in PEOPLE and last.role is role:
            last.pieces.append(f", {line.value}")
            last.end = self.at = self.at + 1
            return True
        return self._begin_anew(role, line)

    def _skip_senders(self) -> bool:
        """Leave out further senders right inside the block: the first one counts."""
        at = self.at
        while (line := self._line(at)) is not None and line.role is Role.FROM:
            at += 1
        inside = self.entries[-1].end == self.at and self._starts_known(at)
        self.at = at if inside or at > self.at + 1 else self.at
        if inside:
            self.entries[-1].end = at
        return inside

    def _begin_anew(self, role: Role, line: HeaderLine) -> bool:
        """Drop the words of a note that touch the block and are labelled like it: what stands above From is theirs."""
        roles = [entry.role for entry in self.entries]
        before = roles.index(role)
        if before > roles.index(Role.FROM) or Role.SUBJECT in roles:
            return False
        del self.entries[: before + 1]
        self.roles = {entry.role for entry in self.entries if entry.role is not None}
        self._add(line)
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
        if last.role in PEOPLE and _is_open_list(last.pieces[-1]):
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
        if last.role in PEOPLE and _continues_people(last, raw):
            return True
        if last.role is not Role.SUBJECT and _indent(raw) > last.indent:
            return True
        if self._starts_known(self.at + 1) or (last.role is Role.SUBJECT and self._starts_known(self.at + 2)):
            return True
        return last.role is Role.SUBJECT and self._is_wrapped(last, raw)

    def _is_wrapped(self, subject: Entry, raw: str) -> bool:
        """Whether a program wrapped the subject: its next word did not fit, and a blank line parts it from the text."""
        width = len(unquoted(self.page.lines[subject.start]))
        next_word = len(raw.split(maxsplit=1)[0]) if raw[:1].strip() else 0
        full = _WRAPPED_FROM <= width <= _WRAPPED_TO < width + 1 + next_word + _WRAP_VARIES
        greeting = raw.rstrip().endswith((",", "!", "，", "、", ".", "。"))
        alone = self.page.is_blank(self.at + 1) and self.page.next_words(self.at + 1) < len(self.page)
        return len(subject.pieces) == 1 and next_word > 0 and full and not greeting and alone


def _continues_people(last: Entry, raw: str) -> bool:
    return has_address(raw) and (raw.lstrip()[:1] in ("<", ",", ";") or not last.has_address())


def _is_open_list(piece: str) -> bool:
    return piece.endswith((",", "<", "[mailto:", "<mailto:")) or piece.rfind("<") > piece.rfind(">")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t\u00a0"))
