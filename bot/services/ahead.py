"""Reading ahead: what comes next is fetched while somebody works on what is there."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def one_ahead(source: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """What comes from `source`, of which the next is always on its way. Nothing else may use its connection meanwhile.

    Left early, it waits until that one is there, and closes the source.
    """
    coming = asyncio.ensure_future(anext(source, None))
    try:
        while (here := await coming) is not None:
            coming = asyncio.ensure_future(anext(source, None))
            await asyncio.sleep(0)  # by then it is asked for
            yield here
    finally:
        await asyncio.gather(coming, return_exceptions=True)
        await source.aclose()
