"""How long words are kept."""

from datetime import UTC, datetime

import pytest

from bot.domain.retention import Retention, RetentionError


@pytest.mark.parametrize(
    ("given", "spelled"),
    [
        ("18 months", "18 months"),
        ("1 month", "1 month"),
        ("24 Months", "2 years"),
        ("90days", "90 days"),
        ("1 year", "1 year"),
    ],
)
def test_a_length_has_one_spelling(given: str, spelled: str) -> None:
    assert str(Retention.parse(given)) == spelled
    assert Retention.parse(spelled) == Retention.parse(given)


@pytest.mark.parametrize(
    "given", ["", "18", "months", "0 days", "-1 months", "1.5 years", "999 years", "18 moons", "1 month 2 days"]
)
def test_what_is_no_length_is_refused(given: str) -> None:
    with pytest.raises(RetentionError):
        Retention.parse(given)


@pytest.mark.parametrize(
    ("length", "now", "cutoff"),
    [
        ("18 months", "2026-11-21", "2025-05-21"),
        ("1 month", "2026-03-31", "2026-02-28"),
        ("1 year", "2028-02-29", "2027-02-28"),
        ("90 days", "2026-11-21", "2026-08-23"),
    ],
)
def test_what_was_closed_before_the_cutoff_has_been_kept_long_enough(length: str, now: str, cutoff: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert Retention.parse(length).cutoff(at).date().isoformat() == cutoff


def test_nothing_is_older_than_the_calendar() -> None:
    at = datetime(50, 1, 1, tzinfo=UTC)
    assert Retention.parse("100 years").cutoff(at) == datetime.min.replace(tzinfo=UTC)
