"""Lengths of time as people type them, in any of our languages: "in two hours", "om 3 dage", "za pět pracovních dnů".

The text is expected in plain letters, as `day_names.plain` makes it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What a length is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit."""

    count: int
    unit: Unit


_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a an ein eine einem einer einen un una uno une een en et ett um uma jeden jedna jednu jedno yhden bir",
            "two zwei deux dos due twee dva dve to kahden dwa dwie dois duas tva iki",
            "three drei trois tres tre drie tri kolmen trzy uc",
            "four vier quatre cuatro quattro ctyri fire neljan cztery quatro fyra dort",
            "five funf cinq cinco cinque vijf pet fem viiden piec bes",
            "six sechs seis sei zes sest seks kuuden szesc sex alti",
            "seven sieben sept siete sette zeven sedm syv seitseman siedem sete sju yedi",
            "eight acht huit ocho otto osm otte atte kahdeksan osiem oito atta sekiz",
            "nine neun neuf nueve nove negen devet ni yhdeksan dziewiec nio dokuz",
            "ten zehn dix diez dieci tien deset ti kymmenen dziesiec dez tio on",
        ),
        start=1,
    )
    for word in words.split()
}
_UNITS = {
    Unit.MINUTES: r"minutes?|mins?|minuten?|minutos?|minut[oiyae]?|minuut|minutter|minuter|minuutin|dakika",
    Unit.HOURS: (
        r"hours?|h|hrs?|stunden?|std|heures?|horas?|or[ae]|uur|uren|hodin[uy]?|timer?|timmar|timme|tunnin|godzin[ey]?"
        r"|saat"
    ),
    Unit.WORKING_DAYS: (
        r"working days?|business days?|werktag(?:en?)?|arbeitstag(?:en?)?|jours? ouvr(?:es?|ables?)"
        r"|dias? (?:habil(?:es)?|laborables?|util|uteis)|giorn[io] lavorativ[io]|werkdag(?:en)?"
        r"|pracovnich dnu|pracovni (?:den|dny)|arbejdsdage?|hverdage?|virkedag(?:er)?|arbeidsdag(?:er)?"
        r"|arbetsdag(?:ar)?|vardag(?:ar)?|tyopaivan|dzien roboczy|dni robocz(?:e|ych)|is gunu"
    ),
    Unit.DAYS: r"days?|tage?n?|jours?|dias?|giorn[io]|dag(?:en?|er|ar)?|den|dn[yuie]|paivan|dzien|gun",
    Unit.WEEKS: (
        r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|tyden|tydn[yu]|uger?|uker?|veck(?:a|or)|viikon|tydzien"
        r"|tygodn(?:ie|i)|hafta"
    ),
    Unit.MONTHS: (
        r"months?|monate?n?|mois|mes(?:es?|i)?|maand(?:en)?|mesic[eu]?|maned(?:er)?|manad(?:er)?|kuukauden|miesiac[e]?"
        r"|miesiecy|ay"
    ),
}
ANY_UNIT = "|".join(_UNITS.values())
"""A pattern for whatever lengths are counted in."""

_LENGTHS = [
    (unit, re.compile(rf"(?P<count>[0-9]{{1,3}}(?=\s?)|\w+(?=\s))\s?(?:{words})\.?")) for unit, words in _UNITS.items()
]
_FORTNIGHTS = {"a fortnight", "one fortnight"}
_AHEAD = re.compile(
    r"(?:in|within|dans|en|dentro de|tra|fra|over|binnen|za|om|em|daqui a)\s+(?P<length>.+)"
    r"|(?P<behind>.+?)\s+(?:kuluttua|paasta|sonra|icinde)"
)


def length_ahead(said: str) -> Length | None:
    """How long from now `in 3 days` is; None where it is no such thing."""
    found = _AHEAD.fullmatch(said)
    return length(found["length"] or found["behind"]) if found else None


def length(said: str) -> Length | None:
    """The length that `3 days` names; None where it names none."""
    if said in _FORTNIGHTS:
        return Length(2, Unit.WEEKS)
    for unit, pattern in _LENGTHS:
        found = pattern.fullmatch(said)
        count = _number(found["count"]) if found else None
        if count is not None:
            return Length(count, unit)
    return None


def _number(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else _NUMBERS.get(word)


def time_of(length: Length) -> timedelta | None:
    """The time that hours and minutes are; None for all that is counted by calendar."""
    if length.unit is Unit.HOURS:
        return timedelta(hours=length.count)
    return timedelta(minutes=length.count) if length.unit is Unit.MINUTES else None


def day_after(today: date, length: Length) -> date | None:
    """The day so many days, weeks or months after today, at most the last of its month; None for other lengths."""
    if length.unit is Unit.MONTHS:
        years, month = divmod(today.month - 1 + length.count, 12)
        year, month = today.year + years, month + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    days = {Unit.DAYS: 1, Unit.WEEKS: 7}.get(length.unit)
    return today + timedelta(days=days * length.count) if days else None
