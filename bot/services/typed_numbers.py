"""Days written in figures: `3.12.`, `3.12.26`, `the 3rd`, `am 5.`; the day stands before the month, as it does here."""

import re
from collections.abc import Iterable
from datetime import date

_LEAD = r"(?:(?:by|on|until|the|am|bis|bis zum|zum|vom|den|der|le|du|au|jusqu['’]au|el|del|al|il|dal|op|de|tot) )*"
_DAY_AND_MONTH = re.compile(
    rf"{_LEAD}(?P<day>[0-9]{{1,2}})\.\s?(?P<month>[0-9]{{1,2}})(?:\.\s?(?P<year>[0-9]{{4}}|[0-9]{{2}})?)?"
)
_DAY = re.compile(
    rf"(?:{_LEAD}(?P<nth>[0-9]{{1,2}})(?:st|nd|rd|th|er|\.)"
    r"|(?:(?:by|on|until) )?the (?P<the>[0-9]{1,2})"
    r"|(?:le|el|el día|il|op de) (?P<le>[0-9]{1,2})(?:de|ste|e)?)"
)
_RELATIVE = re.compile(
    r"(?:(?:in|within|dans|en|dentro de|tra|fra|over|binnen) )?[0-9]{1,3} "
    r"(?:days?|weeks?|months?|tage?n?|wochen?|monate?n?|jours?|semaines?|mois|d[ií]as?|semanas?|mes(?:es)?"
    r"|giorn[io]|settiman[ae]|mes[ei]|dag(?:en)?|we(?:ek|ken)|maand(?:en)?)"
)


def numeric_day(said: str, today: date) -> date | None:
    """The day that these figures name, the next of its kind from `today` on; None where they name none.

    `said` is in small letters; a year of two figures is one of this century.
    """
    if found := _DAY_AND_MONTH.fullmatch(said):
        day, month, year = int(found["day"]), int(found["month"]), found["year"]
        if year:
            return _valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return _next((_valid(today.year + ahead, month, day) for ahead in range(9)), today)
    if found := _DAY.fullmatch(said):
        day = int(found["nth"] or found["the"] or found["le"])
        months = [divmod(today.month - 1 + ahead, 12) for ahead in range(3)]
        return _next((_valid(today.year + year, month + 1, day) for year, month in months), today)
    return None


def _next(days: Iterable[date | None], today: date) -> date | None:
    return next((day for day in days if day is not None and day >= today), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_relative(said: str) -> bool:
    """Whether its figures count days, weeks or months from today."""
    return _RELATIVE.fullmatch(said) is not None
