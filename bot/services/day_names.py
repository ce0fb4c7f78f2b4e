"""What months, weekdays and the days around today are called, in each language that clients are written to."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "cs", "da", "fi", "nb", "pl", "pt", "sv", "tr")

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "ı": "i", "’": "'"})
"""What has no accent to take off, as people write it who lack the key."""

_LEAST_OF_A_WEEKDAY = 3
"""Letters: "do", "po" and "to" are small words elsewhere, and "so" is Sunday or Saturday."""

UNTIL_OR_THURSDAY = "do"
"""Until in Czech and Polish, Thursday in German and Dutch."""

_FURTHER_MONTHS = {"janner": 1, "maerz": 3, "setiembre": 9}
_FURTHER_WEEKDAYS = {
    "en": ("", "tues", "weds", "thur thurs", "", "", ""),
    "de": ("mo", "di", "mi", "", "fr", "sa sonnabend", ""),
    "nl": ("ma", "di", "wo", "", "vr", "za", ""),
    "cs": ("pondelka", "uterka", "stredu stredy", "ctvrtka", "patku", "sobotu soboty", "nedeli"),
    "fi": (
        "maanantaihin",
        "tiistaihin",
        "keskiviikkoon",
        "torstaihin",
        "perjantaihin",
        "lauantaihin",
        "sunnuntaihin",
    ),
    "pl": ("poniedzialku", "wtorku", "srode srody", "czwartku", "piatku", "sobote soboty", "niedziele niedzieli"),
    "pt": ("segunda", "terca", "quarta", "quinta", "sexta", "", ""),
    "tr": ("pazartesiye", "saliya", "carsambaya", "persembeye", "cumaya", "cumartesiye", "pazara"),
}
"""As they stand in a sentence, and as they are cut short beyond what the calendars of the languages list."""

_NEAR = {
    -2: (
        "day before yesterday, vorgestern, avant-hier, anteayer, avantieri, l'altro ieri, eergisteren, predevcirem"
        ", i forgars, toissapaivana, przedwczoraj, anteontem, i forrgar, evvelsi gun"
    ),
    -1: "yesterday, gestern, hier, ayer, ieri, gisteren, vcera, i gar, igar, eilen, wczoraj, ontem, dun",
    0: "today, heute, aujourd'hui, hoy, oggi, vandaag, dnes, i dag, idag, tanaan, dzis, dzisiaj, hoje, bugun",
    1: (
        "tomorrow, morgen, demain, manana, domani, zitra, zitrka, i morgen, imorgen, huomenna, huomiseen, jutro, jutra"
        ", amanha, i morgon, imorgon, yarin, yarina"
    ),
    2: (
        "day after tomorrow, ubermorgen, uebermorgen, apres-demain, apres demain, pasado manana, dopodomani, overmorgen"
        ", pozitri, i overmorgen, overimorgen, i overimorgen, ylihuomenna, pojutrze, depois de amanha, i overmorgon"
        ", overmorgon, obur gun, yarindan sonra"
    ),
}
NEAR = {name: ahead for ahead, names in _NEAR.items() for name in names.split(", ")}
"""How many days after today a word means."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names in plain letters, each with its one meaning: months from 1, weekdays from 0 for Monday.

    `english_months` stand before the day, too; `czech_and_polish` names may follow a "do", which is "until" there.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    english_months: frozenset[str]
    czech_and_polish: frozenset[str]


def plain(text: str) -> str:
    """In small letters without accents, words set apart by single spaces: patterns and names are in the same."""
    folded = unicodedata.normalize("NFD", " ".join(text.casefold().split())).translate(_LETTERS)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def names() -> Names:
    """All names; one that has several meanings is left out, as nobody could say which was meant."""
    months = {language: _months(language) for language in LANGUAGES}
    weekdays = {language: _weekdays(language) for language in LANGUAGES}
    return Names(
        months=_of_one_meaning(months) | _FURTHER_MONTHS,
        weekdays=_of_one_meaning(weekdays),
        english_months=frozenset(months["en"]) - frozenset(_of_one_meaning(weekdays)),
        czech_and_polish=frozenset(name for each in ("cs", "pl") for name in (*months[each], *weekdays[each])),
    )


def _months(language: str) -> dict[str, int]:
    return dict(_listed(Locale(language).months))


def _weekdays(language: str) -> dict[str, int]:
    listed = {name: day for name, day in _listed(Locale(language).days) if len(name) >= _LEAST_OF_A_WEEKDAY}
    further = enumerate(_FURTHER_WEEKDAYS.get(language, ()))
    return listed | {name: day for day, names_of_it in further for name in names_of_it.split()}


def _listed(calendar: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[tuple[str, int]]:
    """The names of a language's calendar, as they stand in a date and alone, whole and cut short."""
    for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
        for number, name in calendar[context][width].items():
            yield plain(name).rstrip("."), number


def _of_one_meaning(by_language: dict[str, dict[str, int]]) -> dict[str, int]:
    meanings: dict[str, set[int]] = defaultdict(set)
    for named in by_language.values():
        for name, number in named.items():
            meanings[name].add(number)
    return {name: number for name, (number, *others) in meanings.items() if not others}
