"""Reading and writing policies. A version, once written, never changes: requests hold on to theirs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import policy
from bot.domain.delay import Delay
from bot.domain.people import Colleague, Hearer, Place, Role
from bot.domain.policy import SHIPPED, Limits, Policy, Rung, Tone

_versions = select(policy.c.name, policy.c.version, policy.c.spec).where(
    policy.c.workspace_id == bindparam("workspace")
)
_named = _versions.where(policy.c.name == bindparam("called"))
_get = _named.where(policy.c.version == bindparam("number"))
_latest = _named.order_by(policy.c.version.desc()).limit(1)
_latest_of_each = _versions.ext(distinct_on(policy.c.name)).order_by(policy.c.name, policy.c.version.desc())
_every_version = _versions.order_by(policy.c.name, policy.c.version)
_insert = insert(policy)

_PERSON = "person:"
"""Before the id of somebody whom a rung names."""


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
    rungs = [
        {"after": str(rung.after), "to": [_spell_hearer(hearer) for hearer in rung.hearers], "tone": str(rung.tone)}
        for rung in one.rungs
    ]
    limits = one.limits
    return {
        "rungs": rungs,
        "every": str(one.every),
        "why": one.why,
        "limits": {
            "promise_within": str(limits.promise_within) if limits.promise_within else None,
            "snooze_times": limits.snooze_times,
            "snooze_within": str(limits.snooze_within),
            "holding_replies": limits.holding_replies,
        },
    }


def _spell_hearer(hearer: Hearer) -> str:
    return f"{_PERSON}{hearer.person_id}" if isinstance(hearer, Colleague) else str(hearer)


def _read(name: str, version: int, spec: Mapping[str, Any]) -> Policy:
    rungs = tuple(
        Rung(Delay.parse(rung["after"]), tuple(_read_hearer(each) for each in rung["to"]), Tone(rung["tone"]))
        for rung in spec["rungs"]
    )
    return Policy(name, version, rungs, Delay.parse(spec["every"]), _read_limits(spec.get("limits")), spec.get("why"))


def _read_hearer(spelled: str) -> Hearer:
    if spelled.startswith(_PERSON):
        return Colleague(int(spelled.removeprefix(_PERSON)))
    return Place(spelled) if spelled in set(Place) else Role(spelled)


def _read_limits(spec: Mapping[str, Any] | None) -> Limits:
    if spec is None:
        return Limits()
    within = spec["promise_within"]
    return Limits(
        promise_within=Delay.parse(within) if within else None,
        snooze_times=spec["snooze_times"],
        snooze_within=Delay.parse(spec["snooze_within"]),
        holding_replies=spec["holding_replies"],
    )
