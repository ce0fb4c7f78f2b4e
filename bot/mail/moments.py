"""When a mail was written, from the date that a program printed in any language: by its digits and names of months."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import product

from babel import Locale
from babel.core import UnknownLocaleError

_LOOK_AT = 120
_LANGUAGES = """
en de fr es it pt nl sv da nb fi pl cs sk hu ro bg hr sr sl uk ru el tr et lv lt ca eu gl ga is sq mk he ar fa id ms vi
th ja ko zh sw af
"""
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:.h時点시]\s?(\d{2})(?:[:.]\d{2})?(?![\d./])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_APART = re.compile(r"(?<!\d)(\d{1,2})\D{1,12}(\d{1,2})\D{1,12}(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<![\d:.])(\d{1,2})(?![\d:])")
_OFFSET = re.compile(r"(?<![\d-])([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+")
_AFTER_NOON = re.compile(r"\b(?:pm|p\.\s?m|μμ|μ\.\s?μ)|午後|下午|오후")
_BEFORE_NOON = re.compile(r"\b(?:am|a\.\s?m|πμ|π\.\s?μ)\b|午前|上午|오전")
_HOURS = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "jst": 9, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip
_BUDDHIST, _BUDDHIST_FROM = 543, 2400


def moments_in(text: str) -> tuple[datetime, ...]:
    """All that a printed date can mean: `3/4/2026` is two days. Aware where a zone is named, else the wall's time.

    Empty where it has no time of day, or can't be read. Bounded, and never an exception.
    """
    plain = _plain(text[:_LOOK_AT])
    clock = _CLOCK.search(plain)
    if clock is None:
        return ()
    hour, minute = _hour(int(clock[1]), plain), int(clock[2])
    zone = _zone(plain, clock.end())
    days = plain[: clock.start()] + " " + plain[clock.end() :] if zone is None else plain[: clock.start()]
    found = {each for year, month, day in _days(days) for each in _moment(year, month, day, hour, minute, zone)}
    return tuple(sorted(_on_the_named_weekday(found, days), key=lambda each: each.replace(tzinfo=None)))


def _plain(text: str) -> str:
    """Western digits, no accents, no case, one kind of space."""
    folded = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in folded)
    return unicodedata.normalize("NFKC", " ".join("".join(digits).split()).casefold())


def _hour(hour: int, plain: str) -> int:
    if hour <= 12 and _AFTER_NOON.search(plain):
        return hour % 12 + 12
    return hour % 12 if hour <= 12 and _BEFORE_NOON.search(plain) else hour


def _zone(plain: str, behind: int) -> timezone | None:
    offset = _OFFSET.search(plain, behind)
    if offset is not None and int(offset[2]) <= 14:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0) % 60)
        return timezone(-away if offset[1] == "-" else away)
    named = next((_HOURS[each] for each in _WORDS.findall(plain[behind:]) if each in _HOURS), None)
    return None if named is None else timezone(timedelta(hours=named))


def _moment(year: int, month: int, day: int, hour: int, minute: int, zone: timezone | None) -> Iterator[datetime]:
    try:
        yield datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return


def _days(plain: str) -> Iterable[tuple[int, int, int]]:
    """Year, month and day, in each way that they can be read."""
    if found := _YEAR_FIRST.search(plain):
        return [(_year(found[1]), int(found[2]), int(found[3]))]
    if found := _NUMERIC.search(plain):
        first, last, year = int(found[1]), int(found[3]), _year(found[4])
        return [(year, last, first), *([(year, first, last)] if found[2] == "/" else [])]
    months = {month for word in _WORDS.findall(plain) for month in _names()[0].get(word, ())}
    years = [_year(each) for each in _YEAR.findall(plain)]
    if months and years:
        return product(years[:2], sorted(months), [int(each) for each in _DAY.findall(plain)][:2])
    if found := _APART.search(plain):
        return [(_year(found[3]), int(found[2]), int(found[1]))]
    return []


def _year(digits: str) -> int:
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year - _BUDDHIST if year >= _BUDDHIST_FROM else year


def _on_the_named_weekday(found: set[datetime], plain: str) -> set[datetime]:
    """Those that fall on a weekday that is named; all where none does ("mar" is Tuesday, and March)."""
    named = {day for word in _WORDS.findall(plain) for day in _names()[1].get(word, ())}
    return {each for each in found if each.weekday() in named} or found


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """What months (1 to 12) and weekdays (0: Monday) are called, by a word of their names."""
    months: dict[str, set[int]] = {}
    weekdays: dict[str, set[int]] = {}
    for language in _LANGUAGES.split():
        try:
            locale = Locale(language)
        except UnknownLocaleError:
            continue
        for kept, named in ((months, locale.months), (weekdays, locale.days)):
            for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
                for number, name in named[context][width].items():
                    words = _WORDS.findall(_plain(name))
                    if len(words) == 1 and len(words[0]) > 1 and not any(each.isdigit() for each in name):
                        kept.setdefault(words[0], set()).add(number)
    return months, weekdays
