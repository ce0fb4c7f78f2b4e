from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delay import Delay, DelayError, DelayUnit

EIGHT_HOURS = timedelta(hours=8)
delays = st.builds(Delay, st.integers(0, 9999), st.sampled_from(DelayUnit))


@given(delays)
def test_spelling_and_reading_are_inverse(delay: Delay) -> None:
    assert Delay.parse(str(delay)) == delay


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("4h", 240, DelayUnit.HOURS),
        ("1h30m", 90, DelayUnit.HOURS),
        (" 1H 30M ", 90, DelayUnit.HOURS),
        ("2d", 2, DelayUnit.DAYS),
        ("30m wall", 30, DelayUnit.WALL),
        ("0", 0, DelayUnit.HOURS),
    ],
)
def test_delays_are_read(text: str, amount: int, unit: DelayUnit) -> None:
    assert Delay.parse(text) == Delay(amount, unit)


@pytest.mark.parametrize("text", ["", "wall", " wall", "-1h", "4", "4 days", "1d4h", "1.5h", "2d wall", "h", "9" * 50])
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(DelayError) as caught:
        Delay.parse(text)
    assert caught.value.part == text[:40]
    assert "4h" in caught.value.expected


def test_no_delay_is_negative() -> None:
    with pytest.raises(DelayError):
        Delay(-1, DelayUnit.DAYS)


@pytest.mark.parametrize(
    ("later", "earlier", "rest"),
    [
        ("3d", "1d", "2d"),
        ("1d", "3d", "0d"),
        ("6h", "4h", "2h"),
        ("1d", "4h", "4h"),
        ("20h", "2d", "4h"),
        ("1d", "20h", "0"),
        ("2d", "0", "2d"),
        ("30m wall", "0", "30m wall"),
        ("24h wall", "1d", "16h wall"),
        ("1d", "30m wall", "7h30m"),
    ],
)
def test_what_is_left_after_an_earlier_delay(later: str, earlier: str, rest: str) -> None:
    assert Delay.parse(later).after(Delay.parse(earlier), EIGHT_HOURS) == Delay.parse(rest)
