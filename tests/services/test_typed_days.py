"""Days as people type them."""

import contextlib
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.services.day_names import LANGUAGES
from bot.services.errors import UnreadableDays
from bot.services.typed_days import Days, read_days

TODAY = date(2026, 11, 23)
CHRISTMAS = Days(date(2026, 12, 24), date(2027, 1, 6))
CHRISTMAS_DAYS = Days(date(2026, 12, 24), date(2026, 12, 27))


@pytest.mark.parametrize(
    "words",
    [
        "24 Dec - 6 Jan",
        "24 Dec–6 Jan",
        "December 24 to January 6",
        "24. Dez bis 6. Jan",
        "vom 24.12. bis 6.1.",
        "24.12.-6.1.",
        "du 24 décembre au 6 janvier",
        "del 24 de diciembre al 6 de enero",
        "dal 24 dicembre al 6 gennaio",
        "van 24 december tot 6 januari",
        "2026-12-24 - 2027-01-06",
        "24 Dec - 6 Jan 2027",
        "Dec 24 - Jan 6",
        "Thursday 24 Dec - Wednesday 6 Jan",
        "24/12 - 6/1",
        "24. prosince - 6. ledna",
        "od 24. prosince do 6. ledna",
        "24. december - 6. januar",
        "fra 24. december til 6. januar",
        "24. joulukuuta – 6. tammikuuta",
        "24. joulukuuta - 6. tammikuuta asti",
        "24. desember - 6. januar",
        "24. desember til og med 6. januar",
        "24 grudnia - 6 stycznia",
        "od 24 grudnia do 6 stycznia",
        "24 de dezembro - 6 de janeiro",
        "de 24 de dezembro a 6 de janeiro",
        "24 de dezembro até 6 de janeiro",
        "från 24 december till och med 6 januari",
        "24 Aralık - 6 Ocak",
        "24 Aralık'tan 6 Ocak'a kadar",
    ],
)
def test_the_same_days_in_any_of_our_languages(words: str) -> None:
    assert read_days(words, TODAY) == CHRISTMAS


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("24 Dec", Days(date(2026, 12, 24), date(2026, 12, 24))),
        ("tomorrow", Days(date(2026, 11, 24), date(2026, 11, 24))),
        ("heute", Days(TODAY, TODAY)),
        ("23 Nov", Days(TODAY, TODAY)),
        ("until 6 Jan", Days(None, date(2027, 1, 6))),
        ("bis 6. Januar", Days(None, date(2027, 1, 6))),
        ("24-27 Dec", Days(date(2026, 12, 24), date(2026, 12, 27))),
        ("24 - 27 Dec", Days(date(2026, 12, 24), date(2026, 12, 27))),
        ("3.12.", Days(date(2026, 12, 3), date(2026, 12, 3))),
        ("3.12. - 5.12.", Days(date(2026, 12, 3), date(2026, 12, 5))),
        ("bis 3.12.", Days(None, date(2026, 12, 3))),
        ("the 3rd", Days(date(2026, 12, 3), date(2026, 12, 3))),
        ("Friday", Days(date(2026, 11, 27), date(2026, 11, 27))),
        ("in 3 days", Days(date(2026, 11, 26), date(2026, 11, 26))),
        ("do 6. ledna", Days(None, date(2027, 1, 6))),
        ("do piątku", Days(None, date(2026, 11, 27))),
        ("till 6 januari", Days(None, date(2027, 1, 6))),
        ("til 6. januar", Days(None, date(2027, 1, 6))),
        ("6. tammikuuta asti", Days(None, date(2027, 1, 6))),
        ("até 6 de janeiro", Days(None, date(2027, 1, 6))),
        ("6 Ocak'a kadar", Days(None, date(2027, 1, 6))),
        ("tomorrow - Friday", Days(date(2026, 11, 24), date(2026, 11, 27))),
        ("today - tomorrow", Days(TODAY, date(2026, 11, 24))),
        ("Monday - Wednesday", Days(date(2026, 11, 30), date(2026, 12, 2))),
        ("the 24th to the 27th of December", CHRISTMAS_DAYS),
        ("vom 24. bis 27. Dezember", CHRISTMAS_DAYS),
        ("de 24 a 27 de dezembro", CHRISTMAS_DAYS),
        ("dec 24-27", CHRISTMAS_DAYS),
        ("Dec 24 - 27", CHRISTMAS_DAYS),
        ("24 Dec - 27", CHRISTMAS_DAYS),
        ("24 Dec - 27 Dec 2026", CHRISTMAS_DAYS),
        ("26 Dec - 27 Dec 2027", Days(date(2027, 12, 26), date(2027, 12, 27))),
    ],
)
def test_one_day_until_a_day_and_short_ones(words: str, days: Days) -> None:
    assert read_days(words, TODAY) == days


@pytest.mark.parametrize(
    "words",
    [
        "24 and 25 Dec",
        "24. und 25. Dezember",
        "24 et 25 décembre",
        "24 y 25 de diciembre",
        "24 e 25 dicembre",
        "24 en 25 december",
        "24. a 25. prosince",
        "24. og 25. desember",
        "24. ja 25. joulukuuta",
        "24 i 25 grudnia",
        "24 e 25 de dezembro",
        "24 och 25 december",
        "24 ve 25 Aralık",
        "24 Dec & 25 Dec",
    ],
)
def test_two_days_that_follow_one_another_are_both(words: str) -> None:
    assert read_days(words, TODAY) == Days(date(2026, 12, 24), date(2026, 12, 25))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("20 Nov - 27 Nov", date(2026, 11, 20), date(2026, 11, 27)),
        ("20 - 27 Nov", date(2026, 11, 20), date(2026, 11, 27)),
        ("Nov 20-27", date(2026, 11, 20), date(2026, 11, 27)),
        ("20.11. - 24.12.", date(2026, 11, 20), date(2026, 12, 24)),
        ("yesterday - Friday", date(2026, 11, 22), date(2026, 11, 27)),
        ("24 Sep - 27 Nov", date(2026, 9, 24), date(2026, 11, 27)),
        ("23 Sep - 27 Nov", date(2027, 9, 23), date(2027, 11, 27)),
        ("16 Nov - 20 Nov", date(2027, 11, 16), date(2027, 11, 20)),
    ],
)
def test_days_that_have_begun_within_the_last_sixty_and_go_on_began_then(words: str, first: date, last: date) -> None:
    assert read_days(words, TODAY) == Days(first, last)


THIS_WEEK = """this week; diese Woche; cette semaine; esta semana; questa settimana; deze week; tento týden; denne uge
    tällä viikolla; denne uken; w tym tygodniu; nesta semana; den här veckan; bu hafta"""
NEXT_WEEK = """next week; nächste Woche; la semaine prochaine; la próxima semana; la prossima settimana; volgende week
    příští týden; næste uge; ensi viikolla; neste uke; w przyszłym tygodniu; na próxima semana; nästa vecka
    gelecek hafta"""


@pytest.mark.parametrize("words", THIS_WEEK.replace("\n", ";").split(";"))
def test_this_week_is_what_is_left_of_it(words: str) -> None:
    assert read_days(words, TODAY + timedelta(days=1)) == Days(date(2026, 11, 24), date(2026, 11, 29))
    assert read_days(words, date(2026, 11, 29)) == Days(date(2026, 11, 29), date(2026, 11, 29))


@pytest.mark.parametrize("words", NEXT_WEEK.replace("\n", ";").split(";"))
def test_next_week_is_all_of_it(words: str) -> None:
    assert read_days(words, TODAY) == Days(date(2026, 11, 30), date(2026, 12, 6))
    assert read_days(words, date(2026, 11, 29)) == Days(date(2026, 11, 30), date(2026, 12, 6))


@given(first=st.dates(TODAY, date(2027, 5, 1)), days=st.integers(0, 180), language=st.sampled_from(LANGUAGES))
def test_a_span_as_each_language_writes_its_days_is_that_span(first: date, days: int, language: str) -> None:
    last = first + timedelta(days=days)
    typed = " - ".join(format_date(day, "d MMMM", language) for day in (first, last))
    assert read_days(typed, TODAY) == Days(first, last)


@pytest.mark.parametrize(
    "words",
    """ ; please look at this; December; 12; Friday 5; at 5; tomorrow 25:00; 24 and 27 Dec; 24 a 27 de dezembro; 3 days
    2 weeks; a week; 3 Tage; from 24 Dec; ab 24.12.; de 24 dec; vom 24.12.; desde el 24 de diciembre; od 24. prosince
    24 - 27; 24 - Friday; Friday - 30; Friday and Monday; Thursday 4 Dec; Thursday 4 Dec - 6 Dec; 11/30 - 12/5
    do 24.12.; Do 24.12.; next month; weekend; now; one; do; 24 Dec 15:00
    24, 25 Dec; by Friday; 24 Dec - 6 Jan maybe; 24 Dec - ;
    - 6 Jan; 30 Feb - 2 Mar; 24, 25 and 26 Dec""".replace("\n", ";").split(";"),
)
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    with pytest.raises(UnreadableDays):
        read_days(words, TODAY)


def test_what_is_too_long_is_no_day() -> None:
    with pytest.raises(UnreadableDays):
        read_days("x" * 200, TODAY)


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_days_or_is_refused(words: str) -> None:
    with contextlib.suppress(UnreadableDays):
        assert read_days(words, TODAY).last
