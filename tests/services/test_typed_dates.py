"""Typed dates, in any of our languages."""

import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.working_hours import WorkingHours
from bot.services.errors import DateUnreadable
from bot.services.typed_dates import read

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(BERLIN, WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN).astimezone(UTC)  # a Monday


def local(typed: str, language: str = "en") -> str:
    return read(typed, NOW, OFFICE, language).astimezone(BERLIN).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "Mon 23 Nov 17:30"),
        ("today 16:00", "Mon 23 Nov 16:00"),
        ("5pm", "Mon 23 Nov 17:00"),
        ("tomorrow noon", "Tue 24 Nov 12:00"),
        ("in two working days", "Wed 25 Nov 17:30"),
        ("in 5 working days at 10", "Mon 30 Nov 10:00"),
        ("Friday", "Fri 27 Nov 17:30"),
        ("by Friday 2 p.m.", "Fri 27 Nov 14:00"),
        ("3 December 3pm", "Thu 03 Dec 15:00"),
        ("2026-12-03", "Thu 03 Dec 17:30"),
        ("Saturday", "Sat 28 Nov 17:00"),
    ],
)
def test_english(typed: str, meant: str) -> None:
    assert local(typed) == meant


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("de", "morgen mittag", "Tue 24 Nov 12:00"),
        ("de", "morgen 14 Uhr", "Tue 24 Nov 14:00"),
        ("de", "übermorgen", "Wed 25 Nov 17:30"),
        ("de", "nächsten Freitag um 9.30 Uhr", "Fri 27 Nov 09:30"),
        ("de", "in zwei Werktagen", "Wed 25 Nov 17:30"),
        ("de", "24.12. 15:00", "Thu 24 Dec 15:00"),
        ("fr", "demain 14h", "Tue 24 Nov 14:00"),
        ("fr", "jeudi à 15h30", "Thu 26 Nov 15:30"),
        ("fr", "dans trois jours ouvrés", "Thu 26 Nov 17:30"),
        ("fr", "demain midi", "Tue 24 Nov 12:00"),
        ("es", "mañana a las 15", "Tue 24 Nov 15:00"),
        ("es", "el viernes", "Fri 27 Nov 17:30"),
        ("es", "3 de diciembre", "Thu 03 Dec 17:30"),
        ("it", "domani alle 15", "Tue 24 Nov 15:00"),
        ("it", "venerdì a mezzogiorno", "Fri 27 Nov 12:00"),
        ("it", "tra due giorni lavorativi", "Wed 25 Nov 17:30"),
        ("nl", "vrijdag om 14 uur", "Fri 27 Nov 14:00"),
        ("nl", "over twee werkdagen", "Wed 25 Nov 17:30"),
        ("en", "morgen 14 Uhr", "Tue 24 Nov 14:00"),
    ],
)
def test_all_our_languages(language: str, typed: str, meant: str) -> None:
    assert local(typed, language) == meant


@pytest.mark.parametrize("typed", ["", "soon", "when I find the time", "in umpteen working days", "x" * 500, "25:99"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(DateUnreadable):
        read(typed, NOW, OFFICE)


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_a_time_or_is_refused(typed: str) -> None:
    with contextlib.suppress(DateUnreadable):
        assert read(typed, NOW, OFFICE).tzinfo is not None
