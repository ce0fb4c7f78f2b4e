"""Calendars of people and clients, made of working hours, zones, and the holidays of country and company.

Nothing here asks anybody: people's zones are what Slack's events last said, holidays come with the installation.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.domain.calendar import Absence, Calendar
from bot.domain.company_holiday import CompanyHoliday
from bot.domain.people import Person
from bot.domain.routing import Client
from bot.domain.working_hours import WEEKDAYS, WorkingHours
from bot.domain.workspace import Workspace
from bot.services.country_zones import zone_of_country

CLIENT_HOURS = "09:00-17:00"
"""When a client is taken to work, on the working days of their country."""

_SATURDAY, _SUNDAY = 5, 6


def calendar_of(person: Person, workspace: Workspace, year: int, absences: tuple[Absence, ...] = ()) -> Calendar:
    """When this person can be expected to act: exact for the year before `year` to three years after it."""
    return _calendar(
        person.zone or workspace.zone,
        person.working_hours or workspace.working_hours,
        person.country or workspace.country,
        workspace.holidays,
        year,
        absences,
    )


def house_calendar(workspace: Workspace, year: int) -> Calendar:
    """The usual working time of the house, where no owner is known; exact for the same years."""
    return _calendar(workspace.zone, workspace.working_hours, workspace.country, workspace.holidays, year)


def client_calendar(client: Client | None, workspace: Workspace, year: int) -> Calendar:
    """The days and hours by which a client feels a wait: their country's, else the workspace's; not our own leave."""
    country = (client.country if client else None) or workspace.country
    zone = (zone_of_country(country) if country else None) or workspace.zone
    return _calendar(zone, _client_hours(country), country, (), year)


@lru_cache(maxsize=1024)
def _calendar(
    zone: str,
    hours: str,
    country: str | None,
    ours: tuple[CompanyHoliday, ...],
    year: int,
    absences: tuple[Absence, ...] = (),
) -> Calendar:
    names = {**_holidays(country, year), **{each.day: each.name or "" for each in ours}}
    called = MappingProxyType({day: name for day, name in names.items() if name})
    return Calendar(zone_of(zone), _hours(hours), frozenset(names), absences, holiday_names=called)


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
def _client_hours(country: str | None) -> str:
    """Monday to Friday, or the days that are no weekend in that country."""
    off = {_SATURDAY, _SUNDAY}
    if country:
        off = set(holidays.country_holidays(country.partition("-")[0]).weekend) or off
    days = ",".join(name[:3] for number, name in enumerate(WEEKDAYS) if number not in off)
    return f"{days} {CLIENT_HOURS}"


@lru_cache(maxsize=256)
def _holidays(country: str | None, year: int) -> Mapping[date, str]:
    """The holidays by their names in the language of the country, whatever this machine speaks."""
    if not country:
        return {}
    code, _, subdivision = country.partition("-")
    language = holidays.country_holidays(code).default_language
    years = range(year - 1, year + 4)
    days = holidays.country_holidays(code, subdiv=subdivision or None, years=years, language=language)
    return dict(days.items())
