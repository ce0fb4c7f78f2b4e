"""Whether a mail says thanks and nothing else. Conservative: one word that is not understood, and it is not."""

import unicodedata
from collections.abc import Iterable

from bot.mail.dates import looks_like_date
from bot.mail.lines import visible
from bot.mail.notices import without_notice
from bot.mail.phrases import folded, phrases_of, words_of
from bot.mail.thanks_table import BESIDE, CLOSINGS, GREETINGS, NOT_NAMES, SMALL_WORDS, THANKS

_TEXT_AT_MOST = 800
"""Characters of new text beyond which nobody only says thanks."""

_SIGNATURE_LINES = 12
_NAMES_AT_MOST = 3
_LINE_AT_MOST = 120

_QUESTION_MARKS = "?？؟;՞⸮"
_SAD = (":(", ":-(", ":/ ", ":-/", ">:")
_GLAD_SIGNS = "🙏👍😊🙂😀😃😄😁😉🤗💪👏🎉🥳❤♥💯✅✨🌟⭐😍🥰👌🤝🙌💐🌹🌸🌞☀😎🚀☺😇🏆🎊💚💙🧡💛💜✔©®™"
_SKIN_TONES = range(0x1F3FB, 0x1F400)

_NOT_NAMES = frozenset(NOT_NAMES.split())
_SMALL_WORDS = frozenset(SMALL_WORDS.split())
_NUMBER_LABELS = ("tel", "fax", "mob", "phone", "t:", "m:", "f:", "p:", "t ", "m ", "f ", "p ", "+", "☎", "📞")
_Phrase = tuple[str, ...]


def _table(text: str) -> frozenset[_Phrase]:
    return frozenset(words_of(phrase) for phrase in phrases_of(text))


_THANKS, _BESIDE, _GREETINGS, _CLOSINGS = (_table(text) for text in (THANKS, BESIDE, GREETINGS, CLOSINGS))
_SAID = _THANKS | _BESIDE
_LONGEST = max(map(len, _SAID | _GREETINGS | _CLOSINGS))


def is_only_thanks(new_words: str, names: Iterable[str] = ()) -> bool:
    """Whether the new words of a mail (see `new_text`) are thanks, a greeting and a signature at most.

    `names` are those of its writer and of whoever may be thanked: words that are names here, whatever else they mean.
    """
    new_words = without_notice(new_words)
    if not 0 < len(new_words) <= _TEXT_AT_MOST or asks(new_words) or _has_other_signs(new_words):
        return False
    lines = [line for each in new_words.splitlines() if (line := visible(each).strip())]
    known = frozenset(folded(word) for name in names for word in words_of(name)) - _NOT_NAMES
    return bool(lines) and _Thanks(_without_greeting(lines), known).are_all()


def is_only_closing(new_words: str) -> bool:
    """Whether the new words are a closing and a signature: what a program puts below a mail that says nothing."""
    if not 0 < len(new_words) <= _TEXT_AT_MOST or asks(new_words) or _has_other_signs(new_words):
        return False
    first, *rest = [line for each in new_words.splitlines() if (line := visible(each).strip())] or [""]
    return _is_closing(first) and _is_signature(rest)


def asks(text: str) -> bool:
    """Whether the text holds a question mark of any script, addresses of pages aside. Greeks ask with a semicolon."""
    text = " ".join(word for word in text.split() if "://" not in word)
    if any(mark in text for mark in _QUESTION_MARKS if mark != ";"):
        return True
    return ";" in text and any("Ͱ" <= letter <= "Ͽ" for letter in text)


def _has_other_signs(text: str) -> bool:
    """Whether the text holds a sign that is not known to be a glad one: a thumb that points down, a frown."""
    signs = (c for c in text if unicodedata.category(c) == "So")
    return any(sign not in _GLAD_SIGNS for sign in signs) or any(face in text for face in _SAD)


class _Thanks:
    """Reads line by line: thanks and what goes beside them, then a closing or the writer's name, then a signature."""

    def __init__(self, lines: list[str], names: frozenset[str]) -> None:
        self.lines = lines
        self.names = names
        self.thanked = False
        self.closed = False

    def are_all(self) -> bool:
        for at, line in enumerate(self.lines):
            if self.closed:
                return self.thanked and _is_signature(self.lines[at:])
            if not self._read(line):
                return self.thanked and _signs_off(self.lines[at - 1], self.lines[at:])
        return self.thanked

    def _read(self, line: str) -> bool:
        """Read one line; False when it holds anything else."""
        written = words_of(unicodedata.normalize("NFKC", line)[:_LINE_AT_MOST])
        words = tuple(folded(word) for word in written)
        if self.thanked and words and self.names.issuperset(words):
            self.closed = True
            return True
        if len(line) > _LINE_AT_MOST or any(c.isnumeric() for c in line):
            return False
        at = 0
        while at < len(words):
            phrase = _longest(words, at, _SAID)
            if phrase is None and at and words[at] in self.names:
                at += 1
                continue
            if phrase is None:
                closing = _longest(words, at, _CLOSINGS)
                self.closed = closing is not None and _are_names(written[at + len(closing) :])
                return self.closed
            self.thanked = self.thanked or phrase in _THANKS
            at += len(phrase)
        return True


def _longest(words: _Phrase, at: int, table: frozenset[_Phrase]) -> _Phrase | None:
    """Return the longest phrase of the table that the words go on with."""
    candidates = (words[at : at + length] for length in range(min(_LONGEST, len(words) - at), 0, -1))
    return next((phrase for phrase in candidates if phrase in table), None)


def _without_greeting(lines: list[str]) -> list[str]:
    """Drop "Hi Bob," from the first line."""
    ends = [end for mark in ",!，、" if (end := lines[0].find(mark)) >= 0]
    end = min(ends, default=len(lines[0]))
    written = words_of(unicodedata.normalize("NFKC", lines[0][: min(end, _LINE_AT_MOST)]))
    greeting = _longest(tuple(folded(word) for word in written), 0, _GREETINGS)
    if greeting is None or not _are_names(written[len(greeting) :]):
        return lines
    rest = lines[0][end + 1 :].strip()
    return ([rest] if rest else []) + lines[1:]


def _are_names(written: _Phrase) -> bool:
    return len(written) <= _NAMES_AT_MOST and all(_is_name(word) for word in written)


def _is_name(word: str) -> bool:
    """A word that begins with a capital. Scripts without capitals don't tell a name from a wish, so none is one."""
    return folded(word) not in _NOT_NAMES and word[0].isupper()


def _signs_off(line: str, rest: list[str]) -> bool:
    """Whether a comma after the thanks makes the name below it the end of the mail ("Thanks,⏎Tom")."""
    return line.endswith((",", "，")) and len(rest) == 1 and _are_names(words_of(rest[0])) and rest[0].count(" ") <= 1


def _is_signature(lines: list[str]) -> bool:
    """Whether all lines below a closing are names, functions, firms and numbers: nothing that could be a sentence."""
    return len(lines) <= _SIGNATURE_LINES and all(_is_signature_line(line) for line in lines)


def _is_closing(line: str) -> bool:
    """Whether the line says goodbye and nothing else; some languages do so on two lines."""
    return len(line) <= _LINE_AT_MOST and tuple(folded(word) for word in words_of(line)) in _CLOSINGS


def _is_signature_line(line: str) -> bool:
    if _is_closing(line):
        return True
    is_number = folded(line[:_LINE_AT_MOST]).startswith(_NUMBER_LABELS)
    if len(line) > _LINE_AT_MOST or line.endswith(("!", "！")) or (looks_like_date(line) and not is_number):
        return False
    return all(_belongs_in_signature(word) for word in line.split())


def _belongs_in_signature(word: str) -> bool:
    letters = "".join(words_of(word))
    if not any(c.isalpha() for c in letters) or "@" in word or "://" in word or word.startswith("www."):
        return True
    return folded(word.strip(",:()")) in _SMALL_WORDS or all(map(_is_name, words_of(word)))
