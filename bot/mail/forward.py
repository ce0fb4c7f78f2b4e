"""Reading a forwarded mail: the first header block is the original's, whatever stands in its text."""

from bot.mail.addresses import answered_instead, mailboxes_of, sender_of
from bot.mail.attribution import Attribution, read_attribution
from bot.mail.bare_labels import read_bare
from bot.mail.header_block import HeaderBlock, find_block
from bot.mail.inline_headers import read_inline
from bot.mail.labels import Role
from bot.mail.lines import depth_of, is_blank, joined, unquoted
from bot.mail.markers import is_end_marker, is_rule, is_ruled, marker_above
from bot.mail.model import Confidence, Forward
from bot.mail.openings import openings
from bot.mail.page import Page
from bot.mail.signature import without_signature
from bot.mail.subject import Prefix, bare_subject, first_prefix


def read_forward(text: str, subject: str | None) -> Forward | None:
    """Find the original mail in the text of a forward; None where the text holds none.

    `subject` is the forward's own; it fills in what the text does not say and settles what might be a reply.
    Linear in the length of the text, and never an exception: the text is a stranger's.
    """
    return _Search(Page(text), subject).run()


class _Search:
    """One pass over the lines, from the top; the first thing that reads as a forward wins."""

    def __init__(self, page: Page, subject: str | None) -> None:
        self.page = page
        self.lines = page.lines
        self.subject = subject
        self.prefix = first_prefix(subject)
        self.maybe: Attribution | None = None
        self.unsure: HeaderBlock | Attribution | None = None
        words = (at for at, line in enumerate(self.lines) if not (is_blank(line) or is_rule(line)))
        self.first_words = next(words, len(page))

    def run(self) -> Forward | None:
        resume = 0
        for at in openings(self.lines):
            if at < resume:
                continue
            found, resume = self._look(at)
            if found is not None:
                return found
        if isinstance(self.unsure, HeaderBlock):
            return self._from_block(self.unsure, None)
        if self.unsure is not None and self._is_forward(self.unsure):
            return self._from_attribution(self.unsure)
        if self.maybe is not None and self.prefix is Prefix.FORWARD:
            return self._from_attribution(self.maybe)
        return None

    def _look(self, at: int) -> tuple[Forward | None, int]:
        """Return the forward that starts at this line, or the line to look at next."""
        inline = read_inline(self.page, at)
        if inline is not None:
            return self._weigh_block(inline, at if inline.start == at else None, inline.end)
        bare = read_bare(self.page, at)
        if bare is not None and bare.block is not None:
            return self._weigh_block(bare.block, bare.marker, bare.after)
        attribution = read_attribution(self.page, at)
        if attribution is not None and (attribution.address is not None or attribution.is_framed):
            return self._weigh_attribution(attribution)
        if self.page.header(at) is None:
            return None, at
        found = find_block(self.page, at)
        return self._weigh_block(found.block, found.marker, found.after) if found.block else (None, found.after)

    def _weigh_block(self, block: HeaderBlock, marker: int | None, after: int) -> tuple[Forward | None, int]:
        """Take a block; one that might be the note's waits for a better one outside the quotation that it stands in."""
        depth = block.depth if marker is None or not self._stands_apart(marker) else self.page.depth(marker)
        if not self._goes_before_unsure(depth):
            return None, after
        if block.is_sure:
            return self._from_block(block, marker), after
        self.unsure = self.unsure or block
        return None, max(after, self._quotation_end(block.end, block.depth))

    def _weigh_attribution(self, found: Attribution) -> tuple[Forward | None, int]:
        """Take an introduction as a forward's, keep it as one that may be, or step over what it quotes."""
        if found.depth > 0 and marker_above(self.lines, found.start, found.depth) is None:
            self.unsure = self.unsure or found
            return None, self._quotation_end(found.end, found.depth)
        if self._is_forward(found) and self._goes_before_unsure(found.depth):
            return self._from_attribution(found), found.end
        self.maybe = self.maybe or found
        return None, found.quote_end(self.page)

    def _stands_apart(self, marker: int) -> bool:
        """Whether an unquoted blank line stands above the marker: a line wrapped out of a quotation has none."""
        return marker > 0 and not self.lines[marker - 1].strip()

    def _goes_before_unsure(self, depth: int) -> bool:
        """Whether what stands at this depth is no part of a quotation, or of its text, that was found before."""
        return self.unsure is None or self.unsure.depth == 0 or depth < self.unsure.depth

    def _quotation_end(self, at: int, depth: int) -> int:
        """Return the first unquoted line with words from here on, where the block is quoted."""
        while depth > 0 and at < len(self.page) and (self.page.is_blank(at) or self.page.depth(at) > 0):
            at += 1
        return at

    def _is_forward(self, found: Attribution) -> bool:
        """A reply has words of its own above or below what it quotes; a forward by this shape need not."""
        if found.is_framed or marker_above(self.lines, found.start, found.depth) is not None:
            return True
        if not found.is_quoted(self.page):
            return not (self.prefix is Prefix.REPLY and self._has_note(found.start))
        below = found.quote_end(self.page) < len(self.page)
        return not below and (self.prefix is Prefix.FORWARD or not self._has_note(found.start))

    def _has_note(self, end: int) -> bool:
        return self.first_words < end

    def _from_block(self, block: HeaderBlock, marker: int | None) -> Forward:
        values = block.values
        sender = sender_of(values.get(Role.FROM, ""))
        if sender is not None and block.reply_to is not None:
            sender = answered_instead(sender, block.reply_to)
        body, below = self._body(self._first_body_line(block.end, marker), block.depth)
        return Forward(
            sender_address=sender.address if sender else None,
            sender_name=sender.name if sender else None,
            subject=values.get(Role.SUBJECT) or self._outer_subject(),
            body=body,
            date_text=values.get(Role.DATE) or None,
            to=mailboxes_of(values.get(Role.TO, "")),
            cc=mailboxes_of(values.get(Role.CC, "")),
            note=self._note(block.start if marker is None else marker, below),
            confidence=Confidence.HEADERS if marker is None else Confidence.MARKED,
            is_sender_sure=block.is_sender_sure,
        )

    def _from_attribution(self, found: Attribution) -> Forward:
        marker = marker_above(self.lines, found.start, found.depth)
        depth = found.depth + (1 if found.is_quoted(self.page) else 0)
        body, below = self._body(found.end, depth)
        by_subject = Confidence.SUBJECT if self.prefix is Prefix.FORWARD else Confidence.HEADERS
        return Forward(
            sender_address=found.address,
            sender_name=found.name,
            subject=self._outer_subject(),
            body=body,
            date_text=found.date_text,
            to=(),
            cc=(),
            note=self._note(found.start if marker is None else marker, below),
            confidence=by_subject if marker is None else Confidence.MARKED,
        )

    def _outer_subject(self) -> str | None:
        return (bare_subject(self.subject) if self.subject else None) or None

    def _body(self, start: int, depth: int) -> tuple[str, str]:
        """Return the original's text, and what stands unquoted below a quoted original."""
        lines = self.lines[start:]
        below: list[str] = []
        if depth > 0:
            end = _end_of_quote(lines, depth)
            lines, below = [unquoted(line, depth) for line in lines[:end]], lines[end:]
        return joined(_without_end_marker(lines)), joined(without_signature(below))

    def _first_body_line(self, start: int, marker: int | None) -> int:
        """Step over what some programs put below the header block: a rule, or the marker once more."""
        page, first = self.page, self.page.next_words(start)
        if first >= len(page):
            return start
        again = marker is not None and marker < start - 1 and page.reading(marker) == page.reading(first)
        following = page.header(page.next_words(first + 1))
        repeated = again and (following is None or following.role is None)
        if repeated or is_rule(page.lines[first]):
            return first + 1
        return self._below_further_lines(start) if marker is not None else start

    def _below_further_lines(self, start: int) -> int:
        """Step over one more line of the block (The Bat!'s `Files: <none>`), where a rule closes it below."""
        page = self.page
        rule = page.next_words(start + 1)
        if page.header(start) is None or rule >= len(page) or not is_ruled(page.lines[rule]):
            return start
        following = page.header(page.next_words(rule + 1))
        return rule + 1 if following is None or following.role is None else start

    def _note(self, end: int, below: str = "") -> str:
        """Return the forwarder's own words: what stands above, and below a quoted original."""
        above = self.lines[:end]
        while above and (is_blank(above[-1]) or is_rule(above[-1])):
            above.pop()
        return "\n\n".join(part for part in (joined(without_signature(above)), below) if part)


def _end_of_quote(lines: list[str], depth: int) -> int:
    """Return where the quotation ends; a line that a program wrapped out of it belongs to it still."""
    last = max((at for at, line in enumerate(lines) if line[:1] in "> \t" and depth_of(line) >= depth), default=-1)
    end = last + 1
    while end < len(lines) and not is_blank(lines[end]):
        end += 1
    return end


def _without_end_marker(lines: list[str]) -> list[str]:
    """Cut a closing marker or rule off the end; one that text follows is the client's own and stays."""
    end = len(lines)
    while end > 0 and (is_blank(lines[end - 1]) or is_rule(lines[end - 1])):
        end -= 1
    if end > 0 and is_end_marker(lines[end - 1]):
        return lines[: end - 1]
    return lines[:end]
