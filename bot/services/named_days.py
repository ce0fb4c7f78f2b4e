"""One day as people type it, in any of our languages: "Friday", "ve středu", "3 de dezembro", "Donnerstag, 3.12.".

What is not wholly understood names no day, and neither does what contradicts itself: a weekday beside a date has to be
that day's. The text is expected in plain letters, as `day_names.plain` makes it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.services.day_names import NEAR, names
from bot.services.typed_lengths import day_after, length_ahead
from bot.services.typed_numbers import NTH, day_of, next_nth, nth_of_a_month, numeric_day
from bot.services.typed_words import is_next_week

_WORD = r"[^\W\d_]+"
_BEFORE = re.compile(
    r"(?:(?:on|this|next|the|am|zum|den|der|dem|diesen|dieser|kommenden?|nachste[nrs]?|le|la|ce|cette|prochaine?|el|este"
    r"|esta|proxim[oa]|il|quest[oa]|prossim[oa]|op(?: de)?|deze|komende|volgende|aanstaande|v|ve|tento|tuto|dne|pa|d\."
    r"|w|we|ten|te|najblizsz[ya]|dnia|na|no|nesta|neste|em|dia|tana|bu|onumuzdeki)\s+)*"
)
_BEHIND = re.compile(r"\s+(?:prochaine?|proxim[oa]|prossim[oa]|que viene|que vem|gunu|gunune)$")
_YEAR = r"(?:,?\s(?:del?\s)?(?P<year>2[0-9]{3}))?"
_DAY_MONTH = re.compile(
    rf"(?P<day>[0-9]{{1,2}}){NTH}?\s?(?:(?:of|de)\s)?(?P<month>{_WORD})\.?(?:'{_WORD})?{_YEAR}\.?",
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{_WORD})\.?\s(?:the\s)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}\.?",
)
_WEEKDAY_FIRST = re.compile(rf"(?P<weekday>{_WORD}(?:-feira)?)(?:[.,]{{1,2}}\s?|\s)(?P<day>.+)")
_OF_NEXT_WEEK = (
    re.compile(rf"(?:on |am |le |el |op )?(?P<weekday>{_WORD}(?:-feira)?),? (?:of |der |de |della |van )?(?P<week>.+)"),
    re.compile(rf"(?P<week>.+?),? (?:on |am |le |el |op )?(?P<weekday>{_WORD}(?:-feira)?)"),
)
_WEEKDAY_LAST = re.compile(rf"(?P<day>.+?),?\s(?P<weekday>{_WORD}(?:-feira)?)")


def named_day(said: str, today: date, since: date | None = None) -> date | None:
    """The day that this names as said on `today`; one without a year is the next from `since` on, today by default.

    A weekday alone is the next one behind both. None where it names no day.
    """
    rest = without_small_words(said)
    if rest in NEAR:
        return today + timedelta(days=NEAR[rest])
    if length := length_ahead(said):
        return day_after(today, length)
    since = since or today
    if rest in names().weekdays and rest not in names().months:
        after = max(since, today)
        return after + timedelta(days=(names().weekdays[rest] - after.weekday() - 1) % 7 + 1)
    return _in_next_week(said, today) or calendar_day(said, since) or _agreeing(said, since, _nth_day)


def _in_next_week(said: str, today: date) -> date | None:
    for pattern in _OF_NEXT_WEEK:
        found = pattern.fullmatch(said)
        weekday = names().weekdays.get(found["weekday"]) if found and is_next_week(found["week"]) else None
        if weekday is not None:
            return today + timedelta(days=7 - today.weekday() + weekday)
    return None


def calendar_day(said: str, since: date) -> date | None:
    """The day that day and month name here, without a year the next from `since` on; None where they name none."""
    return _agreeing(said, since, _day_and_month)


def without_small_words(said: str) -> str:
    """The text without the small words around a day."""
    return _BEHIND.sub("", _BEFORE.sub("", f"{said} ", count=1).strip(" ,;"))


def _agreeing(said: str, since: date, read: Callable[[str, date], date | None]) -> date | None:
    """The day, alone or beside a weekday, which has to be that day's."""
    if (day := read(said, since)) is not None:
        return day
    rest = without_small_words(said)
    for pattern in (_WEEKDAY_FIRST, _WEEKDAY_LAST):
        found = pattern.fullmatch(rest)
        weekday = names().weekdays.get(found["weekday"]) if found else None
        if found and weekday is not None:
            day = read(found["day"], since)
            return day if day is not None and day.weekday() == weekday else None
    return None


def _day_and_month(said: str, since: date) -> date | None:
    rest = without_small_words(said)
    if (day := numeric_day(rest, since)) is not None:
        return day
    if found := _DAY_MONTH.fullmatch(rest):
        month = names().months.get(found["month"])
    elif found := _MONTH_DAY.fullmatch(rest):
        # "Dec 3" is English; elsewhere a name before a figure may be a weekday, or anything.
        month = names().months.get(found["month"]) if found["month"] in names().english_months else None
    else:
        return None
    return None if month is None else day_of(int(found["day"]), month, found["year"], since)


def _nth_day(said: str, since: date) -> date | None:
    nth = nth_of_a_month(said)
    return None if nth is None else next_nth(nth, since)
