"""Dates and lengths of time as their reader says them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from bot.domain.delay import Delay
from bot.domain.events import moment
from bot.texts.moments import Watch, delay_in_words
from tests.texts.sample import BOB, DAY, PIA, T0

BERLIN = Watch.of(BOB, T0)


@pytest.mark.parametrize(
    ("at", "moment", "when"),
    [
        (T0, "today 10:00", "today at 10:00"),
        (T0 + DAY, "tomorrow 10:00", "tomorrow at 10:00"),
        (T0 - DAY, "yesterday 10:00", "yesterday at 10:00"),
        (T0 + 3 * DAY, "Thu 26 Nov, 10:00", "on Thu 26 Nov, 10:00"),
        (T0 + 60 * DAY, "Fri 22 Jan 2027, 10:00", "on Fri 22 Jan 2027, 10:00"),
    ],
)
def test_near_days_have_words_and_others_a_date(at: datetime, moment: str, when: str) -> None:
    assert BERLIN.moment(at) == moment
    assert BERLIN.when(at) == when


def test_every_reader_reads_their_own_zone() -> None:
    assert Watch.of(PIA, T0).moment(T0 + 3 * DAY) == "Thu 26 Nov, 09:00"


def test_tomorrow_is_the_readers_tomorrow() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert BERLIN.moment(late) == "tomorrow 00:30"
    assert Watch.of(PIA, T0).moment(late) == "today 23:30"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_zone_that_nobody_knows_is_read_as_utc(zone: str) -> None:
    assert Watch.of(replace(BOB, zone=zone), T0).time(T0) == "09:00"


def test_every_zone_there_is_can_be_read() -> None:
    assert all(Watch.in_zone(zone, T0).moment(T0) for zone in available_timezones())


def test_a_language_without_words_falls_back_to_english() -> None:
    assert Watch.of(replace(BOB, language="de-DE"), T0).moment(T0 + DAY) == "tomorrow 10:00"


def test_counts_follow_the_plural() -> None:
    assert BERLIN.days(1) == "1 day"
    assert BERLIN.days(3) == "3 days"
    assert BERLIN.count(0, "request", "requests") == "0 requests"


def test_spans_name_their_two_greatest_parts() -> None:
    assert BERLIN.span(timedelta(hours=1, minutes=20)) == "1 hour 20 minutes"
    assert BERLIN.span(timedelta(days=2, hours=3, minutes=4)) == "2 days 3 hours"
    assert BERLIN.span(timedelta(seconds=5)) == "less than a minute"


@pytest.mark.parametrize(
    ("delay", "words"),
    [("0", "at once"), ("4h", "4 working hours"), ("1d", "1 working day"), ("30m wall", "30 minutes")],
)
def test_delays_name_their_clock(delay: str, words: str) -> None:
    assert delay_in_words(Delay.parse(delay), BERLIN) == words


def test_a_moment_in_an_event_is_read_back_or_left_alone() -> None:
    assert moment(T0.isoformat()) == T0
    assert moment("soon") is None
    assert moment(7) is None


def test_the_end_of_a_whole_day_is_called_by_that_day() -> None:
    midnight = datetime(2026, 11, 27, tzinfo=BERLIN.zone)
    assert (BERLIN.end(midnight), BERLIN.end(midnight + timedelta(hours=1))) == ("Thu 26 Nov", "Fri 27 Nov, 01:00")
