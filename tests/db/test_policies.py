"""Policies: versions stay, the shipped ones are there without being written."""

from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import policies
from bot.domain.delay import Delay
from bot.domain.policy import KEY_CLIENT, SHIPPED, STANDARD

WS = "T1"


async def test_the_shipped_policies_are_there_without_being_written(conn: AsyncConnection) -> None:
    for name, shipped in SHIPPED.items():
        assert await policies.latest(conn, WS, name) == shipped
        assert await policies.get(conn, WS, name, shipped.version) == shipped
    assert await policies.set_up(conn, WS) == []


async def test_a_new_version_is_the_latest_and_the_old_one_can_still_be_read(conn: AsyncConnection) -> None:
    calmer = replace(STANDARD, version=2, every=Delay.parse("1h30m wall"))
    await policies.insert_version(conn, WS, calmer)
    assert await policies.latest(conn, WS, "standard") == calmer
    assert await policies.get(conn, WS, "standard", 1) == STANDARD
    assert await policies.latest(conn, "T2", "standard") == STANDARD
    even_calmer = replace(calmer, version=3, every=Delay.parse("9d"))
    await policies.insert_version(conn, WS, even_calmer)
    own = replace(KEY_CLIENT, name="own")
    await policies.insert_version(conn, WS, own)
    assert await policies.set_up(conn, WS) == [own, even_calmer]
    assert await policies.every_version(conn, WS) == [own, calmer, even_calmer]


async def test_a_policy_that_nobody_wrote_is_an_error(conn: AsyncConnection) -> None:
    with pytest.raises(LookupError):
        await policies.latest(conn, WS, "standart")
    with pytest.raises(LookupError):
        await policies.get(conn, WS, "standard", 7)
