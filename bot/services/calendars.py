"""Calendars of people, made of their working hours, their zone and the holidays of their country."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.domain.calendar import Calendar
from bot.domain.people import Person
from bot.domain.working_hours import WorkingHours
from bot.domain.workspace import Workspace


def calendar_of(person: Person, workspace: Workspace, year: int) -> Calendar:
    """When this person can be expected to act: exact for the year before `year` to three years after it."""
    return _calendar(
        person.zone or workspace.zone,
        person.working_hours or workspace.working_hours,
        person.country or workspace.country,
        year,
    )


@lru_cache(maxsize=1024)
def _calendar(zone: str, hours: str, country: str | None, year: int) -> Calendar:
    return Calendar(zone=zone_of(zone), hours=_hours(hours), holidays=_holidays(country, year))


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where nobody knows it, as Slack's names are not always IANA's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def _hours(text: str) -> WorkingHours:
    return WorkingHours.parse(text)


@lru_cache(maxsize=256)
def _holidays(country: str | None, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    code, _, subdivision = country.partition("-")
    days = holidays.country_holidays(code, subdiv=subdivision or None, years=range(year - 1, year + 4))
    return frozenset(days)
