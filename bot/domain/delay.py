"""How long after: "4h" of business time, "2d" working days, "30m wall" by the clock on the wall."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

_DAYS = re.compile(r"(\d{1,4})d")
_TIME = re.compile(r"(?=\d)(?:(\d{1,5})h)? ?(?:(\d{1,6})m)?( wall)?")
_MINUTE = timedelta(minutes=1)


class DelayError(ValueError):
    """This is no delay: `part` is what could not be read, `expected` what belongs there."""

    def __init__(self, part: str, expected: str) -> None:
        """Keep the offending part and what was expected, for the sentence that somebody gets to see."""
        super().__init__(f"{part!r}: expected {expected}")
        self.part = part
        self.expected = expected


class DelayUnit(StrEnum):
    """By which clock a delay runs."""

    HOURS = "h"
    """Business time: it stands still while the recipient's calendar is closed."""
    DAYS = "d"
    """Working days of the recipient: the same time of day, so many working days on."""
    WALL = "wall"
    """Real time, nights and weekends included."""


@dataclass(frozen=True, slots=True)
class Delay:
    """So many minutes (HOURS and WALL) or days (DAYS) after something; never negative (`DelayError`)."""

    amount: int
    unit: DelayUnit

    def __post_init__(self) -> None:
        """Refuse to look back."""
        if self.amount < 0:
            raise DelayError(str(self.amount), "no less than 0")

    @classmethod
    def parse(cls, text: str) -> "Delay":
        """Read "4h", "1h30m", "2d", "30m wall" or "0"; raises `DelayError`."""
        spelled = " ".join(text[:40].lower().split())
        if spelled == "0":
            return cls(0, DelayUnit.HOURS)
        if days := _DAYS.fullmatch(spelled):
            return cls(int(days[1]), DelayUnit.DAYS)
        if (time := _TIME.fullmatch(spelled)) and (time[1] or time[2]):
            minutes = int(time[1] or 0) * 60 + int(time[2] or 0)
            return cls(minutes, DelayUnit.WALL if time[3] else DelayUnit.HOURS)
        raise DelayError(text[:40], "a delay such as 4h, 1h30m, 2d, 30m wall or 0")

    def __str__(self) -> str:
        """The spelling that `parse` reads back to an equal value."""
        if self.unit is DelayUnit.DAYS:
            return f"{self.amount}d"
        if self.amount == 0 and self.unit is DelayUnit.HOURS:
            return "0"
        hours, minutes = divmod(self.amount, 60)
        time = (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")
        return f"{time} wall" if self.unit is DelayUnit.WALL else time

    def after(self, earlier: "Delay", day: timedelta) -> "Delay":
        """What is left of this delay once `earlier`, which began with it, is over; never below nothing.

        The same unit subtracts, and nothing taken away leaves the delay as it is. Units that differ
        meet in minutes, through `day`, the length of the recipient's working day: the rest is business
        time, or wall time where this delay is.
        """
        if earlier.amount == 0:
            return self
        if self.unit is earlier.unit:
            return Delay(max(0, self.amount - earlier.amount), self.unit)
        unit = DelayUnit.WALL if self.unit is DelayUnit.WALL else DelayUnit.HOURS
        return Delay(max(0, self.minutes(day) - earlier.minutes(day)), unit)

    def minutes(self, day: timedelta) -> int:
        """The delay in minutes, where a working day counts for `day`."""
        return self.amount * (day // _MINUTE) if self.unit is DelayUnit.DAYS else self.amount
