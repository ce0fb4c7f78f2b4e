"""Whether a workspace is set up so that nobody's request gets lost."""

from collections.abc import Iterator, Mapping

from bot.db import directory, mailboxes, people, workspaces
from bot.domain.checkup import Check, Finding, Trouble
from bot.domain.mailbox import Mailbox
from bot.domain.people import Person
from bot.domain.routing import Directory, Project
from bot.domain.workspace import Workspace
from bot.services.transaction import Tx


async def check_set_up(tx: Tx) -> list[Finding]:
    """The workspace, its fallback owner, everybody who plays a part in a project, and whom its mailbox trusts."""
    here = await workspaces.get(tx.conn, tx.workspace_id)
    if here is None:
        return [Finding(Check.WORKSPACE, Trouble.NOT_SET_UP)]
    known = await directory.directory(tx.conn, tx.workspace_id)
    everybody = {each.id: each for each in await people.everybody(tx.conn, tx.workspace_id)}
    projects = Finding(Check.WORKSPACE, None if known.projects else Trouble.NO_PROJECTS, about=here.name)
    parts = [finding for project in known.projects for finding in _parts(known, project, everybody)]
    mailbox = _mailbox(await mailboxes.get(tx.conn, tx.workspace_id))
    return [projects, _fallback_owner(here, everybody), *(parts or [Finding(Check.PEOPLE)]), *mailbox]


async def channels_in_use(tx: Tx) -> dict[str, str]:
    """The channels that the set-up names: what they are called there, under their ids."""
    known = await directory.directory(tx.conn, tx.workspace_id)
    found = {each.channel_id: each.channel_name or "" for each in known.projects if each.channel_id}
    here = await workspaces.get(tx.conn, tx.workspace_id)
    if here is not None and here.digest_channel:
        found[here.digest_channel] = here.digest_channel_name or ""
    return found


def _mailbox(there: Mailbox | None) -> list[Finding]:
    """Whose word decides that a mail is a colleague's."""
    if there is None:
        return []
    settings = there.settings
    if settings.trust_unauthenticated:
        return [Finding(Check.MAILBOX_OF_ANYBODY, about=settings.user)]
    trouble = None if settings.authserv_ids else Trouble.NOBODY_VOUCHES
    return [Finding(Check.MAILBOX, trouble, about=settings.user, detail=" or ".join(settings.authserv_ids))]


def _fallback_owner(here: Workspace, everybody: Mapping[int, Person]) -> Finding:
    if here.fallback_owner_id is None:
        return Finding(Check.FALLBACK_OWNER, Trouble.MISSING)
    return Finding(Check.FALLBACK_OWNER, _unfit(everybody.get(here.fallback_owner_id)))


def _parts(known: Directory, project: Project, everybody: Mapping[int, Person]) -> Iterator[Finding]:
    """Those parts of a project whose person hears nothing any more."""
    client = known.client(project.client_id)
    named = {"owner": project.owner_id, "backup": project.backup_id, "lead": project.lead_id}
    for part, person_id in named.items():
        trouble = None if person_id is None else _unfit(everybody.get(person_id))
        if trouble is not None:
            yield Finding(Check.PEOPLE, trouble, about=f"{client.name if client else ''}, {project.name}", detail=part)


def _unfit(person: Person | None) -> Trouble | None:
    if person is None:
        return Trouble.MISSING
    if person.is_guest:
        return Trouble.GUEST
    return None if person.is_active else Trouble.DEACTIVATED
