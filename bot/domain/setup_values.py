"""How single values of a set-up are read: each reader gives the value, or raises Unfit."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.delay import Delay, DelayError
from bot.domain.retention import Retention, RetentionError
from bot.domain.working_hours import WEEKDAYS, WorkingHours, WorkingHoursError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[object], T]

LONGEST_NAME = 60
"""So that a client and its project fit into one line of a choice."""

LONGEST_FOLDER = 200

_ADDRESS = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}")
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")
_DOMAIN = re.compile(r"[^\s@<>,;/:.]+(\.[^\s@<>,;/:.]+)+")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PHONE = re.compile(r"[+(]?\d[\d ()/.-]{2,37}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Unfit(ValueError):
    """`part` of a value that can't be used, and what was expected in its place."""

    def __init__(self, part: object, expected: str) -> None:
        super().__init__(expected)
        self.part = part
        self.expected = expected


def text(value: object) -> str:
    """A line of text that says something."""
    if not isinstance(value, str):
        raise Unfit(value, "text in quotation marks")
    line = " ".join(value.split())
    if not line or not line.isprintable():
        raise Unfit(value, "a line of text")
    return line


def yes_or_no(value: object) -> bool:
    """Whether something is so."""
    if not isinstance(value, bool):
        raise Unfit(value, "true or false")
    return value


def name(value: object) -> str:
    """What a client, project or policy is called."""
    line = text(value)
    if len(line) > LONGEST_NAME:
        raise Unfit(line, f"at most {LONGEST_NAME} characters")
    return line


def address(value: object) -> str:
    """An e-mail address, in small letters."""
    return _matching(value, _ADDRESS, "an e-mail address such as bob@agency.example").lower()


def somebody(value: object) -> str:
    """A person, by e-mail address; by Slack id where Slack shows no address."""
    line = text(value)
    return line if _SLACK_ID.fullmatch(line) else address(line)


def domain(value: object) -> str:
    """What stands behind the @ of a client's addresses."""
    return _matching(value, _DOMAIN, "a mail domain such as acme.example").lower()


def channel(value: object) -> str:
    """A channel by its name; given without the number sign."""
    line = text(value).removeprefix("#")
    if not line or len(line) > 80 or any(sign in line for sign in " #@,"):
        raise Unfit(value, "the name of a channel such as #client-acme")
    return line


def tier(value: object) -> str | None:
    """How much a client counts: None for the standard."""
    chosen = name(value)
    return None if chosen == "standard" else chosen


def zone(value: object) -> str:
    """A time zone by its IANA name."""
    line = text(value)
    try:
        return str(ZoneInfo(line))
    except (KeyError, ValueError, OSError):
        raise Unfit(line, "a time zone such as Europe/Berlin") from None


def day(value: object) -> date:
    """A date, as TOML has it or in quotation marks."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise Unfit(value, "a date such as 2026-12-24") from None


def country(value: object) -> str:
    """A country, or a part of one, whose holidays hold."""
    return _matching(value, _COUNTRY, "a country such as DE, or a part of one such as DE-BY")


def language(value: object) -> str:
    """A language by its two letters."""
    return _matching(value, _LANGUAGE, "a language such as en")


def retention(value: object) -> Retention:
    """How long something is kept."""
    try:
        return Retention.parse(text(value))
    except RetentionError:
        raise Unfit(value, "a length of time such as 18 months, 90 days or 2 years") from None


def phone(value: object) -> str:
    """A telephone number, as it is dialled."""
    return _matching(value, _PHONE, "a telephone number such as +49 30 1234567")


def hours(value: object) -> str:
    """Working hours, in the one spelling that they have."""
    try:
        return str(WorkingHours.parse(text(value)))
    except WorkingHoursError as error:
        raise Unfit(error.part, error.expected) from None


def host(value: object) -> str:
    """The name or address of a server, in small letters."""
    return _matching(value, _HOST, "the name of a server such as imap.agency.example").lower()


def folder(value: object) -> str:
    """A folder of a mailbox, by its full name."""
    line = text(value)
    if len(line) > LONGEST_FOLDER or any(sign in line for sign in "*%"):
        raise Unfit(line, "the name of a folder such as INBOX")
    return line


def number(least: int, most: int) -> Reader[int]:
    """A whole number between these two, or one of them."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unfit(value, f"a whole number from {least} to {most}")
        return value

    return read


def delay(value: object) -> Delay:
    """A length of time above zero."""
    try:
        read = Delay.parse(text(value))
    except DelayError as error:
        raise Unfit(error.part, error.expected) from None
    if read.amount == 0:
        raise Unfit(value, "a delay above zero; the card at hand-over needs no rung of its own")
    return read


def touch_every(value: object) -> Delay:
    """How long there may be no contact."""
    try:
        return delay(value)
    except Unfit:
        raise Unfit(value, "a length such as 10d, which is ten working days") from None


def weekday(value: object) -> int:
    """A day of the week, from Monday, 0."""
    line = text(value)
    for number, day in enumerate(WEEKDAYS):
        if len(line) >= 3 and day.lower().startswith(line.lower()):
            return number
    raise Unfit(line, "a day such as Mon")


def time_of_day(value: object) -> str:
    """A time of day on a 24-hour clock."""
    return _matching(value, _TIME, "a time of day such as 09:00")


def one_of(choices: Iterable[str]) -> Reader[str]:
    """One of these words."""
    known = tuple(choices)

    def read(value: object) -> str:
        if value not in known:
            raise Unfit(value, " or ".join(known))
        return str(value)

    return read


def member_of(choices: Iterable[E]) -> Reader[E]:
    """One of these members, by its value."""
    known = {str(choice): choice for choice in choices}
    return lambda value: known[one_of(known)(value)]


def several(read: Reader[T], *, least: int = 0) -> Reader[tuple[T, ...]]:
    """A list of so many at least, nothing in it twice; one alone may stand without brackets."""

    def read_all(value: object) -> tuple[T, ...]:
        listed = [value] if _is_one_alone(value) else value
        if not isinstance(listed, list):
            raise Unfit(value, "a list in square brackets")
        if len(listed) < least:
            raise Unfit(value, f"at least {least}")
        return tuple(dict.fromkeys(read(each) for each in listed))

    return read_all


def _is_one_alone(value: object) -> bool:
    """Whether it is one word; several with commas between them lack their brackets."""
    return isinstance(value, str) and "," not in value


def named(read: Reader[T]) -> Reader[tuple[tuple[str, T], ...]]:
    """A table of names of one's own choice, each with its value, in the order of the names."""

    def read_all(value: object) -> tuple[tuple[str, T], ...]:
        if not isinstance(value, dict):
            raise Unfit(value, "a table in curly brackets")
        return tuple(sorted((name(key), read(each)) for key, each in value.items()))

    return read_all


def _matching(value: object, pattern: re.Pattern[str], expected: str) -> str:
    line = text(value)
    if not pattern.fullmatch(line):
        raise Unfit(line, expected)
    return line
