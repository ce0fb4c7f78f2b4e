"""An alarm is told when it begins, seldom while it goes on, and once when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.alarms import AGAIN, CALM, Alarm, News, looked

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def told(looks: list[tuple[int, bool]]) -> list[tuple[int, News]]:
    """What is told, and at which minute, of what somebody finds who looks at these minutes."""
    alarm: Alarm | None = None
    found = []
    for minute, is_wrong in looks:
        alarm, news = looked(alarm, BEGIN + minute * MINUTE, is_wrong=is_wrong)
        found += [(minute, news)] if news is not None else []
    return found


def test_what_is_well_is_not_told() -> None:
    assert told([(minute, False) for minute in range(200)]) == []


def test_it_is_told_once_when_it_begins_then_hourly_and_once_when_it_is_over() -> None:
    looks = [(minute, 5 <= minute < 150) for minute in range(400)]
    begins, ends = (5, News.BEGINS), (149 + CALM // MINUTE, News.OVER)
    assert told(looks) == [begins, (65, News.GOES_ON), (125, News.GOES_ON), ends]


@pytest.mark.parametrize("every", [2, 5, 9])
def test_what_goes_wrong_again_and_again_is_one_alarm(every: int) -> None:
    looks = [(minute, minute % every == 0) for minute in range(181)]
    assert {news for _, news in told(looks)} == {News.BEGINS, News.GOES_ON}
    assert len(told(looks)) <= 1 + 180 * MINUTE // AGAIN


def test_the_next_one_begins_anew() -> None:
    later = 1 + 2 * (CALM // MINUTE)
    looks = [(0, True), *((minute, False) for minute in range(1, later)), (later, True)]
    assert [news for _, news in told(looks)] == [News.BEGINS, News.OVER, News.BEGINS]
