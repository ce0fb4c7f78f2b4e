"""Tables of phrases: read once, compared in one form whatever the case, the accents' form or the blanks."""

import unicodedata

from bot.mail.lines import visible

_LETTERS = ("L", "M", "N")
_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")
_SAME = _APOSTROPHES | {ord("ı"): "i", ord("\u0307"): ""}


def folded(text: str) -> str:
    """Return the text as phrases are compared: one case, one form of accents and apostrophes, single blanks."""
    text = unicodedata.normalize("NFKC", visible(text)).casefold().translate(_SAME)
    return " ".join(text.split())


def phrases_of(table: str) -> tuple[str, ...]:
    """Return the phrases of a table, the longest first, so that the first that fits is the one that says most."""
    phrases = {folded(phrase) for phrase in table.split(";") if phrase.strip()}
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are written; apostrophes and hyphens inside a word belong to it."""
    kept = (c if c in "'-" or unicodedata.category(c)[0] in _LETTERS else " " for c in text.translate(_APOSTROPHES))
    return tuple(word for word in (each.strip("'-") for each in "".join(kept).split()) if word)
