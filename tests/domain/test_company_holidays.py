"""The company's own days off in a set-up: read, refused by line, told in a diff, written out again."""

from datetime import date

import pytest

from bot.domain.company_holiday import CompanyHoliday
from bot.domain.setup import SetupRefused
from bot.domain.setup_diff import setup_diff
from bot.domain.setup_reading import read_setup
from bot.domain.setup_writing import written

SMALLEST = '[workspace]\nfallback_owner = "lea@agency.example"\n'
DAYS = 'holidays = ["2026-12-31", 2026-12-24]\n\n[[holiday]]\ndate = "2026-10-09"\nname = "Summer party"\n'
PARTY = CompanyHoliday(date(2026, 10, 9), "Summer party")


def test_they_are_read_with_or_without_a_name_and_stand_in_order() -> None:
    assert read_setup(SMALLEST + DAYS).workspace.holidays == (
        PARTY,
        CompanyHoliday(date(2026, 12, 24)),
        CompanyHoliday(date(2026, 12, 31)),
    )


def test_they_are_written_out_as_they_are_read() -> None:
    setup = read_setup(SMALLEST + DAYS)
    assert read_setup(written(setup)) == setup
    assert 'holidays = ["2026-12-24", "2026-12-31"]' in written(setup)


def test_a_diff_names_them() -> None:
    [change] = setup_diff(read_setup(SMALLEST), read_setup(SMALLEST + DAYS)).changes
    [field] = change.fields
    assert (field.field, field.before) == ("holidays", "")
    assert field.after == "2026-10-09 (Summer party), 2026-12-24, 2026-12-31"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('holidays = ["24.12.2026"]\n', 'line 3, holidays = "24.12.2026": expected a date such as 2026-12-24'),
        ('holidays = ["2026-02-30"]\n', "expected a date such as 2026-12-24"),
        ("holidays = [2026-12-24T09:00:00]\n", "expected a date such as 2026-12-24"),
        ('[[holiday]]\nname = "x"\n', "line 3, date: expected a value; it can't be left out"),
        (DAYS + '[[holiday]]\ndate = "2026-12-24"\n', "date = 2026-12-24: expected each date once"),
    ],
)
def test_what_is_no_day_off_is_refused(given: str, said: str) -> None:
    with pytest.raises(SetupRefused) as refused:
        read_setup(SMALLEST + given)
    assert said in str(refused.value)
