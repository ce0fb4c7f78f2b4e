"""What was learned when requests were closed."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import request
from bot.domain.facts import Lesson


async def of_projects(
    conn: AsyncConnection, workspace_id: str, projects: Collection[int], most: int
) -> dict[int, tuple[tuple[Lesson, ...], int]]:
    """By project: the newest lessons, at most so many, and how many there are beyond."""
    at = func.coalesce(request.c.closed_at, request.c.touched_at, request.c.handed_over_at)
    place = func.row_number().over(partition_by=request.c.project_id, order_by=(at.desc(), request.c.id.desc()))
    among = func.count().over(partition_by=request.c.project_id)
    learned = (
        select(
            request.c.project_id,
            request.c.id,
            at.label("at"),
            request.c.lesson,
            place.label("place"),
            among.label("among"),
        )
        .where(
            request.c.workspace_id == workspace_id,
            request.c.project_id.in_(list(projects)),
            request.c.lesson.is_not(None),
        )
        .subquery()
    )
    query = select(learned).where(learned.c.place <= most).order_by(learned.c.project_id, learned.c.place)
    found: dict[int, list[Lesson]] = {}
    counts: dict[int, int] = {}
    for row in await conn.execute(query):
        found.setdefault(row.project_id, []).append(Lesson(row.id, row.at, row.lesson))
        counts[row.project_id] = row.among
    return {project: (tuple(these), counts[project] - len(these)) for project, these in found.items()}
