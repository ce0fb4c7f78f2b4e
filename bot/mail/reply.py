"""What a reply adds: the words of its writer, without the quoted past and the signature."""

from bot.mail.attribution import read_attribution
from bot.mail.header_block import read_run
from bot.mail.inline_headers import read_inline
from bot.mail.lines import COLONS, depth_of, joined, split_lines
from bot.mail.markers import is_dashed_marker, is_known_marker, is_rule, marker_above
from bot.mail.signature import without_signature


def new_text(text: str) -> str:
    """Return what the writer of a mail wrote anew; empty where all of it is quoted. Linear, never an exception.

    Answers between quoted lines are kept. Everything below a header block, a marker or an unquoted "On … wrote:"
    belongs to the past.
    """
    lines = split_lines(text)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if depth_of(line) > 0:
            at += 1
            continue
        past = _past_from(lines, at) if _may_open_past(line) else None
        if past is None:
            kept.append(line)
            at += 1
            continue
        start, resume = past
        del kept[max(0, len(kept) - (at - start)) :]
        if resume is None:
            break
        at = resume
    while kept and (not kept[-1].strip() or is_rule(kept[-1])):
        kept.pop()
    return joined(without_signature(kept))


def _may_open_past(line: str) -> bool:
    return "\t" in line or any(colon in line for colon in COLONS) or line.lstrip()[:2] in ("--", "==", "__", "**", "~~")


def _past_from(lines: list[str], at: int) -> tuple[int, int | None] | None:
    """Return where the past starts, and where new words may go on (None: nowhere); None when this line is new."""
    attribution = read_attribution(lines, at)
    if attribution is not None:
        quoted = attribution.is_quoted(lines)
        return attribution.start, attribution.end if quoted else None
    if read_inline(lines, at) is not None:
        return at, None
    if is_known_marker(lines[at]) and is_dashed_marker(lines[at]):
        return at, None
    run = read_run(lines, at)
    found = run.block(marked=True)
    marker = marker_above(lines, found.start, found.depth) if found else None
    if marker is not None:
        return marker, None
    block = run.block(marked=False)
    return (block.start, None) if block else None
