"""Reading ahead: the next is on its way while somebody works on what is there."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from bot.services.ahead import one_ahead


class Reader:
    """Reads three numbers, and tells what was asked for and whether it was closed."""

    def __init__(self, *, fails_at: int | None = None) -> None:
        self.asked: list[int] = []
        self.is_closed = False
        self._fails_at = fails_at

    async def numbers(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(1, 4):
                self.asked.append(number)
                await asyncio.sleep(0)
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
