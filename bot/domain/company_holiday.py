"""A day on which the whole company is off."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CompanyHoliday:
    """A date, and what it is called; None where it has no name."""

    day: date
    name: str | None = None

    def __str__(self) -> str:
        """`2026-12-24`, `2026-12-31 (Inventory)`."""
        return f"{self.day.isoformat()} ({self.name})" if self.name else self.day.isoformat()
