"""Header blocks: runs of `label: value` lines that name a sender, in any language."""

from dataclasses import dataclass

from bot.mail.addresses import has_address, sender_of
from bot.mail.dates import density, looks_like_date, looks_like_moment
from bot.mail.header_run import PEOPLE, Entry, Run
from bot.mail.labels import Role
from bot.mail.markers import marker_above
from bot.mail.page import Page

_FEWEST = 3
"""Header lines that a block in an unknown language has at least."""


@dataclass(frozen=True)
class HeaderBlock:
    """What a header block says: the text of each role, and the lines it covers (`end` is the first line after).

    `is_sure` is False where a note of the forwarder might look the same: another block below it goes before it.
    `reply_to` is the address of a further line, None without one. `is_sender_sure` is False where sender and
    recipient may be swapped: no known label names the sender, and no program's marker stands above one who comes first.
    """

    values: dict[Role, str]
    start: int
    end: int
    depth: int
    is_sure: bool = True
    reply_to: str | None = None
    is_sender_sure: bool = True


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
    enumerated = _end_of_enumeration(page, at)
    if enumerated > at + 1:
        return Finding(None, None, enumerated - 1)
    run = Run(page, at)
    run.read()
    after = max(run.at, at + 1)
    entries = _from_first_known(run.entries, page)
    if not entries or (len(entries) < _FEWEST and all(entry.role is not Role.FROM for entry in entries)):
        return Finding(None, None, after)
    marker = marker_above(page.lines, entries[0].start, run.depth)
    block = _block_of(entries, run.depth, marker is not None)
    return Finding(block, marker if block else None, after)


def _end_of_enumeration(page: Page, at: int) -> int:
    """Return the line after those that repeat this one's label, blank lines between or not: no header does."""
    first, end = page.header(at), at + 1
    if first is None or first.role in (None, Role.OTHER, Role.FROM):
        return end
    while (following := page.header(place := page.next_words(end))) is not None and following.role is first.role:
        end = place + 1
    return end


def _from_first_known(entries: list[Entry], page: Page) -> list[Entry]:
    """Leave out lines with unknown labels around a block whose labels are known: they are words of a note or mail.

    At the very end, above a blank line, people and one more line are the block's, where no line is its subject yet.
    """
    known = [place for place, entry in enumerate(entries) if entry.role is not None]
    roles = {entries[place].role for place in known}
    if Role.FROM not in roles:
        return entries
    end = known[-1] + 1
    while end < len(entries) - 1 and entries[end].has_address():
        end += 1
    closes = end == len(entries) - 1 and page.is_blank(entries[end].end)
    return entries[known[0] : end + 1 if closes and Role.SUBJECT not in roles else known[-1] + 1]


def _block_of(entries: list[Entry], depth: int, marked: bool) -> HeaderBlock | None:
    values: dict[Role, str] = {}
    for entry in entries:
        if entry.role is not None:
            values.setdefault(entry.role, entry.value)
    named = len(values.keys() - {Role.OTHER})
    by_label = Role.FROM in values
    introduced = _introduces_somebody(entries)
    formed = by_label or named > 1 or introduced or _has_form(entries)
    _fill_by_shape(entries, values, formed)
    if not _is_header(values, len(entries), marked, by_label):
        return None
    is_sure = marked or (depth == 0 and (named > 2 if by_label else named > 1 or introduced))
    further = (entry.value for entry in entries if entry.role is Role.OTHER and entry.has_address())
    told = by_label or (marked and entries[0].value == values.get(Role.FROM))
    return HeaderBlock(values, entries[0].start, entries[-1].end, depth, is_sure, next(further, None), told)


def _introduces_somebody(entries: list[Entry]) -> bool:
    """Whether the first person has a name and an address, as a sender does; notes tend to give bare addresses."""
    first = next((sender_of(entry.value) for entry in entries if entry.has_address()), None)
    return first is not None and first.address is not None and first.name is not None


def _has_form(entries: list[Entry]) -> bool:
    """Whether lines of unknown labels stand like a header's: two people, or one first; the date not at the end."""
    people = [place for place, entry in enumerate(entries) if entry.has_address()]
    dated = _dated(entries)
    if not people or dated is None or dated is entries[-1]:
        return False
    return len(people) > 1 or people == [0]


def _dated(entries: list[Entry]) -> Entry | None:
    """Return the line that is the date: the first with a day and a time, else the one that is most a date."""
    free = [entry for entry in entries if entry.role is None and not has_address(entry.value)]
    moments = [entry for entry in free if looks_like_moment(entry.value)]
    days = sorted((e for e in free if looks_like_date(e.value)), key=lambda e: density(e.value), reverse=True)
    return next(iter(moments or days), None)


def _fill_by_shape(entries: list[Entry], values: dict[Role, str], formed: bool) -> None:
    """Give roles to lines in an unknown language: who has an address, who has a date, who has neither."""
    people = [role for role in PEOPLE if role not in values]
    dated = _dated(entries) if Role.DATE not in values else None
    for entry in entries:
        if entry.role is not None:
            continue
        if has_address(entry.value):
            if people:
                values[people.pop(0)] = entry.value
        elif entry is dated and (formed or looks_like_moment(entry.value)):
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
