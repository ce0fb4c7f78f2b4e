"""The play: everything that people do, in order of time; between, the Clock stops wherever something falls due."""

import asyncio
import heapq
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from bot.db.engine import background_engine
from bot.domain.facts import DigestFacts
from bot.domain.permissions import Refused
from bot.domain.setup_reading import read_setup
from bot.services import absences, delivery, digesting, handing_over, roster, setup
from bot.services.errors import UnknownPerson
from bot.services.transaction import Tx
from bot.services.typed_days import Days
from tests.hand import Hand
from tests.year.deeds import YEAR, Minds, something_happens
from tests.year.edge import Edge, Outage, outages
from tests.year.replica import Replica
from tests.year.town import Town, client, town

BEGIN = datetime(2027, 1, 4, 6, tzinfo=UTC)
"""A Monday; the year has two changes of clocks and a turn ahead of it."""

LATER = timedelta(days=4)
"""How long time goes on once nobody does anything any more."""


@dataclass(frozen=True)
class Scale:
    """How large a year is. `at_once`: several planners work at the very same time, not in turns."""

    requests: int
    owners: int
    weeks: int
    seed: int
    replicas: int = 2
    at_once: bool = True

    @property
    def end(self) -> datetime:
        """When people stop doing things (UTC)."""
        return BEGIN + timedelta(weeks=self.weeks)


@dataclass(order=True)
class Scene:
    """Something that somebody does at a moment (UTC); `place` settles which comes first of two."""

    at: datetime
    place: int
    happens: Callable[[], Awaitable[None]] = field(compare=False)


@dataclass
class Year:
    """One year on one database."""

    scale: Scale
    town: Town
    clock: Hand
    edge: Edge
    replicas: tuple[Replica, ...]
    nights: tuple[Outage, ...]
    minds: Minds
    weeks: list[DigestFacts] = field(default_factory=list)
    deeds: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    due_at: datetime = BEGIN
    _scenes: list[Scene] = field(default_factory=list)
    _places: Any = field(default_factory=count)

    async def play(self) -> None:
        """From the first Monday until nothing happens any more."""
        await self._open()
        for number in range(self.scale.requests):
            chance = self.chance("request", number)
            at = BEGIN + chance.random() * (self.scale.end - BEGIN)
            self._plan(at, partial(self._hand_over, number, chance))
        for week in range(1, self.scale.weeks + 1):
            self._plan(BEGIN + timedelta(weeks=week, seconds=12.5), self._count_the_week)
        self._plan(BEGIN + (self.scale.end - BEGIN) * 0.6, self._somebody_leaves)
        for person in (*self.town.owners, *self.town.leads):
            self._plan_absences(person.slack_id)
        while self._scenes:
            scene = heapq.heappop(self._scenes)
            await self._until(scene.at)
            await scene.happens()
            await self._settle()
        await self._until(self.clock.time + LATER)
        await self._settle()
        for replica in self.replicas:
            await replica.leave()

    def chance(self, *what: object) -> random.Random:
        """Luck of its own for everything, so that what one does never depends on what another did."""
        return random.Random(f"{self.scale.seed}:{what}")

    async def run(self, use_case: Any, *args: Any, **more: Any) -> Any:
        """What a use case returns, run by one of the processes."""
        return await self.replicas[0].run(use_case, *args, **more)

    # --- time ------------------------------------------------------------------------------------------------

    async def _until(self, moment: datetime) -> None:
        """Stop wherever something falls due on the way, and let all that follows happen there."""
        while (due := await self._next_due(moment)) is not None:
            self.clock.time = due
            await self._settle()
        self.clock.time = moment

    async def _next_due(self, until: datetime) -> datetime | None:
        due = await self.run(_next_due, self.due_at)
        if due is None:
            return None
        night = next((one for one in self.nights if one.start <= due < one.end), None)
        due = night.end if night else due
        return due if due <= until else None

    async def _settle(self) -> None:
        """All work until nothing is left to do now. While the bot is down nothing happens."""
        if any(night.start <= self.clock.time < night.end for night in self.nights):
            return
        self.stops += 1
        self.due_at = self.clock.time
        while self.due_at <= self.clock.time:  # as long as one of them may not have seen what the other did
            if self.scale.at_once:
                due = await asyncio.gather(*(replica.tick() for replica in self.replicas))
            else:
                due = [await replica.tick() for replica in self.replicas]
            self.due_at = min(due)
        while sum([await replica.deliver() for replica in self.replicas]):
            continue
        await asyncio.gather(*(replica.seal() for replica in self.replicas))

    # --- scenes ----------------------------------------------------------------------------------------------

    def _plan(self, at: datetime, happens: Callable[[], Awaitable[None]]) -> None:
        place = next(self._places)
        if any(night.start <= at < night.end for night in self.nights):
            at = max(night.end for night in self.nights) + timedelta(seconds=7 * place + 5)
        heapq.heappush(self._scenes, Scene(at, place, happens))

    def _plan_absences(self, who: str) -> None:
        """About one in six weeks, for some days; now and then somebody is back earlier."""
        chance = self.chance("absences", who)
        for week in range(self.scale.weeks):
            if chance.random() < 1 / 6:
                at = BEGIN + timedelta(weeks=week, hours=chance.uniform(0, 160))
                self._plan(at, partial(self._goes_away, who, chance))
                if chance.random() < 0.3:
                    self._plan(at + timedelta(hours=chance.uniform(1, 150)), partial(self._comes_back, who))

    async def _goes_away(self, who: str, chance: random.Random) -> None:
        first = self.clock.time.date() + timedelta(days=chance.randrange(1, 4))
        days = Days(first, first + timedelta(days=chance.randrange(1, 12)))
        self.deeds["away"] += await self._unless_refused(absences.say_away, who, days=days)

    async def _comes_back(self, who: str) -> None:
        self.deeds["back"] += await self._unless_refused(absences.come_back, who)

    async def _unless_refused(self, use_case: Any, who: str, **more: Any) -> bool:
        """Whether it was done; whoever has left can't be away."""
        try:
            await self.run(use_case, who, **more)
        except (Refused, UnknownPerson):
            return False
        return True

    async def _open(self) -> None:
        self.clock.time = BEGIN - timedelta(days=1)
        await self.run(roster.sync, "Agency", "U0NUDGE", self.town.everybody)
        await self.run(setup.apply, read_setup(self.town.set_up), {})

    async def _hand_over(self, number: int, chance: random.Random) -> None:
        developer = chance.choice(self.town.developers).slack_id
        about = client(chance.randrange(self.scale.owners)) if chance.random() > 0.05 else None
        draft = handing_over.typed(f"wish {number}", reporter=developer, client_name=about)
        made = await self.run(handing_over.hand_over, draft)
        self._goes_on(made.request.id, chance)

    def _goes_on(self, number: int, chance: random.Random) -> None:
        """Mostly within days; now and then silence, so that ladders are climbed to the top."""
        hours = chance.expovariate(1 / 36) if chance.random() < 0.85 else chance.uniform(150, 500)
        at = self.clock.time + timedelta(hours=hours)
        if at < self.scale.end:
            self._plan(at, partial(self._something_happens, number, chance))

    async def _something_happens(self, number: int, chance: random.Random) -> None:
        self.deeds[await self.run(something_happens, number, chance, self.minds)] += 1
        if chance.random() > 0.06:
            self._goes_on(number, chance)

    async def _count_the_week(self) -> None:
        self.weeks.append(await self.run(digesting.week_called, None))
        print(f"week {len(self.weeks)} of {self.scale.weeks}", flush=True)

    async def _somebody_leaves(self) -> None:
        await self.run(roster.upsert, [replace(self.town.owners[-1], is_active=False)])


async def _next_due(tx: Tx, known: datetime) -> datetime | None:
    """The next moment at which anything falls due, as it is `known` and the retries and leases of messages included."""
    times = (known, (await delivery.outlook(tx, real_now=tx.now)).next_at)
    return min((at for at in times if at is not None and at > tx.now), default=None)


@asynccontextmanager
async def year(database_url: str, scale: Scale, minds: Minds = YEAR) -> AsyncIterator[Year]:
    """A year that is ready to be played; `minds` is what people do in it."""
    chance = random.Random(scale.seed)
    clock = Hand(BEGIN)
    edge = Edge(outages(scale.weeks, BEGIN, chance), random.Random(scale.seed + 1))
    weekend = BEGIN + timedelta(weeks=scale.weeks // 2, days=4, hours=9)
    nights = (Outage(weekend, weekend + timedelta(days=2, hours=14)),)
    engines = [background_engine(database_url, size=4) for _ in range(scale.replicas)]
    replicas = tuple(
        Replica(engine, clock, edge, random.Random(scale.seed + 2 + place)) for place, engine in enumerate(engines)
    )
    try:
        yield Year(scale, town(scale.owners, chance), clock, edge, replicas, nights, minds)
    finally:
        for replica in replicas:
            await replica.leave()
        for engine in engines:
            await engine.dispose()
