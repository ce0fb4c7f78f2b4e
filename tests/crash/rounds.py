"""Rounds of draining and killing, against one database and one local workspace."""

import asyncio
import multiprocessing
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess

from tests.crash import child
from tests.slack.post_office import PostOffice, nudge, post_office, until

ROWS = 200
RECIPIENTS = 20
_KILLS = 2
_LONGEST_LIFE = 0.45
_ENOUGH = 60.0


@dataclass(frozen=True)
class Round:
    """How one round went."""

    number: int
    kills: int
    left_uncertain: int
    wrong: Counter[str]


async def rounds(database_url: str, count: int, seed: int) -> AsyncIterator[Round]:
    """So many rounds; each puts down 200 posts and ends when all of them are sent. `wrong`: not said exactly once."""
    chance = random.Random(seed)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.crash.child"])
    async with post_office(database_url) as office:
        people = await office.people(RECIPIENTS)
        for number in range(count):
            texts = [f"{number}.{place}" for place in range(ROWS)]
            await office.put(*[nudge(text, people[place % RECIPIENTS]) for place, text in enumerate(texts)])
            yield await _round(office, database_url, number, texts, chance)


async def _round(office: PostOffice, database_url: str, number: int, texts: list[str], chance: random.Random) -> Round:
    kills, before, left_uncertain = 0, office.said.total(), 0
    for _ in range(_KILLS):
        with _drainer(database_url, office) as process:
            # Its life is counted from its first message on, or the first kills would all come too early.
            await until(partial(_has_begun, process, office, before), _ENOUGH)
            await asyncio.sleep(chance.uniform(0, _LONGEST_LIFE))
            kills += process.is_alive()
        before = office.said.total()
        left_uncertain += (await office.states())["sending"]
        if before == (number + 1) * ROWS:
            break
    with _drainer(database_url, office) as process:
        await until(lambda: not process.is_alive(), _ENOUGH)
    said, wanted = office.said, set(texts)
    wrong = Counter({text: said[text] for text in wanted if said[text] != 1})
    assert set(await office.states()) == {"sent"}
    return Round(number, kills, left_uncertain, wrong)


def _has_begun(process: BaseProcess, office: PostOffice, before: int) -> bool:
    return office.said.total() > before or not process.is_alive()


@contextmanager
def _drainer(database_url: str, office: PostOffice) -> Iterator[BaseProcess]:
    """A process that drains; killed on the way out if it still lives."""
    process = multiprocessing.get_context("forkserver").Process(
        target=child.run, args=(database_url, office.sandbox.api_url), daemon=True
    )
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
