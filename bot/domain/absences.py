"""When somebody is away: who may say so, what overlaps, and whole days as instants."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.openings import first_showing
from bot.domain.people import Person
from bot.domain.routing import Project

LONGEST = timedelta(days=400)
"""How long somebody may be away; longer is a departure."""


@dataclass(frozen=True, slots=True)
class Away:
    """An absence from `starts_at` until just before `ends_at` (UTC); `set_by` is who said so."""

    id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime
    stand_in_id: int | None = None
    set_by: int | None = None

    def covers(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return self.starts_at <= at < self.ends_at


@dataclass(unsafe_hash=True)
class DaysRefused(Exception):
    """Days that can't be: over already, the last before the first (`is_backwards`), or too many (`is_long`)."""

    is_backwards: bool = False
    is_long: bool = False


def whole_days(first: date, last: date, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """From the beginning of `first` until the end of `last` (UTC), on the clocks of `zone`; raises DaysRefused."""
    if last < first:
        raise DaysRefused(is_backwards=True)
    start = first_showing(zone, datetime.combine(first, time()))
    end = first_showing(zone, datetime.combine(last + timedelta(days=1), time()))
    if end <= now:
        raise DaysRefused
    if end - max(start, now) > LONGEST:
        raise DaysRefused(is_long=True)
    return start, end


def last_day(ends_at: datetime, zone: ZoneInfo) -> date:
    """The last whole day away."""
    return (ends_at - timedelta(microseconds=1)).astimezone(zone).date()


def met(absences: Iterable[Away], starts_at: datetime, ends_at: datetime) -> list[Away]:
    """Those that the stretch overlaps or touches."""
    return [one for one in absences if one.starts_at <= ends_at and starts_at <= one.ends_at]


def said_anew(
    earlier: Iterable[Away], starts_at: datetime, ends_at: datetime, now: datetime
) -> tuple[datetime, datetime]:
    """The days of an absence that has `met` earlier ones: new days within one take its place, be they fewer.

    What they only touch joins, and so does what they run into from before, or on from beyond its end. An absence that
    has begun begins when it did.
    """
    for one in earlier:
        touches = starts_at == one.ends_at or ends_at == one.starts_at
        if touches or starts_at < one.starts_at < ends_at < one.ends_at:
            starts_at, ends_at = min(starts_at, one.starts_at), max(ends_at, one.ends_at)
        elif one.starts_at <= now or one.ends_at < ends_at:
            starts_at = min(starts_at, one.starts_at)
    return starts_at, ends_at


def known_by(said: Iterable[tuple[datetime, Away]]) -> Iterator[tuple[datetime, tuple[Away, ...]]]:
    """What was known from each moment (UTC) on at which somebody said that a person is away, or back again.

    What was said later takes the place of what it overlaps or touches, unless that was over; what ends as it begins
    was called off. An absence keeps its first number, and its stand-in where the later word names none.
    """
    known: tuple[Away, ...] = ()
    for at, away in said:
        same = [one for one in known if _is_same(one, away, at)]
        others = [one for one in known if one not in same]
        known = tuple(others if away.ends_at <= away.starts_at else [*others, _as_one(away, same)])
        yield at, known


def _as_one(away: Away, earlier: Sequence[Away]) -> Away:
    first = earlier[0] if earlier else away
    return replace(away, id=first.id, stand_in_id=away.stand_in_id or first.stand_in_id)


def _is_same(one: Away, other: Away, at: datetime) -> bool:
    overlaps = one.starts_at <= other.ends_at and other.starts_at <= one.ends_at
    return one.person_id == other.person_id and one.ends_at > at and overlaps


def may_set_away(by: Person, person: Person, projects: Iterable[Project]) -> bool:
    """Whether `by` may say that `person` is away: oneself, admins, and the backup or lead of a project of theirs."""
    if not by.is_colleague:
        return False
    if by.id == person.id or by.is_admin:
        return True
    return any(project.owner_id == person.id and by.id in {project.backup_id, project.lead_id} for project in projects)
