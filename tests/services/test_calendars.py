"""Whose hours and holidays count: a person's own, the company's, a client's."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import holidays
import pytest

from bot.domain.company_holiday import CompanyHoliday
from bot.domain.people import Person
from bot.domain.routing import Client
from bot.domain.workspace import Workspace
from bot.services.calendars import calendar_of, client_calendar
from bot.services.country_zones import zone_of_country

PARTY = CompanyHoliday(date(2026, 12, 24), "Winter party")
HERE = Workspace(
    "T1", "Agency", zone="Europe/Berlin", country="DE-BE", holidays=(PARTY, CompanyHoliday(date(2026, 12, 31)))
)
BOB = Person(1, "T1", "U1", "Bob", zone="Europe/Berlin")
UNITY, THREE_KINGS = date(2026, 10, 3), date(2026, 1, 6)


def test_holidays_are_those_of_country_part_and_company_and_have_their_names() -> None:
    calendar = calendar_of(BOB, HERE, 2026)
    assert calendar.holiday_names[UNITY] == "Tag der Deutschen Einheit"
    assert calendar.holiday_names[PARTY.day] == "Winter party"
    assert date(2026, 12, 31) in calendar.holidays and date(2026, 12, 31) not in calendar.holiday_names
    assert THREE_KINGS not in calendar.holidays, "Berlin works"
    bavarian = Person(2, "T1", "U2", "Pia", zone="Europe/Berlin", country="DE-BY")
    assert THREE_KINGS in calendar_of(bavarian, HERE, 2026).holidays


def test_a_person_who_moves_is_counted_by_the_new_zone_from_then_on() -> None:
    at = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert not calendar_of(BOB, HERE, 2026).is_open(at)
    moved = Person(1, "T1", "U1", "Bob", zone="Europe/Helsinki")
    assert calendar_of(moved, HERE, 2026).is_open(at)


def test_a_client_waits_by_their_own_week_and_holidays_not_by_ours() -> None:
    acme = client_calendar(Client(1, "Acme", country="US"), HERE, 2026)
    assert (acme.zone.key, str(acme.hours)) == ("America/New_York", "Mon-Fri 09:00-17:00")
    assert date(2026, 11, 26) in acme.holidays, "Thanksgiving"
    assert PARTY.day not in acme.holidays
    assert str(client_calendar(Client(2, "Tel", country="IL"), HERE, 2026).hours) == "Mon-Thu,Sun 09:00-17:00"
    unknown = client_calendar(None, HERE, 2026)
    assert unknown.zone.key == "Europe/Berlin" and UNITY in unknown.holidays


@pytest.mark.parametrize(("since", "until", "days"), [(20, 23, 1), (21, 23, 0), (23, 26, 3), (20, 27, 5)])
def test_whole_working_days_are_told(since: int, until: int, days: int) -> None:
    calendar = client_calendar(Client(1, "Acme", country="DE"), HERE, 2026)
    start, end = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (since, until))
    assert calendar.working_days_passed(start, end) == days
    assert calendar.working_days_passed(start, end - timedelta(minutes=1)) == max(0, days - (1 if since != 21 else 0))


def test_every_country_with_holidays_has_a_zone() -> None:
    known = available_timezones()
    zones = {code: zone_of_country(code) for code in holidays.list_supported_countries() if len(code) == 2}
    assert {code for code, zone in zones.items() if zone is not None and zone not in known} == set()
    assert {code for code, zone in zones.items() if zone is None} <= {"BV", "HM"}, "nobody lives there"
    assert zone_of_country("DE-BY") == "Europe/Berlin"
    assert zone_of_country("ZZ") in {None, *known}
