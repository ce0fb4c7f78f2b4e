"""dateparser, held to what it has wholly understood: it drops times of day, and fills in what it did not read.

So a text is read twice, under settings that differ in what would be filled in, and a difference is a refusal.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateparser.date import DateDataParser

from bot.services.typed_numbers import is_relative

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
_AN_ODD_MOMENT = 131313
_NOT_YET = re.compile(r"now|jetzt|maintenant|ahora|adesso|ora|nu")
_IN_FIGURES = re.compile(
    r"(?:\w+,? )?(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{1,2}\.\d{1,2}\.\d{2,4})"
)
_FILLERS = re.compile(
    r"\b(?:by|on|until|this|next|the|am|bis|zum|den|der|diesen|kommenden?|nächste[nrs]?|le|la|ce|prochaine?|el|este"
    r"|próxim[oa]|il|questo|prossim[oa]|op|de|komende|volgende|um|at)\b"
)


def without_fillers(said: str) -> str:
    """The text without the small words around a day."""
    return " ".join(_FILLERS.sub(" ", said).split()).strip(" .,;")


def parsed_day(said: str, now: datetime, first: Iterable[str]) -> date | None:
    """The day that `said` names at `now` (a local time), in the languages `first`, then in ours; None where unsure."""
    known = [*first, *(each for each in LANGUAGES if each not in set(first))]
    spellings = dict.fromkeys((said, " ".join(_FILLERS.sub(" ", said).split())))
    readable = (each for each in spellings if each and ":" not in each and not _NOT_YET.fullmatch(each))
    return next((day for each in readable if (day := _surely(each, now, known)) is not None), None)


def _surely(said: str, now: datetime, languages: list[str]) -> date | None:
    base = now.replace(microsecond=_AN_ODD_MOMENT)
    by_month = any(map(str.isdigit, said)) and not (is_relative(said) or _IN_FIGURES.fullmatch(said))
    required = ["day", "month"] if by_month else []
    moment = _parsed(said, base, languages, "current", required)
    if moment is None or moment.time() not in {base.time(), datetime.min.time()}:
        return None
    if not is_relative(said) and _parsed(said, base, languages, "last", required) != moment:
        return None
    later = _parsed(said, base + timedelta(days=3), languages, "current", required) if by_month else moment
    is_the_same = later is not None and (later.month, later.day) == (moment.month, moment.day)
    return moment.date() if is_the_same else None


def _parsed(said: str, base: datetime, languages: list[str], day: str, required: list[str]) -> datetime | None:
    parser = DateDataParser(
        languages=languages,
        use_given_order=True,
        settings={
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": day,
            "RELATIVE_BASE": base,
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "REQUIRE_PARTS": required,
        },
    )
    found: datetime | None = parser.get_date_data(said).date_obj
    return found
