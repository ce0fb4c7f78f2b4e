"""Typed dates, in any of our languages."""

import contextlib
from datetime import UTC, date, datetime, time
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


@pytest.mark.parametrize(
    "typed",
    [
        "3.12.",
        "am 3.12.",
        "bis 3.12.",
        "le 3.12.",
        "il 3.12.",
        "el 3.12.",
        "op 3.12.",
        "3.12.26",
        "3.12.2026",
        "3. 12.",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl"])
def test_a_day_and_a_month_in_figures_are_a_date_everywhere(typed: str, language: str) -> None:
    assert local(typed, language) == "Thu 03 Dec 17:30"
    assert local(f"{typed} 15:00", language) == "Thu 03 Dec 15:00"
    assert local(f"{typed} um 15 Uhr", language) == "Thu 03 Dec 15:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("in 2 hours", "Mon 23 Nov 12:00"),
        ("in 3 Stunden", "Mon 23 Nov 13:00"),
        ("in 90 minutes", "Mon 23 Nov 11:30"),
        ("dans deux heures", "Mon 23 Nov 12:00"),
        ("dentro de 2 horas", "Mon 23 Nov 12:00"),
        ("tra 2 ore", "Mon 23 Nov 12:00"),
        ("over 2 uur", "Mon 23 Nov 12:00"),
        ("Donnerstag 14.30", "Thu 26 Nov 14:30"),
        ("Donnerstag 14.10", "Thu 26 Nov 14:10"),
        ("14.30", "Mon 23 Nov 14:30"),
        ("um 14.10", "Mon 23 Nov 14:10"),
        ("3.12. 14.30", "Thu 03 Dec 14:30"),
        ("tomorrow morning", "Tue 24 Nov 12:00"),
        ("tomorrow morning at 9", "Tue 24 Nov 09:00"),
        ("tomorrow afternoon at 3", "Tue 24 Nov 15:00"),
        ("Friday afternoon", "Fri 27 Nov 17:00"),
        ("in the afternoon", "Mon 23 Nov 17:00"),
        ("morgen früh", "Tue 24 Nov 12:00"),
        ("morgen Vormittag", "Tue 24 Nov 12:00"),
        ("Freitagnachmittag", "Fri 27 Nov 17:00"),
        ("Freitag Nachmittag", "Fri 27 Nov 17:00"),
        ("heute Abend", "Mon 23 Nov 20:00"),
        ("heute Abend um 8", "Mon 23 Nov 20:00"),
        ("demain matin", "Tue 24 Nov 12:00"),
        ("vendredi après-midi", "Fri 27 Nov 17:00"),
        ("ce soir", "Mon 23 Nov 20:00"),
        ("domattina", "Tue 24 Nov 12:00"),
        ("dopodomani", "Wed 25 Nov 17:30"),
        ("venerdì pomeriggio", "Fri 27 Nov 17:00"),
        ("pasado mañana", "Wed 25 Nov 17:30"),
        ("mañana por la mañana", "Tue 24 Nov 12:00"),
        ("viernes por la tarde", "Fri 27 Nov 17:00"),
        ("morgenochtend", "Tue 24 Nov 12:00"),
        ("vrijdagmiddag", "Fri 27 Nov 17:00"),
        ("vanmiddag", "Mon 23 Nov 17:00"),
        ("end of day", "Mon 23 Nov 17:30"),
        ("by end of day", "Mon 23 Nov 17:30"),
        ("Friday end of day", "Fri 27 Nov 17:30"),
        ("Ende der Woche", "Fri 27 Nov 17:30"),
        ("end of the week", "Fri 27 Nov 17:30"),
        ("this week", "Fri 27 Nov 17:30"),
        ("the 3rd", "Thu 03 Dec 17:30"),
        ("5.", "Sat 05 Dec 17:00"),
        ("am 4.", "Fri 04 Dec 17:30"),
        ("le 4", "Fri 04 Dec 17:30"),
        ("the 30th", "Mon 30 Nov 17:30"),
        ("Donnerstag, 3.12.", "Thu 03 Dec 17:30"),
        ("am Donnerstag 3.12. 14.30", "Thu 03 Dec 14:30"),
        ("in 2 months", "Sat 23 Jan 17:00"),
        ("1.2.", "Mon 01 Feb 17:30"),
        ("in 3 days", "Thu 26 Nov 17:30"),
        ("in 2 Wochen", "Mon 07 Dec 17:30"),
        ("3/12", "Thu 03 Dec 17:30"),
        ("3. Dez. 14.30", "Thu 03 Dec 14:30"),
    ],
)
def test_what_people_write_besides(typed: str, meant: str) -> None:
    for language in ("en", "de", "fr", "es", "it", "nl"):
        assert local(typed, language) == meant, language


@pytest.mark.parametrize(
    "typed",
    """tomorrow at 25:00; demain 25:00; 3.12; 14.10; by 14.10; 31.2.; 5; 23; 2027; December; Friday 5; tomorrow 5
    Friday 99.99; now; tomorrow maybe; end of next week; at 13pm; at 5; tomorrow at 9:75; Friday or Monday
    3.13.; Freitag 3.12.; bis; by; fin de semana; in 2 hours maybe""".replace("\n", ";").split(";"),
)
def test_nothing_is_guessed(typed: str) -> None:
    for language in ("en", "de", "fr", "es", "it", "nl"):
        with pytest.raises(DateUnreadable):
            local(typed.strip(), language)


@given(day=st.dates(date(2026, 11, 24), date(2027, 11, 22)), at=st.times())
def test_a_date_in_figures_is_read_as_it_was_written(day: date, at: time) -> None:
    for written in (f"{day.day}.{day.month}.", f"{day:%d.%m.%y}", f"{day:%d.%m.}", f"bis {day.day}.{day.month}."):
        read_as = read(f"{written} {at:%H:%M}", NOW, OFFICE, "de").astimezone(BERLIN)
        assert read_as.date() == day
        assert read(written, NOW, OFFICE, "it").astimezone(BERLIN).date() == day


@pytest.mark.parametrize("typed", ["", "soon", "when I find the time", "in umpteen working days", "x" * 500, "25:99"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(DateUnreadable):
        read(typed, NOW, OFFICE)


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_a_time_or_is_refused(typed: str) -> None:
    with contextlib.suppress(DateUnreadable):
        assert read(typed, NOW, OFFICE).tzinfo is not None
