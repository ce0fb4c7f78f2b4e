"""Killed with -9 in the middle of its work and started again at once: how soon `nudge run` goes on.

What was under way then may be in Slack or not. It is left alone until its lease has ended, and then looked for: all of
it has arrived, once, after lease and settle time. The times are those of production, so that this takes a while.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import select

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.processes import PATIENCE_SECONDS, nudge, settings_for
from benchmarks.requests import Wanted, hand_over
from benchmarks.stage import Stage, stage
from bot.db.tables import outbox
from bot.slack.times import SenderTimes

MESSAGES, BEFORE_THE_KILL = 120, 30
KILLS, MORE_KILLS = 1, 5
_LOOK_SECONDS = 0.05


async def recovery(databases: Databases, *, full: bool = False) -> list[Figure]:
    """Until the next message, and until all that was under way is known to be in Slack."""
    rounds = [await _round(databases, f"recovery_{number}") for number in range(MORE_KILLS if full else KILLS)]
    next_one, all_of_it = (median(seconds) for seconds in zip(*rounds, strict=True))
    times = SenderTimes()
    return [
        Figure("back to work after kill -9: the next message", f"{next_one:.1f} s"),
        Figure(
            "back to work after kill -9: what was under way has arrived",
            f"{all_of_it:.1f} s",
            f"{times.lease + times.settle + 5:.0f} s",
        ),
    ]


async def _round(databases: Databases, name: str) -> tuple[float, float]:
    url = databases.fresh(name)
    async with stage(url) as here:
        async with here.background.begin() as connection:
            wanted = Wanted(name, MESSAGES, ("confirmation",), datetime.now(UTC))
            await hand_over(connection, here.workspace.team_id, wanted)
        said, settings = here.workspace.messages, settings_for(url, here.sandbox)
        async with nudge("run", **settings) as first:
            await _until(lambda: len(here.workspace.messages) >= len(said) + BEFORE_THE_KILL)
            first.kill()
            await first.wait()
        killed_at, before = time.perf_counter(), len(here.workspace.messages)
        under_way = await _in_state(here, "sending")
        if not under_way:
            raise Unanswered("nothing was under way when it was killed")
        async with nudge("run", **settings):
            await _until(lambda: len(here.workspace.messages) > before)
            next_one = time.perf_counter() - killed_at
            await _until_sent(here, under_way)
            all_of_it = time.perf_counter() - killed_at
            await _until(lambda: len(here.workspace.messages) >= len(said) + MESSAGES)
        _check_once(here)
    return next_one, all_of_it


async def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE_SECONDS / _LOOK_SECONDS)):
        if is_so():
            return
        await asyncio.sleep(_LOOK_SECONDS)
    raise Unanswered("it never came to that")


async def _until_sent(here: Stage, under_way: set[int]) -> None:
    for _ in range(int(PATIENCE_SECONDS / _LOOK_SECONDS)):
        if under_way <= await _in_state(here, "sent"):
            return
        await asyncio.sleep(_LOOK_SECONDS)
    raise Unanswered("what was under way never arrived")


async def _in_state(here: Stage, state: str) -> set[int]:
    async with here.background.connect() as connection:
        return set(await connection.scalars(select(outbox.c.id).where(outbox.c.state == state)))


def _check_once(here: Stage) -> None:
    tokens = Counter(str(message.metadata) for message in here.workspace.messages if message.metadata)
    twice = [token for token, times in tokens.items() if times > 1]
    if twice or len(tokens) != MESSAGES:
        raise Unanswered(f"{len(tokens)} of {MESSAGES} messages are in Slack, {len(twice)} of them more than once")
