"""Writing a client or a project, new or changed."""

from bot.db import directory, touches
from bot.domain.events import Value
from bot.domain.routing import Client, Project
from bot.services.transaction import Tx


async def write_client(tx: Tx, client: Client) -> Client:
    """Write all fields of the client; one whose `id` is 0 is new, and is given its id."""
    if client.id == 0:
        return await directory.insert_client(tx.conn, tx.workspace_id, client)
    await directory.update_client(tx.conn, tx.workspace_id, client)
    return client


async def write_project(tx: Tx, project: Project) -> Project:
    """Write all fields of the project; one whose `id` is 0 is new, and is given its id."""
    if project.id == 0:
        project = await directory.insert_project(tx.conn, tx.workspace_id, project)
    else:
        await directory.update_project(tx.conn, tx.workspace_id, project)
    await touches.set_up(tx.conn, tx.workspace_id, project, tx.now)
    return project


def facts_of(project: Project) -> dict[str, Value]:
    """What an event says of a project: ids, and no name."""
    return {
        "project_id": project.id,
        "client_id": project.client_id,
        "owner_id": project.owner_id,
        "backup_id": project.backup_id,
        "lead_id": project.lead_id,
        "policy": project.policy,
        "touch_every": project.touch_every,
    }
