"""Days of an absence that is said once more: which of them count."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.absences import Away, met, said_anew

DAY = timedelta(days=1)
FIRST = datetime(2026, 12, 1, tzinfo=UTC)


def stretch(first: int, last: int) -> tuple[datetime, datetime]:
    """Whole days of that December, both counted."""
    return FIRST + (first - 1) * DAY, FIRST + last * DAY


@pytest.mark.parametrize(
    ("earlier", "said", "today", "counts"),
    [
        ((5, 10), (6, 8), 1, (6, 8)),
        ((5, 10), (6, 8), 6, (5, 8)),
        ((5, 10), (7, 8), 6, (5, 8)),
        ((5, 10), (4, 12), 1, (4, 12)),
        ((5, 10), (3, 6), 1, (3, 10)),
        ((5, 10), (3, 10), 1, (3, 10)),
        ((5, 10), (5, 6), 1, (5, 6)),
        ((5, 10), (9, 14), 1, (5, 14)),
        ((5, 10), (11, 14), 1, (5, 14)),
        ((5, 10), (1, 4), 1, (1, 10)),
        ((5, 10), (12, 14), 1, (12, 14)),
    ],
)
def test_new_days_within_an_absence_count_and_others_join_what_they_meet(
    earlier: tuple[int, int], said: tuple[int, int], today: int, counts: tuple[int, int]
) -> None:
    known = [Away(1, 1, *stretch(*earlier))]
    starts_at, ends_at = stretch(*said)
    assert said_anew(met(known, starts_at, ends_at), starts_at, ends_at, stretch(today, today)[0]) == stretch(*counts)
