"""Dates as people type them, in any of our languages: "Friday noon", "morgen 14 Uhr", "in two working days", "3. Dez.".

A time of day and working days are read here, for these dateparser knows too little of; the day is left to it.
"""

import re
from datetime import date, datetime, time, timedelta

from dateparser.date import DateDataParser

from bot.domain.calendar import Calendar
from bot.domain.openings import first_showing
from bot.services.errors import DateUnreadable
from bot.services.office import office_of
from bot.services.transaction import Tx

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
LONGEST = 80
END_OF_A_FREE_DAY = time(17)
"""By when on a day without working hours, where no time was typed."""

_NOON = re.compile(r"\b(?:at noon|noon|midday|mittags?|(?:à )?midi|(?:al? )?mediod[ií]a|(?:a )?mezzogiorno|middag)\b")
_AT = r"(?:\b(?:at|by|um|gegen|bis|à|a las?|alle(?: ore)?|om)\s+)?"
_TIMES = (
    re.compile(
        _AT + r"\b(?P<hour>\d{1,2})(?::|h\s?)(?P<minute>\d{2})(?:\s?(?P<half>[ap])\.?m\b\.?|\s?(?:uhr|uur|h)\b)?"
    ),
    re.compile(_AT + r"\b(?P<hour>\d{1,2})\.(?P<minute>\d{2})\s?(?:uhr|uur)\b"),
    re.compile(_AT + r"\b(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?m\b\.?"),
    re.compile(_AT + r"\b(?P<hour>\d{1,2})\s?(?:uhr|uur|h|heures?|horas?|ore)\b"),
    re.compile(r"\b(?:at|um|gegen|à|a las?|alle(?: ore)?|om)\s+(?P<hour>\d{1,2})\b(?![.:/])"),
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a an ein einem einen un una uno een",
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
_WORKING_DAYS = re.compile(
    r"(?:in|dans|en|tra|fra|over)\s+(?P<count>\w+)\s+"
    r"(?:working days?|business days?|werktag(?:en?)?|arbeitstag(?:en?)?|jours? ouvr(?:és?|ables?)"
    r"|d[ií]as? (?:h[áa]bil(?:es)?|laborables?)|giorn[io] lavorativ[io]|werkdag(?:en)?)"
)
_FILLERS = re.compile(
    r"\b(?:by|on|until|this|next|the|am|bis|zum|den|diesen|kommenden?|nächste[nrs]?|le|la|ce|prochaine?|el|este|próxim[oa]"
    r"|il|questo|prossim[oa]|op|de|komende|volgende)\b"
)


async def typed_moment(tx: Tx, who: str, typed: str) -> datetime:
    """What somebody typed as a time (UTC), in their own zone and hours; raises DateUnreadable."""
    office = await office_of(tx)
    person = office.person(who)
    return read(typed, tx.now, office.calendar(person.id), person.language)


def read(typed: str, now: datetime, calendar: Calendar, language: str = "en") -> datetime:
    """The time (UTC) that `typed` means at `now`; without a time of day, the end of that day's working hours.

    `language` is tried first. A day that has passed is returned as such. Raises DateUnreadable.
    """
    said = " ".join(typed.casefold().split())
    if not said or len(said) > LONGEST:
        raise DateUnreadable(typed)
    at, rest = _time_of_day(said)
    day: date | None
    if working := _WORKING_DAYS.fullmatch(rest):
        day = calendar.local_day(calendar.add_working_days(now, _number(working["count"], typed)))
    else:
        day = _day(rest, now, calendar, language) if rest else calendar.local_day(now)
    if day is None:
        raise DateUnreadable(typed)
    return _closing(calendar, day) if at is None else first_showing(calendar.zone, datetime.combine(day, at))


def _time_of_day(said: str) -> tuple[time | None, str]:
    """The time of day in it, and the rest."""
    if noon := _NOON.search(said):
        return time(12), _without(said, noon)
    for pattern in _TIMES:
        if found := pattern.search(said):
            groups = found.groupdict()
            hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
            if half := groups.get("half"):
                hour = hour % 12 + (12 if half == "p" else 0)
            if hour < 24 and minute < 60:
                return time(hour, minute), _without(said, found)
    return None, said


def _without(said: str, found: re.Match[str]) -> str:
    return " ".join(f"{said[: found.start()]} {said[found.end() :]}".split()).strip(" ,;")


def _number(word: str, typed: str) -> int:
    number = int(word) if word.isdecimal() and len(word) <= 3 else _NUMBERS.get(word)
    if number is None:
        raise DateUnreadable(typed)
    return number


def _day(said: str, now: datetime, calendar: Calendar, language: str) -> date | None:
    known = [language] if language in LANGUAGES else []
    parser = DateDataParser(
        languages=[*known, *(each for each in LANGUAGES if each not in known)],
        use_given_order=True,
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now.astimezone(calendar.zone).replace(tzinfo=None),
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
        },
    )
    for spelled in dict.fromkeys((said, " ".join(_FILLERS.sub(" ", said).split()))):
        found: datetime | None = parser.get_date_data(spelled).date_obj if spelled else None
        if found is not None:
            return found.date()
    return None


def _closing(calendar: Calendar, day: date) -> datetime:
    start = first_showing(calendar.zone, datetime.combine(day, time()))
    end = first_showing(calendar.zone, datetime.combine(day + timedelta(days=1), time()))
    openings = list(calendar.openings_between(start, end))
    if openings:
        return openings[-1].end
    return first_showing(calendar.zone, datetime.combine(day, END_OF_A_FREE_DAY))
