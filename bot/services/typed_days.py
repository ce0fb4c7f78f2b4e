"""Days as people type them, in any of our languages: "24 Dec - 6 Jan", "bis 6. Januar", "tomorrow"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import dateparser

from bot.services.errors import UnreadableDays
from bot.services.typed_numbers import is_relative, numeric_day

LANGUAGES = ["en", "de", "fr", "es", "it", "nl"]
_LONGEST = 100

_UNTIL = (
    r"(?:until|till|til|up to|to|bis(?: zum| einschließlich)?|jusqu['’]?(?:au|à)?|au|hasta(?: el)?|al|fino al?"
    r"|tot(?: en met)?|t/m)"
)
_FROM = r"(?:from|starting|von|vom|ab|du|de|del|desde(?: el)?|dal|van(?:af)?)"
_ALONE = re.compile(rf"^{_UNTIL}\s+(.+)$", re.I)
_LEADING = re.compile(rf"^{_FROM}\s+", re.I)
_BETWEEN = re.compile(rf"\s+(?:-|–|—|→|{_UNTIL})\s+|\s*[–—]\s*", re.I)
_BARE = re.compile(r"(?<=[\w.])-(?=\w)")
_SHORT = re.compile(r"^(\d{1,2})-(\d{1,2})(?=[.\s])")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Days:
    """From `first`, or from today where it is None, to `last`, both included."""

    first: date | None
    last: date


def read_days(words: str, today: date) -> Days:
    """The days that these words name, as said on `today`; raises UnreadableDays."""
    said = " ".join(words.split()).strip(" .,;:")
    if not said or len(said) > _LONGEST:
        raise UnreadableDays(words[:_LONGEST])
    alone = _ALONE.match(said)
    if alone:
        return Days(None, _day(alone[1], today, words))
    said = _SHORT.sub(r"\1 - \2", _LEADING.sub("", said))
    parts = _BETWEEN.split(said, maxsplit=1)
    if len(parts) == 1 and _read(said, today) is None:
        parts = _BARE.split(said, maxsplit=1)
    if len(parts) == 1:
        day = _day(said, today, words)
        return Days(day, day)
    last = _read(parts[1], today)
    # "24 - 27 Dec": the first borrows its month from the last.
    first = _read(parts[0], today) if not parts[0].strip(" .").isdecimal() else _in_month_of(parts[0], last)
    if first is None:
        raise UnreadableDays(words)
    return Days(first, _day(parts[1], first, words))


def _in_month_of(number: str, last: date | None) -> date | None:
    day = int(number.strip(" ."))
    try:
        return last.replace(day=day) if last is not None else None
    except ValueError:
        return None


def _day(said: str, today: date, words: str) -> date:
    found = _read(said, today)
    if found is None:
        raise UnreadableDays(words)
    return found


def _read(said: str, today: date) -> date | None:
    """One day, the next of its kind from `today` on."""
    said = said.strip(" .,")
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    if said.isdecimal() or ":" in said:  # a bare number is no day, and a time is none
        return None
    if (numeric := numeric_day(said.casefold(), today)) is not None:
        return numeric
    named = ["day"] if is_relative(said.casefold()) or not any(map(str.isdigit, said)) else ["day", "month"]
    day = _parsed(said, today, named)
    if day is None:
        # A weekday names no day of the month; a month alone names too many.
        weekday = None if any(map(str.isdigit, said)) else _parsed(said, today, [])
        return weekday if weekday is not None and today < weekday <= today + _WEEK else None
    # What names today is in the past for a parser that prefers the future, by its midnight: a year too far.
    return today if day - today >= timedelta(days=365) and (day.day, day.month) == (today.day, today.month) else day


def _parsed(said: str, today: date, required: list[str]) -> date | None:
    found = dateparser.parse(
        said,
        languages=LANGUAGES,
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time()),
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "REQUIRE_PARTS": required,
        },
    )
    return None if found is None else found.date()
