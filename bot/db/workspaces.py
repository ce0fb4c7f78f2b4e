"""Reading and writing workspaces."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import workspace
from bot.domain.company_holiday import CompanyHoliday
from bot.domain.workspace import Workspace

_all = select(workspace).order_by(workspace.c.workspace_id)
_get = select(workspace).where(workspace.c.workspace_id == bindparam("workspace"))
_new = insert(workspace)
_ensure = _new.on_conflict_do_update(
    index_elements=["workspace_id"],
    set_={
        "name": _new.excluded.name,
        "bot_user_id": func.coalesce(_new.excluded.bot_user_id, workspace.c.bot_user_id),
    },
).returning(*workspace.c)
_update = workspace.update().where(workspace.c.workspace_id == bindparam("workspace"))
_set_digest = _update.values(digest_next_at=bindparam("at"))
_set_digest_earlier = _update.values(digest_next_at=func.least(workspace.c.digest_next_at, bindparam("at")))

_new_names = bindparam("names", type_=JSONB)
_rename_channel = _update.where(_new_names.has_key(workspace.c.digest_channel)).values(
    digest_channel_name=_new_names[workspace.c.digest_channel].astext
)


async def get(conn: AsyncConnection, workspace_id: str) -> Workspace | None:
    """The workspace of this id, or None where Nudge has never been in it."""
    row = (await conn.execute(_get, {"workspace": workspace_id})).one_or_none()
    return None if row is None else _workspace(row)


async def ensure(conn: AsyncConnection, workspace_id: str, name: str, bot_user_id: str | None = None) -> Workspace:
    """The workspace, made where it was not known; its name and the bot's own id as Slack has them now."""
    values = {"workspace_id": workspace_id, "name": name, "bot_user_id": bot_user_id}
    return _workspace((await conn.execute(_ensure, values)).one())


async def update(conn: AsyncConnection, workspace_id: str, changed: Workspace) -> None:
    """Write all fields of this workspace but its id, and but the date of its next digest."""
    days = {each.day.isoformat(): each.name for each in changed.holidays}
    values = asdict(changed) | {"admins": list(changed.admins), "holidays": days, "tiers": dict(changed.tiers)}
    del values["workspace_id"], values["digest_next_at"]
    await conn.execute(_update, values | {"workspace": workspace_id})


async def set_digest_next_at(conn: AsyncConnection, workspace_id: str, at: datetime | None) -> None:
    """Set when the next digest is due; None asks for it to be worked out anew."""
    await conn.execute(_set_digest, {"workspace": workspace_id, "at": at})


async def bring_digest_forward(conn: AsyncConnection, workspace_id: str, at: datetime) -> None:
    """Have the next digest come at this time, unless it comes earlier."""
    await conn.execute(_set_digest_earlier, {"workspace": workspace_id, "at": at})


async def rename_channels(conn: AsyncConnection, workspace_id: str, names: Mapping[str, str]) -> None:
    """Write what the digest's channel is called now: `names` by channel id."""
    await conn.execute(_rename_channel, {"workspace": workspace_id, "names": dict(names)})


async def move_digest(conn: AsyncConnection, workspace_id: str, was: datetime | None, following: datetime) -> bool:
    """Move the time of the next digest on; False when somebody else did that first."""
    statement = (
        workspace.update()
        .where(workspace.c.workspace_id == workspace_id, workspace.c.digest_next_at == was)
        .values(digest_next_at=following)
        .returning(workspace.c.workspace_id)
    )
    return (await conn.execute(statement)).one_or_none() is not None


async def all_workspaces(conn: AsyncConnection) -> list[Workspace]:
    """Every workspace that this database holds."""
    return [_workspace(row) for row in await conn.execute(_all)]


def _workspace(row: Row[*tuple[Any, ...]]) -> Workspace:
    days = (CompanyHoliday(date.fromisoformat(day), name) for day, name in sorted(row.holidays.items()))
    return Workspace(**row._asdict() | {"admins": tuple(row.admins), "holidays": tuple(days)})
