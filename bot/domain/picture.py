"""What the picture of the digest shows, in figures and in words: whoever draws it adds neither."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of requests through the weeks, with the name that stands on it."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Weeks side by side, the oldest first: what was not closed at each end, stacked; what was answered, beside it;
    and the median time to a first word in hours, None where there is none; its label says why, or is empty.
    """

    title: str
    weeks: tuple[str, ...]
    stacked: tuple[Series, ...]
    answered: Series
    median_title: str
    median_hours: tuple[float | None, ...]
    median_labels: tuple[str, ...]
    no_median: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing at all in any of its weeks."""
        return not any(any(series.counts) for series in (*self.stacked, self.answered))
