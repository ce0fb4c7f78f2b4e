"""How long a closed request keeps its words."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

MONTHS_A_YEAR = 12
_LONGEST = {"days": 36500, "months": 1200, "years": 100}
_SPELLED = re.compile(r"(\d{1,5}) ?(day|month|year)s?")


class RetentionError(ValueError):
    """No length of time that words could be kept for."""


@dataclass(frozen=True, slots=True)
class Retention:
    """So many days, or so many months of the calendar; years are months."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Retention":
        """Read `18 months`, `90 days` or `2 years`; raises RetentionError."""
        found = _SPELLED.fullmatch(" ".join(text.lower().split()))
        if found is None:
            raise RetentionError(text)
        amount, unit = int(found[1]), f"{found[2]}s"
        if not 0 < amount <= _LONGEST[unit]:
            raise RetentionError(text)
        if unit == "days":
            return cls(days=amount)
        return cls(months=amount * (MONTHS_A_YEAR if unit == "years" else 1))

    def __str__(self) -> str:
        """In its one spelling: `18 months`, `1 day`, `2 years`."""
        if self.days:
            amount, unit = self.days, "day"
        elif self.months % MONTHS_A_YEAR == 0:
            amount, unit = self.months // MONTHS_A_YEAR, "year"
        else:
            amount, unit = self.months, "month"
        return f"{amount} {unit}{'' if amount == 1 else 's'}"

    def cutoff(self, now: datetime) -> datetime:
        """What was closed before this moment has been kept long enough.

        A day that the month does not have is the month's last: a month before 31 March is 28 February. What would lie
        before the calendar is the calendar's beginning.
        """
        year, month = divmod(now.year * MONTHS_A_YEAR + now.month - 1 - self.months, MONTHS_A_YEAR)
        if year < 1:
            return datetime.min.replace(tzinfo=now.tzinfo)
        day = min(now.day, monthrange(year, month + 1)[1])
        return now.replace(year=year, month=month + 1, day=day) - timedelta(days=self.days)
