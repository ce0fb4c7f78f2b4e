"""What people write for a part of the day, for hours from now and for the end of a week, in any of our languages.

The patterns expect text in small letters with single spaces.
"""

import re
from datetime import timedelta
from enum import StrEnum


class Part(StrEnum):
    """A part of the day; as a time it is its end."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    CLOSING = "closing"


NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a an ein eine einem einer einen un una uno une een",
            "two zwei deux dos due twee",
            "three drei trois tres tre drie",
            "four vier quatre cuatro quattro",
            "five fünf cinq cinco cinque vijf",
            "six sechs seis sei zes",
            "seven sieben sept siete sette zeven",
            "eight acht huit ocho otto",
            "nine neun neuf nueve nove negen",
            "ten zehn dix diez dieci tien",
        ),
        start=1,
    )
    for word in words.split()
}

_AS_TWO_WORDS = (
    (re.compile(r"\bdomattina\b"), "domani mattina"),
    (re.compile(r"\b(?:dopodomani|pasado mañana)\b"), "in 2 days"),
    (re.compile(r"\b(?:tonight|this evening|ce soir|esta noche|stasera|vanavond)\b"), "today evening"),
    (re.compile(r"\b(?:this morning|heute morgen|ce matin|esta mañana|stamattina|vanochtend)\b"), "today morning"),
    (re.compile(r"\b(?:this afternoon|cet après-midi|esta tarde|vanmiddag)\b"), "today afternoon"),
)
_JOINED = r"(?:\b|(?<=dag)|(?<=tag)|(?<=woch)|(?<=morgen))"
_BEFORE = (
    r"(?:\b(?:in the|in de|am|by|bis|à l['’]|à la|dans l['’]|dans la|a la|por la|de la|en la|nel|nella|di|alla|en)\s?"
    r"\b|['’]s )?"
)
_PARTS = (
    (
        Part.CLOSING,
        re.compile(
            r"\b(?:(?:at |by |zum |am )?(?:(?:the )?end of (?:the )?(?:business )?day|eod|close of business|cob"
            r"|feierabend|ende des tages|tagesende)|(?:en )?fin de (?:la )?journée|(?:al )?final del día|(?:a )?fine"
            r" giornata|(?:aan het )?einde? van de (?:werk)?dag)\b"
        ),
    ),
    (
        Part.AFTERNOON,
        re.compile(
            rf"{_BEFORE}(?:{_JOINED}(?:afternoon|nachmittags?|après-midi|pomeriggio|namiddag)|\b(?:por|de|en) la tarde"
            r"|(?:(?<=dag)|(?<=morgen))middag)\b"
        ),
    ),
    (Part.EVENING, re.compile(rf"{_BEFORE}{_JOINED}(?:evening|abends?|soir|soirée|sera|avond)\b|\bpor la noche\b")),
    (
        Part.MORNING,
        re.compile(
            rf"\b(?:por|de|en) la mañana\b|{_BEFORE}{_JOINED}"
            r"(?:morning|früh|vormittags?|matin|mattina|mattino|ochtend|voormiddag)\b"
            r"|(?:(?<=tag)|(?<=tag )|(?<=mittwoch)|(?<=mittwoch ))morgen\b"
        ),
    ),
    (
        Part.NOON,
        re.compile(r"\b(?:at noon|noon|midday|mittags?|(?:à )?midi|(?:al? )?mediod[ií]a|(?:a )?mezzogiorno|middag)\b"),
    ),
)
_HOURS = "hours?|h|hrs?|stunden?|std|heures?|horas?|or[ae]|uur|uren"
_FROM_NOW = re.compile(
    r"(?:in|within|dans|en|dentro de|tra|fra|over|binnen)\s+(?P<count>\w+)\s?"
    rf"(?:(?P<hours>{_HOURS})|minutes?|mins?|minuten?|minutos?|minut[oi]|minuut)\.?"
)
_END_OF_WEEK = re.compile(
    r"(?:by |at |bis |bis zum |zum |am )?"
    r"(?:(?:the )?end of (?:the |this )?week|eow|this week|ende (?:der|dieser) woche|diese woche"
    r"|(?:en )?fin de (?:la|cette) semaine|cette semaine|(?:a )?(?:fin|final|finales) de (?:la|esta) semana|esta semana"
    r"|(?:a )?fine (?:della|di questa) settimana|questa settimana|einde? van de(?:ze)? week|deze week)"
)


def spelled_out(said: str) -> str:
    """With words that join a day and a part of it taken apart: `domattina` is `domani mattina`."""
    for pattern, words in _AS_TWO_WORDS:
        said = pattern.sub(words, said)
    return said


def part_of_day(said: str) -> tuple[Part | None, str]:
    """The part of the day in it, and the rest."""
    for part, pattern in _PARTS:
        if found := pattern.search(said):
            return part, without(said, found)
    return None, said


def without(said: str, found: re.Match[str]) -> str:
    """The text with what was found left out."""
    return " ".join(f"{said[: found.start()]} {said[found.end() :]}".split()).strip(" ,;")


def number_of(word: str) -> int | None:
    """A small number, as digits or as a word; None where it is neither."""
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else NUMBERS.get(word)


def from_now(said: str) -> timedelta | None:
    """`in 2 hours`, `in 90 Minuten` as a length of time; None where it is no such thing."""
    found = _FROM_NOW.fullmatch(said)
    count = number_of(found["count"]) if found else None
    if found is None or count is None:
        return None
    return timedelta(hours=count) if found["hours"] else timedelta(minutes=count)


def is_end_of_week(said: str) -> bool:
    """Whether it means the last working day of this week."""
    return _END_OF_WEEK.fullmatch(said) is not None
