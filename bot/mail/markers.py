"""Lines that mail programs write above (and some below) a forwarded mail."""

from bot.mail.labels import key_of
from bot.mail.lines import reading, unquoted
from bot.mail.marker_table import ENDINGS, SENTENCES

RULES = "-_=*~—–―─━‐‑‒·•#+"
"""Characters that programs draw rules with."""

_DRAWN = RULES + "<>8"
"""Rules, and the scissors that The Bat! draws into them."""

_RULE_SIGNS = frozenset(RULES)
_MARKER_AT_MOST = 200
_RULE_AT_LEAST = 3

_SENTENCE_KEYS = frozenset(key_of(sentence) for sentence in SENTENCES.split(";") if sentence.strip())
_ENDING_WORDS = frozenset(word.strip() for word in ENDINGS.replace("\n", " ").split(";"))


def _core(text: str) -> str:
    return text.strip(" :：.…>" + RULES)


def is_ruled(line: str) -> bool:
    """Whether the line begins with a drawn rule, words or not behind it."""
    if line.lstrip("> \t\u00a0\ufeff")[:1] not in _RULE_SIGNS:
        return False
    text = unquoted(line).lstrip()[:_RULE_AT_LEAST]
    return len(text) == _RULE_AT_LEAST and not text.strip(RULES)


def is_rule(line: str) -> bool:
    """Whether the line is nothing but a drawn rule, as Outlook and KMail put around mails."""
    text = reading(line)
    return len(text) >= _RULE_AT_LEAST and not text.strip(RULES + " ")


def is_dashed_marker(line: str) -> bool:
    """Whether the line is words behind a drawn rule (`--- … ---`): a marker in any language when headers follow."""
    if len(line) > _MARKER_AT_MOST or not is_ruled(line):
        return False
    return any(c.isalpha() for c in _core(reading(line)))


def is_known_marker(line: str) -> bool:
    """Whether the words of the line are a marker of the table, with a rule or without."""
    return len(line) <= _MARKER_AT_MOST and key_of(_core(reading(line))) in _SENTENCE_KEYS


def is_end_marker(line: str) -> bool:
    """Whether a program closes the forwarded mail here (`----- End forwarded message -----`)."""
    words = (word.strip(_DRAWN) for word in _core(reading(line)).casefold().split())
    return is_dashed_marker(line) and not _ENDING_WORDS.isdisjoint(words)


def marker_above(lines: list[str], start: int, depth: int) -> int | None:
    """Return the line of the marker that belongs to a header block at `start`; None where the block has none.

    Blank lines and drawn rules may stand between. A sentence that ends in a colon inside the same quotation is a
    marker too: Apple Mail's, in whatever language.
    """
    for at in range(start - 1, max(start - 6, -1), -1):
        line = lines[at]
        text = reading(line)
        if not text or is_rule(line):
            continue
        if is_dashed_marker(line) or is_known_marker(line):
            return at
        quoted = depth > 0 and line.lstrip()[:1] == ">"
        return at if quoted and text.endswith((":", "：")) and len(text) <= 80 else None
    return None
