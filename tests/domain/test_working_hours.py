from datetime import timedelta

import pytest
from hypothesis import given

from bot.domain.working_hours import WorkingHours, WorkingHoursError
from tests.domain.zones import hours

NINE_TO_FIVE = ((540, 1020),)


@given(hours)
def test_spelling_and_reading_are_inverse(worked: WorkingHours) -> None:
    assert WorkingHours.parse(str(worked)) == worked


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Mon-Fri 09:00-17:30", "Mon-Fri 09:00-17:30"),
        (
            "mon-wednesday,FRI 9:00-12:30, 13:30-17:30; Sat 10:00-12:00;",
            "Mon-Wed,Fri 09:00-12:30 13:30-17:30; Sat 10:00-12:00",
        ),
        ("Mon – Fri 9:00 – 17:00", "Mon-Fri 09:00-17:00"),
        ("Sun-Thu 13:00-17:00 08:00-12:00", "Mon-Thu,Sun 08:00-12:00 13:00-17:00"),
        ("Mon 22:00-24:00; Tue 00:00-06:00", "Mon 22:00-24:00; Tue 00:00-06:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spelled: str) -> None:
    assert str(WorkingHours.parse(text)) == spelled


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        (";;", ""),
        ("Mon", "Mon"),
        ("09:00-17:00", "09:00-17:00"),
        ("Mox 09:00-17:00", "Mox"),
        ("Mo 09:00-17:00", "Mo"),
        ("Mon-Fri 9-17", "9-17"),
        ("Mon 09:00-17:00 Tue", "Tue"),
        ("Mon 09:60-17:00", "09:60-17:00"),
        ("Mon 22:00-06:00", "22:00-06:00"),
        ("Mon 09:00-25:00", "09:00-25:00"),
        ("Mon 09:00-13:00 12:00-17:00", "09:00-13:00 12:00-17:00"),
        ("Mon-Fri 09:00-17:00; Fri 09:00-12:00", "Fri 09:00-12:00"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_was_expected(text: str, part: str) -> None:
    with pytest.raises(WorkingHoursError) as caught:
        WorkingHours.parse(text)
    assert caught.value.part == part
    assert caught.value.expected


def test_endless_text_is_refused_unread() -> None:
    with pytest.raises(WorkingHoursError):
        WorkingHours.parse("Mon-Fri 09:00-17:00;" * 10_000)


def test_a_week_has_seven_days_and_some_hours() -> None:
    with pytest.raises(WorkingHoursError):
        WorkingHours((NINE_TO_FIVE,) * 6)
    with pytest.raises(WorkingHoursError):
        WorkingHours(((),) * 7)


def test_the_usual_day_is_the_one_in_the_middle() -> None:
    part_time = WorkingHours.parse("Mon-Tue 09:00-13:00; Wed,Thu,Fri 09:00-12:00 13:00-17:30")
    assert part_time.usual_day == timedelta(hours=7, minutes=30)
    assert WorkingHours.parse("Mon 09:00-17:00; Tue 09:00-12:00").usual_day == timedelta(hours=3)


@pytest.mark.parametrize(
    ("text", "last"),
    [("Mon-Fri", 4), ("Sun-Thu", 3), ("Mon-Wed,Fri", 4), ("Mon-Thu", 3), ("Wed", 2), ("Mon-Sun", 6)],
)
def test_the_week_ends_before_the_longest_time_off(text: str, last: int) -> None:
    assert WorkingHours.parse(f"{text} 09:00-17:00").last_weekday() == last
