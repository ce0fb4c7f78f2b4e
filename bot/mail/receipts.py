"""Receipts and answers to invitations: programs send them when somebody opens a mail or presses a button.

A person may begin a subject with the same words ("Accepted: your quote"), so the rest of the mail has to be empty, or
have the form that programs give it.
"""

from bot.mail.header_line import parse_header_line
from bot.mail.phrases import folded, phrases_of
from bot.mail.receipt_table import ANSWERS, READ
from bot.mail.thanks import asks, is_only_closing, is_only_thanks

_TEXT_AT_MOST = 800
_LONGEST_SENTENCE = 20
"""Words of a line of a receipt that is no header."""

_COLONS = (":", "：", " :", "-", "–", " -", " –")
_READ, _ANSWERS = phrases_of(READ), phrases_of(ANSWERS)


def is_receipt(subject: str, text: str) -> bool:
    """Whether the mail says that another was opened: nothing below the subject, or the headers of that other mail.

    `subject` is folded and bare (see `phrases.folded`), `text` as it came.
    """
    other = _after(subject, _READ)
    return bool(other) and (not text.strip() or (len(text) <= _TEXT_AT_MOST and _names(text, other)))


def is_answer_to_invitation(subject: str, words: str) -> bool:
    """Whether the mail answers an invitation and says nothing besides: no new words but thanks and a name."""
    return bool(_after(subject, _ANSWERS)) and (not words.strip() or is_only_thanks(words) or is_only_closing(words))


def _after(subject: str, phrases: tuple[str, ...]) -> str:
    """What stands behind one of the phrases and its colon; nothing where there is none."""
    for phrase in phrases:
        rest = subject[len(phrase) :]
        if subject.startswith(phrase) and rest.startswith(_COLONS):
            return rest.lstrip(" :：-–")
    return ""


def _names(text: str, subject: str) -> bool:
    """Whether the text is the headers of a mail under this subject, among short sentences that ask nothing."""
    if asks(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    headers = [parse_header_line(line) for line in lines]
    values = [folded(header.value) for header in headers if header is not None]
    rest = [line for line, header in zip(lines, headers, strict=True) if header is None]
    named = any(value and (value == subject or subject.endswith(value)) for value in values)
    return (
        named and len(values) >= 2 and len(rest) <= 4 and all(len(line.split()) <= _LONGEST_SENTENCE for line in rest)
    )
