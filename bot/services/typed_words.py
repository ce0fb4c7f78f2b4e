"""What people write for a part of the day, for a week and for "until", in any of our languages.

The text is expected in plain letters, as `day_names.plain` makes it.
"""

import re
from enum import StrEnum

from bot.services.day_names import NEAR, names


class Part(StrEnum):
    """A part of the day; as a time it is its end."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    CLOSING = "closing"


_AS_TWO_WORDS = (
    (re.compile(r"\bdomattina\b"), "domani mattina"),
    (
        re.compile(
            r"\b(?:tonight|this evening|ce soir|esta noche|stasera|vanavond|dnes vecer|i aften|i kveld|i kvall"
            r"|tana iltana|hoje a noite|esta noite|bu aksam)\b"
        ),
        "today evening",
    ),
    (
        re.compile(
            r"\b(?:this morning|heute morgen|ce matin|esta manana|stamattina|vanochtend|dnes rano|i formiddag"
            r"|hoje de manha|esta manha|bu sabah)\b"
        ),
        "today morning",
    ),
    (
        re.compile(
            r"\b(?:this afternoon|cet apres-midi|esta tarde|vanmiddag|i eftermiddag|i ettermiddag|hoje a tarde)\b"
        ),
        "today afternoon",
    ),
)
_JOINED = r"(?:\b|(?<=dag)|(?<=tag)|(?<=woch)|(?<=morgen))"
_BEFORE = (
    r"(?:\b(?:in the|in de|am|by|bis|a l'|a la|dans l'|dans la|por la|de la|en la|nel|nella|di|alla|en)\s?\b|'s )?"
)
_PARTS = (
    (
        Part.CLOSING,
        re.compile(
            r"\b(?:(?:at |by |zum |am )?(?:(?:the )?end of (?:the )?(?:business )?day|eod|close of business|cob"
            r"|feierabend|ende des tages|tagesende)|(?:en )?fin de (?:la )?journee|(?:al )?final del dia|(?:a )?fine"
            r" giornata|(?:aan het )?einde? van de (?:werk)?dag)\b"
        ),
    ),
    (
        Part.AFTERNOON,
        re.compile(
            rf"{_BEFORE}(?:{_JOINED}(?:afternoon|nachmittags?|apres-midi|pomeriggio|namiddag)|\b(?:por|de|en) la tarde"
            r"|(?:(?<=dag)|(?<=morgen))middag)\b"
            r"|\b(?:odpoledne|(?:(?:om|pa|i) )?(?:eftermiddag(?:en)?|ettermiddag(?:en)?)|iltapaivalla|po poludniu"
            r"|(?:a|de|da) tarde|ogleden sonra)\b"
        ),
    ),
    (
        Part.EVENING,
        re.compile(
            rf"{_BEFORE}{_JOINED}(?:evening|abends?|soir|soiree|sera|avond)\b|\bpor la noche\b"
            r"|\b(?:vecer|(?:(?:om|pa) )?(?:aften(?:en)?|kveld(?:en)?|kvall(?:en)?)|illalla|wieczorem"
            r"|(?:a|da) noite|aksam)\b"
        ),
    ),
    (
        Part.MORNING,
        re.compile(
            rf"\b(?:por|de|en) la manana\b|{_BEFORE}{_JOINED}"
            r"(?:morning|fruh|vormittags?|matin|mattina|mattino|ochtend|voormiddag)\b"
            r"|(?:(?<=tag)|(?<=tag )|(?<=mittwoch)|(?<=mittwoch ))morgen\b"
            r"|\b(?:rano|dopoledne|(?:(?:om|pa) )?(?:formiddag(?:en)?)|aamulla|aamupaivalla|przed poludniem"
            r"|(?:de|da|pela) manha|sabah)\b"
        ),
    ),
    (
        Part.NOON,
        re.compile(
            r"\b(?:at noon|noon|midday|mittags?|(?:a )?midi|(?:al? )?mediodia|(?:a )?mezzogiorno|middag|(?:v )?poledne"
            r"|keskipaivalla|(?:w )?poludnie|(?:ao )?meio-dia|mitt pa dagen|midt pa dagen|oglen|ogleyin)\b"
        ),
    ),
)
_THIS_WEEK = (
    r"(?:in |i |w |v )?(?:the )?(?:this week|dieser? woche|cette semaine|n?esta semana|questa settimana|deze week"
    r"|t(?:ento|omto) tyd(?:en|nu)|denne uge|denne uk(?:en?|a)|talla viikolla|tama viikko|t(?:ym|en) ty(?:dzien|godniu)"
    r"|den har veckan|denna vecka|bu hafta)"
)
_NEXT_WEEK = re.compile(
    r"(?:in der |in |i |w |v |la |a |na |the )?(?:next week|(?:nachste[nr]?|kommende[nr]?) woche|semaine prochaine"
    r"|prochaine semaine|proxima semana|semana (?:proxima|que viene|que vem)|settimana prossima|prossima settimana"
    r"|volgende week|pristi(?:m)? tyd(?:en|nu)|naeste uge|neste uke|ensi viik(?:olla|ko)"
    r"|przyszly(?:m)? ty(?:dzien|godniu)|nasta vecka|(?:gelecek|onumuzdeki) hafta)"
)
_WHOLE_THIS_WEEK = re.compile(_THIS_WEEK)
_END_OF_WEEK = re.compile(
    r"(?:at |zum |am )?"
    rf"(?:(?:the )?end of (?:the |this )?week|eow|{_THIS_WEEK}|ende (?:der|dieser) woche"
    r"|(?:en )?fin de (?:la|cette) semaine|(?:a )?(?:fin|final|finales) de (?:la|esta) semana"
    r"|(?:a )?fine (?:della|di questa) settimana|einde? van de(?:ze)? week)"
)
_END_OF = re.compile(
    r"(?:at |by |zum |am |en |a |al |aan het )?(?:the )?(?:end of|ende|fin de|fin|final(?:es)? de|fine|einde? van|eind)"
    r"\s(?:the |der |des |du |della |del |d'|van )?(?P<what>.+)"
)
_MONTH = re.compile(
    r"(?:this |diese[sn] |ce |este |questo |deze |la |de |el |il )?(?:month|monats?|mois|mes|mese|maand)"
)
_ENDS_OF_A_MONTH = {"monatsende", "zum monatsende", "am monatsende", "eom"}
UNTIL = (
    r"(?:until|till och med|till|til og med|til|up to|to|bis(?: zum| einschliesslich)?|jusqu'au|jusqu'a|jusque|au|hasta"
    r"(?: el)?|al|fino al?|tot(?: en met)?|t/m|az do|az|frem til|fram til|indtil|t\.?o\.?m\.?|ate(?: ao?)?)"
)
"""What stands before a last day, as a pattern."""

_UNTIL_A_DAY = re.compile(
    rf"{UNTIL}\s+(?P<day>.+)|(?P<before>.+?)(?:\s+(?:asti|saakka)|(?:\s+|'\w{{1,3}}\s+)kadar)",
)
_UNTIL_IN_CZECH_AND_POLISH = re.compile(r"do\s+(?P<day>(?:[0-9]{1,2}\.?\s)?(?P<named>[^\W\d_]+)(?:\s2[0-9]{3})?)")
_BY = re.compile(
    r"^(?:(?:by|spatestens|senest|senast|nejpozdeji|najpozniej|uiterlijk|viimeistaan|entro(?: il)?|d'ici(?: le)?|para"
    r"|innen)(?:\s+|$))+|\s+(?:mennessa|by)$"
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


def after_until(said: str) -> str | None:
    """What stands behind "until" where the text begins so, or with it behind the day; None where it does not.

    "do" is until in Czech and Polish, and Thursday in German and Dutch: it counts before a name of those alone.
    """
    if found := _UNTIL_A_DAY.fullmatch(said):
        return found["day"] or found["before"]
    found = _UNTIL_IN_CZECH_AND_POLISH.fullmatch(said)
    return found["day"] if found and (found["named"] in names().czech_and_polish or found["named"] in NEAR) else None


def without_deadline(said: str) -> str:
    """The text without what says that it is a last moment: `by Friday`, `spätestens Freitag`, `until Friday`."""
    rest = _BY.sub("", said).strip()
    return after_until(rest) or rest


def is_this_week(said: str) -> bool:
    """Whether it means the days that are left of this week."""
    return _WHOLE_THIS_WEEK.fullmatch(said) is not None


def is_next_week(said: str) -> bool:
    """Whether it means the week that begins on Monday."""
    return _NEXT_WEEK.fullmatch(said) is not None


def is_end_of_next_week(said: str) -> bool:
    """Whether it means the last working day of next week."""
    found = _END_OF.fullmatch(said)
    return found is not None and is_next_week(found["what"])


def is_end_of_month(said: str) -> bool:
    """Whether it means the last working day of this month."""
    found = _END_OF.fullmatch(said)
    return _MONTH.fullmatch(found["what"]) is not None if found else said in _ENDS_OF_A_MONTH


def month_that_ends(said: str) -> int | None:
    """The month of `end of November`; None where it is no such thing."""
    found = _END_OF.fullmatch(said)
    return names().months.get(found["what"]) if found else None


def is_end_of_week(said: str) -> bool:
    """Whether it means the last working day of this week."""
    return _END_OF_WEEK.fullmatch(said) is not None
