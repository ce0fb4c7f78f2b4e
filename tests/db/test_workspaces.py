"""Workspaces: made once, changed whole."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import people, workspaces
from bot.domain.company_holiday import CompanyHoliday
from bot.domain.people import RosterEntry

WS = "T1"
DAYS = (CompanyHoliday(date(2026, 12, 24)), CompanyHoliday(date(2026, 12, 31), "Inventory"))


async def test_a_workspace_is_made_once_and_keeps_its_set_up(conn: AsyncConnection) -> None:
    assert await workspaces.get(conn, WS) is None
    made = await workspaces.ensure(conn, WS, "Agency", "UBOT")
    changed = replace(made, zone="Europe/Berlin", policy="relaxed", admins=("ULEA",), digest_day=4, holidays=DAYS)
    await workspaces.update(conn, WS, changed)
    assert await workspaces.ensure(conn, WS, "Agency & Co") == replace(changed, name="Agency & Co")
    assert await workspaces.all_workspaces(conn) == [await workspaces.get(conn, WS)]


async def test_the_date_of_the_next_digest_is_set_by_itself(conn: AsyncConnection) -> None:
    made = await workspaces.ensure(conn, WS, "Agency", "UBOT")
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    await workspaces.set_digest_next_at(conn, WS, moment)
    await workspaces.update(conn, WS, made)
    found = await workspaces.get(conn, WS)
    assert found is not None
    assert found.digest_next_at == moment


async def test_the_fallback_owner_is_kept(conn: AsyncConnection) -> None:
    made = await workspaces.ensure(conn, WS, "Agency", "UBOT")
    [lea] = await people.upsert(conn, WS, [RosterEntry("ULEA", "Lea")])
    await workspaces.update(conn, WS, replace(made, fallback_owner_id=lea.id))
    found = await workspaces.get(conn, WS)
    assert found is not None
    assert found.fallback_owner_id == lea.id
