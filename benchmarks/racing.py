"""Several ways to do a thing, measured in turns, so that whatever else the machine does falls on all of them."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Call = Callable[[], Awaitable[None]]

REPEATS = 5


@dataclass(frozen=True, slots=True)
class Heat:
    """One stretch of calls: how many a second, and how long each took (seconds)."""

    per_second: float
    latencies: Sequence[float]

    @property
    def p99(self) -> float:
        """The latency that 99 of 100 calls stay below (seconds)."""
        return quantiles(self.latencies, n=100)[98]


@dataclass(frozen=True, slots=True)
class Race:
    """The heats of every contestant, in the order in which they were run."""

    heats: Mapping[str, Sequence[Heat]]

    def per_second(self, name: str) -> float:
        """The median throughput."""
        return median(heat.per_second for heat in self.heats[name])

    def p99(self, name: str) -> float:
        """The median of the heats' 99th percentiles (seconds)."""
        return median(heat.p99 for heat in self.heats[name])

    def ratio(self, name: str, to: str) -> float:
        """The median over the repeats of how much of the throughput of `to` is reached."""
        pairs = zip(self.heats[name], self.heats[to], strict=True)
        return median(heat.per_second / other.per_second for heat, other in pairs)


async def race(contestants: Mapping[str, Call], calls: int, *, at_once: int) -> Race:
    """Run every contestant in turns, `calls` calls each time, `at_once` of them at any moment."""
    heats: dict[str, list[Heat]] = {name: [] for name in contestants}
    for call in contestants.values():
        await _heat(call, calls // 4, at_once)
    for _ in range(REPEATS):
        for name, call in contestants.items():
            heats[name].append(await _heat(call, calls, at_once))
    return Race(heats)


async def _heat(call: Call, calls: int, at_once: int) -> Heat:
    left = iter(range(calls))
    latencies: list[float] = []

    async def one_after_another() -> None:
        for _ in left:
            began = time.perf_counter()
            await call()
            latencies.append(time.perf_counter() - began)

    gc.collect()
    began = time.perf_counter()
    await asyncio.gather(*[one_after_another() for _ in range(at_once)])
    return Heat(calls / (time.perf_counter() - began), latencies)
