"""Weeks of the ISO calendar, from Monday 00:00 to Monday 00:00 on the clocks of a zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.openings import first_showing

_NAME = re.compile(r"(\d{4})-W(\d{2})")
_WEEK = timedelta(days=7)
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
"""Beyond these the weeks beside a week may lie outside of the calendar, or of what is known of the clocks of a zone."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, by its Monday."""

    monday: date

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Week":
        """The week that contains `moment` on the clocks of `zone`."""
        day = moment.astimezone(zone).date()
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> "Week":
        """The week called `2026-W47`; raises ValueError where no week that could be told of is called that."""
        found = _NAME.fullmatch(name.strip().upper())
        if found is None or not _FIRST_YEAR < int(found[1]) <= _LAST_YEAR:
            raise ValueError(f"{name!r} is no week such as 2026-W47")
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    def __str__(self) -> str:
        """2026-W47."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def number(self) -> int:
        """Its number in its year."""
        return self.monday.isocalendar().week

    def before(self, weeks: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return Week(self.monday - weeks * _WEEK)

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first instant (UTC)."""
        return first_showing(zone, datetime.combine(self.monday, time()))

    def end(self, zone: ZoneInfo) -> datetime:
        """The first instant (UTC) after it."""
        return self.before(-1).start(zone)
