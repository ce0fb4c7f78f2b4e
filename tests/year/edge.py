"""Slack at the edge of the year: it keeps what was posted, is gone for hours, and now and then loses an answer."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.outbox import Delivery
from bot.slack.views.message import Message


class Gone(Exception):
    """Slack was not reached: nothing was written."""


class Lost(Exception):
    """What became of it nobody knows."""


@dataclass(frozen=True)
class Outage:
    """Slack is gone from `start` until just before `end` (UTC)."""

    start: datetime
    end: datetime


@dataclass
class Edge:
    """`posted` holds where each token was posted; a message is known by the moment at which it was."""

    outages: tuple[Outage, ...]
    chance: random.Random
    posted: dict[str, tuple[str, str]] = field(default_factory=dict)
    edits: int = 0
    lost: int = 0
    refused: int = 0

    def is_gone(self, now: datetime) -> bool:
        """Whether nobody is reached."""
        return any(outage.start <= now < outage.end for outage in self.outages)

    def post(self, delivery: Delivery, place: str, now: datetime) -> tuple[str, str]:
        """Where it stands; raises Gone and Lost."""
        self._reached(now)
        lot = self.chance.random()
        if lot < 0.01:
            self.lost += 1
            raise Lost
        assert delivery.token not in self.posted, "one token was posted twice"
        count = len(self.posted) % 1_000_000
        self.posted[delivery.token] = (place, f"{int(now.timestamp())}.{count:06d}")
        if lot < 0.02:
            self.lost += 1
            raise Lost
        return self.posted[delivery.token]

    def edit(self, message: Message, now: datetime) -> None:
        """Shown at once; raises Gone."""
        self._reached(now)
        assert message.text.strip()
        self.edits += 1

    def _reached(self, now: datetime) -> None:
        if self.is_gone(now):
            self.refused += 1
            raise Gone


def outages(weeks: int, start: datetime, chance: random.Random) -> tuple[Outage, ...]:
    """About one in three weeks, for some hours of a working day."""
    found = []
    for week in range(weeks):
        if week % 3 == 1:
            begin = start + timedelta(weeks=week, days=chance.randrange(5), hours=chance.randrange(24))
            found.append(Outage(begin, begin + timedelta(minutes=chance.randrange(30, 400))))
    return tuple(found)
