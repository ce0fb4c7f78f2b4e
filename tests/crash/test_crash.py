"""Six rounds; many more with `make crash`."""

import pytest

from tests.crash.rounds import rounds


async def test_killed_at_random_moments_it_says_everything_once(database_url: str) -> None:
    await sweep(database_url, 6)


@pytest.mark.slow
async def test_killed_in_two_hundred_rounds_it_says_everything_once(database_url: str) -> None:
    await sweep(database_url, 200)


async def sweep(database_url: str, count: int) -> None:
    kills = left_uncertain = 0
    async for played in rounds(database_url, count, seed=count):
        assert not played.wrong, f"round {played.number}"
        kills += played.kills
        left_uncertain += played.left_uncertain
        if count > 6:
            print(f"round {played.number + 1}: {kills} kills so far, {left_uncertain} messages of unknown fate")
    assert kills >= count // 2
    assert left_uncertain > 0
