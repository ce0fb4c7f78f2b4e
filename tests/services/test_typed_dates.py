"""Typed dates, in any of our languages."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.working_hours import WorkingHours
from bot.services.day_names import LANGUAGES
from bot.services.errors import DateUnreadable
from bot.services.typed_dates import read

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(BERLIN, WorkingHours.parse("Mon-Fri 09:00-17:30"), frozenset())
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN).astimezone(UTC)  # a Monday


def local(typed: str) -> str:
    return read(typed, NOW, OFFICE).astimezone(BERLIN).strftime("%a %d %b %H:%M")


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
    ("typed", "meant"),
    [
        ("morgen mittag", "Tue 24 Nov 12:00"),
        ("morgen 14 Uhr", "Tue 24 Nov 14:00"),
        ("übermorgen", "Wed 25 Nov 17:30"),
        ("nächsten Freitag um 9.30 Uhr", "Fri 27 Nov 09:30"),
        ("in zwei Werktagen", "Wed 25 Nov 17:30"),
        ("24.12. 15:00", "Thu 24 Dec 15:00"),
        ("demain 14h", "Tue 24 Nov 14:00"),
        ("jeudi à 15h30", "Thu 26 Nov 15:30"),
        ("dans trois jours ouvrés", "Thu 26 Nov 17:30"),
        ("demain midi", "Tue 24 Nov 12:00"),
        ("mañana a las 15", "Tue 24 Nov 15:00"),
        ("el viernes", "Fri 27 Nov 17:30"),
        ("3 de diciembre", "Thu 03 Dec 17:30"),
        ("domani alle 15", "Tue 24 Nov 15:00"),
        ("venerdì a mezzogiorno", "Fri 27 Nov 12:00"),
        ("tra due giorni lavorativi", "Wed 25 Nov 17:30"),
        ("vrijdag om 14 uur", "Fri 27 Nov 14:00"),
        ("over twee werkdagen", "Wed 25 Nov 17:30"),
    ],
)
def test_all_our_languages(typed: str, meant: str) -> None:
    assert local(typed) == meant


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
def test_a_day_and_a_month_in_figures_are_a_date_everywhere(typed: str) -> None:
    assert local(typed) == "Thu 03 Dec 17:30"
    assert local(f"{typed} 15:00") == "Thu 03 Dec 15:00"
    assert local(f"{typed} um 15 Uhr") == "Thu 03 Dec 15:00"


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
        ("3/12/26", "Thu 03 Dec 17:30"),
        ("3-12-2026", "Thu 03 Dec 17:30"),
        ("23 Nov", "Mon 23 Nov 17:30"),
        ("23 Nov 15:00", "Mon 23 Nov 15:00"),
        ("23.11. 15:00", "Mon 23 Nov 15:00"),
        ("23/11", "Mon 23 Nov 17:30"),
        ("Monday 23 Nov", "Mon 23 Nov 17:30"),
        ("Monday", "Mon 30 Nov 17:30"),
        ("Dec 3", "Thu 03 Dec 17:30"),
        ("December 3", "Thu 03 Dec 17:30"),
        ("Dec. 3rd 3pm", "Thu 03 Dec 15:00"),
        ("3rd of December", "Thu 03 Dec 17:30"),
        ("December 3, 2026", "Thu 03 Dec 17:30"),
        ("December 3, 2026 15:00", "Thu 03 Dec 15:00"),
        ("Thursday, December the 3rd", "Thu 03 Dec 17:30"),
        ("Thursday the 3rd of December at 3pm", "Thu 03 Dec 15:00"),
        ("mar 24 nov", "Tue 24 Nov 17:30"),
        ("Friday by noon", "Fri 27 Nov 12:00"),
        ("Fr 14 Uhr", "Fri 27 Nov 14:00"),
        ("spätestens Freitag", "Fri 27 Nov 17:30"),
        ("vendredi prochain", "Fri 27 Nov 17:30"),
        ("miercoles", "Wed 25 Nov 17:30"),
        ("3 decembre", "Thu 03 Dec 17:30"),
        ("3 days", "Thu 26 Nov 17:30"),
        ("in a week", "Mon 30 Nov 17:30"),
        ("3. Dez. 14.30", "Thu 03 Dec 14:30"),
        ("Do 3.12.", "Thu 03 Dec 17:30"),
        ("Do, 3. Dez 14 Uhr", "Thu 03 Dec 14:00"),
        ("in a fortnight", "Mon 07 Dec 17:30"),
        ("Tuesday next week", "Tue 01 Dec 17:30"),
        ("next week Friday noon", "Fri 04 Dec 12:00"),
        ("Dienstag nächster Woche um 10", "Tue 01 Dec 10:00"),
        ("lundi de la semaine prochaine", "Mon 30 Nov 17:30"),
        ("by the end of next week", "Fri 04 Dec 17:30"),
        ("Ende nächster Woche", "Fri 04 Dec 17:30"),
        ("fin de la semaine prochaine", "Fri 04 Dec 17:30"),
        ("end of the month", "Mon 30 Nov 17:30"),
        ("bis Ende des Monats", "Mon 30 Nov 17:30"),
        ("EOM", "Mon 30 Nov 17:30"),
        ("fin du mois", "Mon 30 Nov 17:30"),
        ("Ende Dezember", "Thu 31 Dec 17:30"),
        ("end of January", "Fri 29 Jan 17:30"),
    ],
)
def test_what_people_write_besides(typed: str, meant: str) -> None:
    assert local(typed) == meant


@pytest.mark.parametrize(
    "typed",
    """tomorrow at 25:00; demain 25:00; 3.12; 14.10; by 14.10; 31.2.; 5; 23; 2027; December; Friday 5; tomorrow 5
    Friday 99.99; now; tomorrow maybe; end of it; at 13pm; at 5; tomorrow at 9:75; Friday or Monday
    3.13.; Freitag 3.12.; bis; by; fin de semana; in 2 hours maybe; 11/30; tomorrow 9; morgen 9; demain 9; friday 11
    Thursday 4 Dec; Monday 25 Nov; Dec 3 9; mar; mar 24; so; do; do 14:00; Do 4.12.; the weekend; next week; next month
    nächste Woche; vor Freitag; after Friday; ab 24.12.; from 24 Dec; last Friday; every Friday; one; an hour; midnight
    Friday GMT; 30 Feb; 31. listopadu; příští týden; středa 3. prosince; piątek 3 grudnia; sexta 3 de dezembro; to
    torsdag 4. december; Cuma 3 Aralık; 3 sunday; 3 Dec 99; 3.12.9999; Friday the 3rd; next week Fri or Mon
    a; en; hafta; days; 3 Dec or 4 Dec""".replace("\n", ";").split(";"),
)
def test_nothing_is_guessed(typed: str) -> None:
    with pytest.raises(DateUnreadable):
        local(typed.strip())


@pytest.mark.parametrize(
    ("today", "tomorrow", "after_tomorrow", "friday", "third_of_december"),
    [
        ("today", "tomorrow", "day after tomorrow", "on Friday", "3 December"),
        ("heute", "morgen", "übermorgen", "am Freitag", "3. Dezember"),
        ("aujourd’hui", "demain", "après-demain", "vendredi", "le 3 décembre"),
        ("hoy", "mañana", "pasado mañana", "el viernes", "3 de diciembre"),
        ("oggi", "domani", "dopodomani", "venerdì", "il 3 dicembre"),
        ("vandaag", "morgen", "overmorgen", "vrijdag", "3 december"),
        ("dnes", "zítra", "pozítří", "v pátek", "3. prosince"),
        ("i dag", "i morgen", "i overmorgen", "på fredag", "den 3. december"),
        ("tänään", "huomenna", "ylihuomenna", "perjantaina", "3. joulukuuta"),
        ("i dag", "i morgen", "i overmorgen", "på fredag", "3. desember"),
        ("dziś", "jutro", "pojutrze", "w piątek", "3 grudnia"),
        ("hoje", "amanhã", "depois de amanhã", "na sexta-feira", "3 de dezembro"),
        ("idag", "imorgon", "i övermorgon", "på fredag", "3 december"),
        ("bugün", "yarın", "öbür gün", "cuma günü", "3 Aralık"),
    ],
)
def test_a_day_is_named_in_each_language_with_a_time_or_without(
    today: str, tomorrow: str, after_tomorrow: str, friday: str, third_of_december: str
) -> None:
    meant = {today: "Mon 23", tomorrow: "Tue 24", after_tomorrow: "Wed 25", friday: "Fri 27"}
    for typed, day in (*meant.items(), (third_of_december, "Thu 03")):
        assert local(typed)[:6] == day
        assert (local(f"{typed} 14:30")[:6], local(f"{typed} 14:30")[-5:]) == (day, "14:30")
        assert local(typed.upper()) == local(typed), "however it is spelled"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ve středu v 9:30", "Wed 25 Nov 09:30"),
        ("do pátku", "Fri 27 Nov 17:30"),
        ("v pátek do 14:00", "Fri 27 Nov 14:00"),
        ("zítra v poledne", "Tue 24 Nov 12:00"),
        ("za pět pracovních dnů", "Mon 30 Nov 17:30"),
        ("fredag kl. 14", "Fri 27 Nov 14:00"),
        ("senest fredag", "Fri 27 Nov 17:30"),
        ("i morgen eftermiddag", "Tue 24 Nov 17:00"),
        ("om 3 dage kl. 10", "Thu 26 Nov 10:00"),
        ("om to arbejdsdage", "Wed 25 Nov 17:30"),
        ("om 2 timer", "Mon 23 Nov 12:00"),
        ("perjantaina klo 14.30", "Fri 27 Nov 14:30"),
        ("kahden työpäivän kuluttua", "Wed 25 Nov 17:30"),
        ("perjantaihin mennessä", "Fri 27 Nov 17:30"),
        ("om to virkedager", "Wed 25 Nov 17:30"),
        ("we wtorek o 14", "Tue 24 Nov 14:00"),
        ("w środę", "Wed 25 Nov 17:30"),
        ("do piątku", "Fri 27 Nov 17:30"),
        ("jutro po południu", "Tue 24 Nov 17:00"),
        ("za dwa dni robocze", "Wed 25 Nov 17:30"),
        ("sexta às 15h", "Fri 27 Nov 15:00"),
        ("até sexta-feira", "Fri 27 Nov 17:30"),
        ("amanhã ao meio-dia", "Tue 24 Nov 12:00"),
        ("em dois dias úteis", "Wed 25 Nov 17:30"),
        ("senast fredag", "Fri 27 Nov 17:30"),
        ("om två arbetsdagar", "Wed 25 Nov 17:30"),
        ("cuma günü saat 14", "Fri 27 Nov 14:00"),
        ("cumaya kadar", "Fri 27 Nov 17:30"),
        ("3 Aralık Perşembe", "Thu 03 Dec 17:30"),
        ("3 Aralık'a kadar", "Thu 03 Dec 17:30"),
        ("iki iş günü içinde", "Wed 25 Nov 17:30"),
    ],
)
def test_as_it_stands_in_a_sentence(typed: str, meant: str) -> None:
    assert local(typed) == meant


@given(day=st.dates(date(2026, 11, 23), date(2027, 11, 22)), language=st.sampled_from(LANGUAGES))
def test_day_and_month_as_each_language_writes_them_are_that_day(day: date, language: str) -> None:
    assert day_read(format_date(day, "d MMMM", language)) == day
    assert day_read(format_date(day, "d. MMM", language)) == day
    assert day_read(format_date(day, "long", language)) == day
    assert day_read(format_date(day, "EEEE, d MMMM", language)) == day
    assert day_read(format_date(day, "full", language)) == day


@given(
    day=st.dates(date(2026, 11, 23), date(2027, 11, 22)), other=st.integers(1, 6), language=st.sampled_from(LANGUAGES)
)
def test_a_weekday_that_is_not_the_days_is_refused(day: date, other: int, language: str) -> None:
    weekday = format_date(day + timedelta(days=other), "EEEE", language)
    with pytest.raises(DateUnreadable):
        day_read(f"{weekday}, {format_date(day, 'd MMMM', language)}")


@given(language=st.sampled_from(LANGUAGES), at=st.times(), day=st.dates(date(2026, 11, 24), date(2026, 11, 30)))
def test_a_weekday_as_each_language_writes_it_is_the_next_behind_today(day: date, at: time, language: str) -> None:
    weekday = format_date(day, "EEEE", language)
    assert day_read(weekday) == day
    assert read(f"{weekday} {at:%H:%M}", NOW, OFFICE).astimezone(BERLIN).time() == at.replace(second=0, microsecond=0)


def day_read(typed: str) -> date:
    return read(typed, NOW, OFFICE).astimezone(BERLIN).date()


@given(day=st.dates(date(2026, 11, 24), date(2027, 11, 22)), at=st.times())
def test_a_date_in_figures_is_read_as_it_was_written(day: date, at: time) -> None:
    for written in (f"{day.day}.{day.month}.", f"{day:%d.%m.%y}", f"{day:%d.%m.}", f"bis {day.day}.{day.month}."):
        read_as = read(f"{written} {at:%H:%M}", NOW, OFFICE).astimezone(BERLIN)
        assert read_as.date() == day
        assert read(written, NOW, OFFICE).astimezone(BERLIN).date() == day


@pytest.mark.parametrize(
    "typed", ["", "soon", "when I find the time", "in umpteen working days", "x" * 500, "25:99", "in 999999 days"]
)
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(DateUnreadable):
        read(typed, NOW, OFFICE)


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_a_time_or_is_refused(typed: str) -> None:
    with contextlib.suppress(DateUnreadable):
        assert read(typed, NOW, OFFICE).tzinfo is not None
