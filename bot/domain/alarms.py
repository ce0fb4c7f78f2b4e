"""An alarm: raised once, repeated seldom, and taken back once all has been well for a while."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

AGAIN = timedelta(hours=1)
"""After so long it is said once more that it is still so."""

CALM = timedelta(minutes=10)
"""All has to be well for so long: what goes wrong now and then would else be over again and again."""


class News(StrEnum):
    """What there is to tell."""

    BEGINS = "begins"
    GOES_ON = "goes on"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One that stands (times are UTC, and real): since when, when it was told last, when something was wrong last."""

    begun_at: datetime
    told_at: datetime
    wrong_at: datetime


def looked(alarm: Alarm | None, now: datetime, *, is_wrong: bool) -> tuple[Alarm | None, News | None]:
    """What stands after somebody has looked at `now`, and what is to be told of it."""
    match alarm:
        case None:
            return (Alarm(now, now, now), News.BEGINS) if is_wrong else (None, None)
        case Alarm() if is_wrong and now - alarm.told_at >= AGAIN:
            return replace(alarm, told_at=now, wrong_at=now), News.GOES_ON
        case Alarm() if is_wrong:
            return replace(alarm, wrong_at=now), None
        case Alarm() if now - alarm.wrong_at >= CALM:
            return None, News.OVER
        case _:
            return alarm, None
