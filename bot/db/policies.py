"""Reading and writing policies. A version, once written, never changes: requests hold on to theirs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import policy
from bot.domain.delay import Delay
from bot.domain.people import Role
from bot.domain.policy import SHIPPED, Policy, Rung, Tone

_versions = select(policy.c.name, policy.c.version, policy.c.spec).where(
    policy.c.workspace_id == bindparam("workspace")
)
_named = _versions.where(policy.c.name == bindparam("called"))
_get = _named.where(policy.c.version == bindparam("number"))
_latest = _named.order_by(policy.c.version.desc()).limit(1)
_latest_of_each = _versions.ext(distinct_on(policy.c.name)).order_by(policy.c.name, policy.c.version.desc())
_every_version = _versions.order_by(policy.c.name, policy.c.version)
_insert = insert(policy)


async def get(conn: AsyncConnection, workspace_id: str, name: str, version: int) -> Policy:
    """This version of the policy; raises LookupError where there is none."""
    row = (await conn.execute(_get, {"workspace": workspace_id, "called": name, "number": version})).one_or_none()
    if row is not None:
        return _read(row.name, row.version, row.spec)
    if name in SHIPPED and SHIPPED[name].version == version:
        return SHIPPED[name]
    raise LookupError(f"no policy {name!r} of version {version}")


async def latest(conn: AsyncConnection, workspace_id: str, name: str) -> Policy:
    """The newest version, the shipped one where none was set up; raises LookupError where there is none."""
    row = (await conn.execute(_latest, {"workspace": workspace_id, "called": name})).one_or_none()
    if row is not None:
        return _read(row.name, row.version, row.spec)
    if name in SHIPPED:
        return SHIPPED[name]
    raise LookupError(f"no policy {name!r}")


async def set_up(conn: AsyncConnection, workspace_id: str) -> list[Policy]:
    """The newest version of every policy that was set up here, by name; the shipped ones are not among them."""
    rows = await conn.execute(_latest_of_each, {"workspace": workspace_id})
    return [_read(row.name, row.version, row.spec) for row in rows]


async def every_version(conn: AsyncConnection, workspace_id: str) -> list[Policy]:
    """All versions of all policies that were set up here, the older ones first; the shipped ones are not among them."""
    rows = await conn.execute(_every_version, {"workspace": workspace_id})
    return [_read(row.name, row.version, row.spec) for row in rows]


async def insert_version(conn: AsyncConnection, workspace_id: str, new: Policy) -> None:
    """Write a version that is not there yet."""
    await conn.execute(
        _insert,
        {"workspace_id": workspace_id, "name": new.name, "version": new.version, "spec": _spell(new)},
    )


def _spell(one: Policy) -> dict[str, object]:
    rungs = [{"after": str(r.after), "to": [str(role) for role in r.to], "tone": str(r.tone)} for r in one.rungs]
    return {"rungs": rungs, "every": str(one.every)}


def _read(name: str, version: int, spec: Mapping[str, Any]) -> Policy:
    rungs = tuple(
        Rung(Delay.parse(rung["after"]), tuple(Role(role) for role in rung["to"]), Tone(rung["tone"]))
        for rung in spec["rungs"]
    )
    return Policy(name, version, rungs, Delay.parse(spec["every"]))
