"""Reading ahead: the next is on its way while somebody works on what is there."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

import pytest

from bot.services.ahead import one_ahead


class Reader:
    """Reads three numbers, and tells what was asked for and whether it was closed."""

    def __init__(self, *, fails_at: int | None = None, takes: float = 0) -> None:
        self.asked: list[int] = []
        self.is_closed = False
        self._fails_at = fails_at
        self._takes = takes

    async def numbers(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(1, 4):
                self.asked.append(number)
                await asyncio.sleep(self._takes)
                if number == self._fails_at:
                    raise ValueError(number)
                yield number
        finally:
            self.is_closed = True


async def test_everything_comes_in_its_order_and_the_next_is_asked_for_before_it_is_needed() -> None:
    reader, asked = Reader(), []
    async for number in one_ahead(reader.numbers()):
        asked.append((number, list(reader.asked)))
    assert asked == [(1, [1, 2]), (2, [1, 2, 3]), (3, [1, 2, 3])]
    assert reader.is_closed


async def test_left_early_it_waits_for_what_is_on_its_way_and_closes_the_source() -> None:
    reader = Reader()
    async with aclosing(one_ahead(reader.numbers())) as numbers:
        async for _ in numbers:
            break
    assert (reader.asked, reader.is_closed) == ([1, 2], True)


async def test_what_goes_wrong_ahead_is_raised_when_it_is_its_turn() -> None:
    found = []
    with pytest.raises(ValueError, match="2"):
        async for number in one_ahead(Reader(fails_at=2).numbers()):
            found.append(number)
    assert found == [1]


class Broken(Exception):
    """Whoever works on what is there gives up."""


async def stops(reader: Reader) -> None:
    async with aclosing(one_ahead(reader.numbers())) as numbers:
        async for _ in numbers:
            break


async def breaks(reader: Reader) -> None:
    async with aclosing(one_ahead(reader.numbers())) as numbers:
        async for _ in numbers:
            raise Broken


async def walks_off(reader: Reader) -> None:
    """Nobody closes it: the loop does, once nobody can go on with it."""
    async for _ in one_ahead(reader.numbers()):
        break


async def works_for_ever(reader: Reader) -> None:
    async with aclosing(one_ahead(reader.numbers())) as numbers:
        async for _ in numbers:
            await asyncio.Event().wait()


@pytest.mark.parametrize("reads", [stops, breaks, walks_off, works_for_ever])
@pytest.mark.parametrize("fails_at", [None, 1, 2])
@pytest.mark.parametrize("cancelled_after", [0.0, 0.005, 0.015, 0.025])
@pytest.mark.filterwarnings("error")
async def test_however_it_is_left_nothing_runs_on_and_nothing_complains(
    reads: Callable[[Reader], Awaitable[None]], fails_at: int | None, cancelled_after: float
) -> None:
    """While the first is on its way, while it is worked on, and the next on its way or there."""
    loop, complaints = asyncio.get_running_loop(), []
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    before, reader = asyncio.all_tasks(), Reader(fails_at=fails_at, takes=0.01)
    reading = asyncio.ensure_future(reads(reader))
    await asyncio.sleep(cancelled_after)
    reading.cancel()
    await asyncio.wait([reading])
    assert reading.cancelled() or isinstance(reading.exception(), ValueError | Broken | None)
    del reading
    gc.collect()
    for _ in range(3):  # the loop closes what nobody has closed
        await asyncio.sleep(0)
        await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
    assert asyncio.all_tasks() == before
    assert complaints == []
    assert reader.is_closed or not reader.asked
