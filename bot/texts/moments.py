"""Dates and lengths of time as people read them: in their own zone, their own language, as seen from now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.units import format_unit

from bot.domain.delay import Delay, DelayUnit
from bot.domain.moments import MomentKey
from bot.domain.people import Person


class Language(StrEnum):
    """The languages that the wording exists in."""

    EN = "en"


_LOCALES = {Language.EN: Locale("en", "GB")}
_DAY_PATTERNS = {Language.EN: ("EEE d MMM", "EEE d MMM y")}
_NEAR_DAYS = {Language.EN: {-1: "yesterday", 0: "today", 1: "tomorrow"}}


def language_of(code: str) -> Language:
    """The language for a code such as `en-US`; English where we have no words yet."""
    base = code.replace("_", "-").partition("-")[0].lower()
    return Language(base) if base in set(Language) else Language.EN


def locale_of(language: Language) -> Locale:
    """The locale by which babel spells that language."""
    return _LOCALES[language]


def counted(number: int, one: str, many: str, language: Language) -> str:
    """`1 request`, `3 requests`, by the plural rule of the language."""
    return f"{number} {one if locale_of(language).plural_form(number) == 'one' else many}"


@dataclass(frozen=True, slots=True)
class Watch:
    """The watch on a reader's wrist: it shows any instant the way that reader says it, at the instant `now` (UTC)."""

    now: datetime
    zone: ZoneInfo
    language: Language = Language.EN

    @classmethod
    def of(cls, reader: Person, now: datetime) -> "Watch":
        """The watch of that person."""
        return cls.in_zone(reader.zone, now, language_of(reader.language))

    @classmethod
    def in_zone(cls, zone: str, now: datetime, language: Language = Language.EN) -> "Watch":
        """A watch that hangs on the wall of a zone; UTC where nobody knows that zone."""
        return cls(now, _zone(zone), language)

    @property
    def locale(self) -> Locale:
        """The locale by which babel spells."""
        return locale_of(self.language)

    @property
    def city(self) -> str:
        """What people call the zone: Berlin."""
        return self.zone.key.rpartition("/")[2].replace("_", " ")

    def day(self, at: datetime) -> str:
        """`today`, `tomorrow`, `Thu 26 Nov`; another year is named."""
        local, today = self._local_date(at), self._local_date(self.now)
        near = _NEAR_DAYS[self.language].get((local - today).days)
        if near is not None:
            return near
        same, other = _DAY_PATTERNS[self.language]
        return self._spelled(at, same if local.year == today.year else other)

    def on_day(self, at: datetime) -> str:
        """To stand after a verb: `tomorrow`, `on Thu 26 Nov`."""
        return self.day(at) if self._is_near(at) else f"on {self.day(at)}"

    def dated(self, at: datetime) -> str:
        """The date alone, for the record: `Thu 26 Nov 2026`."""
        return self._spelled(at, _DAY_PATTERNS[self.language][1])

    def plain_date(self, day: date) -> str:
        """A day of the wall calendar, wherever that hangs: `Sat 3 Oct`."""
        return format_date(day, _DAY_PATTERNS[self.language][0], locale=self.locale)

    def time(self, at: datetime) -> str:
        """The time of day: `12:00`."""
        return format_skeleton("Hm", at, tzinfo=self.zone, locale=self.locale)

    def moment(self, at: datetime) -> str:
        """To stand after "by", "until", "since": `tomorrow 12:00`, `Thu 26 Nov, 12:00`."""
        day = self.day(at)
        return f"{day} {self.time(at)}" if self._is_near(at) else f"{day}, {self.time(at)}"

    def end(self, at: datetime) -> str:
        """A last moment, to stand after "no later than": `Thu 26 Nov, 12:00`; of a whole day, that day."""
        is_end_of_day = at.astimezone(self.zone).time() == time()
        return self.day(at - timedelta(minutes=1)) if is_end_of_day else self.moment(at)

    def when(self, at: datetime) -> str:
        """To stand after a verb: `tomorrow at 12:00`, `on Thu 26 Nov, 12:00`."""
        return f"{self.day(at)} at {self.time(at)}" if self._is_near(at) else f"on {self.moment(at)}"

    def stamp(self, at: datetime) -> str:
        """For the record: `Thu 26 Nov 2026, 12:00`."""
        return f"{self.dated(at)}, {self.time(at)}"

    def weekday_time(self, at: datetime) -> str:
        """Short, where the week is clear: `Fri 16:10`."""
        return f"{self._spelled(at, 'EEE')} {self.time(at)}"

    def days(self, count: int) -> str:
        """`1 day`, `3 days`."""
        return self._unit(count, "duration-day")

    def span(self, length: timedelta) -> str:
        """`3 days 4 hours`, `1 hour 20 minutes`, `less than a minute`: the two greatest parts."""
        minutes = int(length.total_seconds()) // 60
        parts = (
            (minutes // 1440, "duration-day"),
            (minutes % 1440 // 60, "duration-hour"),
            (minutes % 60, "duration-minute"),
        )
        said = [self._unit(count, unit) for count, unit in parts if count]
        return " ".join(said[:2]) or "less than a minute"

    def count(self, number: int, one: str, many: str) -> str:
        """`1 request`, `3 requests`, by the plural rule of the language."""
        return counted(number, one, many, self.language)

    def _unit(self, count: int, unit: str) -> str:
        return format_unit(count, unit, length="long", locale=self.locale)

    def _spelled(self, at: datetime, pattern: str) -> str:
        return format_datetime(at, pattern, tzinfo=self.zone, locale=self.locale)

    def _local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _is_near(self, at: datetime) -> bool:
        return abs((self._local_date(at) - self._local_date(self.now)).days) <= 1


@dataclass(frozen=True, slots=True)
class PrintedWatch(Watch):
    """For messages that stay and are read days later: every day by its date, none as today or tomorrow."""

    def day(self, at: datetime) -> str:
        """`Thu 26 Nov`; another year is named."""
        same, other = _DAY_PATTERNS[self.language]
        return self._spelled(at, same if self._local_date(at).year == self._local_date(self.now).year else other)

    def _is_near(self, at: datetime) -> bool:
        return False


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder of zones
        return ZoneInfo("UTC")


def delay_in_words(delay: Delay, watch: Watch) -> str:
    """`4 working hours`, `2 working days`, `30 minutes`, `at once`."""
    if delay.amount == 0:
        return "at once"
    if delay.unit is DelayUnit.DAYS:
        return watch.count(delay.amount, "working day", "working days")
    length = timedelta(minutes=delay.amount)
    if delay.unit is DelayUnit.WALL:
        return watch.span(length)
    if delay.amount % 60 == 0:
        return watch.count(delay.amount // 60, "working hour", "working hours")
    return f"{watch.span(length)} of working time"


def every_in_words(delay: Delay, watch: Watch) -> str:
    """`every working day`, `every 2 working days`, `every working hour`."""
    return f"every {delay_in_words(delay, watch).removeprefix('1 ')}"


_OFFERS = {
    MomentKey.LATER_TODAY: "Today",
    MomentKey.TOMORROW_NOON: "Next working day",
    MomentKey.IN_TWO_DAYS: "In two working days",
    MomentKey.END_OF_WEEK: "End of the week",
    MomentKey.IN_A_WEEK: "In a week",
}


def offer(key: MomentKey, at: datetime, watch: Watch) -> str:
    """A moment to choose, under its name and its date: `End of the week: Fri 27 Nov, 17:30`."""
    if key is MomentKey.LATER_TODAY or _is_tomorrow(at, watch):
        return sentence(watch.moment(at))
    return f"{_OFFERS[key]}: {watch.moment(at)}"


def _is_tomorrow(at: datetime, watch: Watch) -> bool:
    return at.astimezone(watch.zone).date() == (watch.now.astimezone(watch.zone).date() + timedelta(days=1))


def sentence(text: str) -> str:
    """`text` as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
