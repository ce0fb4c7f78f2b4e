"""Requests that stay where they are though their project gets another owner: whoever sets that up is told of them."""

from collections import defaultdict

from bot.db import directory, people, requests
from bot.domain.routing import Project
from bot.domain.setup import Setup
from bot.domain.setup_diff import SetupDiff, Staying, owners_changed
from bot.services.setup_names import Names
from bot.services.transaction import Tx


async def staying_after(tx: Tx, names: Names, wanted: Setup, diff: SetupDiff) -> tuple[Staying, ...]:
    """What would stay with others once the projects whose owner would change have theirs."""
    known = await directory.directory(tx.conn, tx.workspace_id)
    ids = {
        (client.name.casefold(), project.name.casefold()): project.id
        for client in known.clients
        for project in known.projects_of([client])
    }
    found: list[Staying] = []
    for key, each in owners_changed(diff, wanted).items():
        if key in ids:
            found += await staying_with_others(tx, ids[key], names.person(each.owner).id, f"{each.client}: {each.name}")
    return tuple(found)


async def staying(tx: Tx, project: Project) -> tuple[Staying, ...]:
    """What stays with others than the owner that this project has."""
    return await staying_with_others(tx, project.id, project.owner_id, project.name)


async def staying_with_others(tx: Tx, project_id: int, owner_id: int, name: str) -> tuple[Staying, ...]:
    """The open requests of the project whose owner is another, one entry for each; what is lent is its lender's."""
    theirs: dict[int, list[int]] = defaultdict(list)
    for request in await requests.of_projects(tx.conn, tx.workspace_id, [project_id]):
        holder = request.loan.owner_id if request.loan is not None else request.owner_id
        if holder is not None and holder != owner_id:
            theirs[holder].append(request.id)
    holders = await people.by_ids(tx.conn, tx.workspace_id, theirs)
    return tuple(Staying(name, holders[one].first_name, tuple(sorted(numbers))) for one, numbers in theirs.items())
