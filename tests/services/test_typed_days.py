"""Days as people type them."""

from datetime import date

import pytest

from bot.services.errors import UnreadableDays
from bot.services.typed_days import Days, read_days

TODAY = date(2026, 11, 23)
CHRISTMAS = Days(date(2026, 12, 24), date(2027, 1, 6))


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
    ],
)
def test_one_day_until_a_day_and_short_ones(words: str, days: Days) -> None:
    assert read_days(words, TODAY) == days


@pytest.mark.parametrize(
    "words", ["", "please look at this", "December", "12", "Friday 5", "at 5", "tomorrow 25:00", "x" * 200]
)
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    with pytest.raises(UnreadableDays):
        read_days(words, TODAY)
