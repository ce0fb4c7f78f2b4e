"""Days as people type them, in any of our languages: "24 Dec - 6 Jan", "bis 6. Januar", "tomorrow", "next week"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.services.day_names import plain
from bot.services.errors import UnreadableDays
from bot.services.named_days import calendar_day, named_day
from bot.services.typed_numbers import in_month_of, nth_of_a_month
from bot.services.typed_words import UNTIL, after_until, is_next_week, is_this_week

_LONGEST = 100
_BACK = timedelta(days=60)
"""How long somebody may have been away already when their days are typed."""

_FROM = re.compile(
    r"(?:from|starting|von|vom|ab|du|de|del|desde(?: el)?|a partir de|dal|van(?:af)?|od|fra|fran)(?: den)?\s+"
)
_DASH = r"\s+(?:-|→)\s+|\s+-|-\s+|\s*[–—]\s*"
_BETWEEN = re.compile(rf"{_DASH}|\s+(?:do|{UNTIL})\s+|'[td][ae]n\s+")
_BETWEEN_BEHIND_FROM = re.compile(rf"{_BETWEEN.pattern}|\s+a\s+")
"""After "de" or "od", "a" leads to the last day; elsewhere it may be an "and"."""

_BARE = re.compile(r"(?<=[\w.])-(?=\w)")
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|og|och|a|i|ja|ve|oraz|&)\s+")
_FIGURE = re.compile(r"[0-9]{1,2}\.?")


@dataclass(frozen=True, slots=True)
class Days:
    """From `first`, or from today where it is None, to `last`, both included."""

    first: date | None
    last: date


def read_days(words: str, today: date) -> Days:
    """The days that these words name, as said on `today`; raises UnreadableDays."""
    said = plain(words).strip(" .,;:") if len(words) <= _LONGEST else ""
    days = _week(said, today) or _until(said, today) or _one(said, today) or _span(said, today) or _two(said, today)
    if days is None:
        raise UnreadableDays(words[:_LONGEST])
    return days


def _week(said: str, today: date) -> Days | None:
    sunday = today + timedelta(days=6 - today.weekday())
    if is_this_week(said):
        return Days(today, sunday)
    return Days(sunday + timedelta(days=1), sunday + timedelta(days=7)) if is_next_week(said) else None


def _until(said: str, today: date) -> Days | None:
    end = after_until(said)
    last = named_day(end, today) if end is not None else None
    return Days(None, last) if last is not None else None


def _one(said: str, today: date) -> Days | None:
    day = named_day(said, today)
    return Days(day, day) if day is not None else None


def _span(said: str, today: date) -> Days | None:
    led = _FROM.match(said)
    ends = said[led.end() :] if led else said
    parts = (_BETWEEN_BEHIND_FROM if led else _BETWEEN).split(ends, maxsplit=1)
    if len(parts) == 1:
        parts = _BARE.split(ends, maxsplit=1)
    return _nearest(parts[0], after_until(parts[1]) or parts[1], today) if len(parts) == 2 else None


def _two(said: str, today: date) -> Days | None:
    """Two days that follow one another: "24 and 25 Dec"; "24 and 27 Dec" leave open what is between."""
    parts = _AND.split(said)
    days = _nearest(parts[0], parts[1], today) if len(parts) == 2 else None
    return days if days and days.first and days.first + timedelta(days=1) == days.last else None


def _nearest(first: str, last: str, today: date) -> Days | None:
    """The days that have begun and last, else the next such days."""
    spans = [span for since in (today - _BACK, today) if (span := _between(first, last, today, since)) is not None]
    ahead = (Days(start, end) for start, end in spans if start <= end and end >= today)
    return next(ahead, Days(*spans[-1]) if spans else None)


def _between(first: str, last: str, today: date, since: date) -> tuple[date, date] | None:
    """The first and the last day, the first from `since` on; a figure alone borrows its month from the other."""
    first_figure, last_figure = _figure(first), _figure(last)
    if first_figure is not None and (end := calendar_day(last, since)) is not None:
        start = in_month_of(first_figure, end)
        return None if start is None else (start, end)
    start = named_day(first, today, since)
    if start is None:
        return None
    # "24 Dec - 27 Dec 2027": the year of the last is that of the first.
    again = calendar_day(first, start + timedelta(days=1))
    if last_figure is not None:
        borrowed = in_month_of(last_figure, start) if again is not None or first_figure is not None else None
        return None if borrowed is None else (start, borrowed)
    end = named_day(last, today, start)
    if end is None:
        return None
    return (again if again is not None and again <= end else start), end


def _figure(said: str) -> int | None:
    """The day that a figure alone names, or `24.`, `the 24th`."""
    return int(said.rstrip(".")) if _FIGURE.fullmatch(said) else nth_of_a_month(said)
