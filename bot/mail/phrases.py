"""Tables of phrases: read once, compared in one form whatever the case, the accents' form or the blanks."""

import unicodedata

from bot.mail.lines import visible

_LETTERS = ("L", "M", "N")
_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")


def folded(text: str) -> str:
    """Return the text as phrases are compared: one case, one form of accents, plain blanks, single ones."""
    text = unicodedata.normalize("NFKC", visible(text)).casefold().translate(_APOSTROPHES)
    return " ".join(text.replace("\u0307", "").split())


def phrases_of(table: str) -> tuple[str, ...]:
    """Return the phrases of a table, the longest first, so that the first that fits is the one that says most."""
    phrases = {folded(phrase) for phrase in table.split(";") if phrase.strip()}
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a folded text; apostrophes and hyphens inside a word belong to it."""
    kept = (c if c in "'-" or unicodedata.category(c)[0] in _LETTERS else " " for c in text)
    return tuple(word for word in (each.strip("'-") for each in "".join(kept).split()) if word)
